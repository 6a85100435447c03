"""The same words, however they are set."""

import pytest
from hypothesis import given

from questions.records import Option, OptionId, QuestionId, SingleChoice
from questions.wording import formed, same_words
from tests import strategies
from tests.questions.making import point, question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\nb", "a\r\nb"),
        ("a\nb", "a  \n\n   b\n"),
        ("- a\n- b", "* a\n+ b"),
        ("1. a\n2. b", "1) a\n 2)  b"),
        ("所有查询头共享 K/V，缓存小", "所有查询头共享K/V， 缓存小"),
        ("one line that\nis wrapped", "one line\nthat is wrapped"),
        ("换行的\n中文", "换行的中文"),
        ("cafe\u0301", "caf\u00e9"),
        ("```py\nx = 1\n```", "```py  \nx = 1 \n```\n"),
    ],
)
def test_setting_does_not_count(one: str, other: str) -> None:
    assert formed(one) == formed(other)
    assert same_words(question("q", reference=one), question("q", reference=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It is exact.", "It is not exact."),
        ("O(n)", "O(N)"),
        ("now here", "nowhere"),
        ("1. a\n2. b", "2. a\n1. b"),
        ("```py\nif a:\n    b()\n```", "```py\nif a:\nb()\n```"),
        ("```\na b\n```", "```\na  b\n```"),
        ("x - 1", "x + 1"),
        ("**a**", "a"),
    ],
)
def test_words_do(one: str, other: str) -> None:
    assert formed(one) != formed(other)
    assert not same_words(question("q", reference=one), question("q", reference=other))


def test_key_points_place_and_status_are_not_words() -> None:
    assert same_words(question("q", line=3, points=[point("k")]), question("q", headings=("Elsewhere",)))
    assert not same_words(question("q"), question("q", text="Who?"))


def test_the_right_option_is_among_the_words() -> None:
    options = (Option(id=OptionId("A"), text="x"), Option(id=OptionId("B"), text="y"))
    one = SingleChoice(
        id=QuestionId("q"), text="Which?", language="en", options=options, correct=OptionId("A")
    )
    assert not same_words(one, one.model_copy(update={"correct": OptionId("B")}))
    assert not same_words(one, question("q", text="Which?"))


@given(strategies.questions)
def test_every_question_says_the_same_as_itself(item: object) -> None:
    assert same_words(item, item)  # type: ignore[arg-type]
