"""Asking for text, and for JSON that a reader of ours accepts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graders.chat.types import ChatRequest, Converse, Message, Reply, Schema

T = TypeVar("T")

_ERROR_CHARS = 600
_ECHO_CHARS = 4000
_AGAIN = (
    "Your reply cannot be used: {error}\n"
    "Reply again, to the same question: with the corrected JSON alone, nothing before it and nothing after it."
)


@dataclass(frozen=True, slots=True)
class Unreadable(Generic[T]):
    """Two replies that the reader refused; *error* says why of the second."""

    replies: tuple[Reply, ...]
    error: str


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What the reader made of the last of *replies*."""

    value: T
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class PlainChat:
    """`graders.grader.Chat` over *converse*, for those who want text alone."""

    converse: Converse
    purpose: str = ""

    async def __call__(self, system: str, user: str, /, *, schema: Schema | None = None) -> str:
        """The reply to *user* under the rules of *system*."""
        request = ChatRequest.of(system, user, schema=schema, purpose=self.purpose)
        return (await self.converse(request)).text


def plain_chat(converse: Converse, purpose: str = "") -> PlainChat:
    """*converse* as a plain `graders.grader.Chat`; *purpose* names its calls in the accounts."""
    return PlainChat(converse, purpose)


async def ask_json(
    converse: Converse,
    request: ChatRequest,
    parse: Callable[[str], T],
    again: Callable[[str], ChatRequest] | None = None,
) -> Read[T] | Unreadable[T]:
    """What *parse* makes of the reply; a reply it refuses (ValueError) is asked for once more, with the error.

    The message of the error is shown to the model: it must not hold what the model may not know.  *again*
    makes the second request of it; without one, the conversation goes on behind the refused reply.  Raises
    what *converse* raises.
    """
    first = await converse(request)
    try:
        return Read(parse(first.text), (first,))
    except ValueError as error:
        told = str(error)[:_ERROR_CHARS]
        corrected = again(told) if again else _corrected(request, first.text, told)
    second = await converse(corrected)
    try:
        return Read(parse(second.text), (first, second))
    except ValueError as error:
        return Unreadable((first, second), str(error)[:_ERROR_CHARS])


def _corrected(request: ChatRequest, said: str, error: str) -> ChatRequest:
    told = _AGAIN.format(error=error)
    turns = (Message("assistant", said[:_ECHO_CHARS]), Message("user", told))
    return replace(request, messages=(*request.messages, *turns))
