import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questions.calibrations import IDENTITY, Calibration, ScoreMap
from questions.records import GraderId

units = st.floats(0, 1, allow_subnormal=False)
maps = st.lists(st.tuples(units, units), min_size=1, max_size=6, unique_by=lambda knot: knot[0]).map(
    lambda knots: ScoreMap(
        knots=tuple(zip(sorted(x for x, _ in knots), sorted(y for _, y in knots), strict=True))
    )
)


@given(maps, units, units)
def test_a_map_never_falls_and_stays_within_its_knots(drawn: ScoreMap, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert drawn.knots[0][1] <= drawn(low) <= drawn(high) <= drawn.knots[-1][1]
    assert [drawn(x) for x, _ in drawn.knots] == [y for _, y in drawn.knots]


@given(units)
def test_the_identity_changes_nothing(score: float) -> None:
    assert IDENTITY(score) == score


def test_it_is_straight_between_knots_and_level_outside() -> None:
    drawn = ScoreMap(knots=((0.2, 0.4), (0.6, 0.8)))
    assert [drawn(x) for x in (0, 0.2, 0.4, 0.6, 1)] == [0.4, 0.4, pytest.approx(0.6), 0.8, 0.8]


@pytest.mark.parametrize(
    "knots", [(), ((0, 0.5), (1, 0.4)), ((0.5, 0), (0.5, 1)), ((1, 0), (0, 1)), ((0, 0), (1, 1.5))]
)
def test_what_falls_or_leaves_the_scale_is_no_map(knots: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValidationError):
        ScoreMap(knots=knots)


@given(maps, st.integers(0, 50), units, units, st.booleans())
def test_json_gives_the_same_value_back(
    drawn: ScoreMap, grades: int, before: float, error: float, own: bool
) -> None:
    made = Calibration(
        knots=drawn.knots, of=GraderId("coverage/1"), grades=grades, error_before=before, error=error, own=own
    )
    assert Calibration.model_validate_json(made.model_dump_json()) == made
