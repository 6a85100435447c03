"""Which answers a judge is asked about, and what becomes of the offline grade when it has spoken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from graders.grader import Submission
from graders.judge.hostile import speaks_to_grader
from graders.judge.judge import Judgement, NoJudgement, Outcome
from graders.judge.modes import Mode, Sends
from graders.rows import UNLIKE, quoted, without_rows
from graders.verdicts import verdict_of
from graders.wording import feedback, say
from questions.records import (
    FreeText,
    Grade,
    GraderId,
    Opinion,
    PointState,
    Scored,
    Unscored,
    Verdict,
)

UNAVAILABLE, DISAGREES, DIVIDED, TO_GRADER = (
    "judge_unavailable",
    "judge_disagrees",
    "judges_disagree",
    "speaks_to_grader",
)
"""Why a person should look at a grade that a judge was asked about."""

TAUGHT = GraderId("taught/1")
"""How the grades begin that a judge has moved without seeing the answer."""

_LEAST_MOVE = 0.01
_APART, _DIVIDED = 0.5, 0.3  # of judge and offline grade, and of judges among each other
_KEPT = ("doubtful_claim",)  # a known false claim stays one, whatever a model says
# The confidence of a judge that agrees with the offline grade, what it loses for standing alone, for being
# divided, and the most where the answer is not in sentences.  Set by hand: nobody has graded these yet.
_AGREED, _ALONE, _SPREAD, _UNTRUSTED = 0.95, 0.35, 0.5, 0.5


def may_be_sent(item: Submission, grade: Scored) -> bool:
    """Whether a judge has anything to say about an answer that got *grade* offline: one in words that says something."""
    says_nothing = grade.verdict is Verdict.BLANK or grade.decided_by.startswith("screen/")
    return isinstance(item.question, FreeText) and not says_nothing


def is_sent(item: Submission, grade: Scored, mode: Mode, threshold: float) -> bool:
    """Whether the judge is asked about an answer that got *grade* offline; with a share, whether it is in any case."""
    if mode.sends is Sends.NEVER or not may_be_sent(item, grade):
        return False
    unsure = mode.share is None and (grade.needs_review or grade.confidence < threshold)
    return mode.sends is Sends.ALWAYS or unsure or speaks_to_grader(item.answer)


def readable(item: Submission) -> Submission:
    """*item* without the words in a row that its answer may hold: no credit may rest on them."""
    if not isinstance(item.question, FreeText):
        return item
    left = without_rows(item.answer)
    return item if left == item.answer else replace(item, answer=left)


def seen_whole(grade: Grade, item: Submission, read: Submission) -> Grade:
    """*grade*, that of *item* as it was *read*, with the learner's own words, and what a person should know."""
    if not isinstance(grade, Scored) or not isinstance(item.question, FreeText):
        return grade
    signs = {UNLIKE: read.answer != item.answer, TO_GRADER: speaks_to_grader(item.answer)}
    reasons = tuple(dict.fromkeys((*grade.review_reasons, *(name for name, holds in signs.items() if holds))))
    if reasons == grade.review_reasons:
        return grade
    update = {
        "needs_review": True,
        "review_reasons": reasons,
        "key_points": quoted(grade.key_points, item.answer),
    }
    return grade.model_copy(update=update)


