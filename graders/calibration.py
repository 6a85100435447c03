"""From the offline scores of one question to what people give, learnt from a few human grades.

A question has its own bias: people are lenient here, the reference is longer than what they want there.
So for the scores s of one question, with g the map that holds for all questions,

    human = g(s) + a + b (g(s) - 1/2) + noise,      a ~ N(0, A), b ~ N(0, B), noise ~ N(0, S)

and the posterior mean of a and b is a ridge regression of the residuals, with S/A and S/B on its diagonal:
the empirical Bayes shrinkage of Efron and Morris 1973, *Stein's estimation rule and its competitors*, in
the form of Lindley and Smith 1972, *Bayes estimates for the linear model*.  Few grades move the map a
little, many move it where they lie.  A slope below zero is held at zero, so that the map never falls.

The map is taken only when it has the smaller squared error on grades that are held back one by one;
otherwise the question keeps g.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graders.verdicts import verdict_of
from questions.calibrations import IDENTITY, Calibration, ScoreMap
from questions.records import GraderId, Opinion, Scored, Verdict

ID = GraderId("calibration/1")
FEWEST, MOST = 5, 20
"""From how many human grades a map is fitted, and from how many on more of them change little."""

Pair = tuple[float, float]
"""An offline score and the human one, both 0..1."""

_MIDDLE = 0.5


@dataclass(frozen=True, slots=True)
class Prior:
    """How far questions differ beside how far answers scatter: A/S for the offset, B/S for the slope.

    One each, so that the prior weighs as much as one grade (the unit information prior of Kass and
    Wasserman 1995).  On six sets graded by people the moments say 0.2 to 4 for the offset and 1.6 to 13
    for the slope, with geometric means of 1.0 and 3.6; the slope is held lower, as one that is too steep
    does more harm than one that is too flat.
    """

    offset: float = 1.0
    slope: float = 1.0

    def __post_init__(self) -> None:
        if not (self.offset > 0 and self.slope > 0):
            raise ValueError(f"variances are above zero: {self}")


UNIT = Prior()


def fit(
    pairs: Sequence[Pair],
    global_map: ScoreMap = IDENTITY,
    *,
    of: GraderId,
    prior: Prior = Prior(),
) -> Calibration:
    """The map of a question whose answers the grader *of* gave, and people gave, the scores in *pairs*.

    The order of the pairs does not matter.  Raises ValueError for fewer than FEWEST pairs.
    """
    if len(pairs) < FEWEST:
        raise ValueError(f"{len(pairs)} human grades; {FEWEST} are the fewest that a map can rest on")
    chosen, before, own = best_map(pairs, global_map, prior)
    return Calibration(
        knots=chosen.knots,
        of=of,
        grades=len(pairs),
        error_before=round(before, 4),
        error=round(own, 4),
        own=own < before,
    )


def best_map(
    pairs: Sequence[Pair],
    global_map: ScoreMap = IDENTITY,
    prior: Prior = UNIT,
) -> tuple[ScoreMap, float, float]:
    """The map for *pairs*, of any number, and the errors on held-back grades: of *global_map*, of an own one."""
    ordered = sorted(pairs)
    before = _error(global_map(score) - human for score, human in ordered)
    own = _error(
        _fitted(ordered[:held] + ordered[held + 1 :], global_map, prior)(score) - human
        for held, (score, human) in enumerate(ordered)
    )
    return (_fitted(ordered, global_map, prior) if own < before else global_map), before, own


def pooled(questions: Sequence[Sequence[Pair]]) -> ScoreMap:
    """One straight map for all *questions*, each counting the same: least squares, never falling."""
    weighted = [(score, human, 1 / len(pairs)) for pairs in questions for score, human in pairs]
    total = sum(weight for _, _, weight in weighted)
    if not total:
        return IDENTITY
    mean = sum(weight * score for score, _, weight in weighted) / total
    level = sum(weight * human for _, human, weight in weighted) / total
    spread = sum(weight * (score - mean) ** 2 for score, _, weight in weighted)
    both = sum(weight * (score - mean) * (human - level) for score, human, weight in weighted)
    slope = max(0.0, both / spread) if spread else 0.0
    return _straight(IDENTITY, level - slope * mean, slope)


def rests_on(grade: Scored) -> bool:
    """Whether a calibration may rest on *grade*, and change it: a zero for saying nothing stays one."""
    return grade.verdict not in (Verdict.BLANK, Verdict.OFF_TOPIC)


def calibrated(grade: Scored, calibration: Calibration) -> Scored:
    """*grade* as people would give it; the order of two scores is kept.

    Blank and off-topic answers keep their zero, and the grade of another grader than the one that was
    calibrated stays as it is.
    """
    if grade.decided_by != calibration.of or not rests_on(grade):
        return grade
    score = round(calibration(grade.score), 4)
    doubtful = "doubtful_claim" in grade.review_reasons
    verdict = verdict_of(score, grade.key_points, doubtful=doubtful)
    why = f"{grade.score:.2f} became {score:.2f}, from {calibration.grades} human grades of this question"
    return grade.model_copy(
        update={
            "score": score,
            "verdict": verdict,
            "decided_by": GraderId(f"{ID}+{grade.decided_by}"),
            "opinions": (*grade.opinions, Opinion(grader=ID, score=score, why=why)),
        }
    )


def _fitted(pairs: Sequence[Pair], base: ScoreMap, prior: Prior) -> ScoreMap:
    """The posterior mean of *base* moved and tilted, given *pairs*."""
    given = [(base(score) - _MIDDLE, human - base(score)) for score, human in pairs]
    n, z = len(given) + 1 / prior.offset, sum(z for z, _ in given)
    zz = sum(z * z for z, _ in given) + 1 / prior.slope
    rest, z_rest = sum(rest for _, rest in given), sum(z * rest for z, rest in given)
    tilt = (n * z_rest - z * rest) / (n * zz - z * z)
    if tilt < -1:
        tilt = -1.0
    offset = (rest - tilt * z) / n
    return _straight(base, offset - tilt * _MIDDLE, 1 + tilt)


def _straight(base: ScoreMap, intercept: float, slope: float) -> ScoreMap:
    """*intercept* + *slope* times *base*, kept within 0..1, with a knot wherever it meets a bound."""
    knots = [(x, intercept + slope * y) for x, y in base.knots]
    places = {x for x, _ in knots}
    for (x, y), (after, above) in pairwise(knots):
        crossed = [bound for bound in (0.0, 1.0) if y < bound < above]
        places |= {min(after, x + (bound - y) * (after - x) / (above - y)) for bound in crossed}
    return ScoreMap(knots=tuple((x, min(1.0, max(0.0, intercept + slope * base(x)))) for x in sorted(places)))


def _error(differences: Iterable[float]) -> float:
    """The root mean square of *differences*; 0 for none."""
    squares = [difference * difference for difference in differences]
    return math.sqrt(sum(squares) / len(squares)) if squares else 0.0
