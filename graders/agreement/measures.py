"""All figures of one grader on one set, with intervals.

Intervals are those of the percentile bootstrap (Efron and Tibshirani 1993) over questions: answers to one
question are not independent, so questions are drawn again, with all their answers.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graders.agreement.association import Floats, Ints, pearson, rmse, spearman, within_questions
from graders.agreement.confidence import calibration_error, risk_coverage
from graders.agreement.kappa import Scale, quadratic_weighted_kappa

REMOVED = (0.0, 0.1, 0.2, 0.5)
"""Shares of the least confident answers that go to a person, in the risk-coverage curve."""
_TAILS = (2.5, 97.5)  # per cent
_FEWEST_DRAWS = 0.5  # share of the draws in which a figure must be defined for an interval to be told


@dataclass(frozen=True, slots=True)
class Sample:
    """Answers that people and a grader graded: arrays of one length.

    *question* is a code from 0, *human* and *score* lie in 0..1, *score* and *confidence* are nan where the
    grader could not tell.  *confidence* is None for a grader that states none.
    """

    question: Ints
    human: Floats
    score: Floats
    confidence: Floats | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.question), len(self.human), len(self.score)}
        if len(lengths) > 1 or (self.confidence is not None and len(self.confidence) not in lengths):
            raise ValueError("the arrays of a sample differ in length")

    @property
    def coverage(self) -> float:
        """The share of answers with a score; nan for no answer."""
        return float(np.mean(~np.isnan(self.score))) if len(self.score) else math.nan

    def scored(self) -> "Sample":
        """Those with a score."""
        told = ~np.isnan(self.score)
        return self if told.all() else self._only(told)

    def drawn(self, rows: Ints, question: Ints) -> "Sample":
        """The rows *rows*, of the questions *question*."""
        return replace(self._only(rows), question=question)

    def _only(self, rows: Ints | np.ndarray) -> "Sample":
        confidence = None if self.confidence is None else self.confidence[rows]
        return Sample(self.question[rows], self.human[rows], self.score[rows], confidence)


Measure = Callable[[Sample, Scale], float]
"""A figure of a sample in which every answer has a score."""

MEASURES: Mapping[str, Measure] = {
    "r": lambda of, _: pearson(of.score, of.human),
    "rho": lambda of, _: spearman(of.score, of.human),
    "within": lambda of, _: within_questions(of.question, of.score, of.human),
    "qwk": lambda of, scale: quadratic_weighted_kappa(of.score, of.human, scale),
    "rmse": lambda of, _: rmse(of.score, of.human),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and the bounds of its 95 % interval; each may be nan."""

    value: float
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by name, each with its values in the draws of the bootstrap (none: no intervals)."""

    n: int
    scored: int
    values: Mapping[str, float]
    draws: Mapping[str, Floats]

    def figure(self, name: str) -> Figure:
        """The figure *name* with its interval."""
        return Figure(self.values[name], *_interval(self.draws[name]))

    def above(self, other: "Measured", name: str) -> Figure:
        """By how much the figure *name* exceeds that of *other*, measured in the same draws."""
        return Figure(
            self.values[name] - other.values[name], *_interval(self.draws[name] - other.draws[name])
        )


def measure(sample: Sample, draws: int = 1000, seed: int = 0) -> Measured:
    """All figures of *sample*; samples of the same questions and *seed* are drawn alike."""
    scale = Scale.of(sample.human)
    values = _all_figures(sample, scale)
    resampled = [_all_figures(drawn, scale) for drawn in _draws(sample, draws, seed)]
    return Measured(
        n=len(sample.human),
        scored=len(sample.scored().human),
        values=values,
        draws={name: np.array([found[name] for found in resampled], dtype=float) for name in values},
    )


def mean_of(parts: Sequence[Measured]) -> Measured:
    """The mean over sets, each counting the same; a set in which a figure is not defined is left out of it."""
    names = [name for name in parts[0].values if all(name in part.values for part in parts)]
    return Measured(
        n=sum(part.n for part in parts),
        scored=sum(part.scored for part in parts),
        values={name: float(_mean(np.array([[part.values[name]] for part in parts]))[0]) for name in names},
        draws={name: _mean(np.stack([part.draws[name] for part in parts])) for name in names},
    )


def _mean(rows: Floats) -> Floats:
    """The mean of each column over the rows that are not nan in it."""
    told = ~np.isnan(rows)
    count = told.sum(axis=0)
    sums = np.where(told, rows, 0.0).sum(axis=0)
    return np.where(count > 0, sums / np.maximum(count, 1), math.nan)


def _all_figures(sample: Sample, scale: Scale) -> dict[str, float]:
    told = sample.scored()
    found = {name: figure(told, scale) for name, figure in MEASURES.items()}
    found["coverage"] = sample.coverage
    if told.confidence is not None:
        found["ece"] = calibration_error(told.score, told.human, told.confidence)
        curve = risk_coverage(told.score, told.human, told.confidence, REMOVED[1:])
        for share, (risk, r) in zip(REMOVED[1:], curve, strict=True):
            found[f"rmse_without_{share:.0%}"] = risk
            found[f"r_without_{share:.0%}"] = r
    return found


def _draws(sample: Sample, draws: int, seed: int) -> Iterator[Sample]:
    """*sample* with as many questions drawn as it has, each with all its answers, so many times."""
    order = np.argsort(sample.question, kind="stable")
    starts = np.flatnonzero(np.diff(sample.question[order], prepend=-1))
    rows_of = np.split(order, starts[1:])
    if len(starts) < 2:
        return  # one question says nothing about others
    generator = np.random.default_rng(seed)
    for _ in range(draws):
        chosen = [rows_of[place] for place in generator.integers(len(rows_of), size=len(rows_of))]
        question = np.repeat(np.arange(len(chosen)), [len(rows) for rows in chosen])
        yield sample.drawn(np.concatenate(chosen), question)


def _interval(draws: Floats) -> tuple[float, float]:
    told = draws[~np.isnan(draws)]
    if not len(draws) or len(told) < _FEWEST_DRAWS * len(draws):
        return math.nan, math.nan
    low, high = np.percentile(told, _TAILS)
    return float(low), float(high)
