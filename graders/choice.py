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
    r"^(?:我?(?:认为|觉得)?(?:正确)?(?:答案)?(?:应该|应当)?(?:选择|选项|选|是|为)+"
    r"|(?:the )?(?:correct |right )?(?:answers?|options?|choices?)(?: (?:is|are))?"
    r"|(?:i )?(?:choose|pick|select))(?=[^a-z])[\s:]*"
)
_LETTERS = re.compile(r"[a-z](?:(?:[\s,、;和与&+]| and )*[a-z])*")
_LABELLED = re.compile(r"(?P<label>[a-z0-9]{1,3})[\s.):、]+(?P<text>.+)", re.DOTALL)
_SIGNS = re.compile(r"[\s,.。!?;:'\"()“”‘’、_-]+")


def grade_choice(question: Closed, answer: str) -> Grade:
    """All or nothing for one choice, a truth value or a gap; for several choices right picks minus wrong ones.

    An answer that cannot be read as a choice is unscored: it may well be right.
    """
    score = _score(question, answer)
    # Only what is no choice can be a blank: an option, or the word for a gap, may well be "none" or "+".
    if not score and nothing_in(answer, "") in (Nothing.BLANK, Nothing.IGNORANCE) and not _is_read(score):
        return _scored(question, 0.0, Verdict.BLANK, "blank")
    if score is None:
        language = question.language
        return Unscored(decided_by=GRADER, language=language, reason=say("unreadable_choice", language))
    verdict = Verdict.CORRECT if score == 1 else Verdict.PARTIAL if score else Verdict.INCORRECT
    return _scored(question, score, verdict, f"{score:.2f} of 1")
