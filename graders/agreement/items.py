"""How questions behave: how many learners master one, and whether it tells strong learners from weak.

Classical test theory on arrays of scores 0..1, a row an answer: which question, which learner (codes from
0), which score; each learner at most once a question.  Learners need not have met the same questions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graders.agreement.association import Floats, Ints, pearson
from graders.agreement.measures import Figure

FEWEST_FOR_FACILITY = 8
FEWEST_FOR_DISCRIMINATION = 20
"""With fewer learners the interval of a correlation spans nearly everything."""
FEWEST_OTHERS = 3
"""A learner's standing is known from so many other questions at least."""
_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question: how many learners, its facility and discrimination, each nan where there are too few.

    *rated*: how many of the learners have a standing, and so count for discrimination.
    """

    learners: int
    rated: int
    facility: Figure
    discrimination: Figure


def item_figures(
    question: Ints,
    learner: Ints,
    score: Floats,
    *,
    fewest: int = FEWEST_FOR_FACILITY,
    fewest_rated: int = FEWEST_FOR_DISCRIMINATION,
) -> tuple[ItemFigures, ...]:
    """The figures of each question, by its code."""
    if not len(score):
        return ()
    rest, others = standings(question, learner, score)
    order = np.argsort(question, kind="stable")
    bounds = np.searchsorted(question[order], np.arange(int(question.max()) + 2))
    found = []
    for start, end in pairwise(bounds):
        rows = order[start:end]
        told = rows[others[rows] >= FEWEST_OTHERS]
        found.append(
            ItemFigures(
                learners=len(rows),
                rated=len(told),
                facility=facility(score[rows]) if len(rows) >= fewest else _UNKNOWN,
                discrimination=discrimination(score[told], rest[told])
                if len(told) >= fewest_rated
                else _UNKNOWN,
            )
        )
    return tuple(found)


def facility(scores: Floats) -> Figure:
    """The mean score, with its Wilson interval (Wilson 1927).

    That interval is made for right and wrong; a partial score varies less, so here it is wide enough.
    """
    count = len(scores)
    if not count:
        return _UNKNOWN
    mean, spread = float(scores.mean()), _Z * _Z / count
    middle = (mean + spread / 2) / (1 + spread)
    half = math.sqrt(mean * (1 - mean) * spread + spread * spread / 4) / (1 + spread)
    return Figure(mean, max(0.0, middle - half), min(1.0, middle + half))


def discrimination(scores: Floats, rest: Floats) -> Figure:
    """The corrected item-rest correlation (Henrysson 1963), with Fisher's interval (Fisher 1921).

    *rest* is how each learner did at all other questions: a question that counted in it would agree with
    itself.  Below 0.2 a question says little, below 0 it is likely to have a wrong key.
    """
    r = pearson(scores, rest)
    if math.isnan(r) or len(scores) < 4:
        return Figure(r)
    middle, half = math.atanh(min(0.999999, max(-0.999999, r))), _Z / math.sqrt(len(scores) - 3)
    return Figure(r, math.tanh(middle - half), math.tanh(middle + half))


def standings(question: Ints, learner: Ints, score: Floats) -> tuple[Floats, Ints]:
    """For each answer, how its learner did at the other questions they met, and how many those are.

    The mean of how far they stood above that question's mean, so that hard questions are no stain.  Where
    all met the same questions this is the rest score, moved by a constant.  nan where there is none.
    """
    means = np.bincount(question, weights=score) / np.maximum(np.bincount(question), 1)
    above = score - means[question]
    sums, counts = np.bincount(learner, weights=above), np.bincount(learner)
    others = counts[learner] - 1
    rest: Floats = np.full(len(score), math.nan)
    met = others > 0
    rest[met] = (sums[learner] - above)[met] / others[met]
    return rest, others.astype(np.int64)


def codes(names: Sequence[str]) -> tuple[list[str], Ints]:
    """The different *names* in the order of their first coming, and the code of each name."""
    places: dict[str, int] = {}
    which = np.array([places.setdefault(name, len(places)) for name in names], dtype=np.int64)
    return list(places), which


_UNKNOWN = Figure(math.nan)
