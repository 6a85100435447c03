"""The detector of questions that good learners miss, out of live attempts.

A question whose score goes down as learners get better at all others is likely to have a wrong key.  What is wrong
with it is not known here, so the flag only says where to look, and no grade rests on it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.agreement.items import ItemFigures
from graders.agreement.measures import Figure
from graders.audit.reading import Reference
from graders.text import language_of
from questions.records import Citation, Flag, FlagVerdict, Severity

DETECTOR = "statistics/1"
_CLEARLY = -0.2
_MISSED = 0.5
_SURE = {Severity.HIGH: 0.9, Severity.MEDIUM: 0.75, Severity.LOW: 0.5}


@dataclass(frozen=True, slots=True)
class Statistics:
    """Flags references by the *figures* of their questions, by id.

    Those with too few learners have no figures (see `graders.agreement.items`), and get no flag.
    """

    figures: Mapping[str, ItemFigures]

    def __call__(self, references: Sequence[Reference]) -> tuple[tuple[Flag, ...], ...]:
        """For each reference, the flag of a question that good learners miss."""
        return tuple(self._checked(reference) for reference in references)

    def _checked(self, reference: Reference) -> tuple[Flag, ...]:
        figures = self.figures.get(reference.id)
        severity = severity_of(figures) if figures is not None else None
        text = reference.answer or ""
        if figures is None or severity is None or not text.strip():
            return ()
        return (_flag(text, language_of(text) or language_of(reference.question) or "en", figures, severity),)


def severity_of(figures: ItemFigures) -> Severity | None:
    """How much speaks against the key; None when nothing does, or there are too few learners to tell.

    High when the whole 95 % interval of the discrimination is below -0.2, medium when it is below 0; low when only
    the estimate is, and most learners miss the question.
    """
    told, facility = figures.discrimination, figures.facility
    if math.isnan(told.value) or math.isnan(told.high):
        return None
    if told.high < _CLEARLY:
        return Severity.HIGH
    if told.high < 0:
        return Severity.MEDIUM
    return Severity.LOW if told.value < 0 and facility.high < _MISSED else None


def _flag(text: str, language: str, figures: ItemFigures, severity: Severity) -> Flag:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    told, facility = _said(figures.discrimination), _said(figures.facility)
    corrections = {
        "zh": f"其他题目答得好的学习者反而在这道题上失分（题目与其余得分的相关 {told}，平均得分 {facility}，{figures.rated} 人）："
        "请核对参考答案是否正确。",
        "en": f"Learners who do well elsewhere miss this question (item-rest correlation {told}, mean score {facility}, "
        f"{figures.rated} learners): check whether its answer is right.",
    }
    return Flag(
        quote=text[start:end],
        start=start,
        end=end,
        verdict=FlagVerdict.UNSUPPORTED,
        severity=severity,
        correction=corrections[language],
        corrections=corrections,
        evidence=(
            Citation(
                source="attempts in this bank",
                locator=f"{figures.learners} learners; discrimination {told}; facility {facility}",
            ),
        ),
        detector=DETECTOR,
        confidence=_SURE[severity],
    )


def _said(figure: Figure) -> str:
    if math.isnan(figure.low):
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"
