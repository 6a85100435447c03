"""The marking of one answer against one rubric."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.claims import Claims, claims_of
from graders.contradiction import Clash, ClashKind, Limits, clashes
from graders.contrast import contrasts
from graders.coverage import Cover, CreditModel, cover, nearest_clause, units_of
from graders.grader import Vectors
from graders.lexicon import Lexicon
from graders.rubric import Rubric, RubricPoint
from graders.statement import Statement, analyse
from graders.text import Folded, fold, language_of, sentences
from graders.wording import feedback
from questions.records import (
    Evidence,
    Flag,
    GraderId,
    Opinion,
    PointResult,
    PointState,
    Scored,
    Severity,
    Verdict,
)

FULL, SOME = 0.75, 0.3  # scores from which an answer is correct, and partial
COVERED, PARTLY = 0.6, 0.3  # credits from which a point is covered, and partly covered
_DISPUTED_MOST = 0.5  # what repeating a disputed reference can earn before a person has looked
_OFF_COSINE = 0.3
_MISCONCEPTION = 0.3
_OPPOSITE_KEEPS = 0.1  # "yes, ..." where the answer is no: what follows explains a wrong answer

Misconceptions = Callable[[str, str], Sequence[Flag]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rubric with all that does not depend on the answer."""

    rubric: Rubric
    lexicon: Lexicon
    asked: Mapping[str, float]
    claims: Claims
    wanted: tuple[tuple[tuple[str, Mapping[str, float]], ...], ...]


def prepare(rubric: Rubric, lexicon: Lexicon) -> Prepared:
    """*rubric* analysed once for all its answers."""
    own = lexicon.extended(contrasts(rubric.question, [point.text for point in rubric.points]))
    # A disputed point is contradicted by what speaks against its correction, not against the reference.
    truths = [point.accepts[0] if point.disputed and point.accepts else point.text for point in rubric.points]
    question = analyse(rubric.question, own)
    return Prepared(
        rubric=rubric,
        lexicon=own,
        asked=units_of(question),
        claims=claims_of(
            [analyse(text, own) for text in truths],
            analyse(rubric.reference, own),
            question,
            frozenset(index for index, point in enumerate(rubric.points) if point.disputed),
        ),
        wanted=tuple(
            tuple((fold(text).text, units_of(analyse(text, own))) for text in (point.text, *point.accepts))
            for point in rubric.points
        ),
    )


