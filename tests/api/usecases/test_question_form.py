"""Questions as text that a person edits, and back."""

import pytest
from hypothesis import given
from inline_snapshot import snapshot

from api.usecases.question_form import as_text, from_text
from questions.errors import BadInput
from questions.records import (
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Question,
    QuestionId,
    SingleChoice,
    TrueFalse,
)
from tests.api.parts import TIDES
from tests.strategies import questions

ID = QuestionId("q-1")
OPTIONS = (
    Option(id=OptionId("A"), text="the moon"),
    Option(id=OptionId("B"), text="the wind\nat night"),
    Option(id=OptionId("C"), text="nothing"),
)
SINGLE = SingleChoice(
    id=ID,
    text="What pulls?",
    language="en",
    options=OPTIONS,
    correct=OptionId("A"),
    explanation="It is heavy.",
)
MULTIPLE = MultipleChoice(
    id=ID,
    text="What pulls?",
    language="en",
    options=OPTIONS,
    correct=frozenset({OptionId("A"), OptionId("B")}),
)
TRUE = TrueFalse(id=ID, text="The moon pulls.", language="en", correct=True)
GAP = Cloze(id=ID, text="The ____ pulls.", language="en", accepts=("moon", "Moon"))
ALL: list[Question] = [TIDES, SINGLE, MULTIPLE, TRUE, GAP]


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_what_is_left_as_it_is_stays_as_it_is(question: Question) -> None:
    assert from_text(question, as_text(question)) == question


def test_a_choice_reads_well() -> None:
    assert as_text(SINGLE) == snapshot("""\
=== question
What pulls?

=== options
[x] the moon
[ ] the wind
    at night
[ ] nothing

=== explanation
It is heavy.
""")


def test_options_are_edited_and_keep_their_ids() -> None:
    text = (
        as_text(SINGLE)
        .replace("[x] the moon", "[ ] the moon")
        .replace("[ ] nothing", "[X] nothing\n[ ] the sun")
    )
    after = from_text(SINGLE, text.replace("It is heavy.", ""))
    assert isinstance(after, SingleChoice)
    assert [(option.id, option.text) for option in after.options] == [
        ("A", "the moon"), ("B", "the wind\nat night"), ("C", "nothing"), ("D", "the sun"),
    ]  # fmt: skip
    assert (after.correct, after.explanation) == ("C", None)


def test_key_points_follow_a_new_reference_and_stay_with_the_old_one() -> None:
    same = from_text(TIDES, as_text(TIDES).replace("What causes", "What makes"))
    assert isinstance(same, FreeText)
    assert (same.text, same.key_points) == ("What makes the tides?", TIDES.key_points)
    other = from_text(TIDES, as_text(TIDES).replace("The sun adds to it.", "The sun helps a little."))
    assert isinstance(other, FreeText)
    assert any("sun helps" in point.text for point in other.key_points)


@pytest.mark.parametrize(
    ("question", "written", "why"),
    [
        (TIDES, "", "=== question"),
        (TIDES, "=== question\n\n=== reference\nx", "=== question"),
        (TIDES, "=== question\nWhat?\n=== reference\n  \n", "=== reference"),
        (TIDES, "What?", "=== question"),
        (TRUE, "=== question\nIt is.\n=== answer\nmaybe", "true or false"),
        (GAP, "=== question\nIt ____.\n=== accepts\n\n", "=== accepts"),
        (SINGLE, "=== question\nIt?\n=== options\n[x] a\n[x] b", "2 options are marked"),
        (SINGLE, "=== question\nIt?\n=== options\n[ ] a\n[ ] b", "0 options are marked"),
        (SINGLE, "=== question\nIt?\n=== options\n[x] a", "no question"),
        (SINGLE, "=== question\nIt?\n=== options\na\nb", "begin each option"),
        (SINGLE, "=== question\nIt?\n=== options\n[x] a\n[ ] ", "an option is empty"),
        (MULTIPLE, "=== question\nIt?\n=== options\n[ ] a\n[ ] b", "the right ones"),
    ],
)
def test_what_is_no_question_is_one_line(question: Question, written: str, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        from_text(question, written)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)


@given(questions)
def test_any_question_can_be_shown(question: Question) -> None:
    assert as_text(question).startswith("=== question\n")
