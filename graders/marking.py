"""The marking of one answer against one rubric."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graders.caution import Doubt, costs, doubts
from graders.concepts import Concepts
from graders.contradiction import Clash, Limits, clashes
from graders.coverage import (
    Cover,
    CreditModel,
    Units,
    nearest_clause,
    nearest_sentence,
    recall,
    units_of,
)
from graders.crossing import across_languages, foreign_concepts
from graders.grader import Vectors
from graders.mixing import belief
from graders.prepared import Prepared, Text
from graders.rubric import RubricPoint
from graders.standing import beyond_chance, standing
from graders.statement import Statement, analyse
from graders.target import NO_LENGTH, Target
from graders.text import language_of, sentences
from graders.verdicts import (
    COVERED,
    PARTLY,
    confidence_of,
    may_be_correct,
    review_reasons,
    total,
    verdict_of,
)
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

_DISPUTED_MOST = PARTLY  # what repeating a disputed reference can earn before a person has looked
_OFF_COSINE = 0.2  # below this, and without a shared word, an answer is about something else

Misconceptions = Callable[[str, str], Sequence[Flag]]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer with what all points are compared with; *rows* are the vectors of its sentences at *spans*.

    *foreign* are its concepts when it is in another language than the reference's, else None.
    """

    statement: Statement
    said: Units
    spans: Sequence[tuple[int, int]]
    rows: Vectors
    foreign: Concepts | None


class _Way(NamedTuple):
    """How an answer covers one text that earns a point: how nearly, for which credit, and the text's units."""

    near: Cover
    credit: float
    units: Units


@dataclass(frozen=True, slots=True)
class _Findings:
    """All that a grade rests on: *credit* for the whole answer, clashes *against* it, *false* known claims.

    *doubts* are those about an answer that would be correct without them; of others, those that cost credit.
    """

    results: tuple[PointResult, ...]
    credit: float
    score: float
    against: tuple[Clash, ...]
    false: tuple[Flag, ...]
    doubts: tuple[Doubt, ...]
    off_topic: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks answers; holds what is the same for all of them."""

    model: CreditModel
    limits: Limits
    misconceptions: Misconceptions
    grader: GraderId

    def __call__(self, target: Target, answer: str, rows: Vectors) -> Scored:
        """The grade of *answer*; *rows* are its sentences' vectors."""
        prepared = target.prepared
        statement = analyse(answer, prepared.lexicon)
        text = statement.folded.text
        foreign = foreign_concepts(text, prepared)
        given = _Answer(statement, units_of(statement), sentences(text) or ((0, len(text)),), rows, foreign)
        found = self._findings(target, given)
        return self._grade(prepared, found, language_of(answer) or prepared.rubric.language)

    def _findings(self, target: Target, given: _Answer) -> _Findings:
        prepared, rubric = target.prepared, target.prepared.rubric
        against = clashes(prepared.claims, given.statement, self.limits)
        results = tuple(
            _result(
                point,
                self._best_way(index, target, given),
                given,
                [clash for clash in against if clash.point == index],
            )
            for index, point in enumerate(rubric.points)
        )
        flags = self.misconceptions(rubric.question, given.statement.folded.original)
        false = tuple(flag for flag in flags if flag.severity is not Severity.LOW)
        credit, off = self._credit(target, given, results)
        credit *= standing(given.statement.folded.original, given.said, prepared, given.foreign)
        off = off and not against
        score = 0.0 if off else total(credit, rubric.points, against, len(false))
        score, costly = _after_doubts(score, credit, prepared, given, against)
        held = doubts(prepared.claims, given.statement) if may_be_correct(score, results) else ()
        return _Findings(
            results=results,
            credit=credit,
            score=score,
            against=against,
            false=false,
            doubts=held or costly,
            off_topic=off,
            disputed=any(
                point.disputed and result.state is not PointState.MISSING
                for point, result in zip(rubric.points, results, strict=True)
            ),
        )

    def _grade(self, prepared: Prepared, found: _Findings, language: str) -> Scored:
        doubtful = bool(found.false or found.doubts)
        verdict = (
            Verdict.OFF_TOPIC
            if found.off_topic
            else verdict_of(found.score, found.results, doubtful=doubtful)
        )
        confidence = confidence_of(
            found.score, found.against, same_language=language == prepared.rubric.language
        )
        reasons = review_reasons(
            confidence, disputed=found.disputed, false=len(found.false), doubts=found.doubts
        )
        quotes = [flag.quote for flag in found.false]
        return Scored(
            score=found.score,
            verdict=verdict,
            confidence=confidence,
            needs_review=bool(reasons),
            review_reasons=reasons,
            decided_by=self.grader,
            key_points=found.results,
            opinions=tuple(self._opinions(found)),
            feedback=feedback(
                verdict,
                found.results,
                quotes,
                disputed=found.disputed,
                unsure=bool(found.doubts),
                language=language,
            ),
            language=language,
        )

    def _best_way(self, index: int, target: Target, given: _Answer) -> _Way:
        """How the answer covers a point at its best."""
        disputed = target.prepared.rubric.points[index].disputed
        ways: list[_Way] = []
        for text in target.prepared.wanted[index]:
            near = _near(text, target, given)
            ways.append(_Way(near, self.model(near.cosine, near.recall), text.units))
        best = max(ways, key=lambda way: way.credit)
        if disputed and best is ways[0]:
            # Nearer to the disputed words than to their correction: it follows what may be wrong.
            return best._replace(credit=min(best.credit, _DISPUTED_MOST))
        return best

    def _credit(self, target: Target, given: _Answer, results: Sequence[PointResult]) -> tuple[float, bool]:
        """The credit for the whole answer, and whether it is about something else altogether.

        Measured on the whole reference, which agrees better with people than the sum over points; where
        a part of the reference is disputed, that sum; where it offers choices, on as many as are needed.
        """
        prepared = target.prepared
        if prepared.choices:
            return self._credit_for_choices(target, given), False
        mean = given.rows.sum(axis=0) / np.float32(len(given.rows))
        length = max(float(np.sqrt(mean @ mean)), NO_LENGTH)
        cosine = float(mean @ target.direction / length)
        whole = _cover(cosine, 0, prepared.whole, prepared, given)
        off = not whole.recall and cosine < _OFF_COSINE
        points = prepared.rubric.points
        if any(point.disputed for point in points):
            summed = sum(point.weight * result.credit for point, result in zip(points, results, strict=True))
            return summed, off and not summed
        credit = self.model(whole.cosine, whole.recall)
        return credit if given.foreign else credit * beyond_chance(whole, given.said, prepared), off

    def _credit_for_choices(self, target: Target, given: _Answer) -> float:
        """The mean credit of the choices that the answer covers best, as many as are needed."""
        covers = [_near(text, target, given) for text in target.prepared.choices]
        best = sorted((self.model(near.cosine, near.recall) for near in covers), reverse=True)
        return sum(best[: target.prepared.needed]) / target.prepared.needed

    def _opinions(self, found: _Findings) -> list[Opinion]:
        credit = min(1.0, round(found.credit, 4))
        opinions = [Opinion(grader=self.grader, score=credit, why="coverage before contradictions")]
        if found.against:
            kinds = ", ".join(sorted({clash.kind.value for clash in found.against}))
            opinions.append(Opinion(grader=GraderId("contradiction/1"), score=0.0, why=kinds))
        if found.false:
            sources = "; ".join(sorted({flag.evidence[0].source for flag in found.false if flag.evidence}))
            opinions.append(
                Opinion(grader=GraderId("facts/1"), score=0.0, why=sources or "denied by a known fact")
            )
        return opinions


