"""How much of a key point an answer says: nearness of meaning and shared words, never truth."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from graders.content import Said
from graders.grader import Vectors
from graders.statement import Clause, Statement

_FAINT = 0.03  # credit where the curve just begins to rise
_LEAST_OWN = 0.25  # a point whose words are nearly all the question's is measured by all of them


@dataclass(frozen=True, slots=True)
class CreditModel:
    """Credit from the cosine and from the share of words, rising in both.

    A logistic curve over the cosine and the square root of the recall (the first shared words say most),
    fitted on answers graded by people; stretched so that *low* is no credit and *high* is all of it.
    """

    intercept: float
    cosine: float
    recall: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.cosine < 0 or self.recall < 0 or not self.low < self.high:
            raise ValueError(f"credit must rise with both signals: {self}")

    def __call__(self, cosine: float, recall: float) -> float:
        """Credit, 0..1, for a *cosine* (-1..1) and a *recall* (0..1)."""
        z = self.intercept + self.cosine * max(0.0, cosine) + self.recall * math.sqrt(recall)
        raw = 1.0 / (1.0 + math.exp(-z))
        stretched = (raw - self.low) / (self.high - self.low)
        # Never quite nothing: what is far from the reference is still nearer than what contradicts it.
        return min(1.0, max(_FAINT * raw / self.low, stretched))


@cache
def shipped_model() -> CreditModel:
    """The coefficients that ship with quizgen, from credit_model.json."""
    stored = json.loads(files("graders").joinpath("credit_model.json").read_text("utf-8"))
    return CreditModel(**stored["coefficients"])


@dataclass(frozen=True, slots=True)
class Cover:
    """How near an answer comes to one text; *sentence* is the index of its nearest sentence."""

    cosine: float
    recall: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Units:
    """The content of a text: its words with their weights and other names, and all of these together."""

    said: Mapping[str, Said]
    known: frozenset[str]


def units_of(statement: Statement) -> Units:
    """The content units of a text."""
    said = {unit.unit: unit for clause in statement.clauses for unit in clause.said}
    return Units(said, frozenset(said) | frozenset(name for unit in said.values() for name in unit.names))


def recall(wanted: Units, given_away: Units, said: Units) -> float:
    """The share (0..1, by weight) of *wanted* that was *said*, not counting what the question gives away."""
    own = [unit for unit in wanted.said.values() if unit.unit not in given_away.said]
    total = sum(unit.weight for unit in wanted.said.values())
    whole = sum(unit.weight for unit in own)
    if whole < _LEAST_OWN * total:
        own, whole = list(wanted.said.values()), total
    covered = sum(unit.weight for unit in own if unit.unit in said.known or unit.names & said.known)
    return covered / whole if whole else 0.0


def cover(
    wanted: Units,
    vector: NDArray[np.float32],
    given_away: Units,
    said: Units,
    sentences: Vectors,
) -> Cover:
    """How near the *sentences* of an answer (one row each) and the units *said* come to one text."""
    nearness = sentences @ vector
    best = int(nearness.argmax())
    return Cover(float(nearness[best]), recall(wanted, given_away, said), best)


def nearest_clause(wanted: Units, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that shares most with *wanted*; None when none shares anything."""
    best, most = None, 0.0
    for clause in clauses:
        shared = sum(
            unit.weight for unit in clause.said if unit.unit in wanted.known or unit.names & wanted.known
        )
        if shared > most:
            best, most = clause, shared
    return best
