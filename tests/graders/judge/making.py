"""Questions, offline grades and replies for the tests of the judge."""

import json
from typing import Any

from graders.grader import Submission
from questions.records import (
    Flag,
    FlagVerdict,
    FreeText,
    GraderId,
    KeyPoint,
    KeyPointId,
    PointResult,
    PointState,
    QuestionId,
    Scored,
    Severity,
    Span,
    Verdict,
)

COVERED, PARTIAL, MISSING, CONTRADICTED = "covered", "partial", "missing", "contradicted"
POINTS = ("The moon pulls the water.", "The sun adds to it.", "Two tides come a day.", "Ports keep tables.")
SAID = "The moon pulls at the sea. The sun does nothing. Twice a day it rises; fish like it."


def asked(*points: str, text: str = "What causes the tides?", language: str = "en") -> FreeText:
    """A question with these key points of equal weight, each a sentence of its reference."""
    reference = " ".join(points or POINTS)
    starts = [reference.index(point) for point in points or POINTS]
    return FreeText(
        id=QuestionId("q-tides"),
        text=text,
        language=language,
        reference=reference,
        key_points=tuple(
            KeyPoint(
                id=KeyPointId(f"k{number}"),
                text=point,
                weight=1 / len(starts),
                span=Span(start=start, end=start + len(point)),
            )
            for number, (point, start) in enumerate(zip(points or POINTS, starts, strict=True), start=1)
        ),
    )


def dispute(question: FreeText, number: int, correction: str) -> Flag:
    """An open flag of high severity on key point *number*."""
    span = question.key_points[number - 1].span
    assert span
    return Flag(
        quote=(question.reference or "")[span.start : span.end],
        start=span.start,
        end=span.end,
        verdict=FlagVerdict.CONTRADICTED,
        severity=Severity.HIGH,
        correction=correction,
        detector="fake/1",
        confidence=0.9,
    )


def submission(answer: str = SAID, *points: str, **more: Any) -> Submission:
    """An answer to `asked`."""
    return Submission(asked(*points), answer, **more)


def offline(item: Submission, score: float = 0.4, confidence: float = 0.5, **more: Any) -> Scored:
    """What an offline grader may have given *item*: every point half there."""
    assert isinstance(item.question, FreeText)
    return Scored(
        score=score,
        verdict=Verdict.PARTIAL,
        confidence=confidence,
        needs_review=bool(more.get("review_reasons")),
        decided_by=GraderId("coverage/1+fake"),
        key_points=tuple(
            PointResult(id=point.id, text=point.text, state=PointState.PARTIAL, credit=score)
            for point in item.question.key_points
        ),
        feedback="Some of it.",
        language="en",
        **more,
    )


def verdict(point: int, word: str, quote: str = "") -> dict[str, Any]:
    """One entry of a reply."""
    return {"point": point, "quote": quote, "verdict": word}


def reply(*verdicts: dict[str, Any], claims: tuple[str, ...] = ()) -> str:
    """A whole reply."""
    return json.dumps({"points": list(verdicts), "claims": [{"quote": quote} for quote in claims]})


FIRST = verdict(1, COVERED, "The moon pulls at the sea")
SECOND = verdict(2, CONTRADICTED, "The sun does nothing")
THIRD = verdict(3, PARTIAL, "twice a day")
FOURTH = verdict(4, MISSING)
GOOD = reply(FIRST, SECOND, THIRD, FOURTH)
