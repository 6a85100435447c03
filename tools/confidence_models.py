"""The confidence that is fitted, what it is compared with, and how they are tried on answers not seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.assurance import KNOTS, bends
from tools.confidence_data import SureSet
from tools.credit_models import folds_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_STEPS = 50
_RIDGE = 50.0  # on standardised features whose weights sum up to the number of rows
_WEAK = 5.0  # the same where two features are fitted
_LEVELS = 0.5  # on the levels of the sets
_NEIGHBOURS, _PRIOR = 400, 30.0  # answers that vote, and how many average ones vote with them
_FLATTEST = 1e-9


@dataclass(frozen=True, slots=True)
class Table:
    """Answers of all sets in columns; the *weights* of each set sum up to the same."""

    features: Floats
    close: Floats
    squares: Floats
    sets: Ints
    weights: Floats

    def only(self, rows: NDArray[np.bool_]) -> "Table":
        """The *rows*."""
        return Table(
            features=self.features[rows],
            close=self.close[rows],
            squares=self.squares[rows],
            sets=self.sets[rows],
            weights=self.weights[rows],
        )


Predict = Callable[[Floats], Floats]
Fit = Callable[[Table], Predict]
"""A table into a confidence for rows of features."""


def table_of(sets: Sequence[SureSet]) -> Table:
    """The columns of *sets*."""
    sizes = [len(one.human) for one in sets]
    total = sum(sizes)
    return Table(
        features=np.concatenate([features_of(one) for one in sets]),
        close=np.concatenate([one.close for one in sets]),
        squares=np.concatenate([one.squares for one in sets]),
        sets=np.repeat(np.arange(len(sets)), sizes),
        weights=np.repeat([total / len(sets) / size for size in sizes], sizes),
    )


def features_of(one: SureSet) -> Floats:
    """The bends of the score, the logarithms of the two counts, and these times the score."""
    score = one.score
    said = np.log1p([signals.said for signals in one.signals])
    wanted = np.log1p([signals.wanted for signals in one.signals])
    curve = np.array([bends(value) for value in score.tolist()])
    return np.column_stack([curve, said, wanted, score * said, score * wanted])


def coefficients(seen: Table) -> Floats:
    """Level and slopes of the shipped curve, fitted in two steps.

    What makes a squared error large comes from a log-linear model with a level for each set: one set's
    graders are strict, another's kind, and which it is cannot be seen from an answer.  Then a logistic curve
    over that and the score turns it into a chance.
    """
    expected, slopes = _expected(seen)
    both = np.column_stack([expected, seen.features[:, 0]])
    level, size, score = _logistic(both, seen.close, seen.weights, _WEAK)
    mixed = size * slopes
    mixed[0] += score
    return np.array([level, *mixed])


def two_steps(seen: Table) -> Predict:
    """The shipped curve."""
    return _curve(coefficients(seen))


def one_step(seen: Table) -> Predict:
    """A logistic curve over the same features, fitted on whether scores were close."""
    return _curve(_logistic(seen.features, seen.close, seen.weights, _RIDGE))


def score_alone(seen: Table) -> Predict:
    """The same over the score."""
    size = len(KNOTS)
    given = _curve(_logistic(seen.features[:, :size], seen.close, seen.weights, _RIDGE))
    return lambda unseen: given(unseen[:, :size])


def neighbours(seen: Table) -> Predict:
    """The share that was close among the answers with the most similar features."""
    size = len(KNOTS)
    columns = [0, size, size + 1]  # the score, and the two counts
    mean, spread = _scale(seen.features[:, columns], seen.weights)
    known = (seen.features[:, columns] - mean) / spread
    usual = float(np.average(seen.close, weights=seen.weights))

    def given(unseen: Floats) -> Floats:
        places = (unseen[:, columns] - mean) / spread
        shares = np.empty(len(places))
        for row, place in enumerate(places):
            near = np.argsort(((known - place) ** 2).sum(axis=1), kind="stable")[:_NEIGHBOURS]
            weights = seen.weights[near]
            shares[row] = (weights @ seen.close[near] + _PRIOR * usual) / (weights.sum() + _PRIOR)
        return shares

    return given


def same_for_all(seen: Table) -> Predict:
    """The usual share, for every answer."""
    usual = float(np.average(seen.close, weights=seen.weights))
    return lambda unseen: np.full(len(unseen), usual)


WAYS: Mapping[str, Fit] = {
    "two_steps": two_steps,
    "one_step": one_step,
    "score_alone": score_alone,
    "neighbours": neighbours,
    "same_for_all": same_for_all,
}


def across_questions(sets: Sequence[SureSet], seen: Table, fit: Fit, folds: int) -> Floats:
    """What *fit* gives for each row when no answer to its question was seen."""
    return _held_out(seen, fit, np.concatenate([folds_of(one.name, one.questions, folds) for one in sets]))


def across_sets(seen: Table, fit: Fit) -> Floats:
    """What *fit* gives for each row when nothing of its set was seen."""
    return _held_out(seen, fit, seen.sets)


def within_sets(sets: Sequence[SureSet], seen: Table, fit: Fit, folds: int) -> Floats:
    """What *fit* gives when it saw the other questions of the same set, and no other set."""
    given = np.empty(len(seen.close))
    for number, one in enumerate(sets):
        own = seen.sets == number
        given[own] = _held_out(seen.only(own), fit, folds_of(one.name, one.questions, folds))
    return given


def _held_out(seen: Table, fit: Fit, part: Ints) -> Floats:
    given = np.empty(len(seen.close))
    for number in np.unique(part):
        held = part == number
        # Of a single question nothing else can be seen.
        model = fit(seen if held.all() else seen.only(~held))
        given[held] = model(seen.features[held])
    return given


def _expected(seen: Table) -> tuple[Floats, Floats]:
    """The logarithm of the expected squared error but for a level, and its slopes."""
    usual = np.bincount(seen.sets, weights=seen.squares) / np.maximum(1, np.bincount(seen.sets))
    relative = seen.squares / np.maximum(usual[seen.sets], _FLATTEST)
    _, code = np.unique(seen.sets, return_inverse=True)
    levels = np.eye(int(code.max()) + 1)[code]
    mean, spread = _scale(seen.features, seen.weights)
    design = np.column_stack([levels, (seen.features - mean) / spread])
    ridge = np.array([_LEVELS] * levels.shape[1] + [_RIDGE] * seen.features.shape[1])
    found = np.zeros(len(ridge))
    for _ in range(_STEPS):
        rate = np.exp(np.clip(design @ found, -8, 4))
        slope = design.T @ (seen.weights * (relative - rate)) - ridge * found
        bend = (design * (seen.weights * rate)[:, None]).T @ design + np.diag(ridge)
        step = np.clip(np.linalg.solve(bend, slope), -2, 2)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    slopes: Floats = found[levels.shape[1] :] / spread
    return seen.features @ slopes, slopes


def _logistic(features: Floats, truth: Floats, weights: Floats, ridge: float) -> Floats:
    """Level and slopes of a logistic curve, drawn towards a flat one."""
    mean, spread = _scale(features, weights)
    design = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    pull = np.array([_FLATTEST] + [ridge] * features.shape[1])
    found = np.zeros(len(pull))
    for _ in range(_STEPS):
        given = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weights * (truth - given)) - pull * found
        bend = (design * (weights * given * (1 - given))[:, None]).T @ design + np.diag(pull)
        step = np.clip(np.linalg.solve(bend, slope), -2, 2)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    slopes = found[1:] / spread
    return np.array([found[0] - slopes @ mean, *slopes])


def _curve(found: Floats) -> Predict:
    return lambda unseen: 1 / (1 + np.exp(-(found[0] + unseen @ found[1:])))


def _scale(features: Floats, weights: Floats) -> tuple[Floats, Floats]:
    mean = np.average(features, axis=0, weights=weights)
    spread = np.sqrt(np.average((features - mean) ** 2, axis=0, weights=weights))
    return mean, np.where(spread > _FLATTEST, spread, 1.0)
