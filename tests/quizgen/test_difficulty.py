"""Difficulty: an estimate until learners have shown it."""

import random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.records import (
    Cloze,
    Facility,
    FreeText,
    KeyPoint,
    KeyPointId,
    Level,
    Question,
    QuestionId,
    TrueFalse,
)
from quizgen.difficulty import EASY, FEWEST, HARD, Difficulties, estimate, measured, strength
from tests import strategies


def free(reference: str, points: int = 1, text: str = "What is it?") -> FreeText:
    made = tuple(KeyPoint(id=KeyPointId(f"k{n}"), text="it is", weight=1 / points) for n in range(points))
    return FreeText(id=QuestionId("q"), text=text, language="en", reference=reference, key_points=made)


def facility(attempts: int, mean: float) -> Facility:
    return Facility(attempts=attempts, mean=mean, variance=mean * (1 - mean))


@given(strategies.questions)
def test_every_question_has_an_estimate(question: Question) -> None:
    found = estimate(question)
    assert 0 <= found.value <= 1
    assert (found.level is Level.HARD) == (found.value >= HARD)
    assert (found.level is Level.EASY) == (found.value < EASY)
    assert (found.attempts, found.origin) == (0, "estimated")


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        (free("It shares keys."), free("It shares keys, and " + "it does much more than that " * 10)),
        (free("Some words of it.", 1), free("Some words of it.", 6)),
        (free("it is a thing of the kind that was"), free("it is a GPT-2 of the `head_dim` that BERT was")),
        (free("它共享键。"), free("它共享键，" + "而且还做了很多别的事情" * 10)),
        (free("x", text="Why?"), free("x", text="Given all that was said in the lines above, why " * 5)),
        (
            TrueFalse(id=QuestionId("q"), text="It is so.", language="en", correct=True),
            Cloze(id=QuestionId("q"), text="It is ____.", language="en", accepts=("so",)),
        ),
    ],
)
def test_more_to_say_is_harder(easier: Question, harder: Question) -> None:
    assert estimate(easier).value < estimate(harder).value


def test_a_definition_is_easy_and_a_long_list_hard() -> None:
    assert estimate(free("Heat moves through a body that stays in place.")).level is Level.EASY
    assert estimate(free("GPT-2 uses `pre_norm` layers and RoPE. " * 40, 12)).level is Level.HARD


def test_a_bomb_is_rated_quickly() -> None:
    assert estimate(free("a`" * 500_000 + "$" * 500_000, 12, "x" * 1_000_000)).value > 0


def test_learners_replace_the_estimate_from_a_minimum_on() -> None:
    question = free("It shares keys.")
    few = Difficulties.of({question.id: facility(FEWEST - 1, 0.0)})(question)
    assert few == estimate(question)
    enough = Difficulties.of({question.id: facility(FEWEST, 0.0)})(question)
    assert enough.value > few.value
    assert (enough.attempts, enough.origin) == (FEWEST, f"from {FEWEST} attempts")
    many = Difficulties.of({question.id: facility(5000, 0.2)})(question)
    assert many.value == pytest.approx(0.8, abs=0.01)


@given(st.integers(1, 1000), st.floats(0, 1), st.floats(2, 50))
def test_the_result_lies_between_the_estimate_and_what_was_seen(n: int, mean: float, worth: float) -> None:
    guess = estimate(free("It shares keys."))
    found = measured(guess, facility(n, mean), worth).value
    low, high = sorted((guess.value, 1 - mean))
    assert low - 0.001 <= found <= high + 0.001


def test_an_estimate_is_worth_much_where_questions_are_alike() -> None:
    alike = [facility(10, 0.5) for _ in range(20)]
    apart = [facility(10, 0.05 if n % 2 else 0.95) for n in range(20)]
    assert strength(alike) == 50
    assert strength(apart) == 2
    assert strength(apart[:9]) == strength([]) == strength([facility(3, 0.1)] * 50) == 8


def test_shrinking_brings_the_true_facility_nearer() -> None:
    """On simulated questions, the mean squared error falls against the plain mean and the estimate."""
    chance = random.Random(7)  # noqa: S311  (a simulation)
    truth = [min(0.95, max(0.05, chance.gauss(0.6, 0.15))) for _ in range(300)]
    seen = [facility(10, sum(chance.random() < p for _ in range(10)) / 10) for p in truth]
    worth = strength(seen)
    guess = estimate(free("It shares keys.")).model_copy(update={"value": 0.4})
    plain = fmean((one.mean - p) ** 2 for one, p in zip(seen, truth, strict=True))
    shrunk = fmean(
        (1 - measured(guess, one, worth).value - p) ** 2 for one, p in zip(seen, truth, strict=True)
    )
    assert 5 < worth < 20
    assert shrunk < 0.75 * plain
