"""What a judge says of some answers, carried over to others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.judge.carrying import Batch


def vectors(*directions: int, width: int = 8) -> np.ndarray:
    """A unit vector for each answer; the same number is the same answer."""
    return np.eye(width, dtype=np.float32)[list(directions)]


def batch(questions: str, *directions: int, score: float = 0.5, confidence: float = 0.7) -> Batch:
    size = len(questions)
    return Batch.of(questions, [score] * size, [confidence] * size, vectors(*directions))


def test_the_like_are_moved_most_then_those_of_the_question_then_the_others() -> None:
    moved = batch("aaab", 0, 0, 1, 0).carried({0: 1.0})
    assert moved[1] > moved[2] > moved[3] > 0
    assert moved[1] < 0.5  # one judgement is not all there is to know
    assert batch("aaab", 0, 0, 1, 0).carried({0: 0.0}) == pytest.approx(-moved)


def test_what_many_agree_on_moves_more() -> None:
    few = batch("aaaaa", 0, 1, 2, 3, 4).carried({0: 0.9})
    many = batch("aaaaa", 0, 1, 2, 3, 4).carried(dict.fromkeys(range(4), 0.9))
    assert 0 < few[4] < many[4] < 0.4


def test_a_judge_that_agrees_moves_nothing() -> None:
    assert batch("aab", 0, 1, 2).carried({0: 0.5, 2: 0.5}) == pytest.approx(0)
    assert batch("aab", 0, 1, 2).carried({}) == pytest.approx(0)


def test_of_answers_that_say_the_same_one_is_asked_about() -> None:
    chosen = batch("aaaaaa", 0, 0, 0, 1, 1, 2).most_telling(3)
    assert {(0, 0, 0, 1, 1, 2)[place] for place in chosen} == {0, 1, 2}


def test_an_unsure_grade_tells_more_than_a_sure_one() -> None:
    found = Batch.of("aaa", [0.5] * 3, [0.95, 0.2, 0.95], vectors(0, 1, 2))
    assert found.most_telling(1) == (1,)


def test_every_question_is_asked_about() -> None:
    questions = "a" * 12 + "b" * 3
    chosen = batch(questions, *([0, 1, 2, 3] * 3), 0, 1, 2).most_telling(6)
    assert {questions[place] for place in chosen} == {"a", "b"}


def test_no_more_are_chosen_than_there_are_and_none_twice() -> None:
    assert sorted(batch("ab", 0, 1).most_telling(5)) == [0, 1]
    assert Batch.of((), (), (), np.zeros((0, 8), np.float32)).most_telling(3) == ()


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.floats(0, 1), st.floats(0, 1), st.integers(0, 7), st.floats(0, 1)
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 12),
)
def test_any_batch_is_taught(rows: list[tuple[str, float, float, int, float]], count: int) -> None:
    asked, scores, sure, directions, judged = zip(*rows, strict=True)
    found = Batch.of(asked, scores, sure, vectors(*directions))
    chosen = found.most_telling(count)
    assert len(set(chosen)) == min(count, len(rows))
    moved = found.carried({place: judged[place] for place in chosen})
    assert np.all(np.isfinite(moved))
    assert np.all(np.abs(moved) <= 1.5)
