"""How well the offline grades agree with people, beside raw cosine and a lexical floor, in one run."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from api.rowfiles.graded import HumanGrade, human_grades
from api.rowfiles.reading import Malformed
from api.services import Services
from api.usecases.grading import Asked, Rubrics, grade
from graders.agreement import (
    Bin,
    Errors,
    Figure,
    Floats,
    Measured,
    Sample,
    calibration_error,
    errors,
    mean_of,
    measure,
    reliability,
)
from graders.overlap import recall, words_of
from questions.errors import BadInput

OFFLINE, COSINE, WORDS = "offline", "cosine", "words"
GRADERS = (OFFLINE, COSINE, WORDS)
"""The panel; the whole answer against the whole reference; the share of the reference's words."""

Say = Callable[[str], None]
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class GradedSet:
    """The answers of one file that can be measured, how many were left out, and how many are no rows."""

    name: str
    rows: tuple[HumanGrade, ...]
    left_out: int
    refused: int


@dataclass(frozen=True, slots=True)
class SetQuality:
    """The figures of each grader on one set, and how the offline confidence holds.

    *sample* holds the offline grades, *errors* says where theirs come from (None without a score).
    """

    name: str
    questions: int
    left_out: int
    refused: int
    by_grader: Mapping[str, Measured]
    reliability: tuple[Bin, ...]
    errors: Errors | None
    sample: Sample

    def gain(self, figure: str) -> Figure:
        """By how much *figure* of the offline grades exceeds that of raw cosine."""
        return self.by_grader[OFFLINE].above(self.by_grader[COSINE], figure)


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of every set, and their mean in which each set counts the same."""

    encoder: str
    draws: int
    seed: int
    sets: tuple[SetQuality, ...]
    mean: Mapping[str, Measured]

    @property
    def pooled_ece(self) -> float:
        """The calibration error of the offline confidence over the answers of all sets; nan for none.

        In the mean of sets it counts, too, that the graders of one set are stricter than those of another.
        """
        told = [one.sample.scored() for one in self.sets]
        sure = [one.confidence for one in told if one.confidence is not None]
        score, human = ([getattr(one, name) for one in told] for name in ("score", "human"))
        return calibration_error(np.concatenate(score), np.concatenate(human), np.concatenate(sure))

    @property
    def mean_gain(self) -> Figure:
        """By how much the mean r of the offline grades exceeds that of raw cosine."""
        return self.mean[OFFLINE].above(self.mean[COSINE], "r")


def read_sets(sources: Sequence[Path], limit: int, say: Say) -> tuple[GradedSet, ...]:
    """The graded answers of *sources*, of each the first *limit* (0: all) that can be measured.

    Rows that are none are named to *say*.  Raises BadInput for a file without a single one.
    """
    return tuple(_read_set(source, limit, say) for source in sources)


def quality(
    services: Services, sets: Sequence[GradedSet], draws: int, seed: int, advance: Advance
) -> Quality:
    """The figures of *sets*.  Raises ServiceUnavailable when the encoder fails."""
    measured = tuple(
        _measure_set(services, given, draws, seed + number, advance) for number, given in enumerate(sets)
    )
    return Quality(
        encoder=services.settings.encoder,
        draws=draws,
        seed=seed,
        sets=measured,
        mean={name: mean_of([found.by_grader[name] for found in measured]) for name in GRADERS},
    )


def _read_set(source: Path, limit: int, say: Say) -> GradedSet:
    rows: list[HumanGrade] = []
    left_out = refused = 0
    for row in human_grades(source):
        if isinstance(row, Malformed):
            refused += 1
            say(f"{source.name}, line {row.line}: {row.why}")
        elif row.counts and row.reference and row.answer.strip():
            rows.append(row)
        else:
            left_out += 1
        if len(rows) == limit > 0:
            break
    if not rows:
        raise BadInput(
            f"{source} has no answer with a reference and a human grade; see quizgen bench quality -h"
        )
    return GradedSet(source.stem, tuple(rows), left_out, refused)


def _measure_set(services: Services, given: GradedSet, draws: int, seed: int, advance: Advance) -> SetQuality:
    names, codes = np.unique([row.question_id for row in given.rows], return_inverse=True)
    human = np.array([row.human for row in given.rows])
    score, confidence = _offline(services, given.rows, advance)
    samples = {
        OFFLINE: Sample(codes, human, score, confidence),
        COSINE: Sample(codes, human, _cosines(services, given.rows)),
        WORDS: Sample(codes, human, _word_recall(given.rows)),
    }
    told = samples[OFFLINE].scored()
    return SetQuality(
        name=given.name,
        questions=len(names),
        left_out=given.left_out,
        refused=given.refused,
        by_grader={name: measure(sample, draws, seed) for name, sample in samples.items()},
        reliability=reliability(told.score, told.human, confidence[~np.isnan(score)]),
        errors=errors(told.score, told.human),
        sample=samples[OFFLINE],
    )


def _offline(services: Services, rows: Sequence[HumanGrade], advance: Advance) -> tuple[Floats, Floats]:
    """Scores and confidences of the panel, nan where it could not tell."""
    rubrics = Rubrics(services)
    scores: list[float] = []
    sure: list[float] = []
    rest = iter(rows)
    while chunk := list(islice(rest, services.settings.chunk_rows)):
        asked = [_asked(services, rubrics, row) for row in chunk]
        grades = iter(
            grade(services, [(item, row.answer) for item, row in zip(asked, chunk, strict=True) if item])
        )
        for item in asked:
            given = next(grades) if item else None
            told = given is not None and given.status == "scored"
            scores.append(given.score if told and given and given.score is not None else math.nan)
            sure.append(given.confidence if told and given else math.nan)
        advance(len(chunk))
    return np.array(scores), np.array(sure)


def _asked(services: Services, rubrics: Rubrics, row: HumanGrade) -> Asked | None:
    """The question of *row*; None where row or reference is too long to be graded."""
    if len(row.answer) > services.settings.max_answer_chars:
        return None
    try:
        return rubrics.inline(row.question, row.reference or "")
    except BadInput:
        return None


def _cosines(services: Services, rows: Sequence[HumanGrade]) -> Floats:
    """Raw cosine of each whole answer with its whole reference; below 0 counts as 0."""
    encode, size = services.encode(), services.settings.chunk_rows
    found: list[float] = []
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        vectors = encode([text for row in chunk for text in (row.answer, row.reference or "")])
        found += np.einsum("ij,ij->i", vectors[::2], vectors[1::2]).tolist()
    cosines: Floats = np.clip(np.array(found), 0, 1)
    return cosines


def _word_recall(rows: Iterable[HumanGrade]) -> Floats:
    return np.array([recall(words_of(row.reference or ""), words_of(row.answer)) for row in rows])
