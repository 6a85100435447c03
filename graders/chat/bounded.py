"""How much of a reply is taken off the wire: enough for any honest one, and no more.

What is behind it reads a reply whole, parses it, and masks secrets in it with dozens of patterns, seconds for a
megabyte; a reply without end, or one that unpacks to a thousand times its size, would keep all calls waiting.
"""

import zlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx

MOST = 3_000_000
"""Bytes of a good reply: the longest text that is read, with every sign escaped."""

MOST_OF_ERROR = 16_384
"""Bytes of any other one; what is behind them is not missed."""

_TOO_MUCH = "more than {:,} bytes"
_DIGITS = 12  # of a length that is worth reading
_KNOWN = {"gzip", "x-gzip", "deflate"}
_ANY_HEADER = 32  # zlib's word for: gzip or zlib, as the data say


class ReplyRefused(Exception):
    """A reply that is not read to its end; the message says why in our own words."""


def bounded(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """*client*, which now takes bounded replies, and asks for them as they are: to pack a few kilobytes saves nothing."""
    hooks = client.event_hooks
    client.event_hooks = {
        "request": [*hooks["request"], _ask_unpacked],
        "response": [*hooks["response"], _bound],
    }
    return client


def bounding(make: Callable[..., Any]) -> Callable[..., Any]:
    """*make*, whose clients are now bounded."""

    def made(*args: Any, **options: Any) -> Any:
        client = make(*args, **options)
        return bounded(client) if isinstance(client, httpx.AsyncClient) else client

    return made


async def _ask_unpacked(request: httpx.Request) -> None:
    request.headers["Accept-Encoding"] = "identity"


async def _bound(response: httpx.Response) -> None:
    good = response.is_success
    length = response.headers.get("content-length", "")
    if good and length.isdecimal() and (len(length) > _DIGITS or int(length) > MOST):
        raise ReplyRefused(_TOO_MUCH.format(MOST))
    packed = response.headers.pop("content-encoding", "")
    assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - it is the client's, which is async
    response.stream = _Bounded(response.stream, unpacker(packed), MOST if good else MOST_OF_ERROR, whole=good)


class _Bounded(httpx.AsyncByteStream):
    """The first *most* bytes of *inner*, unpacked; what must be *whole* is refused when it is longer, or damaged."""

    def __init__(self, inner: httpx.AsyncByteStream, unpack: "Unpack", most: int, *, whole: bool) -> None:
        self._inner = inner
        self._unpack = unpack
        self._most = most
        self._whole = whole

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for plain in self._pieces():
                yield plain
        except ReplyRefused:
            if self._whole:
                raise
            # Who stops in the middle lets go of the connection: the rest would stand before the next reply.
            await self.aclose()

    async def aclose(self) -> None:
        """Lets go of the connection."""
        await self._inner.aclose()

    async def _pieces(self) -> AsyncIterator[bytes]:
        taken = told = 0
        async for piece in self._inner:
            left = self._most - told
            plain = self._unpack(piece, left + 1)
            taken += len(piece)
            told += len(plain)
            yield plain[:left]
            if max(taken, told) > self._most:
                raise ReplyRefused(_TOO_MUCH.format(self._most))


Unpack = Callable[[bytes, int], bytes]
"""The next piece of a body into what is in it, so many bytes at most.  Raises ReplyRefused."""


def unpacker(packed: str) -> Unpack:
    """What unpacks a body whose Content-Encoding is *packed*."""
    name = packed.strip().lower()
    if name in ("", "identity"):
        return lambda piece, most: piece[:most]
    inside = zlib.decompressobj(zlib.MAX_WBITS | _ANY_HEADER)

    def unpack(piece: bytes, most: int) -> bytes:
        if name not in _KNOWN:
            raise ReplyRefused("packed in a way that nobody asked for")
        try:
            return inside.decompress(piece, most)
        except zlib.error:
            raise ReplyRefused("packed, and damaged") from None

    return unpack
