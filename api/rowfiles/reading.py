"""Rows out of a file: each with its line, and those that cannot be read with the reason.

A line that is no row never hides the rows after it.  JSONL and CSV are read as a stream.
"""

import codecs
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.rowfiles import encodings, formats, parquet
from api.rowfiles.formats import RowFormat
from questions.errors import BadInput

RowId = str | int
Numbered = Iterator[tuple[int, Mapping[str, object] | str]]
MAX_ROW_BYTES = 16_000_000
_NO_ROWS = (
    "these are no rows: JSONL has an object on each line, CSV a first line such as id,question,answer; "
    "quizgen collect makes rows of forms, spreadsheets and transcripts"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One object of the file.  *line* is where it begins (in Parquet, the number of the row)."""

    line: int
    id: RowId
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that is no row, and why."""

    line: int
    id: RowId | None
    why: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A readable file of rows; *total* is an upper bound of their number, *note* says how it was read."""

    stream: BinaryIO
    format: RowFormat
    encoding: str
    total: int
    note: str | None

    def __iter__(self) -> Iterator[Row | Malformed]:
        """The rows in their order, from the beginning.  Raises BadInput when the header is no header."""
        self.stream.seek(0)
        if self.format is RowFormat.PARQUET:
            found: Numbered = parquet.read(self.stream)
        elif self.format is RowFormat.CSV:
            found = _csv(self.stream, self.encoding)
        else:
            found = _jsonl(self.stream, self.encoding)
        return (_row(line, value) for line, value in found)


@contextmanager
def open_rows(source: Path | None) -> Iterator[Rows]:
    """The rows of *source*; None is standard input.  Raises BadInput when it cannot be opened."""
    with _open(source) as stream:
        form = (formats.by_name(source) if source else None) or formats.by_content(stream)
        if form is RowFormat.PARQUET:
            yield Rows(stream, form, "", parquet.count(stream), None)
            return
        found = encodings.detect(stream, MAX_ROW_BYTES)
        _refuse_other(stream, form, found)
        yield Rows(stream, form, found.name, found.lines, found.note)


@contextmanager
def _open(source: Path | None) -> Iterator[BinaryIO]:
    if source is None:
        with tempfile.TemporaryFile() as spool:  # read twice: once to learn the encoding
            shutil.copyfileobj(sys.stdin.buffer, spool)
            yield spool
        return
    if source.is_dir():
        raise BadInput(f"{source} is a folder; name a file of rows")
    try:
        stream = source.open("rb")
    except OSError as error:
        raise BadInput(f"{source}: {error.strerror}; name a file of rows that can be read") from None
    with stream:
        yield stream


def _row(line: int, value: Mapping[str, object] | str) -> Row | Malformed:
    if isinstance(value, str):
        return Malformed(line, None, value)
    name = value.get("id")
    if isinstance(name, float) and name.is_integer():
        name = int(name)
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        return Malformed(line, None, "the row has no id; give each row a text or whole number as id")
    return Row(line, name, value)


def _jsonl(stream: BinaryIO, encoding: str) -> Numbered:
    for number, raw in encodings.lines(stream, MAX_ROW_BYTES):
        if raw is None:
            yield number, f"longer than {MAX_ROW_BYTES:,} bytes"
        elif raw.strip():
            yield number, json_object(raw, encoding)


def json_object(raw: bytes, encoding: str) -> Mapping[str, object] | str:
    """The object on a line of JSONL, or why there is none."""
    try:
        value = json.loads(raw.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return f"not {encoding.upper()} at byte {error.start + 1}"
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError):
        return "not JSON that can be read: too deep, or a number too long"
    if not isinstance(value, dict):
        return f"a JSON {type(value).__name__}, not an object; write one object a line"
    return value


def _csv(stream: BinaryIO, encoding: str) -> Numbered:
    # The limit belongs to the module; without it the first long answer would end the file.
    csv.field_size_limit(MAX_ROW_BYTES)
    with encodings.text(stream, encoding) as texts:
        header, delimiter = _header(next(texts, ""))
        reader = csv.reader(texts, delimiter=delimiter, strict=True)
        start = 2
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield start, f"not CSV: {error}; a quote may be opened and never closed"
            else:
                if cells:
                    yield start, _cells(header, cells, encoding)
            start = reader.line_num + 2


def _refuse_other(stream: BinaryIO, form: RowFormat, found: encodings.Detected) -> None:
    """Raises BadInput for text that holds no rows at all, before any output is begun."""
    if form is RowFormat.CSV:
        with encodings.text(stream, found.name) as texts:
            _header(next(texts, ""))
        return
    stream.seek(0)
    first = stream.read(4096).removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if first == b"[" or not found.objects:
        raise BadInput(_NO_ROWS)


def _header(line: str) -> tuple[list[str], str]:
    for delimiter in (",", "\t", ";"):
        try:
            names = [
                name.strip() for name in next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
            ]
        except csv.Error:
            continue
        if "id" in names and "answer" in names:
            return names, delimiter
    raise BadInput(_NO_ROWS)


def _cells(header: list[str], cells: list[str], encoding: str) -> Mapping[str, object] | str:
    if len(cells) != len(header):
        return f"{len(cells)} cells under a header of {len(header)}"
    if any("\udc80" <= character <= "\udcff" for text in cells for character in text):
        return f"not {encoding.upper()}"
    return dict(zip(header, cells, strict=True))
