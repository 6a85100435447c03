"""Sets of answers graded by people, and what is measured on each answer."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.rowfiles.graded import HumanGrade, human_grades
from api.rowfiles.reading import Malformed
from graders.coverage import recall, units_of
from graders.grader import Encode, Vectors
from graders.lexicon import load as load_lexicon
from graders.overlap import recall as word_recall
from graders.overlap import words_of
from graders.panel import sentences_of
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.statement import analyse
from graders.target import target_of
from graders.text import fold, language_of, sentences
from questions.records import FreeText, QuestionId, digest
from quizgen.keypoints import key_points

Floats = NDArray[np.float64]
CHUNK = 256

PLAIN = (
    "cosine of the whole texts",
    "mean over reference sentences of the best answer sentence",
    "least of these",
    "most of these",
    "mean over answer sentences of the best reference sentence",
    "least of these",
    "most of these",
    "share of the reference's words",
    "share of those that the question does not hold",
    "share of the answer's words that the reference holds",
    "cosine of answer and question",
    "cosine of reference and question",
    "log of the answer's length",
    "log of its ratio to the reference's",
)
"""The features of the ridge regression that the two signals are compared with."""


@dataclass(frozen=True, slots=True)
class GradedSet:
    """One file: its rows, measured.  *signals* are cosine and recall, *plain* the columns of `PLAIN`."""

    name: str
    sha256: str
    languages: tuple[str, ...]
    questions: tuple[str, ...]
    human: Floats
    signals: Floats
    plain: Floats
    refused: int


def files_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """The files of *places*, and the JSONL files of those that are folders, by name."""
    found = [file for place in places for file in (place.glob("*.jsonl") if place.is_dir() else [place])]
    return tuple(sorted(set(found), key=lambda file: file.name))


def read_set(file: Path, encode: Encode, limit: int) -> GradedSet:
    """*file* measured; of more than *limit* answers (0: no limit), those whose hashes come first."""
    rows, refused = drawn(file, limit)
    parts = [_measured(rows[at : at + CHUNK], encode) for at in range(0, len(rows), CHUNK)]
    return GradedSet(
        name=file.stem,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        languages=tuple(language_of(row.reference or "") for row in rows),
        questions=tuple(row.question_id for row in rows),
        human=np.array([row.human for row in rows]),
        signals=np.concatenate([signals for signals, _ in parts]),
        plain=np.concatenate([plain for _, plain in parts]),
        refused=refused,
    )


def drawn(file: Path, limit: int) -> tuple[list[HumanGrade], int]:
    """The answers of *file* that can be used, at most *limit* (0: all), and how many rows are none."""
    rows: list[HumanGrade] = []
    refused = 0
    for row in human_grades(file):
        if isinstance(row, Malformed):
            refused += 1
        elif row.counts and row.reference and row.answer.strip() and fold(row.answer).text.strip():
            rows.append(row)
    if not rows:
        raise SystemExit(f"{file} has no graded answer with a reference")
    return sorted(rows, key=lambda row: digest(row.question_id, row.answer))[: limit or None], refused


def _measured(rows: Sequence[HumanGrade], encode: Encode) -> tuple[Floats, Floats]:
    prepared = [prepared_for(row.question, row.reference or "") for row in rows]
    texts = dict.fromkeys(text for row, own in zip(rows, prepared, strict=True) for text in _texts(row, own))
    vectors = dict(zip(texts, encode(tuple(texts)), strict=True))
    pairs = list(zip(rows, prepared, strict=True))
    return (
        np.array([signals_of(own, row.answer, vectors) for row, own in pairs]),
        np.array([_plain(row, vectors) for row, _ in pairs]),
    )


def prepared_for(question: str, reference: str) -> Prepared:
    """A question as the marker has it, with the key points that the bank would give it."""
    asked = FreeText(
        id=QuestionId("fit"),
        text=question if question.strip() else "…",
        language=language_of(reference),
        reference=reference,
        key_points=key_points(reference, question),
    )
    return prepare(rubric_of(asked, ()), load_lexicon())


def signals_for(question: str, reference: str, answer: str, encode: Encode) -> tuple[float, float]:
    """The two signals of one *answer*."""
    prepared = prepared_for(question, reference)
    texts = (*sentences_of(answer), *prepared.texts)
    return signals_of(prepared, answer, dict(zip(texts, encode(texts), strict=True)))


def signals_of(prepared: Prepared, answer: str, vectors: dict[str, Vectors]) -> tuple[float, float]:
    """The cosine and the recall that the marker gives credit for; *vectors* holds the texts' rows."""
    mean = np.stack([vectors[text] for text in sentences_of(answer)]).mean(axis=0)
    cosine = float(mean @ target_of(prepared, vectors).direction / max(float(np.linalg.norm(mean)), 1e-9))
    said = units_of(analyse(answer, prepared.lexicon))
    return cosine, recall(prepared.whole.wanted, said)


def _texts(row: HumanGrade, prepared: Prepared) -> Iterator[str]:
    yield from sentences_of(row.answer)
    yield from prepared.texts
    yield from _sentences(row.reference or "")
    yield from (fold(text).text for text in (row.answer, row.reference or "", row.question))


def _sentences(text: str) -> tuple[str, ...]:
    folded = fold(text).text
    return tuple(folded[start:end] for start, end in sentences(folded)) or (folded,)


def _plain(row: HumanGrade, vectors: dict[str, Vectors]) -> list[float]:
    """The features of `PLAIN`."""
    reference = row.reference or ""
    answer_rows = np.stack([vectors[text] for text in sentences_of(row.answer)])
    near = np.stack([vectors[text] for text in _sentences(reference)]) @ answer_rows.T
    wanted, back = near.max(axis=1), near.max(axis=0)
    whole, other, asked = (vectors[fold(text).text] for text in (row.answer, reference, row.question))
    said, known, given = words_of(row.answer), words_of(reference), words_of(row.question)
    return [
        float(whole @ other),
        *(float(part) for part in (wanted.mean(), wanted.min(), wanted.max())),
        *(float(part) for part in (back.mean(), back.min(), back.max())),
        word_recall(known, said),
        word_recall(known - given, said),
        word_recall(said, known),
        float(whole @ asked),
        float(other @ asked),
        math.log(1 + len(row.answer)),
        math.log((1 + len(row.answer)) / (1 + len(reference))),
    ]
