"""Correlations and distances between two lists of scores."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MORE_THAN = 8  # answers a question must have before a correlation within it says something


def pearson(x: Floats, y: Floats, weights: Floats | None = None) -> float:
    """Pearson's r, -1..1; nan for fewer than two values, or where one side is all alike.

    *weights* (not negative) say how much each pair counts.
    """
    w = np.ones(len(x)) if weights is None else weights
    x, y, w = x[w > 0], y[w > 0], w[w > 0]
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return math.nan
    dx, dy = x - np.average(x, weights=w), y - np.average(y, weights=w)
    spread = math.sqrt(float(w @ (dx * dx)) * float(w @ (dy * dy)))
    # Values that differ in their last bit alone have no spread that can be squared.
    return min(1.0, max(-1.0, float(w @ (dx * dy)) / spread)) if spread else math.nan


def ranks(values: Floats) -> Floats:
    """Places from 1 up; equal values share the mean of their places."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    places: Floats = (np.cumsum(counts) - (counts - 1) / 2)[which]
    return places


def spearman(x: Floats, y: Floats) -> float:
    """Spearman's rho, -1..1: Pearson's r of the ranks, ties averaged; nan where that is."""
    return pearson(ranks(x), ranks(y))


def rmse(x: Floats, y: Floats, weights: Floats | None = None) -> float:
    """The root of the mean squared difference; nan for none."""
    if not len(x) or (weights is not None and not weights.sum() > 0):
        return math.nan
    return math.sqrt(float(np.average((x - y) ** 2, weights=weights)))


def within_questions(question: Ints, x: Floats, y: Floats, more_than: int = MORE_THAN) -> float:
    """The mean of Spearman's rho within each *question* (codes from 0) of *more_than* so many answers.

    It does not see that one question is harder than another.  Questions in which one side is all alike
    have no rho and are left out; nan when none is left.
    """
    if not len(x):
        return math.nan
    count = np.bincount(question)
    place_x, place_y = _ranks_within(question, x), _ranks_within(question, y)
    # The mean of places 1..n is (n + 1) / 2, ties or not.
    dx, dy = place_x - (count[question] + 1) / 2, place_y - (count[question] + 1) / 2
    both = np.bincount(question, weights=dx * dy)
    spread = np.bincount(question, weights=dx * dx) * np.bincount(question, weights=dy * dy)
    told = (count > more_than) & (spread > 0)
    return float(np.mean(both[told] / np.sqrt(spread[told]))) if told.any() else math.nan


def _ranks_within(question: Ints, values: Floats) -> Floats:
    """The places of *values* among those of the same question."""
    _, level = np.unique(values, return_inverse=True)
    cell = question * (int(level.max()) + 1) + level
    _, first, which, counts = np.unique(cell, return_index=True, return_inverse=True, return_counts=True)
    before = np.concatenate(([0], np.cumsum(np.bincount(question))))[question[first]]
    places: Floats = (np.cumsum(counts) - (counts - 1) / 2 - before)[which]
    return places