@dataclass(frozen=True, slots=True)
class _Marked:
    result: PointResult
    cosine: float
    recall: float


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks answers; holds what is the same for all of them."""

    model: CreditModel
    limits: Limits
    misconceptions: Misconceptions
    grader: GraderId

    def __call__(
        self, prepared: Prepared, answer: str, rows: Vectors, vectors: Mapping[str, NDArray[np.float32]]
    ) -> Scored:
        """The grade of *answer*; *rows* are its sentences' vectors, *vectors* those of the rubric's texts."""
        rubric = prepared.rubric
        statement = analyse(answer, prepared.lexicon)
        against = clashes(prepared.claims, statement, self.limits)
        marked = [
            self._mark(
                index,
                prepared,
                statement,
                rows,
                vectors,
                [clash for clash in against if clash.point == index],
            )
            for index in range(len(rubric.points))
        ]
        results = tuple(one.result for one in marked)
        false = [
            flag for flag in self.misconceptions(rubric.question, answer) if flag.severity is not Severity.LOW
        ]
        opposite = any(clash.kind is ClashKind.ANSWER for clash in against)
        score = _total(
            rubric.points,
            results,
            len(false),
            max((clash.strength for clash in against), default=0.0),
            opposite=opposite,
        )
        off = not score and not against and all(one.cosine < _OFF_COSINE and not one.recall for one in marked)
        verdict = _verdict(score, results, off=off, doubtful=bool(false))
        disputed = any(
            point.disputed and result.state is not PointState.MISSING
            for point, result in zip(rubric.points, results, strict=True)
        )
        language = language_of(answer) or rubric.language
        confidence = _confidence(score, against, language == rubric.language)
        reasons = _reasons(confidence, disputed=disputed, false=len(false))
        return Scored(
            score=score,
            verdict=verdict,
            confidence=confidence,
            needs_review=bool(reasons),
            review_reasons=reasons,
            decided_by=self.grader,
            key_points=results,
            opinions=tuple(self._opinions(rubric, marked, against, false)),
            feedback=feedback(
                verdict, results, [flag.quote for flag in false], disputed=disputed, language=language
            ),
            language=language,
        )

    def _mark(
        self,
        index: int,
        prepared: Prepared,
        statement: Statement,
        rows: Vectors,
        vectors: Mapping[str, NDArray[np.float32]],
        against: Sequence[Clash],
    ) -> _Marked:
        point = prepared.rubric.points[index]
        said = units_of(statement)
        best: Cover | None = None
        credit, units = -1.0, prepared.asked
        for number, (text, wanted) in enumerate(prepared.wanted[index]):
            near = cover(wanted, vectors[text], prepared.asked, said, rows)
            earned = self.model(near.cosine, near.recall)
            if point.disputed and not number:
                earned = min(earned, _DISPUTED_MOST)
            if earned > credit:
                best, credit, units = near, earned, wanted
        if best is None:
            raise AssertionError("a key point without a text")
        if against:
            worst = max(against, key=lambda clash: clash.match)
            words = _evidence(statement.folded.original, worst.start, worst.end)
            left = round(credit * (1 - worst.strength), 4)
            result = PointResult(
                id=point.id, text=point.text, state=PointState.CONTRADICTED, credit=left, evidence=words
            )
            return _Marked(result, best.cosine, best.recall)
        state = (
            PointState.COVERED
            if credit >= COVERED
            else PointState.PARTIAL
            if credit >= PARTLY
            else PointState.MISSING
        )
        evidence = None if state is PointState.MISSING else _words(statement, units, best.sentence)
        result = PointResult(
            id=point.id, text=point.text, state=state, credit=round(credit, 4), evidence=evidence
        )
        return _Marked(result, best.cosine, best.recall)

    def _opinions(
        self, rubric: Rubric, marked: Sequence[_Marked], against: Sequence[Clash], false: Sequence[Flag]
    ) -> list[Opinion]:
        plain = sum(
            point.weight * self.model(one.cosine, one.recall)
            for point, one in zip(rubric.points, marked, strict=True)
        )
        opinions = [
            Opinion(grader=self.grader, score=round(min(1.0, plain), 4), why="coverage before contradictions")
        ]
        if against:
            kinds = ", ".join(sorted({clash.kind.value for clash in against}))
            opinions.append(Opinion(grader=GraderId("contradiction/1"), score=0.0, why=kinds))
        if false:
            sources = "; ".join(sorted({flag.evidence[0].source for flag in false if flag.evidence}))
            opinions.append(
                Opinion(grader=GraderId("facts/1"), score=0.0, why=sources or "denied by a known fact")
            )
        return opinions


def _total(
    points: Sequence[RubricPoint],
    results: Sequence[PointResult],
    false: int,
    strength: float,
    *,
    opposite: bool,
) -> float:
    """Weighted credit, less for every contradiction than its own point is worth.

    A wrong fact in fluent company must not outscore a plain right answer: saying the opposite of
    one point costs at least a third of the whole.
    """
    credit = sum(point.weight * result.credit for point, result in zip(points, results, strict=True))
    wrong = sum(
        point.weight
        for point, result in zip(points, results, strict=True)
        if result.state is PointState.CONTRADICTED
    )
    kept = 1.0 - strength * min(0.85, 0.4 + wrong) if wrong else 1.0
    if opposite:
        kept = min(kept, _OPPOSITE_KEEPS)
    return round(min(1.0, max(0.0, credit * kept * (1 - _MISCONCEPTION) ** min(false, 3))), 4)


def _verdict(score: float, results: Sequence[PointResult], *, off: bool, doubtful: bool) -> Verdict:
    if off:
        return Verdict.OFF_TOPIC
    contradicted = any(result.state is PointState.CONTRADICTED for result in results)
    if contradicted and score < SOME:
        return Verdict.CONTRADICTORY
    if score >= FULL and not contradicted and not doubtful:
        return Verdict.CORRECT
    return Verdict.PARTIAL if score >= SOME else Verdict.INCORRECT


def _confidence(score: float, against: Sequence[Clash], same_language: bool) -> float:
    """Distance of the score from the thresholds of the verdicts, less where the signals are weak."""
    distance = min(abs(score - threshold) for threshold in (SOME, FULL))
    confidence = 0.5 + min(0.4, distance)
    if against:
        confidence = min(confidence, max(clash.match for clash in against))
    return round(confidence if same_language else confidence - 0.1, 4)


def _reasons(confidence: float, *, disputed: bool, false: int) -> tuple[str, ...]:
    reasons = []
    if disputed:
        reasons.append("disputed_reference")
    if false:
        reasons.append("doubtful_claim")
    if confidence < 0.55:
        reasons.append("low_confidence")
    return tuple(reasons)


def _words(statement: Statement, units: Mapping[str, float], sentence: int) -> Evidence:
    """The clause that shares most words with the point, else the sentence that is nearest to it."""
    folded: Folded = statement.folded
    clause = nearest_clause(units, statement.clauses)
    spans = sentences(folded.text) or ((0, len(folded.text)),)
    start, end = (clause.start, clause.end) if clause else spans[sentence]
    return _evidence(folded.original, *folded.back(start, end))


def _evidence(original: str, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, quote=original[start:end])
