import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.fencing import FENCES, fence, find_quote, harmless, json_of, mark_of
from tests.fences import FORGED, HONEST, holds, takes_long, unseen


@given(
    st.sampled_from(FENCES),
    st.text(alphabet="<>/＜＞ answerQUESTION\u200b\n", max_size=60),
    st.text(max_size=30),
)
def test_no_text_can_close_its_fence(name: str, text: str, other: str) -> None:
    mark = mark_of(text, other)
    whole = fence(name, text + other, mark)
    inside = whole.removeprefix(f"<{name} {mark}>\n").removesuffix(f"\n</{name} {mark}>")
    assert mark not in inside.replace("[mark]", "")
    assert f"<{name}" not in inside.casefold()
    assert f"</{name}" not in inside.casefold()
    assert len(harmless(text)) == len(text)


@pytest.mark.parametrize("forged", FORGED, ids=lambda row: row["how"])
def test_no_forgery_looks_like_a_fence(forged: dict[str, str]) -> None:
    holds(harmless, "answer", forged["answer"])


@pytest.mark.parametrize("honest", HONEST)
def test_other_brackets_stay(honest: str) -> None:
    assert harmless(honest) == honest


def test_no_character_passes_for_a_bracket_unseen() -> None:
    assert unseen(harmless, "answer") == []


def test_long_texts_take_no_longer_than_they_are() -> None:
    assert takes_long(harmless) == []


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("the MEAN", "the **mean**"),
        ("ｔｈｅ  mean", "the **mean**"),
        ("不减均值", "不减\n均值"),
        ("the median", None),
        ("", None),
        (" * ", None),
    ],
)
def test_quotes_are_found(quote: str, there: str | None) -> None:
    text = "It subtracts the **mean**，但是不减\n均值。"
    found = find_quote(quote, text)
    assert (text[slice(*found)] if found else None) == (there if there != "the **mean**" else "the **mean")


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('Well: {"a": 1}. So.', {"a": 1}),
        ("[1]", None),
        ("", None),
        ("{" * 100_000, None),
        ('{"a": 1', None),
    ],
)
def test_json_is_found(reply: str, found: dict[str, int] | None) -> None:
    assert json_of(reply) == found
