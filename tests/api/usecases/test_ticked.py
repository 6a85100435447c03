"""Boxes that were ticked in a form."""

import pytest

from api.usecases.ticked import ticked
from graders.choice import grade_choice
from questions.records import MultipleChoice, Option, OptionId, QuestionId
from tests.api.parts import choices

ASKED = MultipleChoice(
    id=QuestionId("q-boxes"),
    text="Which are true?",
    language="en",
    options=tuple(
        Option(id=OptionId(name), text=text)
        for name, text in zip("ABCD", ("Fast", "Fast, but large", "小，而且快", "Large"), strict=True)
    ),
    correct=frozenset({OptionId("A"), OptionId("C")}),
)


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        ("Fast, 小，而且快", "A\nC"),
        ("小，而且快;fast", "A\nC"),
        ("Fast, but large", "B"),
        ("Fast, but large, Fast", "A\nB"),
        ("Fast and Large", "Fast and Large"),
        ("Faster", "Faster"),
        ("A, C", "A, C"),
        ("I don't know", "I don't know"),
    ],
)
def test_texts_become_ids_where_nothing_else_is_said(answer: str, ids: str) -> None:
    assert ticked(ASKED, answer) == ids


def test_they_are_graded_so() -> None:
    assert grade_choice(ASKED, ticked(ASKED, "Fast, 小，而且快")).score == 1.0


def test_other_questions_keep_their_answers() -> None:
    single = choices()[0]
    assert ticked(single, "alpha, beta") == "alpha, beta"
