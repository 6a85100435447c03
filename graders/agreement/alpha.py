"""Krippendorff's alpha: how far several judges agree beyond chance, whoever of them is missing where."""

import math

import numpy as np

from graders.agreement.association import Floats


def krippendorff_alpha(ratings: Floats) -> float:
    """The alpha of *ratings*, a row an answer and a column a judge, for scores on an interval scale.

    1 - D_o / D_e with squared differences (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*):
    D_o over all pairs of scores of one answer, each answer weighing as many pairs as it has scores less one,
    D_e over all pairs of scores whatsoever.  1 is agreement, 0 is chance.  A score that is missing is nan;
    answers with fewer than two scores are left out.  nan where no pair is left, or all scores are alike.
    """
    told = ~np.isnan(ratings)
    counts = told.sum(axis=1)
    rows, counts = ratings[counts > 1], counts[counts > 1]
    total = int(counts.sum())
    if not total:
        return math.nan
    # The squared differences of all ordered pairs of n numbers sum up to 2 n times their squared deviations.
    within = counts * np.nansum((rows - np.nanmean(rows, axis=1, keepdims=True)) ** 2, axis=1)
    observed = float(np.sum(2 * within / (counts - 1))) / total
    values = rows[~np.isnan(rows)]
    expected = float(2 * total * np.sum((values - values.mean()) ** 2)) / (total * (total - 1))
    return 1 - observed / expected if expected > 0 else math.nan
