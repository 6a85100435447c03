"""What an answer is measured against: the key points of a question, mended by the flags that are open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from questions.records import Flag, FlagVerdict, FreeText, KeyPoint, KeyPointId, Severity, Span

# A full stop ends a sentence before a space; within numbers and names (3.5, v1.5) it does not.
_SENTENCE_END = re.compile(
    r"[。！？!?\n]|(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\bal)\.(?=[\s\"')\]]|$)"
)
# A disputed claim may be wrong, and so may the flag: neither side of the dispute decides the grade alone.
_DISPUTED_WEIGHT = 0.25
_FORMAL = (FlagVerdict.TYPO, FlagVerdict.INCOMPLETE)  # what is there may be right


@dataclass(frozen=True, slots=True)
class RubricPoint:
    """One key point as it is graded.

    *text* is what the reference says, *accepts* are corrections that count as well (in any language).
    *disputed* says that an open or confirmed flag of high severity rests on it: then the correction is
    what earns full credit, and the reference's own words earn credit only with a review.
    *follows_disputed* says that it is drawn from such a claim ("..., thus it captures more context"): it
    weighs little and holds nothing against an answer.  *doubted* says that another flag of weight rests on it:
    it counts as it stands, and makes a grade less sure.
    """

    id: KeyPointId
    text: str
    weight: float
    accepts: tuple[str, ...] = ()
    disputed: bool = False
    follows_disputed: bool = False
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """A question and its points; the weights add up to 1."""

    question: str
    reference: str
    language: str
    points: tuple[RubricPoint, ...]


def rubric_of(question: FreeText, flags: Sequence[Flag]) -> Rubric:
    """The rubric of *question*, which must have a reference; one point for all of it when it has none."""
    reference = question.reference or ""
    given = question.key_points or (
        KeyPoint(id=KeyPointId("all"), text=reference, weight=1.0, span=Span(start=0, end=len(reference))),
    )
    grave = [
        flag for flag in flags if flag.severity is Severity.HIGH and flag.verdict is FlagVerdict.CONTRADICTED
    ]
    lesser = [
        flag
        for flag in flags
        if flag not in grave and flag.severity is not Severity.LOW and flag.verdict not in _FORMAL
    ]
    points = [_doubted(_mended(point, reference, grave), point, lesser) for point in given]
    total = sum(point.weight for point in points)
    return Rubric(
        question=question.text,
        reference=reference,
        language=question.language,
        points=tuple(replace(point, weight=point.weight / total) for point in points),
    )


def _mended(point: KeyPoint, reference: str, flags: Sequence[Flag]) -> RubricPoint:
    on_it = [flag for flag in flags if _touches(point, flag.start, flag.end)]
    if on_it:
        accepts = tuple(
            dict.fromkeys(
                text for flag in on_it for text in (flag.correction, *flag.corrections.values()) if text
            )
        )
        return RubricPoint(point.id, point.text, point.weight, accepts, disputed=True)
    if any(_touches(point, *_sentence(reference, flag)) for flag in flags):
        return RubricPoint(point.id, point.text, point.weight * _DISPUTED_WEIGHT, follows_disputed=True)
    return RubricPoint(point.id, point.text, point.weight)


def _doubted(made: RubricPoint, point: KeyPoint, flags: Sequence[Flag]) -> RubricPoint:
    """*made* of *point*, doubted where one of the *flags* rests on it."""
    return replace(made, doubted=any(_touches(point, flag.start, flag.end) for flag in flags))


def _touches(point: KeyPoint, start: int, end: int) -> bool:
    return point.span is not None and point.span.start < end and start < point.span.end


def _sentence(reference: str, flag: Flag) -> tuple[int, int]:
    """The sentence of the *reference* that the flag is in."""
    start, end = 0, len(reference)
    for mark in _SENTENCE_END.finditer(reference):
        if mark.end() <= flag.start:
            start = mark.end()
        elif mark.end() >= flag.end:
            end = mark.end()
            break
    return start, end
