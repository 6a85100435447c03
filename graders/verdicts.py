"""From credits and contradictions to a score, a verdict, what limits a confidence and the reasons for a review."""

from collections.abc import Sequence

from graders.caution import Doubt
from graders.contradiction import Clash
from graders.difference import ClashKind
from graders.rubric import RubricPoint
from questions.records import PointResult, PointState, Verdict

FULL, SOME = 0.75, 0.3  # scores from which an answer is correct, and partial
COVERED, PARTLY = 0.6, 0.3  # credits from which a point is covered, and partly covered

_AT_ONCE, _MOST = 0.3, 0.85  # what one sure contradiction takes from the whole, and all of them at most
_SHARE = 1.2  # and by how much more for the share of the points that it turns round
_FEW = 3  # points; of more, one that is turned round is a smaller part of what was asked
_OPPOSITE_KEEPS = 0.1  # "yes, ..." where the answer is no: what follows explains a wrong answer
_MISCONCEPTION = 0.3  # what each known false claim takes
_UNSURE, _BY_STRENGTH = 0.4, 0.5  # the most confidence beside a contradiction, and more for a strong one
_FOREIGN = 0.1  # less for an answer in another language than the reference's
_DOUBT = 0.7  # most confidence below which a person should look


def total(credit: float, points: Sequence[RubricPoint], against: Sequence[Clash], false: int) -> float:
    """The score, 0..1: *credit* less what the clashes *against* it and *false* claims take.

    A wrong fact in fluent company must not outscore a plain right answer: saying the opposite of one
    point costs that point and a good part of the whole, the more surely the two speak of one thing.
    """
    if not against:
        return _rounded(credit * (1 - _MISCONCEPTION) ** min(false, 3))
    strengths: dict[int, float] = {}
    for clash in against:
        strengths[clash.point] = max(strengths.get(clash.point, 0.0), clash.strength)
    wrong = sum(points[index].weight * strength for index, strength in strengths.items())
    kept = 1 - max(strengths.values()) * min(_MOST, _AT_ONCE * min(1.0, _FEW / len(points)) + _SHARE * wrong)
    if any(clash.kind is ClashKind.ANSWER for clash in against):
        kept = min(kept, _OPPOSITE_KEEPS)
    return _rounded(credit * (1 - wrong) * kept * (1 - _MISCONCEPTION) ** min(false, 3))


def _rounded(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 4)


def may_be_correct(score: float, results: Sequence[PointResult]) -> bool:
    """Whether nothing that can be counted stands against the answer: a full score, every point covered."""
    return score >= FULL and all(result.state is PointState.COVERED for result in results)


def verdict_of(score: float, results: Sequence[PointResult], *, doubtful: bool) -> Verdict:
    """The word for *score*; an answer is correct only with every point covered, and never a *doubtful* one."""
    if may_be_correct(score, results) and not doubtful:
        return Verdict.CORRECT
    if score >= SOME:
        return Verdict.PARTIAL
    contradicted = any(result.state is PointState.CONTRADICTED for result in results)
    return Verdict.CONTRADICTORY if contradicted else Verdict.INCORRECT


def confidence_of(score: float, against: Sequence[Clash], *, same_language: bool) -> float:
    """0..1: the most confidence that *score* can have; `graders.assurance` says how much of it there is.

    An answer that passes with a contradiction in it is doubtful, the more the weaker that is.
    """
    most = 1.0
    if against and score >= SOME:
        most = _UNSURE + _BY_STRENGTH * max(clash.strength for clash in against)
    return round(most if same_language else most - _FOREIGN, 4)


def review_reasons(
    confidence: float, *, disputed: bool, false: int, doubts: Sequence[Doubt] = ()
) -> tuple[str, ...]:
    """Why a person should look, in a fixed order; empty when nobody need."""
    named = {
        "disputed_reference": disputed,
        "doubtful_claim": bool(false),
        "low_confidence": confidence < _DOUBT,
    }
    return (*(reason for reason, holds in named.items() if holds), *(doubt.value for doubt in doubts))
