"""Closed questions: the answer names options, judges a statement, or fills a gap."""

import re

from graders.screens import Nothing, nothing_in
from graders.text import fold, language_of
from graders.wording import say
from graders.wordlists import word_list
from questions.records import (
    Cloze,
    Grade,
    GraderId,
    MultipleChoice,
    Opinion,
    OptionId,
    Scored,
    SingleChoice,
    TrueFalse,
    Unscored,
    Verdict,
)

GRADER = GraderId("choice/1")
Closed = SingleChoice | MultipleChoice | TrueFalse | Cloze

_TRUE = frozenset(word_list("answers")["true"])
_FALSE = frozenset(word_list("answers")["false"])
_LEAD = re.compile(
    r"^(?:(?:我|正确|答案|应该|应|选择|选项|选|是|为)+:?"
    r"|(?:the )?(?:correct |right )?(?:answers?|options?)\b(?: (?:is|are)\b)?:?"
    r"|i (?:choose|pick|select)\b)\s*"
)
_ANSWER_IS = re.compile(r"^(?:(?:正确)?答案(?:应该)?[是为:]+|(?:the |my )(?:correct )?answer(?: is)?\b:?)\s*")
_BETWEEN = re.compile(r"[\s,，;；、]+")
_LETTERS = re.compile(r"[a-z](?:[\s,、;和与&+]*[a-z])*")
_LABELLED = re.compile(r"(?P<label>[a-z0-9]{1,3})[\s.):、]+(?P<text>.+)", re.DOTALL)
# What does not count in an option or a gap; in numbers (-1, 3.14, 1:2) it does.
_SIGNS = re.compile(r"[\s,。!?;'\"()“”‘’、_]+|[.:-](?!\d)")


def grade_choice(question: Closed, answer: str) -> Grade:
    """All or nothing for one choice, a truth value or a gap; for several choices right picks minus wrong ones.

    An answer that cannot be read as a choice is unscored: it may well be right.
    """
    score = _score(question, answer)
    if score is None and _is_blank(answer):
        return _scored(question, 0.0, Verdict.BLANK, "blank")
    if score is None:
        language = question.language
        return Unscored(decided_by=GRADER, language=language, reason=say("unreadable_choice", language))
    verdict = Verdict.CORRECT if score == 1 else Verdict.PARTIAL if score else Verdict.INCORRECT
    return _scored(question, score, verdict, f"{score:.2f} of 1")


def _score(question: Closed, answer: str) -> float | None:
    """The score of an answer that can be read; an option or a gap may well be "none" or "+"."""
    match question:
        case SingleChoice():
            named = picked(question, answer)
            return float(named == {question.correct}) if named else None
        case MultipleChoice():
            named = picked(question, answer)
            good, bad = len(named & question.correct), len(named - question.correct)
            return max(0.0, (good - bad) / len(question.correct)) if named else None
        case TrueFalse():
            meant = truth(answer)
            return None if meant is None else float(meant == question.correct)
        case Cloze():
            text = fold(answer).text.strip()
            said = {_bare(text), _bare(_ANSWER_IS.sub("", text))}
            if said & {_bare(word) for word in question.accepts} - {""}:
                return 1.0
            return None if _is_blank(answer) else 0.0


def _is_blank(answer: str) -> bool:
    return nothing_in(answer, "") in (Nothing.BLANK, Nothing.IGNORANCE)


def picked(question: SingleChoice | MultipleChoice, answer: str) -> frozenset[OptionId]:
    """The options named by their ids, by their text, by their letter, or by both; none when that is unclear.

    A letter is that of the place in which *question* has the option, unless an id is that letter.
    """
    found = _by_ids(question, answer)
    for said in () if found else _sayings(answer):
        found = found or _by_text(question, said) or _by_label(question, said)
    return found


def truth(answer: str) -> bool | None:
    """Whether *answer* says that something is so; None when it says neither."""
    words = [_bare(said) for said in _sayings(answer)]
    return next((word in _TRUE for word in words if word in _TRUE | _FALSE), None)


def _sayings(answer: str) -> tuple[str, ...]:
    """*answer* folded, and without words that only lead to it."""
    text = fold(answer).text.strip()
    return tuple(dict.fromkeys((text, _LEAD.sub("", text))))


def _by_ids(question: SingleChoice | MultipleChoice, answer: str) -> frozenset[OptionId]:
    """Ids as they are written: one, one a line, or parted by commas or blanks."""
    known = {option.id for option in question.options}
    whole = answer.strip()
    for parts in ([whole], whole.splitlines(), _BETWEEN.split(whole)):
        named = frozenset(OptionId(part.strip()) for part in parts)
        if named and named <= known:
            return named
    return frozenset()


def _by_text(question: SingleChoice | MultipleChoice, said: str) -> frozenset[OptionId]:
    bare = _bare(said)
    found = [option.id for option in question.options if bare and _bare(option.text) == bare]
    return frozenset(found) if len(found) == 1 else frozenset()


def _by_label(question: SingleChoice | MultipleChoice, said: str) -> frozenset[OptionId]:
    labels = {chr(ord("a") + index): option.id for index, option in enumerate(question.options)}
    labels |= {fold(option.id).text: option.id for option in question.options}
    plain = re.sub(r"[().。:]|\band\b", " ", said).strip()
    if plain in labels:
        return frozenset({labels[plain]})
    letters = frozenset(re.findall(r"[a-z]", plain))
    if _LETTERS.fullmatch(plain) and letters <= labels.keys():
        return frozenset(labels[letter] for letter in letters)
    both = _LABELLED.fullmatch(said)
    if both and both["label"] in labels:
        return frozenset({labels[both["label"]]}) & _by_text(question, both["text"])
    return frozenset()


def _bare(text: str) -> str:
    return _SIGNS.sub("", fold(text).text)


def _scored(question: Closed, score: float, verdict: Verdict, why: str) -> Scored:
    language = language_of(question.text) or question.language
    return Scored(
        score=score,
        verdict=verdict,
        confidence=1.0,
        needs_review=False,
        decided_by=GRADER,
        opinions=(Opinion(grader=GRADER, score=score, why=why),),
        feedback=say(f"choice_{verdict.value}", language),
        language=language,
    )
