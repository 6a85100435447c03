"""What routes ask for by name."""

from collections.abc import Callable
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Query, Request
from pydantic import Field

from api.limits import Judging
from api.services import Services

T = TypeVar("T")
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next_cursor` of the page before; none for the first.")
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]


Name = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"\S", description="Who says so, in your own terms.")
]
Note = Annotated[str, Field(max_length=2000, description="Kept with it, for staff alone.")]


class Think(Protocol):
    """Runs computing work in the one thread that is for it."""

    async def __call__(self, work: Callable[[], T], /) -> T:
        """The result of *work*."""
        ...


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _think(request: Request) -> Think:
    think: Think = request.app.state.think
    return think


def _read(request: Request) -> Think:
    read: Think = request.app.state.read
    return read


def _judging(request: Request) -> Judging:
    judging: Judging = request.app.state.judging
    return judging


Given = Annotated[Services, Depends(_services)]
Thinker = Annotated[Think, Depends(_think)]
Reader = Annotated[Think, Depends(_read)]
"""As `Thinker`, for documents, which are encoded nowhere: a large one must not keep learners waiting."""
Judges = Annotated[Judging, Depends(_judging)]
"""Threads for work that waits for a chat model."""
