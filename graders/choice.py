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

_TRUE = frozenset(word_list("answers")["true"])
_FALSE = frozenset(word_list("answers")["false"])
_LETTERS = re.compile(r"[a-z](?:[\s,、和与&+]*[a-z])*")


Closed = SingleChoice | MultipleChoice | TrueFalse | Cloze


def grade_choice(question: Closed, answer: str) -> Grade:
    """All or nothing for one choice, a truth value or a gap; for several choices right picks minus wrong ones.

    An answer that cannot be read as a choice is unscored: it may well be right.
    """
    if nothing_in(answer, "") in (Nothing.BLANK, Nothing.IGNORANCE) and _bare(answer) not in _TRUE | _FALSE:
        return _scored(question, 0.0, Verdict.BLANK, "blank")
    score = _score(question, answer)
    if score is None:
        language = question.language
        return Unscored(decided_by=GRADER, language=language, reason=say("unreadable_choice", language))
    verdict = Verdict.CORRECT if score == 1 else Verdict.PARTIAL if score else Verdict.INCORRECT
    return _scored(question, score, verdict, f"{score:.2f} of 1")


def _score(question: Closed, answer: str) -> float | None:
    match question:
        case SingleChoice():
            picked = _picked(question, answer)
            return float(picked == {question.correct}) if picked else None
        case MultipleChoice():
            picked = _picked(question, answer)
            if not picked:
                return None
            good, bad = len(picked & question.correct), len(picked - question.correct)
            return max(0.0, (good - bad) / len(question.correct))
        case TrueFalse():
            word = _bare(answer)
            return float((word in _TRUE) == question.correct) if word in _TRUE | _FALSE else None
        case Cloze():
            return float(_bare(answer) in {_bare(word) for word in question.accepts})


def _picked(question: SingleChoice | MultipleChoice, answer: str) -> frozenset[OptionId]:
    text = fold(answer).text.strip()
    whole = [option.id for option in question.options if _bare(option.text) == _bare(text)]
    if whole:
        return frozenset(whole)
    letters = re.sub(r"[().。:]", " ", text).strip()
    by_id = {fold(option.id).text: option.id for option in question.options}
    by_letter = {chr(ord("a") + index): option.id for index, option in enumerate(question.options)}
    if letters in by_id:
        return frozenset({by_id[letters]})
    if _LETTERS.fullmatch(letters):
        named = re.findall(r"[a-z]", letters)
        if all(letter in by_letter for letter in named):
            return frozenset(by_letter[letter] for letter in named)
    return frozenset()


def _bare(text: str) -> str:
    return re.sub(r"[\s,.。!?;:'\"()“”‘’、_-]+", "", fold(text).text)


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
