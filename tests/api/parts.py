"""Services for tests: a real bank in a temporary folder, a fake encoder, a grader and an auditor of one rule."""

import itertools
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from graders.audit import Audited, Reference
from graders.chat.loop import Conversation, OwnLoop
from graders.chat.types import Converse
from graders.choice import grade_choice
from graders.grader import Submission
from questions.bank import open_bank
from questions.records import (
    Citation,
    Cloze,
    Document,
    DocumentId,
    Evidence,
    Flag,
    FlagVerdict,
    FreeText,
    Grade,
    GraderId,
    KeyPoint,
    KeyPointId,
    MultipleChoice,
    Option,
    OptionId,
    PointResult,
    PointState,
    Question,
    QuestionId,
    Scored,
    Severity,
    SingleChoice,
    Source,
    Status,
    TrueFalse,
    Unscored,
    Verdict,
)
from tests.fakes import FakeEncode

SHAKY = "flat earth"
FAKE = GraderId("fake/1")
BEGIN = datetime(2024, 5, 1, 12, tzinfo=UTC)


def fake_grade(items: Sequence[Submission], /) -> tuple[Grade, ...]:
    """A key point is covered when all its words are in the answer."""
    return tuple(_graded(item) for item in items)


def _graded(item: Submission) -> Grade:
    asked = item.question
    if not isinstance(asked, FreeText):
        return grade_choice(asked, item.answer)
    if asked.reference is None:
        return Unscored(decided_by=FAKE, language="en", reason="no reference answer to grade against")
    words = set(re.findall(r"\w+", item.answer.casefold()))
    points = tuple(_point(point, item.answer, words) for point in asked.key_points)
    score = min(1.0, sum(p.weight * r.credit for p, r in zip(asked.key_points, points, strict=True)))
    missing = [point.text for point in points if not point.credit]
    return Scored(
        score=score,
        verdict=Verdict.BLANK if not words else Verdict.CORRECT if not missing else Verdict.PARTIAL,
        confidence=0.9,
        needs_review=bool(item.flags),
        review_reasons=tuple(flag.correction for flag in item.flags),
        decided_by=FAKE,
        key_points=points,
        feedback="Missing: " + "; ".join(missing) if missing else "All there.",
        language="en",
    )


def _point(point: KeyPoint, answer: str, words: set[str]) -> PointResult:
    covered = set(re.findall(r"\w+", point.text.casefold())) <= words
    return PointResult(
        id=point.id,
        text=point.text,
        state=PointState.COVERED if covered else PointState.MISSING,
        credit=1.0 if covered else 0.0,
        evidence=Evidence(start=0, end=len(answer), quote=answer) if covered else None,
    )


def fake_audit(items: Sequence[Reference], /) -> tuple[Audited, ...]:
    """Finds the words of `SHAKY`, and nothing else."""
    return tuple(_audited(item) for item in items)


def _audited(item: Reference) -> Audited:
    start = (item.answer or "").find(SHAKY)
    if start < 0:
        return Audited(id=item.id, risk=0.0, flags=())
    flag = Flag(
        quote=SHAKY,
        start=start,
        end=start + len(SHAKY),
        verdict=FlagVerdict.CONTRADICTED,
        severity=Severity.HIGH,
        correction="The earth is a globe.",
        evidence=(Citation(source="Eratosthenes", locator="On the measure of the earth"),),
        detector="fake/1",
        confidence=0.9,
    )
    return Audited(id=item.id, risk=0.9, flags=(flag,))


def talking(converse: Converse) -> Conversation:
    """*converse* as services hand it out; closed with them."""
    return Conversation(converse, OwnLoop())


