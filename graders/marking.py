"""The marking of one answer against one rubric."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.claims import Claims, claims_of
from graders.contradiction import Clash, Limits, clashes
from graders.contrast import contrasts
from graders.coverage import Cover, CreditModel, Units, cover, nearest_clause, recall, units_of
from graders.grader import Vectors
from graders.lexicon import Lexicon
from graders.rubric import Rubric, RubricPoint
from graders.statement import Statement, analyse
from graders.text import fold, language_of, sentences
from graders.verdicts import COVERED, PARTLY, confidence_of, review_reasons, total, verdict_of
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

_DISPUTED_MOST = 0.5  # what repeating a disputed reference can earn before a person has looked
_OFF_COSINE = 0.3  # below this, and without a shared word, an answer is about something else

Misconceptions = Callable[[str, str], Sequence[Flag]]
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be covered: folded, and its content units."""

    folded: str
    units: Units


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rubric with all that does not depend on the answer.

    *wanted* holds for each point what it says, then what is accepted in its place.
    """

    rubric: Rubric
    lexicon: Lexicon
    asked: Units
    whole: Text
    claims: Claims
    wanted: tuple[tuple[Text, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What must be encoded before an answer can be marked."""
        return (self.whole.folded, *(text.folded for texts in self.wanted for text in texts))


