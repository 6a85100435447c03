import asyncio
import json

import pytest
from inline_snapshot import snapshot

from graders.chat.asking import Read, Unreadable, ask_json, plain_chat
from graders.chat.types import ChatRequest, FailureKind, ModelsFailed
from graders.grader import Chat
from tests.fakes import FakeConverse, outage

ASKED = ChatRequest.of("Reply with a number.", "How many?", schema={"type": "integer"}, purpose="judge")


def _number(text: str) -> int:
    found = json.loads(text)
    if not isinstance(found, int):
        raise ValueError(f"{type(found).__name__} is no number")  # noqa: TRY004 - the reader's contract
    return found


def test_a_good_reply_is_read_at_once() -> None:
    converse = FakeConverse("7")
    found = asyncio.run(ask_json(converse, ASKED, _number))
    assert isinstance(found, Read)
    assert (found.value, len(found.replies), converse.asked) == (7, 1, [ASKED])


def test_a_bad_reply_is_asked_for_once_more_with_the_error() -> None:
    converse = FakeConverse("[]", "7")
    found = asyncio.run(ask_json(converse, ASKED, _number))
    assert isinstance(found, Read)
    assert (found.value, len(found.replies)) == (7, 2)
    again = converse.asked[1]
    assert again.messages[:2] == ASKED.messages
    assert (again.schema, again.purpose) == (ASKED.schema, ASKED.purpose)
    assert [(message.role, message.content) for message in again.messages[2:]] == snapshot(
        [
            ("assistant", "[]"),
            (
                "user",
                """\
Your reply cannot be used: list is no number
Reply again, to the same question: with the corrected JSON alone, nothing before it and nothing after it.\
""",
            ),
        ]
    )


def test_two_bad_replies_are_enough() -> None:
    converse = FakeConverse("no", "[]", "7")
    found = asyncio.run(ask_json(converse, ASKED, _number))
    assert isinstance(found, Unreadable)
    assert ([reply.text for reply in found.replies], found.error) == (["no", "[]"], "list is no number")


def test_a_huge_reply_is_not_sent_back_whole() -> None:
    converse = FakeConverse("x" * 100_000, "7")
    asyncio.run(ask_json(converse, ASKED, _number))
    assert len(converse.asked[1].messages[2].content) == 4000


def test_an_outage_is_not_swallowed() -> None:
    with pytest.raises(ModelsFailed):
        asyncio.run(ask_json(FakeConverse("no", outage(FailureKind.TIMED_OUT)), ASKED, _number))


def test_the_plain_seam() -> None:
    converse = FakeConverse("hello")
    chat: Chat = plain_chat(converse, "generate")
    assert asyncio.run(chat("Rules.", "Hi.", schema={"type": "object"})) == "hello"
    (request,) = converse.asked
    assert [message.content for message in request.messages] == ["Rules.", "Hi."]
    assert (request.schema, request.purpose) == ({"type": "object"}, "generate")
