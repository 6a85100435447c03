"""Whether a grader knows how sure it is.

A confidence states the probability that the score is off the one that a person gives by less than half of
the scale.  Answers of the same confidence are never told apart: what is cut through them is shared among
them, so that no figure depends on the order of the rows.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graders.agreement.association import Floats, pearson, rmse

CLOSE = 0.5
"""A score is close to a person's when it is off by less than this (both 0..1)."""
NEAR = 0.25
"""And it is near when it is off by no more than this."""
BINS = 10
_EXACT = 1e-9  # 0.7 - 0.45 is a little more than 0.25


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same *stated* confidence (mean), how many, and the shares close and near."""

    stated: float
    close: float
    near: float
    count: int


def is_close(score: Floats, human: Floats) -> Floats:
    """1 where a score is close to the person's, else 0."""
    return (np.abs(score - human) < CLOSE - _EXACT).astype(float)


def _is_near(score: Floats, human: Floats) -> Floats:
    return (np.abs(score - human) <= NEAR + _EXACT).astype(float)


def reliability(score: Floats, human: Floats, confidence: Floats, bins: int = BINS) -> tuple[Bin, ...]:
    """The answers in *bins* of equal numbers, from the least confident to the most."""
    if not len(score):
        return ()
    stated, level = np.unique(confidence, return_inverse=True)
    close, near = (
        np.bincount(level, weights=holds) / np.bincount(level)
        for holds in (is_close(score, human), _is_near(score, human))
    )
    order = np.sort(level)
    return tuple(
        Bin(float(stated[part].mean()), float(close[part].mean()), float(near[part].mean()), len(part))
        for part in np.array_split(order, min(bins, len(order)))
    )


def calibration_error(score: Floats, human: Floats, confidence: Floats, bins: int = BINS) -> float:
    """The expected calibration error, 0..1: the mean over bins of how far stated and true share differ.

    Naeini, Cooper and Hauskrecht 2015, with bins of equal mass (Nixon et al. 2019); nan for no answer.
    Few answers make it too large: ten bins of ten answers are a tenth off by chance alone.
    """
    found = reliability(score, human, confidence, bins)
    total = sum(part.count for part in found)
    return sum(part.count * abs(part.stated - part.close) for part in found) / total if total else math.nan


def risk_coverage(
    score: Floats, human: Floats, confidence: Floats, removed: Sequence[float]
) -> Iterator[tuple[float, float]]:
    """RMSE and r of what is left when the least confident share goes to a person, for each share *removed*.

    The risk-coverage curve of El-Yaniv and Wiener 2010.
    """
    _, level, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    for share in removed:
        gone = np.clip((share * len(confidence) - before) / counts, 0, 1)
        left: Floats = (1 - gone)[level] if len(level) else np.empty(0)
        yield rmse(score, human, left), pearson(score, human, left)
