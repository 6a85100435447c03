"""Krippendorff's alpha, against the worked example of its author and its own laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graders.agreement import krippendorff_alpha

N = math.nan
# Krippendorff 2011, section D: four observers, twelve units, some values missing.
EXAMPLE = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]).T  # fmt: skip


def test_the_published_example() -> None:
    assert krippendorff_alpha(EXAMPLE) == pytest.approx(0.849, abs=0.0005)


def test_all_alike_or_alone_is_not_defined() -> None:
    for ratings in ([[0.5, 0.5], [0.5, 0.5]], [[0.1, N], [N, 0.7]], [[N, N]]):
        assert math.isnan(krippendorff_alpha(np.array(ratings)))


def test_agreement_is_one_and_turned_round_is_below_chance() -> None:
    assert krippendorff_alpha(np.array([[0.1, 0.1], [0.9, 0.9]])) == 1
    assert krippendorff_alpha(np.array([[0.0, 1.0], [1.0, 0.0]])) < 0


@given(
    arrays(float, (6, 3), elements=st.floats(0, 1, allow_subnormal=False)),
    st.floats(0.1, 5),
    st.floats(-1, 1),
)
def test_scale_and_order_do_not_matter(ratings: np.ndarray, factor: float, shift: float) -> None:
    alpha = krippendorff_alpha(ratings)
    if math.isnan(alpha) or ratings.std() < 1e-3:
        return
    assert krippendorff_alpha(ratings * factor + shift) == pytest.approx(alpha, abs=1e-6)
    assert krippendorff_alpha(ratings[::-1, ::-1]) == pytest.approx(alpha, abs=1e-9)
    assert alpha <= 1 + 1e-12
