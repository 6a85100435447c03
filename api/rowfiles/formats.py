"""Which format a file of rows has."""

from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from api.rowfiles import parquet
from questions.errors import BadInput


class RowFormat(StrEnum):
    """The formats that rows come and go in."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


SUFFIXES: dict[str, RowFormat] = {
    ".jsonl": RowFormat.JSONL,
    ".ndjson": RowFormat.JSONL,
    ".json": RowFormat.JSONL,
    ".csv": RowFormat.CSV,
    ".tsv": RowFormat.CSV,
    ".parquet": RowFormat.PARQUET,
    ".pq": RowFormat.PARQUET,
}


def by_name(path: Path) -> RowFormat | None:
    """What the suffix of *path* promises, if it promises anything."""
    return SUFFIXES.get(path.suffix.lower())


def by_content(stream: BinaryIO) -> RowFormat:
    """What the beginning of *stream* looks like; the stream is rewound."""
    stream.seek(0)
    head = stream.read(4096).removeprefix(b"\xef\xbb\xbf")
    stream.seek(0)
    if head.startswith(b"PAR1"):
        return RowFormat.PARQUET
    return RowFormat.JSONL if head.lstrip()[:1] in (b"{", b"[") else RowFormat.CSV


def chosen(name: str | None) -> RowFormat | None:
    """The format called *name*.  Raises BadInput for another."""
    try:
        return None if name is None else RowFormat(name.lower())
    except ValueError:
        raise BadInput(f"--format {name}: choose one of {', '.join(RowFormat)}") from None


def for_output(target: Path | None, wanted: RowFormat | None) -> RowFormat:
    """The format to write: the chosen one, else by suffix, else JSONL.

    Raises BadInput for Parquet on standard output, MissingExtra where it cannot be written.
    """
    form = wanted or (by_name(target) if target else None) or RowFormat.JSONL
    if form is RowFormat.PARQUET and target is None:
        raise BadInput("Parquet cannot go to standard output; name a file with -o FILE.parquet")
    if form is RowFormat.PARQUET:
        parquet.require()
    return form
