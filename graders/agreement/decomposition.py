"""Where a squared error comes from: scores too high or low, another scale, or the wrong order.

The parts are those of Dimitriadis, Gneiting and Jordan 2021: the best rising map from score to human grade is
that of isotonic regression; what it gains is the fault of the scale, and what it leaves is that of the order.
"""

from dataclasses import dataclass

import numpy as np

from graders.agreement.association import Floats


@dataclass(frozen=True, slots=True)
class Errors:
    """The mean squared error of a set of answers, in three parts that add up to it.

    *level* comes from scores that are too high or too low on average, *scale* from what else a rising map
    would mend; *order* is left, and holds the disagreement among people, too.
    """

    level: float
    scale: float
    order: float

    @property
    def total(self) -> float:
        """The mean squared error."""
        return self.level + self.scale + self.order


def errors(score: Floats, human: Floats) -> Errors | None:
    """The parts of the squared error of *score*; None for no answer."""
    if not len(score):
        return None
    total = float(np.mean((score - human) ** 2))
    order = float(np.mean((rising(score, human) - human) ** 2))
    level = float(np.mean(score - human) ** 2)
    return Errors(level, max(0.0, total - order - level), order)


def rising(x: Floats, y: Floats) -> Floats:
    """Of all functions of *x* that never fall the one that comes nearest to *y*, at each of *x*.

    Pool adjacent violators (Ayer and others 1955); equal *x* get the same value.
    """
    _, place = np.unique(x, return_inverse=True)
    count = np.bincount(place)
    blocks: list[tuple[float, int, int]] = []  # mean, answers, levels
    for mean, answers in zip((np.bincount(place, weights=y) / count).tolist(), count.tolist(), strict=True):
        block = (mean, answers, 1)
        while blocks and blocks[-1][0] >= block[0]:
            before = blocks.pop()
            both = before[1] + block[1]
            mixed = (before[0] * before[1] + block[0] * block[1]) / both
            block = (mixed, both, before[2] + block[2])
        blocks.append(block)
    levels: Floats = np.repeat([mean for mean, _, _ in blocks], [width for _, _, width in blocks])[place]
    return levels
