import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.agreement import errors, rising

tenths = st.integers(0, 10).map(lambda number: number / 10)
pairs = st.lists(st.tuples(tenths, tenths), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("score", "human", "parts"),
    [
        ([0.0, 0.5, 1.0], [0.0, 0.5, 1.0], (0, 0, 0)),
        ([0.2, 0.2], [0.5, 0.5], (0.09, 0, 0)),  # too low by 0.3
        ([0.4, 0.6], [0.0, 1.0], (0, 0.16, 0)),  # in order, too near the middle
        ([1.0, 0.0], [0.0, 1.0], (0, 0.75, 0.25)),  # in the wrong order: the mean is the best that is left
    ],
)
def test_the_parts_of_an_error(score: list[float], human: list[float], parts: tuple[float, ...]) -> None:
    found = errors(np.array(score), np.array(human))
    assert found is not None
    assert (found.level, found.scale, found.order) == pytest.approx(parts)


@given(pairs)
def test_the_parts_add_up_to_the_squared_error(rows: list[tuple[float, float]]) -> None:
    score, human = (np.array(column) for column in zip(*rows, strict=True))
    found = errors(score, human)
    assert found is not None
    assert found.total == pytest.approx(float(np.mean((score - human) ** 2)))
    assert min(found.level, found.scale, found.order) >= 0


@given(pairs)
def test_the_best_rising_map_rises_and_keeps_the_mean(rows: list[tuple[float, float]]) -> None:
    score, human = (np.array(column) for column in zip(*rows, strict=True))
    mapped = rising(score, human)
    assert np.all(np.diff(mapped[np.argsort(score, kind="stable")]) >= 0)
    assert mapped.mean() == pytest.approx(human.mean())
    # No line that rises is nearer.
    assert np.sum((mapped - human) ** 2) <= np.sum((score - human) ** 2) + 1e-9


def test_without_answers_there_are_no_parts() -> None:
    assert errors(np.empty(0), np.empty(0)) is None
