"""Whether the server lives, and whether it can work."""

import logging
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api.errors import detail_for, problem, responses
from api.limits import Thinking
from api.services import Services
from questions.errors import BankUnusable, QuizError

_LOG = logging.getLogger("quizgen")
router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """The bank can be read and the encoder is loaded."""

    status: Literal["ready"] = "ready"
    encoder: str


@dataclass(slots=True)
class Warmth:
    """Whether the server is still loading."""

    loading: bool = True


async def warm_up(services: Services, think: Thinking, warm: Warmth) -> None:
    """Load what grading needs, so that the first answer does not wait for it."""
    try:
        await think(lambda: _load(services))
    except QuizError:
        _LOG.warning("warming up failed; /readyz says why", exc_info=True)
    finally:
        warm.loading = False


def _load(services: Services) -> None:
    """Raises QuizError when something that grading needs cannot be had."""
    if not services.bank().migrated:
        raise BankUnusable("the database has not the tables of this release; restart the server")
    services.encode()(["warm"])  # the model is loaded with the first text
    services.grade()
    services.audit()


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> Alive:
    """Answers as long as the process does."""
    return Alive()


@router.get("/readyz", summary="Can it work?", response_model=Ready, responses=responses(503))
def readyz(request: Request) -> Ready | JSONResponse:
    """Ready once the encoder is loaded, and while the bank can be read."""
    services: Services = request.app.state.services
    warm: Warmth = request.app.state.warm
    if warm.loading:
        return problem(503, "still loading; ask again in a few seconds", {"Retry-After": "2"})
    try:
        _load(services)
    except QuizError as error:
        return problem(503, detail_for(request, error), {"Retry-After": "5"})
    return Ready(encoder=services.settings.encoder)
