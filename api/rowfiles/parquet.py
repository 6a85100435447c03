"""Rows in Parquet.  The only importer of pyarrow."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from api.rowfiles.columns import COLUMNS
from questions.errors import BadInput, MissingExtra

_BATCH = 1024


def count(stream: BinaryIO) -> int:
    """How many rows there are.  Raises BadInput when *stream* is no Parquet with the columns of a row."""
    file = _open(stream)
    missing = {"id", "answer"} - set(file.schema_arrow.names)
    if missing:
        raise BadInput(f"the Parquet file has no column {', '.join(sorted(missing))}")
    return int(file.metadata.num_rows)


def read(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """The rows of *stream* with their numbers, from 1."""
    stream.seek(0)
    number = 0
    for batch in _open(stream).iter_batches(batch_size=_BATCH):
        for row in batch.to_pylist():
            number += 1
            yield number, row


def write(path: Path, rows: Iterable[Mapping[str, Any]], kind: str) -> None:
    """*rows* of *kind* (a key of `COLUMNS`) as Parquet at *path*."""
    schema = _schemas()[kind]
    with _library("pyarrow.parquet").ParquetWriter(path, schema) as writer:
        for batch in _batches(rows):
            table = _library("pyarrow").Table.from_pylist([_plain(row) for row in batch], schema)
            writer.write_table(table)


def require() -> None:
    """Raises MissingExtra when Parquet can be neither read nor written here."""
    _library("pyarrow.parquet")


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra('Parquet needs pyarrow: pip install "quizgen[parquet]"') from None


def _open(stream: BinaryIO) -> Any:
    library = _library("pyarrow.parquet")
    try:
        return library.ParquetFile(stream)
    except (_library("pyarrow").ArrowException, OSError):
        raise BadInput("this is no Parquet file that can be read") from None


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """*row* as the schemas have it: ids are text, maps are lists of pairs."""
    plain = dict(row)
    for name in ("id", "speaker", "graded_by"):
        if row.get(name) is not None:
            plain[name] = str(row[name])
    if "flags" in plain:
        plain["flags"] = [
            {**flag, "corrections": list(flag.get("corrections", {}).items())} for flag in row["flags"]
        ]
    return plain


def _schemas() -> dict[str, Any]:
    """Column types by kind of row;in the order of `COLUMNS`."""
    pa = _library("pyarrow")
    text, number, whole, truth = pa.string(), pa.float64(), pa.int64(), pa.bool_()
    evidence = pa.struct({"start": whole, "end": whole, "quote": text})
    point = pa.struct({"id": text, "text": text, "state": text, "credit": number, "evidence": evidence})
    opinion = pa.struct({"grader": text, "score": number, "why": text})
    citation = pa.struct({"source": text, "locator": text, "quote": text})
    flag = dict.fromkeys(("quote", "verdict", "severity", "correction", "detector"), text)
    flag |= {"start": whole, "end": whole, "confidence": number}
    flag |= {"corrections": pa.map_(text, text), "evidence": pa.list_(citation)}
    grade = dict.fromkeys(("id", "question_id", "status", "verdict", "decided_by"), text)
    grade |= dict.fromkeys(("feedback", "language", "reason"), text)
    grade |= {"score": number, "confidence": number, "needs_review": truth}
    grade |= {"review_reasons": pa.list_(text), "key_points": pa.list_(point), "opinions": pa.list_(opinion)}
    audit = {"id": text, "question": text, "document": text, "line": whole, "risk": number, "reason": text}
    audit |= {"flags": pa.list_(pa.struct(flag))}
    group = dict.fromkeys(("id", "question_id", "group", "speaker", "graded_by", "reason"), text)
    group |= {"size": whole, "identical": truth, "score": number}
    answer = dict.fromkeys(COLUMNS["answers"], text) | {"score": number, "max_score": number}
    attempt = dict.fromkeys(COLUMNS["attempts"], text)
    attempt |= {"score": number, "confidence": number, "needs_review": truth}
    return {
        "attempts": pa.schema([(name, attempt[name]) for name in COLUMNS["attempts"]]),
        "answers": pa.schema([(name, answer[name]) for name in COLUMNS["answers"]]),
        "groups": pa.schema([(name, group[name]) for name in COLUMNS["groups"]]),
        "grades": pa.schema([(name, grade[name]) for name in COLUMNS["grades"]]),
        "audits": pa.schema([(name, audit[name]) for name in COLUMNS["audits"]]),
    }
