"""How far a judge may raise the score of an answer: as far as it is in sentences, and stood by.

A chat model that sees the terms of a key point in a row, or the question in other words, is easily pleased.
The offline grader measures just that, so there its score is the ceiling.  It is so too where the answer holds
verdicts: a model may hand them on as its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graders.coverage import units_of
from graders.grader import Submission
from graders.judge.hostile import forges_verdicts
from graders.lexicon import Lexicon, load
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.standing import standing
from graders.statement import analyse
from questions.records import FreeText

_NONE, _ALL = 0.5, 0.9  # shares of its credit that an answer keeps offline, for no trust and for all of it


@dataclass(frozen=True, slots=True)
class Guard:
    """Says of answers how far a judge's praise counts."""

    lexicon: Lexicon = field(default_factory=load)

    def __call__(self, items: Sequence[Submission]) -> tuple[float, ...]:
        """0..1 for each of *items*, which are answers in free text."""
        rubrics: dict[tuple[int, ...], Prepared] = {}
        return tuple(self._trust(item, rubrics) for item in items)

    def _trust(self, item: Submission, rubrics: dict[tuple[int, ...], Prepared]) -> float:
        if not isinstance(item.question, FreeText):
            return 1.0
        if forges_verdicts(item.answer):
            return 0.0
        key = (id(item.question), *map(id, item.flags))
        prepared = rubrics.get(key)
        if prepared is None:
            prepared = rubrics[key] = prepare(rubric_of(item.question, item.flags), self.lexicon)
        statement = analyse(item.answer, prepared.lexicon)
        kept = standing(item.answer, units_of(statement), prepared)
        return min(1.0, max(0.0, (kept - _NONE) / (_ALL - _NONE)))
