"""What a judge compares an answer with: the key points, mended by the flags that stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from graders.alternatives import alternatives_in
from graders.rubric import RubricPoint, rubric_of
from questions.records import Flag, FreeText, KeyPointId

ANY = KeyPointId("any")
"""The one key point of a reference that offers a choice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a judge sees it; of *points*, *needed* are enough (0: all are wanted)."""

    question: str
    reference: str
    language: str
    points: tuple[RubricPoint, ...]
    needed: int = 0


def asked_of(question: FreeText, flags: Sequence[Flag]) -> Asked:
    """The points of *question*, which must have a reference."""
    rubric = rubric_of(question, flags)
    doubtful = any(point.disputed or point.follows_disputed for point in rubric.points)
    offered = None if doubtful else alternatives_in(rubric.question, rubric.reference)
    points, needed = rubric.points, 0
    if offered:
        points = tuple(RubricPoint(ANY, text, 1 / offered.needed) for text in offered.texts)
        needed = offered.needed
    return Asked(rubric.question, rubric.reference, rubric.language, points, needed)


def wanted(point: RubricPoint, language: str) -> str:
    """What an answer must say for *point*: where its words are in dispute, the correction in *language*."""
    if not (point.disputed and point.accepts):
        return point.text
    chinese = [text for text in point.accepts if any("\u4e00" <= sign <= "\u9fff" for sign in text)]
    others = [text for text in point.accepts if text not in chinese]
    return ((chinese if language == "zh" else others) or list(point.accepts))[0]
