"""How much of a reply is read: all of an honest one, unpacked; of others so much, and the connection let go."""

import asyncio
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.chat import provider
from graders.chat.client import client
from graders.chat.failing import Backoff
from graders.chat.line import Patience
from graders.chat.types import ChatRequest, ModelSpec, Reply
from tests.servers.scripted import serving

httpx = pytest.importorskip("httpx", reason="the extra llm is not installed")
pytest.importorskip("litellm", reason="the extra llm is not installed")
from graders.chat.bounded import MOST, MOST_OF_ERROR, ReplyRefused, bounded, unpacker  # noqa: E402

WAYS = pytest.mark.parametrize("model", ["openai/m", "openai/gpt-4o-mini"])
GARBAGE = "garbage " * 8000
# litellm's own; the filters of the product do not outlive a test.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine '.*acompletion' was never awaited")


def got(status: int, content: bytes, **headers: str) -> bytes:
    """What a bounded client reads of a response."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def fetched() -> bytes:
        transport = httpx.MockTransport(
            lambda _: httpx.Response(status, headers=named, stream=httpx.ByteStream(content))
        )
        async with bounded(httpx.AsyncClient(transport=transport)) as asked:
            return bytes((await asked.get("http://server/")).content)

    return asyncio.run(fetched())


def test_the_longest_reply_is_read_to_its_end() -> None:
    assert got(200, b"x" * MOST) == b"x" * MOST
    assert got(200, gzip.compress(b"x" * MOST), content_encoding="gzip") == b"x" * MOST


@pytest.mark.parametrize("packed", [False, True])
def test_a_longer_one_is_refused(packed: bool) -> None:
    content = b"x" * (MOST + 1)
    with pytest.raises(ReplyRefused, match="more than 3,000,000 bytes"):
        got(200, gzip.compress(content), content_encoding="gzip") if packed else got(200, content)


@pytest.mark.parametrize("length", [str(MOST + 1), "9" * 5000])
def test_one_that_says_so_is_not_read_at_all(length: str) -> None:
    with pytest.raises(ReplyRefused, match="more than"):
        got(200, b"", content_length=length)


@pytest.mark.parametrize("length", ["", "-1", "many", "3", str(MOST)])
def test_an_odd_length_is_nothing_to_go_by(length: str) -> None:
    assert got(200, b"fine", content_length=length) == b"fine"


def test_of_an_error_the_beginning_is_read() -> None:
    assert got(500, b"ab" * 10**6) == (b"ab" * 10**6)[:MOST_OF_ERROR]
    assert got(429, gzip.compress(b"ab" * 10**6), content_encoding="gzip") == (b"ab" * 10**6)[:MOST_OF_ERROR]
    assert got(502, b"x", content_encoding="br") == b""


@given(
    st.binary(max_size=300),
    st.booleans(),
    st.sampled_from(["gzip", " X-GZip", "deflate"]),
    st.integers(1, 40),
)
def test_what_was_packed_comes_out_whatever_the_pieces(
    content: bytes, as_gzip: bool, name: str, size: int
) -> None:
    packed = gzip.compress(content) if as_gzip else zlib.compress(content)
    unpack = unpacker(name)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert b"".join(unpack(piece, 1000) for piece in pieces) == content


@given(st.binary(max_size=60), st.integers(1, 50))
def test_never_more_comes_out_than_is_wanted(content: bytes, most: int) -> None:
    assert unpacker("gzip")(gzip.compress(content * 50), most) == (content * 50)[:most]
    assert unpacker("")(content * 50, most) == (content * 50)[:most]


@WAYS
def test_packed_replies_are_not_asked_for(model: str) -> None:
    with serving({"content": "fine"}) as server:
        (came,) = _ask(model, server.url, 1)
    assert isinstance(came, Reply)
    assert server.got[0].headers["accept-encoding"] == "identity"


@WAYS
@pytest.mark.parametrize("status", [200, 500])
def test_a_reply_without_end_holds_up_no_other(model: str, status: int) -> None:
    endless = {"raw": GARBAGE, "status": status, "endless": True}
    with serving(endless, {"content": "fine"}) as server:
        came = _ask(model, server.url, 8)
    assert sorted(isinstance(one, Reply) for one in came) == [False] + [True] * 7
    # What was on the way, in the memory of the system, counts as sent.
    assert server.sent < 60_000_000


def _ask(model: str, url: str, times: int) -> list[Reply | BaseException]:
    spec = ModelSpec(model, url, "none", timeout_s=60)
    asked = client([spec], patience=Patience(Backoff(tries=1)))

    async def all_of_them() -> list[Reply | BaseException]:
        requests = [ChatRequest.of("Be brief.", str(number)) for number in range(times)]
        try:
            return list(await asyncio.gather(*map(asked, requests), return_exceptions=True))
        finally:
            await provider.close()

    return asyncio.run(all_of_them())
