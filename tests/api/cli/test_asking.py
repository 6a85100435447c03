"""What is typed at a terminal becomes an answer that names options by their ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.asking import put
from graders.choice import grade_choice
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
from quizgen.shown import labels, shown_options
from tests import strategies
from tests.api.parts import choices

SINGLE, MULTIPLE, TRUTH, GAP = choices()


@given(strategies.single_choices() | strategies.multiple_choices(), st.integers(0, 9))
def test_the_letters_that_are_shown_earn_the_full_score(
    question: SingleChoice | MultipleChoice, seed: int
) -> None:
    shown = shown_options(question, seed)
    right = {question.correct} if isinstance(question, SingleChoice) else question.correct
    typed = " ".join(
        label for label, option in zip(labels(len(shown)), shown, strict=True) if option.id in right
    )
    answer = put(question, seed).read(typed)
    assert answer is not None
    assert grade_choice(question, answer).score == 1


@given(
    st.integers(0, 30),
    st.sampled_from("ABCD"),
    st.sampled_from(["{}", "{}.", "({})", "选{}", "the answer is {}"]),
)
def test_a_letter_means_what_stands_beside_it(seed: int, letter: str, said: str) -> None:
    assert isinstance(SINGLE, SingleChoice)
    shown = shown_options(SINGLE, seed)["ABCD".index(letter)]
    for typed in (letter, letter.lower()):
        assert put(SINGLE, seed).read(said.format(typed)) == shown.id


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("alpha", "A"),
        ("gamma!", "C"),
        ("E", None),
        ("hm", None),
        ("不知道", "不知道"),
        ("zz", None),
        ("?", None),
    ],
)
def test_words_and_nonsense(typed: str, answer: str | None) -> None:
    for seed in range(5):
        assert put(SINGLE, seed).read(typed) == answer


def test_truth_gaps_and_free_words() -> None:
    assert [put(TRUTH, 0).read(typed) for typed in ("f", "错", "maybe", "我不知道")] == [
        "f",
        "错",
        None,
        "我不知道",
    ]
    assert put(GAP, 0).read("anything") == "anything"
    assert [put(question, 0).lines for question in choices()] == [False] * 4
    free = FreeText(id=QuestionId("q"), text="Why?", language="en", reference="So.")
    assert (put(free, 0).lines, put(free, 0).solution) == (True, "So.")


def test_odd_ids_survive() -> None:
    options = tuple(Option(id=OptionId(name), text=f"text of {name}") for name in ("one, two", "b c", "3"))
    question = MultipleChoice(
        id=QuestionId("q"),
        text="?",
        language="en",
        options=options,
        correct=frozenset(o.id for o in options[:2]),
    )
    for seed in range(6):
        shown = [option.id for option in shown_options(question, seed)]
        typed = "".join("ABC"[shown.index(option.id)] for option in options[:2])
        answer = put(question, seed).read(typed)
        assert answer is not None
        assert grade_choice(question, answer).score == 1


@given(strategies.questions, st.text(max_size=40), st.integers(0, 5))
def test_nothing_typed_breaks_it(question: Question, typed: str, seed: int) -> None:
    asked = put(question, seed)
    answer = asked.read(typed)
    assert answer is None or isinstance(answer, str)
    assert isinstance(question, FreeText | Cloze | TrueFalse) or len(asked.shown) == len(question.options)
