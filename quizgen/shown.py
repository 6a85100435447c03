"""How a question is laid before a learner: its options in an order that gives nothing away.

An answer names options by their ids, so any order will do.  It follows from the quiz's seed: the same in
one quiz on paper, in the terminal and over HTTP, another one in the next quiz.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from questions.records import (
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    Question,
    SingleChoice,
    TrueFalse,
    digest,
)

Choice = SingleChoice | MultipleChoice

# A first line that says nothing but the letter: "B", "**答案：B**".
_LETTERS_ALONE = re.compile(
    r"\A[\s*_`#]*(?:(?:正确)?答案|(?i:the )?(?i:correct )?(?i:answers?))?\s*(?:是|为|(?i:is|are)\b)?\s*[:：]?[\s*_`(（]*"
    r"[A-H](?:[\s,，、;；和与&/+]*[A-H])*[ \t*_`.。)）]*(?:\n\s*|\Z)"
)
# "None of the above", "A and B", 以上都对: such words are right in one order only.
_POINTS_ELSEWHERE = re.compile(
    r"以上|上述|前述|前者|后者|[都皆均](?:不?对|不?正确|是|非|错)"
    r"|(?i:\b(?:above|below|former|latter|previous|(?:all|none|both|neither|either|any|some|one) of)\b)"
    r"|(?<![A-Za-z])[A-H](?:\s*(?:和|与|及|或|、|,|，|&|/|\+|and\b|or\b)\s*[A-H])+(?![A-Za-z])"
)
_SPELLINGS = 3  # of the words of a gap; more are accepted than need be shown
_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-H](?![A-Za-z0-9'’])")


def shown_options(question: Choice, seed: int) -> tuple[Option, ...]:
    """The options in the order of *seed*; in their own order where one speaks of another."""
    if any(_POINTS_ELSEWHERE.search(option.text) for option in question.options):
        return question.options
    return tuple(sorted(question.options, key=lambda each: digest(str(seed), question.id, each.id)))


def labels(count: int) -> tuple[str, ...]:
    """A, B, C … for *count* options; numbers where letters run out."""
    if count <= len(ascii_uppercase):
        return tuple(ascii_uppercase[:count])
    return tuple(str(number) for number in range(1, count + 1))


def listed(options: Sequence[Option]) -> tuple[str, ...]:
    """Each of *options* behind its label; lines after the first stand under it."""
    return tuple(
        f"{label}. " + option.text.strip().replace("\n", "\n   ")
        for label, option in zip(labels(len(options)), options, strict=True)
    )


def right_answer(
    question: Question, options: Sequence[Option] = (), yes: str = "true", no: str = "false"
) -> str:
    """What is right, and why where the question says so; *options* as they were shown."""
    match question:
        case FreeText():
            return question.reference or ""
        case TrueFalse():
            return _explained(yes if question.correct else no, question.explanation)
        case Cloze():
            return _explained(" / ".join(question.accepts[:_SPELLINGS]), question.explanation)
        case SingleChoice():
            return _chosen(question, frozenset({question.correct}), options)
        case MultipleChoice():
            return _chosen(question, question.correct, options)


def _chosen(question: Choice, correct: frozenset[str], options: Sequence[Option]) -> str:
    shown = tuple(options) or question.options
    right = [line for line, option in zip(listed(shown), shown, strict=True) if option.id in correct]
    why = _LETTERS_ALONE.sub("", question.explanation or "")
    if why and shown != question.options and _LETTER.search(why):
        # The notes speak of their own letters.
        notes = "; ".join(" ".join(line.split()) for line in listed(question.options))
        why = f"{why}\n({notes})"
    return _explained("\n".join(right), why)


def _explained(right: str, why: str | None) -> str:
    return f"{right}\n\n{why.strip()}" if why and why.strip() else right
