"""Cohen's kappa with quadratic weights, on the scale that people graded on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graders.agreement.association import Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """The scores that can be given, rising, in 0..1."""

    levels: tuple[float, ...]

    @classmethod
    def of(cls, scores: Iterable[float]) -> "Scale":
        """The scale on which *scores* were given: the values that occur."""
        return cls(tuple(sorted({float(score) for score in scores})))

    def nearest(self, scores: Floats) -> Floats:
        """Each score moved to its nearest level; halfway goes up."""
        levels = np.array(self.levels)
        chosen: Floats = levels[np.searchsorted((levels[1:] + levels[:-1]) / 2, scores, side="right")]
        return chosen


def quadratic_weighted_kappa(x: Floats, y: Floats, scale: Scale) -> float:
    """Agreement beyond chance of *x* and *y* on *scale*; nan when both give one and the same level alone.

    A disagreement weighs the square of its distance (Cohen 1968); what chance would give is the mean
    squared distance of every x to every y.  Distances are those of the values, so levels need not be evenly
    spaced; where they are, this is the usual figure over their numbers.
    """
    if not len(x):
        return math.nan
    a, b = scale.nearest(x), scale.nearest(y)
    observed = float(np.mean((a - b) ** 2))
    by_chance = float(np.var(a) + np.var(b) + (a.mean() - b.mean()) ** 2)
    return 1 - observed / by_chance if by_chance > 0 else math.nan
