"""How well scores agree with people, and how surely: pure functions on plain arrays.

A score that is missing is nan and is left out, never counted as zero.  A figure that is not defined (too
few answers, all alike) is nan, and whoever prints it says so.
"""

from graders.agreement.alpha import krippendorff_alpha
from graders.agreement.association import Floats, Ints, pearson, ranks, rmse, spearman, within_questions
from graders.agreement.confidence import (
    CLOSE,
    NEAR,
    Bin,
    calibration_error,
    is_close,
    reliability,
    risk_coverage,
)
from graders.agreement.decomposition import Errors, errors, rising
from graders.agreement.kappa import Scale, quadratic_weighted_kappa
from graders.agreement.measures import MEASURES, REMOVED, Figure, Measured, Sample, mean_of, measure

__all__ = [
    "CLOSE",
    "MEASURES",
    "NEAR",
    "REMOVED",
    "Bin",
    "Errors",
    "Figure",
    "Floats",
    "Ints",
    "Measured",
    "Sample",
    "Scale",
    "calibration_error",
    "errors",
    "is_close",
    "krippendorff_alpha",
    "mean_of",
    "measure",
    "pearson",
    "quadratic_weighted_kappa",
    "ranks",
    "reliability",
    "rising",
    "risk_coverage",
    "rmse",
    "spearman",
    "within_questions",
]
