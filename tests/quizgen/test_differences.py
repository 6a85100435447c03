"""What differs between two versions of a question."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.records import (
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Question,
    QuestionId,
    TrueFalse,
)
from quizgen.differences import Difference, Part, compared, differences
from tests import strategies
from tests.questions.making import point, question

TEXTS = st.text(strategies.characters, max_size=60) | st.lists(
    st.sampled_from(["one", "two ", "three\n", "四", "五\n", " "]), max_size=30
).map("".join)


def _old(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts if part.op != "added")


def _new(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts if part.op != "removed")


@given(TEXTS, TEXTS)
def test_the_parts_make_both_texts(old: str, new: str) -> None:
    parts = compared(old, new)
    assert (_old(parts), _new(parts)) == (old, new)
    assert all(part.text for part in parts)
    assert all(one.op != other.op for one, other in pairwise(parts))


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("same", "same", [("same", "same")]),
        (
            "所有头共享一组键值",
            "所有查询头共享一组键值",
            [("same", "所有"), ("added", "查询"), ("same", "头共享一组键值")],
        ),
        (
            "It is an approximate algorithm, fast and small.",
            "It is an exact algorithm, fast and small.",
            [
                ("same", "It is an "),
                ("removed", "approximate"),
                ("added", "exact"),
                ("same", " algorithm, fast and small."),
            ],
        ),
        ("one\ntwo\n", "one\n", [("same", "one\n"), ("removed", "two\n")]),
        ("All of it.", "Nothing left", [("removed", "All of it."), ("added", "Nothing left")]),
    ],
)
def test_words_are_shown_where_most_of_a_line_stays(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.op, part.text) for part in compared(old, new)] == parts


def test_fields_are_named_in_the_order_of_reading() -> None:
    old = question("q", reference="It shares.", points=[point("a", "shares")])
    new = question("q", text="Who?", reference="It copies.", points=[point("b", "copies")])
    assert [difference.field for difference in differences(old, new)] == ["question", "answer", "key points"]
    assert differences(old, old) == ()
    assert differences(old, new)[2] == Difference(
        "key points", (Part("removed", "shares"), Part("added", "copies"))
    )


def test_weights_are_told_where_they_are_all_that_differs_and_by_more_than_a_little() -> None:
    old = question("q", points=[point("a", weight=0.5)])
    assert differences(old, question("q", points=[point("a", weight=0.52)])) == ()
    (told,) = differences(old, question("q", points=[point("a", weight=0.8)]))
    assert _new(told.parts).startswith("0.80  ")


def test_every_kind_has_its_answer() -> None:
    options = tuple(Option(id=OptionId(name), text=f"option {name}") for name in "AB")
    name = QuestionId("q")
    choice = MultipleChoice(
        id=name, text="Which?", language="en", options=options, correct=frozenset({OptionId("A")})
    )
    both = choice.model_copy(update={"correct": frozenset(option.id for option in options)})
    assert [_new(found.parts) for found in differences(choice, both)] == ["A, B"]
    claim = TrueFalse(id=name, text="So.", language="en", correct=True)
    assert [found.field for found in differences(claim, claim.model_copy(update={"correct": False}))] == [
        "answer"
    ]
    cloze = Cloze(id=name, text="A ____.", language="en", accepts=("gap",))
    assert [found.field for found in differences(cloze, choice)] == ["question", "answer", "options"]
    text = FreeText(id=name, text="A ____.", language="en", reference=None)
    assert [found.field for found in differences(cloze, text)] == ["answer"]


@given(strategies.questions, strategies.questions)
def test_any_two_questions_can_be_compared(old: Question, new: Question) -> None:
    for difference in differences(old, new):
        assert any(part.op != "same" for part in difference.parts)


def test_a_long_answer_that_is_new_is_compared_in_little_time() -> None:
    old, new = (" ".join(f"{word}{n}" for n in range(20_000)) for word in ("a", "b"))
    began = time.process_time()
    assert [part.op for part in compared(old, new)] == ["removed", "added"]
    assert time.process_time() - began < 5
