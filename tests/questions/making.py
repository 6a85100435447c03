"""Short ways to make the records that the tests of the bank need."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from questions.records import (
    Attempt,
    AttemptId,
    Document,
    DocumentId,
    Flag,
    FlagVerdict,
    FreeText,
    GraderId,
    KeyPoint,
    KeyPointId,
    Origin,
    Question,
    QuestionId,
    Scored,
    Severity,
    Source,
    Status,
    Verdict,
    digest,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def document(name: str = "notes.md", path: str | None = "/notes/notes.md") -> Document:
    return Document(
        id=DocumentId("d-" + digest(name)[:16]),
        name=name,
        path=path,
        line_count=90,
        content_hash=digest(name),
    )


def question(
    name: str,
    *,
    text: str = "",
    reference: str = "It shares them.",
    line: int = 1,
    headings: tuple[str, ...] = ("Attention",),
    origin: Origin = Origin.EXTRACTED,
    status: Status = Status.ACTIVE,
    points: Iterable[KeyPoint] = (),
) -> FreeText:
    return FreeText(
        id=QuestionId(name),
        text=text or f"What is {name}?",
        language="en",
        reference=reference,
        key_points=tuple(points),
        source=Source(document="notes.md", line_start=line, line_end=line + 2, heading_path=headings),
        origin=origin,
        status=status,
    )


def five() -> list[Question]:
    return [question(f"q-{number}", line=10 * number) for number in range(1, 6)]


def point(name: str, text: str = "the heads share keys", weight: float = 1.0) -> KeyPoint:
    return KeyPoint(id=KeyPointId(name), text=text, weight=weight)


def flag(quote: str, *, severity: Severity = Severity.HIGH, confidence: float = 0.8, start: int = 0) -> Flag:
    return Flag(
        quote=quote,
        start=start,
        end=start + len(quote),
        verdict=FlagVerdict.CONTRADICTED,
        severity=severity,
        correction=f"not {quote}",
        detector="facts/1",
        confidence=confidence,
    )


def attempt(
    name: str,
    question_id: str = "q-1",
    *,
    answer: str = "they share",
    learner: str | None = None,
    after: int = 0,
    version: int = 1,
) -> Attempt:
    return Attempt(
        id=AttemptId(name),
        question_id=QuestionId(question_id),
        question_version=version,
        answer=answer,
        grade=Scored(
            score=0.5,
            verdict=Verdict.PARTIAL,
            confidence=0.9,
            needs_review=False,
            decided_by=GraderId("coverage/1"),
            feedback="Half of it.",
            language="en",
        ),
        at=START + timedelta(seconds=after),
        learner=learner,
    )
