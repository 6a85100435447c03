"""Candidates into the records that the bank keeps, and records that still stand in an edited document."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from questions.records import (
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Origin,
    Question,
    QuestionId,
    SingleChoice,
    Status,
    TrueFalse,
    digest,
)
from quizgen.assemble import normal_form
from quizgen.generate.candidate import Candidate
from quizgen.generate.quoting import Folded, fold, folded
from quizgen.keypoints import key_points
from quizgen.language import language_of
from quizgen.readers import SourceText

PREFIX = "g-"
"""How the ids of questions begin that were made when somebody asked for them."""

_ID_LENGTH = 16
_QUOTE = "> "
_MARKER = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)、])\s+")


def written(text: SourceText, made: Sequence[Candidate]) -> tuple[Question, ...]:
    """The drafts of *made*, in its order; ids follow from the document's name and the words of the question."""
    seen: Counter[str] = Counter()
    questions = []
    for each in made:
        words = normal_form("\n".join((each.text, *sorted(each.options), *each.accepts[:1])))
        key = digest(text.name, each.kind, words, str(seen[words]))
        seen[words] += 1
        questions.append(_question(QuestionId(PREFIX + key[:_ID_LENGTH]), text, each))
    return tuple(questions)


def _question(key: QuestionId, text: SourceText, made: Candidate) -> Question:
    shared = {
        "id": key,
        "text": made.text,
        "language": language_of(f"{made.text}\n{made.quote[:200]}"),
        "source": text.source(made.line_start, made.line_end, heading_path=made.heading_path),
        "origin": Origin.GENERATED,
        "status": Status.DRAFT,
    }
    why = explanation(made)
    match made.kind:
        case "free_text":
            points = key_points(made.reference or "", made.text)
            return FreeText(**shared, reference=made.reference, key_points=points)
        case "true_false":
            return TrueFalse(**shared, correct=bool(made.truth), explanation=why)
        case "cloze":
            return Cloze(**shared, accepts=made.accepts, explanation=why)
        case "single_choice":
            options = _options(made)
            return SingleChoice(
                **shared, options=options, correct=options[made.correct[0]].id, explanation=why
            )
        case "multiple_choice":
            options = _options(made)
            right = frozenset(options[place].id for place in made.correct)
            return MultipleChoice(**shared, options=options, correct=right, explanation=why)


def _options(made: Candidate) -> tuple[Option, ...]:
    return tuple(
        Option(id=OptionId(chr(ord("A") + place)), text=option) for place, option in enumerate(made.options)
    )


def explanation(made: Candidate) -> str:
    """Why the answer is right, and below it the words of the document, marked as a quotation."""
    quote = "\n".join(f"{_QUOTE}{row}".rstrip() for row in made.quote.split("\n"))
    return f"{made.reason}\n\n{quote}" if made.reason else quote


def quote_of(question: Question) -> str:
    """The words of the document that a generated question rests on; "" when it does not tell."""
    if isinstance(question, FreeText):
        return question.reference or ""
    rows = (question.explanation or "").split("\n")
    return "\n".join(
        row.removeprefix(_QUOTE.rstrip()).removeprefix(" ") for row in rows if row.startswith(">")
    )


def still_standing(text: SourceText, held: Iterable[Question]) -> tuple[Question, ...]:
    """Those of *held* that were made when somebody asked for them and whose quote still stands in *text*.

    Their source is moved to the lines where it stands now.
    """
    asked_for = [each for each in held if each.origin is Origin.GENERATED and each.id.startswith(PREFIX)]
    return _found_again(text, asked_for) if asked_for else ()


def _found_again(text: SourceText, held: Sequence[Question]) -> tuple[Question, ...]:
    seen = fold(text.text)
    kept = []
    for question in held:
        rows = [_MARKER.sub("", row) for row in quote_of(question).split("\n") if folded(row)]
        spans = [span for row in rows if (span := _span(seen, row)) is not None]
        if rows and len(spans) == len(rows) and question.source is not None:
            first = text.text.count("\n", 0, min(start for start, _ in spans)) + 1
            last = text.text.count("\n", 0, max(end for _, end in spans)) + 1
            source = text.source(first, last, heading_path=question.source.heading_path)
            kept.append(question.model_copy(update={"source": source}))
    return tuple(kept)


def _span(seen: Folded, row: str) -> tuple[int, int] | None:
    words = folded(row)
    at = seen.text.find(words)
    return None if at < 0 else (seen.at[at], seen.at[at + len(words) - 1])
