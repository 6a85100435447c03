"""What routes and commands may use: one frozen value, built in `api.wiring`, faked in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from api.lazy import Lazy
from api.settings import Settings
from questions.errors import BadSetting
from questions.records import Grade

if TYPE_CHECKING:  # the command line must not load numpy and SQLAlchemy to print its help
    from graders.audit import Audited, Reference
    from graders.chat.loop import Conversation
    from graders.grader import Encode, Submission
    from questions.bank import QuestionBank


class GradeAll(Protocol):
    """Answers into grades, one each, in order; the same answer always gets the same grade."""

    def __call__(self, items: Sequence[Submission], /) -> tuple[Grade, ...]:
        """The grades of *items*.  Raises ServiceUnavailable when the encoder fails."""
        ...


class AuditAll(Protocol):
    """References into findings, one each, in order."""

    def __call__(self, items: Sequence[Reference], /) -> tuple[Audited, ...]:
        """What is shaky about *items*."""
        ...


def _no_judge() -> Conversation:
    raise BadSetting("no chat model is set; name one in QUIZGEN_JUDGE_MODEL, as openai/gpt-4o-mini")


@dataclass(frozen=True, slots=True)
class Services:
    """The bank and the two arts.  Whatever costs time or memory is built on first use."""

    settings: Settings
    bank: Lazy[QuestionBank]
    encode: Lazy[Encode]
    grade: Lazy[GradeAll]
    audit: Lazy[AuditAll]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    converse: Lazy[Conversation] = field(default_factory=lambda: Lazy(_no_judge))
    detectors: frozenset[str] | None = None
    """The names of the detectors that the audit runs; None for all."""

    def close(self) -> None:
        """Close the bank and the lines to chat models, if they were opened."""
        if self.converse.built:
            self.converse().close()
        if self.bank.built:
            self.bank().close()