def _after_doubts(
    score: float, credit: float, prepared: Prepared, given: _Answer, against: Sequence[Clash]
) -> tuple[float, tuple[Doubt, ...]]:
    """What the doubts about an answer leave of its *score*, and which of them took something."""
    if not score:
        return score, ()
    believed = belief(given.statement.folded.text, prepared)
    same_language = given.foreign is None and believed == 1
    lasting = costs(prepared.claims, given.statement, prepared.lexicon, same_language=same_language)
    if against:
        # What a clash has taken is not taken twice, but no doubt leaves more beside one than without.
        lasting = {doubt: kept for doubt, kept in lasting.items() if doubt is not Doubt.LOST_NEGATION}
        left = min([score, *(credit * kept for kept in lasting.values())])
    else:
        left = score * math.prod(lasting.values())
    mixed = (Doubt.MIXED_LANGUAGES,) if believed < left else ()
    return round(min(left, believed), 4), (*lasting, *mixed)


def _near(text: Text, target: Target, given: _Answer) -> Cover:
    cosine, sentence = nearest_sentence(target.vectors[text.folded], given.rows)
    return _cover(cosine, sentence, text, target.prepared, given)


def _cover(cosine: float, sentence: int, text: Text, prepared: Prepared, given: _Answer) -> Cover:
    """How near the answer comes to *text* by its words; by their meanings where the languages differ."""
    if given.foreign:
        return across_languages(Cover(cosine, 0.0, sentence), text, prepared, given.foreign)
    return Cover(cosine, recall(text.wanted, given.said), sentence)


def _result(point: RubricPoint, way: _Way, given: _Answer, against: Sequence[Clash]) -> PointResult:
    if against:
        worst = max(against, key=lambda clash: clash.strength)
        state, credit = PointState.CONTRADICTED, way.credit * (1 - worst.strength)
        words = _evidence(given.statement.folded.original, worst.start, worst.end)
        return PointResult(id=point.id, text=point.text, state=state, credit=round(credit, 4), evidence=words)
    state = _state(way.credit)
    earned = None if state is PointState.MISSING else _earned_by(given, way)
    return PointResult(
        id=point.id, text=point.text, state=state, credit=round(way.credit, 4), evidence=earned
    )


def _state(credit: float) -> PointState:
    if credit >= COVERED:
        return PointState.COVERED
    return PointState.PARTIAL if credit >= PARTLY else PointState.MISSING


def _earned_by(given: _Answer, way: _Way) -> Evidence:
    """The clause that shares most words with the point, else the sentence that is nearest to it."""
    clause = nearest_clause(way.units, given.statement.clauses)
    start, end = (clause.start, clause.end) if clause else given.spans[way.near.sentence]
    folded = given.statement.folded
    return _evidence(folded.original, *folded.back(start, end))


def _evidence(original: str, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, quote=original[start:end])