def prepare(rubric: Rubric, lexicon: Lexicon) -> Prepared:
    """*rubric* analysed once for all its answers."""
    own = lexicon.extended(contrasts(rubric.question, [point.text for point in rubric.points]))
    # A disputed point is contradicted by what speaks against its correction, not against the reference.
    truths = [point.accepts[0] if point.disputed and point.accepts else point.text for point in rubric.points]
    question, reference = analyse(rubric.question, own), analyse(rubric.reference, own)
    return Prepared(
        rubric=rubric,
        lexicon=own,
        asked=units_of(question),
        whole=Text(reference.folded.text, units_of(reference)),
        claims=claims_of(
            [analyse(text, own) for text in truths],
            reference,
            question,
            frozenset(index for index, point in enumerate(rubric.points) if point.disputed),
        ),
        wanted=tuple(
            tuple(
                Text(fold(text).text, units_of(analyse(text, own))) for text in (point.text, *point.accepts)
            )
            for point in rubric.points
        ),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer with what all points are compared with."""

    statement: Statement
    said: Units
    rows: Vectors


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks answers; holds what is the same for all of them."""

    model: CreditModel
    limits: Limits
    misconceptions: Misconceptions
    grader: GraderId

    def __call__(
        self, prepared: Prepared, answer: str, rows: Vectors, vectors: Mapping[str, Vector]
    ) -> Scored:
        """The grade of *answer*; *rows* are its sentences' vectors, *vectors* those of the rubric's texts."""
        rubric = prepared.rubric
        statement = analyse(answer, prepared.lexicon)
        given = _Answer(statement, units_of(statement), rows)
        against = clashes(prepared.claims, statement, self.limits)
        covers = [self._cover(index, prepared, given, vectors) for index in range(len(rubric.points))]
        results = tuple(
            _result(point, *covers[index], given, [clash for clash in against if clash.point == index])
            for index, point in enumerate(rubric.points)
        )
        false = [
            flag for flag in self.misconceptions(rubric.question, answer) if flag.severity is not Severity.LOW
        ]
        credit, off = self._credit(prepared, given, vectors, results)
        score = 0.0 if off and not against else total(credit, rubric.points, against, len(false))
        disputed = any(
            point.disputed and result.state is not PointState.MISSING
            for point, result in zip(rubric.points, results, strict=True)
        )
        language = language_of(answer) or rubric.language
        verdict = (
            Verdict.OFF_TOPIC if off and not against else verdict_of(score, results, doubtful=bool(false))
        )
        confidence = confidence_of(score, against, same_language=language == rubric.language)
        reasons = review_reasons(confidence, disputed=disputed, false=len(false))
        return Scored(
            score=score,
            verdict=verdict,
            confidence=confidence,
            needs_review=bool(reasons),
            review_reasons=reasons,
            decided_by=self.grader,
            key_points=results,
            opinions=tuple(self._opinions(credit, against, false)),
            feedback=feedback(
                verdict, results, [flag.quote for flag in false], disputed=disputed, language=language
            ),
            language=language,
        )

    def _cover(
        self, index: int, prepared: Prepared, given: _Answer, vectors: Mapping[str, Vector]
    ) -> tuple[Cover, float, Units]:
        """How the answer covers a point at its best: the cover, the credit, and the units of the text covered."""
        point = prepared.rubric.points[index]
        ways: list[tuple[Cover, float, Units]] = []
        for number, text in enumerate(prepared.wanted[index]):
            near = cover(text.units, vectors[text.folded], prepared.asked, given.said, given.rows)
            earned = self.model(near.cosine, near.recall)
            if point.disputed and not number:
                earned = min(earned, _DISPUTED_MOST)
            ways.append((near, earned, text.units))
        return max(ways, key=lambda way: way[1])

    def _credit(
        self,
        prepared: Prepared,
        given: _Answer,
        vectors: Mapping[str, Vector],
        results: Sequence[PointResult],
    ) -> tuple[float, bool]:
        """The credit for the whole answer, and whether it is about something else altogether.

        Measured on the whole reference, which agrees better with people than the sum over points; where
        a part of the reference is disputed, that sum.
        """
        mean = given.rows.mean(axis=0)
        cosine = float(mean @ vectors[prepared.whole.folded] / max(float(np.linalg.norm(mean)), 1e-9))
        share = recall(prepared.whole.units, prepared.asked, given.said)
        off = not share and cosine < _OFF_COSINE
        points = prepared.rubric.points
        if any(point.disputed for point in points):
            summed = sum(point.weight * result.credit for point, result in zip(points, results, strict=True))
            return summed, off and not summed
        return self.model(cosine, share), off

    def _opinions(self, credit: float, against: Sequence[Clash], false: Sequence[Flag]) -> list[Opinion]:
        opinions = [Opinion(grader=self.grader, score=round(credit, 4), why="coverage before contradictions")]
        if against:
            kinds = ", ".join(sorted({clash.kind.value for clash in against}))
            opinions.append(Opinion(grader=GraderId("contradiction/1"), score=0.0, why=kinds))
        if false:
            sources = "; ".join(sorted({flag.evidence[0].source for flag in false if flag.evidence}))
            opinions.append(
                Opinion(grader=GraderId("facts/1"), score=0.0, why=sources or "denied by a known fact")
            )
        return opinions


def _result(
    point: RubricPoint, near: Cover, credit: float, units: Units, given: _Answer, against: Sequence[Clash]
) -> PointResult:
    if against:
        worst = max(against, key=lambda clash: clash.strength)
        return PointResult(
            id=point.id,
            text=point.text,
            state=PointState.CONTRADICTED,
            credit=round(credit * (1 - worst.strength), 4),
            evidence=_evidence(given.statement.folded.original, worst.start, worst.end),
        )
    state = (
        PointState.COVERED
        if credit >= COVERED
        else PointState.PARTIAL
        if credit >= PARTLY
        else PointState.MISSING
    )
    words = None if state is PointState.MISSING else _words(given.statement, units, near.sentence)
    return PointResult(id=point.id, text=point.text, state=state, credit=round(credit, 4), evidence=words)


def _words(statement: Statement, units: Units, sentence: int) -> Evidence:
    """The clause that shares most words with the point, else the sentence that is nearest to it."""
    folded = statement.folded
    clause = nearest_clause(units, statement.clauses)
    spans = sentences(folded.text) or ((0, len(folded.text)),)
    start, end = (clause.start, clause.end) if clause else spans[sentence]
    return _evidence(folded.original, *folded.back(start, end))


def _evidence(original: str, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, quote=original[start:end])
