"""What a few human grades of a question gain, measured on grades that the map has not seen."""

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graders.calibration import Pair, best_map
from questions.calibrations import IDENTITY, ScoreMap


@dataclass(frozen=True, slots=True)
class Gain:
    """Root mean squared errors on grades held back: without any map, with the map for all questions, with ours.

    *held_back* is how many grades they rest on.
    """

    raw: float
    before: float
    after: float
    held_back: int


def one_by_one(pairs: Sequence[Pair], global_map: ScoreMap = IDENTITY) -> Gain:
    """The gain when each of *pairs* is held back in turn, and the map made from the others.

    Two pairs at least.
    """
    parts = [
        _squares([pair], [*pairs[:held], *pairs[held + 1 :]], global_map) for held, pair in enumerate(pairs)
    ]
    return _gain(parts)


def with_grades(
    pairs: Sequence[Pair], count: int, global_map: ScoreMap = IDENTITY, *, draws: int = 5, seed: int = 0
) -> Gain:
    """The gain on the rest of *pairs* when *count* of them, drawn *draws* times, are known.

    More than *count* pairs.  The same pairs in another order are another draw.
    """
    randomly = random.Random(seed)  # noqa: S311  (a sample, no secret)
    gains = []
    for _ in range(draws):
        drawn = randomly.sample(pairs, len(pairs))
        gains.append(_gain([_squares(drawn[count:], drawn[:count], global_map)]))
    return Gain(
        raw=_mean(gain.raw for gain in gains),
        before=_mean(gain.before for gain in gains),
        after=_mean(gain.after for gain in gains),
        held_back=len(pairs) - count,
    )


def mean_gain(gains: Sequence[Gain]) -> Gain:
    """The mean over questions, each counting the same; nan for none."""
    if not gains:
        return Gain(math.nan, math.nan, math.nan, 0)
    return Gain(
        raw=_mean(gain.raw for gain in gains),
        before=_mean(gain.before for gain in gains),
        after=_mean(gain.after for gain in gains),
        held_back=sum(gain.held_back for gain in gains),
    )


_Squares = tuple[float, float, float, int]


def _squares(unseen: Sequence[Pair], known: Sequence[Pair], global_map: ScoreMap) -> _Squares:
    """Sums of squared errors on *unseen*, raw, with the global map, with the one made from *known*."""
    own, _, _ = best_map(known, global_map)
    sums = [sum((how(score) - human) ** 2 for score, human in unseen) for how in (IDENTITY, global_map, own)]
    return sums[0], sums[1], sums[2], len(unseen)


def _gain(parts: Sequence[_Squares]) -> Gain:
    count = sum(part[3] for part in parts)
    raw, before, after = (math.sqrt(sum(part[place] for part in parts) / count) for place in range(3))
    return Gain(raw, before, after, count)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
