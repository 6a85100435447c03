"""Flags: what is shaky about reference answers."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit
from questions.records import FiledFlag, FlagId, FlagState, QuestionId, Severity

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
