"""How much of a key point an answer says: nearness of meaning and shared words, never truth."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

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


class Cover(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """The *units* of a text that an answer is to say, and their *weight* together."""

    units: tuple[Said, ...]
    weight: float


def wanted_of(text: Units, given_away: Units) -> Wanted:
    """What the question does not give away of a text; all of it where little else is left."""
    every = tuple(text.said.values())
    own = tuple(unit for unit in every if unit.unit not in given_away.said)
    if weight_of(own) < _LEAST_OWN * weight_of(every):
        own = every
    return Wanted(own, weight_of(own))


def weight_of(units: Iterable[Said]) -> float:
    """The weight of *units* together."""
    return sum([unit.weight for unit in units])


def held_by(text: Units, units: Iterable[Said]) -> list[Said]:
    """Those of *units* that the *text* says, in these words or in others."""
    known = text.known
    return [unit for unit in units if unit.unit in known or (unit.names and not unit.names.isdisjoint(known))]


def recall(wanted: Wanted, said: Units) -> float:
    """The share (0..1, by weight) of *wanted* that was *said*."""
    return weight_of(held_by(said, wanted.units)) / wanted.weight if wanted.weight else 0.0


def nearest_sentence(vector: NDArray[np.float32], sentences: Vectors) -> tuple[float, int]:
    """The cosine of the nearest of the *sentences* of an answer (one row each) to one text, and its index."""
    nearness = sentences @ vector
    best = int(nearness.argmax())
    return float(nearness[best]), best


def nearest_clause(wanted: Units, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that shares most with *wanted*; None when none shares anything."""
    best, most = None, 0.0
    for clause in clauses:
        shared = weight_of(held_by(wanted, clause.said))
        if shared > most:
            best, most = clause, shared
    return best
