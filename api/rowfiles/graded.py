"""Answers that people have graded, out of a file: JSONL, CSV or Parquet.

    {"question_id", "question", "reference", "answer", "score", "max_score"}

`score_norm` (0..1) may stand in the place of `score` and `max_score`.
"""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.rowfiles import encodings, formats, parquet
from api.rowfiles.formats import RowFormat
from api.rowfiles.reading import MAX_ROW_BYTES, Malformed, RowId, json_object
from api.text import storable
from questions.errors import BadInput
from questions.records import digest

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HumanGrade:
    """An answer and what a person gave it, 0..1.

    *counts* is false for a row that is the reference itself, or whose reference is known to be wrong.
    """

    line: int
    question_id: str
    question: str
    reference: str | None
    answer: str
    human: float
    counts: bool = True


def human_grades(source: Path) -> Iterator[HumanGrade | Malformed]:
    """The rows of *source*, and those that hold no human grade with the reason.

    Raises BadInput when the file cannot be read at all.
    """
    return (_grade(line, fields) for line, fields in _rows(source))


def scores_by_id(source: Path) -> Iterator[tuple[RowId, float] | Malformed]:
    """Of each row of *source* its id and the human grade, 0..1; raises what `human_grades` raises."""
    for line, fields in _rows(source):
        try:
            yield _id_and_grade(fields)
        except BadInput as error:
            yield Malformed(line, None, str(error))


def _rows(source: Path) -> Iterator[tuple[int, Fields | str]]:
    try:
        with source.open("rb") as stream:
            form = formats.by_name(source) or formats.by_content(stream)
            if form is RowFormat.PARQUET:
                yield from parquet.read(stream)
                return
            encoding = encodings.detect(stream, MAX_ROW_BYTES).name
            if form is RowFormat.JSONL:
                yield from _jsonl(stream, encoding)
                return
            with encodings.text(stream, encoding) as texts:
                yield from _csv(texts)
    except OSError as error:
        raise BadInput(f"{source}: {error.strerror}; name a file of graded answers") from None


def _jsonl(stream: BinaryIO, encoding: str) -> Iterator[tuple[int, Fields | str]]:
    for line, raw in encodings.lines(stream, MAX_ROW_BYTES):
        if raw is None:
            yield line, f"longer than {MAX_ROW_BYTES:,} bytes"
        elif raw.strip():
            yield line, json_object(raw, encoding)


def _csv(texts: Iterator[str]) -> Iterator[tuple[int, Fields | str]]:
    csv.field_size_limit(MAX_ROW_BYTES)
    reader = csv.DictReader(texts, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, f"not CSV: {error}"
        else:
            yield start, {str(name).lstrip("\ufeff"): value for name, value in row.items()}


def _id_and_grade(fields: Fields | str) -> tuple[RowId, float]:
    if isinstance(fields, str):
        raise BadInput(fields)
    name = fields.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise BadInput("the row has no id; give it that of an answer")
    return name, _human(fields)


def _grade(line: int, fields: Fields | str) -> HumanGrade | Malformed:
    if isinstance(fields, str):
        return Malformed(line, None, fields)
    try:
        question, reference = _text(fields, "question"), _text(fields, "reference")
        named = _text(fields, "question_id")
        return HumanGrade(
            line=line,
            question_id=named if named.strip() else digest(question, reference),
            question=question,
            reference=reference if reference.strip() else None,
            answer=_text(fields, "answer"),
            human=_human(fields),
            counts=not _true(fields.get("is_reference")) and not _false(fields.get("reference_ok")),
        )
    except BadInput as error:
        return Malformed(line, None, str(error))


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadInput(f"{name!r} is {type(value).__name__}, not text")
    return storable(str(value))


def _human(fields: Fields) -> float:
    share = _number(fields, "score_norm")
    if share is None:
        score, most = _number(fields, "score"), _number(fields, "max_score")
        if score is None:
            raise BadInput("the row has no human grade; give it score and max_score, or score_norm")
        if most is not None and most <= 0:
            raise BadInput(f"max_score is {most:g}; it must be above 0")
        share = score / (most or 1.0)
    if not 0 <= share <= 1:
        raise BadInput(f"the human grade is {share:g} of 1; is max_score missing?")
    return share


def _number(fields: Fields, name: str) -> float | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    try:
        number = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(f"{name!r} is no number")
    return number


def _true(value: object) -> bool:
    return value is True or str(value).strip().lower() in ("true", "1")


def _false(value: object) -> bool:
    return value is False or str(value).strip().lower() in ("false", "0")
