import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.agreement import Scale, quadratic_weighted_kappa

FIVE = Scale((0.0, 0.25, 0.5, 0.75, 1.0))


def test_the_scale_is_what_people_used() -> None:
    assert Scale.of([1.0, 0.0, 0.5, 1.0]).levels == (0.0, 0.5, 1.0)


def test_a_score_goes_to_its_nearest_level_and_halfway_up() -> None:
    given_scores = np.array([0.1, 0.125, 0.3, 0.9, 1.0, -3, 7])
    assert FIVE.nearest(given_scores).tolist() == [0, 0.25, 0.25, 1, 1, 0, 1]


def by_table(x: list[int], y: list[int], levels: int) -> float:
    """Kappa as textbooks have it: a table of pairs, a table by chance, squared distances of the numbers."""
    seen = np.zeros((levels, levels))
    for a, b in zip(x, y, strict=True):
        seen[a, b] += 1
    chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / len(x)
    apart = (np.arange(levels)[:, None] - np.arange(levels)[None, :]) ** 2
    return 1 - float((apart * seen).sum() / (apart * chance).sum())


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30))
def test_it_is_the_kappa_of_textbooks_on_an_even_scale(rows: list[tuple[int, int]]) -> None:
    x, y = [a for a, _ in rows], [b for _, b in rows]
    found = quadratic_weighted_kappa(np.array(x) / 4, np.array(y) / 4, FIVE)
    if len({*x, *y}) == 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(by_table(x, y, 5))


def test_agreement_is_one_and_its_opposite_minus_one() -> None:
    x = np.array([0.0, 0.0, 1.0, 1.0])
    assert quadratic_weighted_kappa(x, x, FIVE) == 1
    assert quadratic_weighted_kappa(x, 1 - x, FIVE) == -1
    assert math.isnan(quadratic_weighted_kappa(np.empty(0), np.empty(0), FIVE))
