"""Grades of answers that people graded, too: what a confidence can rest on, and whether it was right."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.rowfiles.graded import HumanGrade
from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade
from graders.agreement import is_close
from graders.assurance import Signals, signals_of
from graders.lexicon import load as load_lexicon
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.text import language_of
from questions.errors import BadInput
from questions.records import FreeText, Scored
from tools.credit_data import CHUNK, drawn

Floats = NDArray[np.float64]
_WEIGHED = "coverage/"  # who decides where the answer was weighed; blank ones and choices are not fitted


@dataclass(frozen=True, slots=True)
class SureSet:
    """One file: its answers graded as the product grades them.

    *screened* counts those that hold nothing to weigh, *refused* the rows that are none.
    """

    name: str
    sha256: str
    languages: tuple[str, ...]
    questions: tuple[str, ...]
    human: Floats
    signals: tuple[Signals, ...]
    screened: int
    refused: int

    @property
    def score(self) -> Floats:
        """The scores."""
        return np.array([one.score for one in self.signals])

    @property
    def close(self) -> Floats:
        """1 where the score is close to the person's."""
        return is_close(self.score, self.human)

    @property
    def squares(self) -> Floats:
        """The squared errors."""
        found: Floats = (self.score - self.human) ** 2
        return found


def read_set(file: Path, services: Services, limit: int) -> SureSet:
    """*file* graded; of more than *limit* answers (0: no limit), those whose hashes come first."""
    rows, refused = drawn(file, limit)
    rubrics = Rubrics(services)
    prepared: dict[str, Prepared] = {}
    told: list[tuple[HumanGrade, Signals]] = []
    for start in range(0, len(rows), CHUNK):
        told += _graded(rows[start : start + CHUNK], services, rubrics, prepared)
    if not told:
        raise SystemExit(f"{file} has no answer that can be weighed")
    return SureSet(
        name=file.stem,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        languages=tuple(sorted({language_of(row.reference or "") for row, _ in told})),
        questions=tuple(row.question_id for row, _ in told),
        human=np.array([row.human for row, _ in told]),
        signals=tuple(signals for _, signals in told),
        screened=len(rows) - len(told),
        refused=refused,
    )


def _graded(
    rows: Sequence[HumanGrade], services: Services, rubrics: Rubrics, prepared: dict[str, Prepared]
) -> list[tuple[HumanGrade, Signals]]:
    pairs = [(row, asked) for row in rows if (asked := _asked(row, services, rubrics))]
    grades = grade(services, [(asked, row.answer) for row, asked in pairs])
    found = []
    for (row, asked), given in zip(pairs, grades, strict=True):
        if isinstance(given, Scored) and given.decided_by.startswith(_WEIGHED):
            found.append((row, signals_of(given.score, _prepared(asked, prepared), row.answer)))
    return found


def _asked(row: HumanGrade, services: Services, rubrics: Rubrics) -> Asked | None:
    if len(row.answer) > services.settings.max_answer_chars:
        return None
    try:
        return rubrics.inline(row.question, row.reference or "")
    except BadInput:
        return None


def _prepared(asked: Asked, known: dict[str, Prepared]) -> Prepared:
    question = asked.question
    if not isinstance(question, FreeText):
        raise TypeError(f"an inline question is free text: {question}")
    if question.id not in known:
        known[question.id] = prepare(rubric_of(question, asked.flags), load_lexicon())
    return known[question.id]
