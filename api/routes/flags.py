"""Flags: what is shaky about reference answers."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit, Name, Note, Thinker
from api.usecases import healing
from questions.records import AttemptId, FiledFlag, FlagId, FlagState, FreeText, QuestionId, Severity

router = APIRouter(prefix="/flags", tags=["flags"], dependencies=[Staff])


class FlagPage(BaseModel):
    """Some flags, and where the next page begins; null at the end."""

    flags: tuple[FiledFlag, ...]
    next_cursor: str | None


@router.get("", summary="List flags", responses=responses(401, 422, 503))
def list_flags(
    services: Given,
    question_id: QuestionId | None = None,
    state: FlagState | None = None,
    severity: Severity | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FlagPage:
    """The flags that fit all filters, the gravest and surest first."""
    page = services.bank().flags(
        question_id=question_id, state=state, severity=severity, cursor=cursor, limit=limit
    )
    return FlagPage(flags=page.items, next_cursor=page.next_cursor)


@router.get("/{flag_id}", summary="Get a flag", responses=responses(401, 404, 422, 503))
def get_flag(services: Given, flag_id: FlagId) -> FiledFlag:
    """One flag: the quoted words, what is wrong with them, the correction and its source."""
    return services.bank().flag(flag_id)


class FlagDecision(BaseModel):
    """Who decides, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "ann", "note": "see the paper"}]}
    )

    by: Name
    note: Note = ""


class FlagCorrection(FlagDecision):
    """New words for the quoted ones, or a whole new reference; neither takes the flag's own correction."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"by": "ann", "words": "each head keeps its own query"}]}
    )

    words: Annotated[str | None, Field(max_length=20_000)] = None
    reference: str | None = None


class AffectedAttempts(BaseModel):
    """The attempts at the question: how many, how many of them a person graded, the ids of the latest."""

    attempts: int
    locked: int
    ids: tuple[AttemptId, ...]


class FlagDecided(BaseModel):
    """The flag as it stands now, and whom it concerns."""

    flag: FiledFlag
    affected: AffectedAttempts


class FlagCorrected(FlagDecided):
    """Also the question with its new reference, and the flags on that."""

    question: FreeText
    flags: tuple[FiledFlag, ...]


_PROBLEMS = responses(401, 404, 409, 413, 422, 503)


@router.post("/{flag_id}/confirm", summary="Confirm a flag", responses=_PROBLEMS)
def confirm_flag(services: Given, flag_id: FlagId, body: FlagDecision) -> FlagDecided:
    """Agree that the words are wrong.  Grades go by the correction; the reference stays as it is."""
    return _decided(healing.decide(services, flag_id, FlagState.CONFIRMED, body.by, body.note))


@router.post("/{flag_id}/dismiss", summary="Dismiss a flag", responses=_PROBLEMS)
def dismiss_flag(services: Given, flag_id: FlagId, body: FlagDecision) -> FlagDecided:
    """Say that the words are right.  The flag stays dismissed until they change."""
    return _decided(healing.decide(services, flag_id, FlagState.DISMISSED, body.by, body.note))


@router.post("/{flag_id}/correct", summary="Correct a reference", responses=_PROBLEMS)
async def correct_flag(
    services: Given, think: Thinker, flag_id: FlagId, body: FlagCorrection
) -> FlagCorrected:
    """Give the reference other words: its next version; the old one is kept, the flag is closed.

    Then `/v1/questions/{question_id}/regrade` brings its attempts up to date.
    """
    new = healing.NewWords(body.words, body.reference)
    done = await think(lambda: healing.correct(services, flag_id, body.by, new, body.note))
    return FlagCorrected(
        flag=done.flag, affected=_affected(done.affected), question=done.question, flags=done.flags
    )


def _decided(done: healing.Decided) -> FlagDecided:
    return FlagDecided(flag=done.flag, affected=_affected(done.affected))


def _affected(found: healing.Affected) -> AffectedAttempts:
    return AffectedAttempts(attempts=found.attempts, locked=found.locked, ids=found.ids)
