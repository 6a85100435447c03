"""The two models that are fitted on graded answers, and how they are tried on answers they have not seen."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.credit_data import GradedSet

Floats = NDArray[np.float64]
Predict = Callable[[Floats], Floats]
Fit = Callable[[Floats, Floats, Floats], Predict]
"""Features, human scores and weights into a model of features."""
_STEPS = 100
_RIDGE = 1.0  # on standardised features whose weights sum up to the number of rows


def logistic(signals: Floats, human: Floats, weights: Floats) -> Floats:
    """Intercept and coefficients of a logistic curve over max(0, cosine) and the root of recall.

    The weighted likelihood of scores in 0..1 is maximised (Papke and Wooldridge 1996) by Newton's method;
    a coefficient that would be negative is held at 0.
    """
    features = curve_features(signals)
    free = [0, 1, 2]
    while True:
        found = np.zeros(3)
        found[free] = _newton(features[:, free], human, weights)
        negative = [place for place in free[1:] if found[place] < 0]
        if not negative:
            return found
        free.remove(min(negative, key=lambda place: found[place]))


def curve_features(signals: Floats) -> Floats:
    """A one, the cosine without its negative part, and the root of the recall."""
    return np.stack([np.ones(len(signals)), np.maximum(signals[:, 0], 0), np.sqrt(signals[:, 1])], axis=1)


def curve(coefficients: Floats, signals: Floats) -> Floats:
    """What a logistic curve of *coefficients* gives for *signals*."""
    given: Floats = 1 / (1 + np.exp(-(curve_features(signals) @ coefficients)))
    return given


def fit_curve(signals: Floats, human: Floats, weights: Floats) -> Predict:
    """The logistic curve as a model."""
    coefficients = logistic(signals, human, weights)
    return lambda unseen: curve(coefficients, unseen)


def fit_ridge(plain: Floats, human: Floats, weights: Floats) -> Predict:
    """A ridge regression over *plain* features, clipped to 0..1."""
    w = weights * len(weights) / weights.sum()
    mean = np.average(plain, axis=0, weights=w)
    spread = np.sqrt(np.average((plain - mean) ** 2, axis=0, weights=w)) + 1e-9
    level = float(np.average(human, weights=w))

    scaled = (plain - mean) / spread
    gram = (scaled * w[:, None]).T @ scaled + _RIDGE * np.eye(plain.shape[1])
    slopes = np.linalg.solve(gram, (scaled * w[:, None]).T @ (human - level))
    return lambda unseen: np.clip(level + (unseen - mean) / spread @ slopes, 0, 1)


def weights_of(sets: Sequence[GradedSet]) -> Floats:
    """Weights of all rows, in order, such that each set counts the same."""
    return np.concatenate([np.full(len(one.human), 1 / len(one.human)) for one in sets])


def across_questions(
    sets: Sequence[GradedSet], features: Sequence[Floats], fit: Fit, folds: int
) -> list[Floats]:
    """What *fit* gives for each row when no answer to its question was seen."""
    fold = np.concatenate([folds_of(one.name, one.questions, folds) for one in sets])
    seen, human, weights = _pooled(sets, features)
    given = np.empty(len(human))
    for number in range(folds):
        held, rest = fold == number, fold != number
        if held.any():
            given[held] = fit(seen[rest], human[rest], weights[rest])(seen[held])
    return np.split(given, np.cumsum([len(one.human) for one in sets])[:-1])


def across_sets(sets: Sequence[GradedSet], features: Sequence[Floats], fit: Fit) -> list[Floats]:
    """What *fit* gives for each row when nothing of its set was seen."""
    given = []
    for number, mine in enumerate(features):
        others = [place for place in range(len(sets)) if place != number]
        model = fit(*_pooled([sets[place] for place in others], [features[place] for place in others]))
        given.append(model(mine))
    return given


def _pooled(sets: Sequence[GradedSet], features: Sequence[Floats]) -> tuple[Floats, Floats, Floats]:
    return np.concatenate(features), np.concatenate([one.human for one in sets]), weights_of(sets)


def folds_of(name: str, questions: Sequence[str], folds: int) -> NDArray[np.int64]:
    """A fold for each row of the set *name*, by the hash of set and question."""
    return np.array(
        [int(hashlib.sha256(f"{name}/{question}".encode()).hexdigest(), 16) % folds for question in questions]
    )


def _newton(features: Floats, human: Floats, weights: Floats) -> Floats:
    coefficients = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        given = 1 / (1 + np.exp(-(features @ coefficients)))
        slope = features.T @ (weights * (human - given))
        bend = (features * (weights * given * (1 - given))[:, None]).T @ features
        step = np.linalg.solve(bend + 1e-12 * np.eye(len(bend)), slope)
        coefficients += step
        if np.abs(step).max() < 1e-10:
            break
    return coefficients
