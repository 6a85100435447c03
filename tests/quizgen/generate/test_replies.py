import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.generate.replies import read_reply
from tests.quizgen.generate.scripted import DIVIDES, KEEPS, items

GOOD = items(DIVIDES, KEEPS)


@pytest.mark.parametrize(
    "reply",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```\n",
        f"Here you are:\n\n```json\n{GOOD}\n```\nEnjoy!",
        f"<think>Is it {{1}} or {{2}}?</think>\n{GOOD}",
        f"Sure! {GOOD} I hope this helps.",
        json.dumps(json.loads(GOOD) | {"thoughts": "hm"}, indent=2),
    ],
)
def test_json_is_found_in_what_surrounds_it(reply: str) -> None:
    found = read_reply(reply)
    assert [item.question for item in found.items] == [DIVIDES["question"], KEEPS["question"]]
    assert (found.broken, found.unread) == ("", ())


def test_one_bad_item_does_not_spoil_the_others() -> None:
    found = read_reply(items(DIVIDES, {**KEEPS, "options": "none"}, KEEPS))
    assert [item.question for item in found.items] == [DIVIDES["question"], KEEPS["question"]]
    ((question, why),) = found.unread
    assert question == KEEPS["question"]
    assert why.startswith("options: ")


@pytest.mark.parametrize("listed", ["[1]", "[null]", '["free_text"]', "[[]]"])
def test_items_that_are_no_objects(listed: str) -> None:
    found = read_reply(f'{{"items": {listed}}}')
    assert (found.items, len(found.unread)) == ((), 1)


@pytest.mark.parametrize("reply", ["[" * 100_000, '{"items": ' * 50_000, "{" + "}" * 9, "null", "7", '"{}"'])
def test_nonsense_is_broken(reply: str) -> None:
    assert read_reply(reply).broken


@given(st.text(max_size=200))
def test_any_reply_can_be_read(reply: str) -> None:
    read_reply(reply)
    read_reply("{" + reply + "}")