@dataclass(frozen=True, slots=True)
class Heard:
    """What judges said of an answer: *outcomes*, of judges called *judge*; *trust* is that of `guard`.

    *disputed* are the places of key points that are in dispute.
    """

    judge: GraderId
    outcomes: tuple[Outcome, ...]
    trust: float = 1.0
    disputed: frozenset[int] = frozenset()

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Those that came to something."""
        return tuple(one for one in self.outcomes if isinstance(one, Judgement))

    @property
    def decisive(self) -> Judgement | None:
        """The judgement nearest to the mean of all, of two the lower; None unless more than half came."""
        found = self.judgements
        if 2 * len(found) <= len(self.outcomes):
            return None
        middle = mean(one.marks.score for one in found)
        return min(found, key=lambda one: (round(abs(one.marks.score - middle), 9), one.marks.score))


def decide(offline: Scored, heard: Heard, mode: Mode) -> Grade:
    """The grade of an answer, *offline* until the judge was *heard*."""
    chosen = heard.decisive
    opinions = (*offline.opinions, _offline(offline), *(_opinion(heard, one) for one in heard.outcomes))
    if chosen is None:
        return _undecided(offline, heard, mode, opinions)
    raised = chosen.marks.score > offline.score
    score = _trusted(offline.score, chosen.marks.score, heard.trust)
    scores = [one.marks.score for one in heard.judgements]
    spread, apart = max(scores) - min(scores), abs(chosen.marks.score - offline.score)
    results = chosen.marks.results
    disputed = any(
        index in heard.disputed and result.state is not PointState.MISSING
        for index, result in enumerate(results)
    )
    unlike = raised and heard.trust < 1
    verdict = verdict_of(score, results, doubtful=bool(chosen.found.claims) or unlike)
    reasons = _reasons(offline, disputed=disputed, apart=apart, spread=spread, unlike=unlike)
    confidence = max(0.0, _AGREED - _ALONE * apart - _SPREAD * spread)
    return offline.model_copy(
        update={
            "score": score,
            "verdict": verdict,
            "confidence": round(min(confidence, _UNTRUSTED) if unlike else confidence, 4),
            "needs_review": bool(reasons),
            "review_reasons": reasons,
            "decided_by": chosen.grader,
            "key_points": results,
            "opinions": opinions,
            "feedback": feedback(
                verdict,
                results,
                [claim.quote for claim in chosen.found.claims],
                disputed=disputed,
                unsure=False,
                language=offline.language,
            ),
        }
    )


def taught(offline: Scored, moved: float, trust: float) -> Scored:
    """An *offline* grade that no judge saw, *moved* by what one said of answers like it, as far as it is to be trusted."""
    wanted = round(min(1.0, max(0.0, offline.score + moved)), 4)
    score = _trusted(offline.score, wanted, trust)
    if abs(score - offline.score) < _LEAST_MOVE:
        return offline
    grader = GraderId(f"{TAUGHT}+{offline.decided_by}")
    why = f"{offline.score:.2f} became {score:.2f}, from what the judge said of other answers"
    doubtful = any(reason in offline.review_reasons for reason in _KEPT)
    return offline.model_copy(
        update={
            "score": score,
            "verdict": verdict_of(score, offline.key_points, doubtful=doubtful),
            "decided_by": grader,
            "opinions": (*offline.opinions, _offline(offline), Opinion(grader=grader, score=score, why=why)),
        }
    )


def _trusted(offline: float, judged: float, trust: float) -> float:
    """The judge's score; one above the offline score counts as far as there are sentences.

    Who is fooled by terms in a row is fooled upwards.
    """
    return judged if judged <= offline else round(offline + (judged - offline) * trust, 4)


def _reasons(
    offline: Scored, *, disputed: bool, apart: float, spread: float, unlike: bool
) -> tuple[str, ...]:
    named = {
        "disputed_reference": disputed,
        **{reason: reason in offline.review_reasons for reason in _KEPT},
        DISAGREES: apart > _APART,
        DIVIDED: spread > _DIVIDED,
        UNLIKE: unlike,
    }
    return tuple(reason for reason, holds in named.items() if holds)


def _undecided(offline: Scored, heard: Heard, mode: Mode, opinions: tuple[Opinion, ...]) -> Grade:
    """In a cascade the offline grade, for a person to look at; else no score."""
    if mode.sends is Sends.CASCADE:
        reasons = (*offline.review_reasons, UNAVAILABLE)
        return offline.model_copy(
            update={"needs_review": True, "review_reasons": reasons, "opinions": opinions}
        )
    failed = next(one for one in heard.outcomes if isinstance(one, NoJudgement))
    return Unscored(
        decided_by=heard.judge,
        language=offline.language,
        reason=say("no_judgement", offline.language, why=failed.why),
        review_reasons=(UNAVAILABLE,),
        opinions=opinions,
    )


def _offline(offline: Scored) -> Opinion:
    return Opinion(
        grader=offline.decided_by,
        score=offline.score,
        why=f"offline grade: {offline.verdict}, confidence {offline.confidence:.2f}",
    )


def _opinion(heard: Heard, outcome: Outcome) -> Opinion:
    if isinstance(outcome, NoJudgement):
        return Opinion(grader=heard.judge, score=None, why=outcome.why)
    return Opinion(grader=outcome.grader, score=outcome.marks.score, why=_told(outcome))


def _told(judgement: Judgement) -> str:
    """What a judgement holds and what it took, in a line; the same when its replies were kept."""
    states = [result.state for result in judgement.marks.results]
    counts = ", ".join(f"{states.count(state)} {state}" for state in PointState if state in states)
    parts = [f"key points: {counts}"]
    if judgement.found.claims:
        parts.append(f"claims against the reference: {len(judgement.found.claims)}")
    if judgement.found.void:
        parts.append(f"verdicts without a quote that stands: {judgement.found.void}")
    return "; ".join((*parts, _spent(judgement)))


def _spent(judgement: Judgement) -> str:
    costs = [reply.cost for reply in judgement.replies]
    known = [cost for cost in costs if cost is not None]
    cost = f"${sum(known):.6f}" if len(known) == len(costs) else "cost unknown"
    asked = _sum([reply.prompt_tokens for reply in judgement.replies])
    told = _sum([reply.completion_tokens for reply in judgement.replies])
    return f"tokens {asked} + {told}, {cost}"


def _sum(counts: Sequence[int | None]) -> str:
    known = [count for count in counts if count is not None]
    return str(sum(known)) if len(known) == len(counts) else "unknown"
