"""What people decide about flags, and what comes of it: a bank whose references get better."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from api.reports.replacing import replacement
from api.services import Services
from api.text import storable
from api.usecases import auditing, keeping
from api.usecases.audit_model import kept
from questions.bank import Correction, Page, QuestionFilter
from questions.errors import BadInput, Conflict
from questions.key_points_kept import kept_points
from questions.records import (
    AttemptId,
    Decision,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FreeText,
    KeyPoint,
    Question,
    QuestionId,
    Severity,
    Status,
)
from quizgen.keypoints import key_points

_LONGEST_NAME, _LONGEST_NOTE = 200, 2000
_LISTED = 1000

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Affected:
    """How many attempts rest on a reference, how many of them a person graded, and the ids of the latest."""

    attempts: int
    locked: int
    ids: tuple[AttemptId, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {"attempts": self.attempts, "locked": self.locked, "ids": list(self.ids)}


@dataclass(frozen=True, slots=True)
class Decided:
    """A flag with what was decided, and the attempts that it concerns."""

    flag: FiledFlag
    affected: Affected

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {"flag": self.flag.model_dump(mode="json"), "affected": self.affected.as_json()}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A closed flag, the question as it stands now, the flags on its new words, and whom it concerns."""

    flag: FiledFlag
    question: FreeText
    flags: tuple[FiledFlag, ...]
    affected: Affected

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "flag": self.flag.model_dump(mode="json"),
            "question": self.question.model_dump(mode="json"),
            "flags": [one.model_dump(mode="json") for one in self.flags],
            "affected": self.affected.as_json(),
        }


@dataclass(frozen=True, slots=True)
class NewWords:
    """How a reference is corrected: *words* in the place of the quoted ones, or a whole *reference*.

    Neither: the correction that the flag comes with, in the place of the quoted words.
    """

    words: str | None = None
    reference: str | None = None


def ranked(
    services: Services, state: str, severity: str | None, question_id: str | None, cursor: str | None, limit: int
) -> Page[FiledFlag]:  # fmt: skip
    """Flags in one *state*, or in ``all``, the gravest and surest first.  Raises BadInput."""
    return services.bank().flags(
        question_id=None if question_id is None else QuestionId(question_id),
        state=None if state == "all" else _one_of(FlagState, "--state", state),
        severity=None if severity is None else _one_of(Severity, "--severity", severity),
        cursor=cursor,
        limit=limit,
    )


def seen(services: Services, flag_id: str) -> tuple[FiledFlag, Question, Affected]:
    """A flag, the question it is on as it was then, and whom it concerns.  Raises FlagNotFound."""
    bank = services.bank()
    filed = bank.flag(FlagId(flag_id))
    question = bank.get(filed.question_id, filed.question_version)
    return filed, question, affected(services, filed.question_id)


def decide(services: Services, flag_id: str, state: FlagState, by: str, note: str = "") -> Decided:
    """Confirms or dismisses a flag.  Dismissed, it stays so until the words change.

    Raises FlagNotFound, Conflict when the words are corrected already.
    """
    filed = services.bank().flag(FlagId(flag_id))
    if filed.state is FlagState.CORRECTED:
        raise Conflict(f"flag {filed.id} is closed: its words were corrected already")
    done = services.bank().decide_flag(filed.id, state, _decision(services, by, note))
    return Decided(done, affected(services, filed.question_id))


def correct(services: Services, flag_id: str, by: str, new: NewWords, note: str = "") -> Corrected:
    """Gives the reference that a flag is on other words: a new version; the flag is closed.

    Key points are made anew where the words changed, and the new words are audited.  Raises FlagNotFound,
    BadInput, Conflict when the flag is not on the present words.
    """
    bank = services.bank()
    decision = _decision(services, by, note)
    filed = bank.flag(FlagId(flag_id))
    before = bank.get(filed.question_id)
    if not isinstance(before, FreeText) or before.reference is None:
        raise BadInput(f"question {before.id} has no reference answer to correct")
    reference = _corrected(services, before.reference, before.version, filed, new)
    after = before.model_copy(update={"reference": reference, "key_points": ()})
    points = _points(before, after)
    flags = _flags_on(services, after, filed.flag)
    question, on_it = bank.correct(
        Correction(
            question_id=before.id,
            of_version=before.version,
            reference=reference,
            key_points=points,
            decision=decision,
            flag_id=filed.id,
            flags=flags,
        )
    )
    return Corrected(bank.flag(filed.id), question, on_it, affected(services, question.id))


