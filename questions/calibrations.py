"""How the scores of one question become what people give: part of the vocabulary, kept in the bank."""

from bisect import bisect_right
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from questions.records import GraderId, Record, Unit

Knot = tuple[Unit, Unit]


class ScoreMap(Record):
    """A map of scores, 0..1 to 0..1, that never falls: straight between its knots, level outside them."""

    knots: Annotated[tuple[Knot, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        for (x, y), (after, above) in pairwise(self.knots):
            if not x < after or above < y:
                raise ValueError(f"the map falls or turns back between {x} and {after}")
        return self

    def __call__(self, score: float) -> float:
        """What *score* becomes."""
        place = bisect_right([x for x, _ in self.knots], score)
        if place == 0:
            return self.knots[0][1]
        if place == len(self.knots):
            return self.knots[-1][1]
        (x, y), (after, above) = self.knots[place - 1], self.knots[place]
        value = y + (above - y) * (score - x) / (after - x)
        return min(above, max(y, value))  # rounding must not leave the segment


IDENTITY = ScoreMap(knots=((0.0, 0.0), (1.0, 1.0)))
"""Leaves every score as it is."""


class Calibration(ScoreMap):
    """The map of one question, and what it rests on.

    *of* is the grader whose scores it maps; scores of another one are not its business.  *grades* is the
    number of human grades.  *error_before* and *error* are root mean squared errors on grades held back
    one by one: with the map for all questions, and with one fitted to this question.  *own* is false when the
    latter was no better: then the knots are those of the map for all questions.
    """

    of: GraderId
    grades: Annotated[int, Field(ge=0)]
    error_before: Unit
    error: Unit
    own: bool
