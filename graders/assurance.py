"""How sure a grade is, and whether a person should look at it.

A confidence is the chance that the score is off a person's by less than half of the scale.  It is fitted on
answers graded by people, and rests on three things: the score (those in the middle are missed most), how
much the answer says and how much the reference asks for (a long answer to a short reference is hardest to
judge).  What else was tried says nothing about answers of sets that were left out.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from graders.prepared import Prepared
from graders.text import fold, tokens
from questions.records import PointState, Scored

FILE = "confidence_model.json"
KNOTS = (0.0, 0.1, 0.3, 0.6, 0.8, 0.95)
"""The scores at which the curve may bend."""
MOST_RISK = 0.3
"""The chance of being off by half of the scale or more above which a person should look."""

# The most that a grade is sure of where something is wrong that the fit has not seen; chosen, not fitted.
_CEILINGS: Mapping[str, float] = {"disputed_reference": 0.5, "doubtful_claim": 0.7}
_DOUBTED = 0.75  # the same for an answer that earns credit on words with a flag of medium severity
_UNSURE = "low_confidence"


@dataclass(frozen=True, slots=True)
class Signals:
    """What a confidence rests on.

    *said* counts the tokens of the answer, *wanted* the words of the reference that the question does not hold.
    """

    score: float
    said: int
    wanted: int


def signals_of(score: float, prepared: Prepared, answer: str) -> Signals:
    """The signals of an *answer* that got *score*."""
    return Signals(score=score, said=len(tokens(fold(answer).text)), wanted=prepared.added)


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic curve over the score (a line that bends at `KNOTS`) and the logarithms of the two counts.

    The counts may matter more, or less, the higher the score.  Beyond the *_range* that it was fitted in, a
    count counts as the end of it, and no confidence exceeds the *usual* one.
    """

    level: float
    score: Sequence[float]
    said: float
    wanted: float
    said_by_score: float
    wanted_by_score: float
    said_range: tuple[int, int]
    wanted_range: tuple[int, int]
    usual: float

    def __post_init__(self) -> None:
        if len(self.score) != len(KNOTS):
            raise ValueError(f"{len(KNOTS)} slopes over the score are wanted: {self.score}")
        for low, high in (self.said_range, self.wanted_range):
            if not 0 <= low < high:
                raise ValueError(f"no range: {low} to {high}")

    def __call__(self, signals: Signals) -> float:
        """The confidence, 0..1."""
        score = signals.score
        said = math.log1p(_within(signals.said, self.said_range))
        wanted = math.log1p(_within(signals.wanted, self.wanted_range))
        z = self.level + (self.said + self.said_by_score * score) * said
        z += (self.wanted + self.wanted_by_score * score) * wanted
        z += sum(slope * bend for slope, bend in zip(self.score, bends(score), strict=True))
        chance = 1 / (1 + math.exp(-z))
        return chance if self.covers(signals) else min(chance, self.usual)

    def covers(self, signals: Signals) -> bool:
        """Whether both counts lie where people's grades were seen."""
        return signals.said == _within(signals.said, self.said_range) and signals.wanted == _within(
            signals.wanted, self.wanted_range
        )


def bends(score: float) -> tuple[float, ...]:
    """How far *score* lies above each of `KNOTS`, 0 below it."""
    return tuple(max(0.0, score - knot) for knot in KNOTS)


@cache
def shipped_model() -> ConfidenceModel:
    """The coefficients that ship with quizgen."""
    stored = json.loads(files("graders").joinpath(FILE).read_text("utf-8"))["coefficients"]
    ranges = {name: tuple(stored[name]) for name in ("said_range", "wanted_range")}
    return ConfidenceModel(**{**stored, **ranges, "score": tuple(stored["score"])})


@dataclass(frozen=True, slots=True)
class Assurance:
    """Says of grades how sure they are; a person should look where the *risk* of a gross error is higher."""

    risk: float = MOST_RISK
    model: ConfidenceModel = field(default_factory=shipped_model)

    def __call__(self, grade: Scored, prepared: Prepared, answer: str) -> Scored:
        """*grade* with its confidence, never above the one that it comes with, and its reasons for a review."""
        chance = self.model(signals_of(grade.score, prepared, answer))
        ceilings = (_CEILINGS.get(reason, 1.0) for reason in grade.review_reasons)
        doubted = _DOUBTED if _rests_on_doubted(grade, prepared) else 1.0
        confidence = round(min(grade.confidence, chance, doubted, *ceilings), 4)
        unsure = (_UNSURE,) if round(1 - confidence, 4) > self.risk else ()
        reasons = tuple(dict.fromkeys((*grade.review_reasons, *unsure)))
        return grade.model_copy(
            update={"confidence": confidence, "needs_review": bool(reasons), "review_reasons": reasons}
        )


def _rests_on_doubted(grade: Scored, prepared: Prepared) -> bool:
    """Whether the answer earns or loses credit on a key point with a flag of medium severity."""
    doubted = {point.id for point in prepared.rubric.points if point.doubted}
    return bool(doubted) and any(
        result.id in doubted and result.state is not PointState.MISSING for result in grade.key_points
    )


def _within(count: int, bounds: tuple[int, int]) -> int:
    return min(bounds[1], max(bounds[0], count))