def affected(services: Services, question_id: QuestionId) -> Affected:
    """The attempts at a question."""
    bank = services.bank()
    listed = bank.attempts(question_id, limit=_LISTED).items
    return Affected(
        attempts=bank.count_attempts(question_id),
        locked=bank.count_attempts(question_id, by_person=True),
        ids=tuple(one.id for one in listed),
    )


def _one_of(kind: type[E], option: str, name: str) -> E:
    try:
        return kind(name.lower())
    except ValueError:
        raise BadInput(f"{option} {name}: choose one of {', '.join(kind)}") from None


def _decision(services: Services, by: str, note: str) -> Decision:
    if not by.strip() or len(by) > _LONGEST_NAME:
        raise BadInput(f"say who decides, in at most {_LONGEST_NAME} characters")
    if len(note) > _LONGEST_NOTE:
        raise BadInput(f"the note has {len(note)} characters; at most {_LONGEST_NOTE} are kept")
    return Decision(by=storable(by.strip()), at=services.now(), note=storable(note))


def _corrected(services: Services, reference: str, version: int, filed: FiledFlag, new: NewWords) -> str:
    """The reference with its new words.  Raises BadInput, Conflict."""
    if new.words is not None and new.reference is not None:
        raise BadInput("give new words for the quoted ones, or a whole reference, not both")
    if new.reference is not None:
        made = new.reference
    else:
        flag = filed.flag
        if filed.question_version > version:
            raise Conflict(f"flag {filed.id} is on words that wait for approval; approve them first")
        if filed.state is FlagState.CORRECTED or reference[flag.start : flag.end] != flag.quote:
            raise Conflict(
                f"the words that flag {filed.id} quotes are no longer in the reference; list the flags"
            )
        words = replacement(flag) if new.words is None else new.words
        if words is None:
            raise BadInput(
                f"flag {filed.id} says what to check, not what is right; "
                "give the new words, or the whole reference"
            )
        made = reference[: flag.start] + words + reference[flag.end :]
    limit = services.settings.max_reference_chars
    if not made.strip():
        raise BadInput("nothing would be left of the reference; give it some words")
    if len(made) > limit:
        raise BadInput(f"the reference would have {len(made):,} characters, more than {limit:,}; shorten it")
    return storable(made)


def _points(before: FreeText, after: FreeText) -> tuple[KeyPoint, ...]:
    """The key points of *after*: those that a person wrote stay where their words do."""
    made = key_points(after.reference or "", after.text)
    if before.key_points == key_points(before.reference or "", before.text):
        return made
    return kept_points(before, after.model_copy(update={"key_points": made})) or made


def _flags_on(services: Services, corrected: FreeText, closed: Flag) -> tuple[Flag, ...]:
    """What is shaky about the new words, beside the other answers of the same document.

    What a chat model found in words that stay is kept with them, but for the one that is *closed*.
    """
    reference = corrected.reference or ""
    others: list[Question] = []
    if corrected.source is not None:
        wanted = QuestionFilter(document=corrected.source.document, status=Status.ACTIVE)
        others = [other for other in keeping.questions(services, wanted) if other.id != corrected.id]
    audits = auditing.audit(services, [corrected, *others])
    found = next(audit.audited.flags for audit in audits if audit.question.id == corrected.id)
    standing = services.bank().standing_flags([corrected.id]).get(corrected.id, ())
    moved = [
        _moved(flag, reference) for flag in standing if flag != closed and reference.count(flag.quote) == 1
    ]
    return (*found, *kept(services, moved, reference))


def _moved(flag: Flag, reference: str) -> Flag:
    start = reference.index(flag.quote)
    return flag.model_copy(update={"start": start, "end": start + len(flag.quote)})