def make_services(folder: Path, **settings: Any) -> Services:
    """Services over *folder*; the clock ticks a second a look, ids count up."""
    settings.setdefault("database_url", f"sqlite:///{folder / 'bank.db'}")
    chosen = Settings(use_cache=False, **settings)
    encode = FakeEncode()
    numbers = itertools.count(1)
    return Services(
        settings=chosen,
        bank=Lazy(lambda: open_bank(chosen.database_url)),
        encode=Lazy(lambda: encode),
        grade=Lazy(lambda: fake_grade),
        audit=Lazy(lambda: fake_audit),
        now=lambda: BEGIN + timedelta(seconds=next(numbers)),
        new_id=lambda: f"{next(numbers):032x}",
    )


def question(
    number: int, text: str, reference: str | None, topic: str = "Earth", status: Status = Status.ACTIVE
) -> FreeText:
    """A question on line *number* of notes.md, with one key point a sentence."""
    sentences = [part.strip() for part in (reference or "").split(".") if part.strip()]
    return FreeText(
        id=QuestionId(f"q-{number:016x}"),
        text=text,
        language="en",
        source=Source(document="notes.md", line_start=number, line_end=number, heading_path=("Notes", topic)),
        status=status,
        reference=reference,
        key_points=tuple(
            KeyPoint(id=KeyPointId(f"k{place}"), text=sentence, weight=1 / len(sentences))
            for place, sentence in enumerate(sentences, start=1)
        ),
    )


TIDES = question(10, "What causes the tides?", "The moon pulls the water. The sun adds to it.", "Seas")
SHAPE = question(20, "What shape has the earth?", f"It is a {SHAKY}. Ships vanish hull first.")
DRAFT = question(30, "How old is the earth?", "About four and a half billion years.", status=Status.DRAFT)
BARE = question(40, "Why is the sky blue?", None)


def fill(services: Services) -> None:
    """Put four questions into the bank: two active, a draft, one without a reference; file a flag."""
    document = Document(id=DocumentId("d-notes"), name="notes.md", line_count=50, content_hash="0" * 64)
    questions = (TIDES, SHAPE, DRAFT, BARE)
    services.bank().ingest(document, questions)
    for item in questions:
        (audited,) = fake_audit([Reference(id=item.id, question=item.text, answer=item.reference)])
        services.bank().file_flags(item.id, audited.flags)


@contextmanager
def running(services: Services, *, ready: bool = True) -> Iterator[httpx.Client]:
    """A client of a real server on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(services), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port = listener.getsockname()[1]
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
                if ready:
                    _wait(client)
                yield client
        finally:
            server.should_exit = True
            thread.join()


def _wait(client: httpx.Client) -> None:
    until = time.monotonic() + 30
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.02)


def choices() -> tuple[Question, ...]:
    """A question of each closed kind, under the heading Letters."""
    asked = {"language": "en"}

    def source(line: int) -> Source:
        return Source(document="letters.md", line_start=line, line_end=line, heading_path=("Letters",))

    options = tuple(Option(id=OptionId(name), text=text) for name, text in zip("ABCD", GREEK, strict=True))
    why = "Because the alphabet begins so: B follows A."
    first, both = OptionId("A"), frozenset({OptionId("A"), OptionId("C")})
    return (
        SingleChoice(
            id=FIRST, text="Which is the first letter?", options=options, correct=first, explanation=why,
            source=source(1), **asked,
        ),
        MultipleChoice(
            id=TWO, text="Which come before delta, and are not beta?", options=options, correct=both,
            source=source(2), **asked,
        ),
        TrueFalse(id=SO, text="Delta is the last letter.", correct=False, source=source(3), **asked),
        Cloze(id=LAST, text="The last letter is ____.", accepts=("omega",), source=source(4), **asked),
    )  # fmt: skip


GREEK = ("alpha", "beta", "gamma", "delta \x1b[31m")
FIRST, TWO, SO, LAST = (QuestionId(f"q-{name}") for name in ("first", "two", "so", "last"))


def fill_choices(services: Services) -> None:
    """Put a question of each closed kind into the bank."""
    document = Document(id=DocumentId("d-letters"), name="letters.md", line_count=9, content_hash="1" * 64)
    services.bank().ingest(document, choices())
