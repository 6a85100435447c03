"""Finished rows into the file that the user asked for, whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from api.rowfiles import parquet
from api.rowfiles.columns import COLUMNS
from api.rowfiles.formats import RowFormat
from api.text import cell, storable, to_json
from questions.errors import BadInput


def write_whole(
    target: Path, form: RowFormat, rows: Iterable[Mapping[str, Any]], kind: str, *, marked: bool = False
) -> None:
    """*rows* of *kind* at *target*, in one step: the file is there whole, or as it was before.

    *marked* CSV begins with the mark by which Excel knows UTF-8.
    """
    with beside(target) as draft:
        if form is RowFormat.PARQUET:
            parquet.write(draft, rows, kind)
            return
        encoding = "utf-8-sig" if marked and form is RowFormat.CSV else "utf-8"
        with draft.open("w", encoding=encoding, newline="") as stream:
            write_text(stream, form, rows, kind)


def write_text(stream: TextIO, form: RowFormat, rows: Iterable[Mapping[str, Any]], kind: str) -> None:
    """*rows* onto *stream* as JSONL or CSV."""
    if form is RowFormat.JSONL:
        stream.writelines(to_json(row) + "\n" for row in rows)
        return
    writer = csv.writer(stream)
    writer.writerow(COLUMNS[kind])
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in COLUMNS[kind]])


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A draft next to *target* that takes its place when the block ends well, and vanishes otherwise."""
    if target.is_dir():
        raise BadInput(f"{target} is a folder; name an output file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".draft", dir=target.parent)
    except OSError as error:
        raise BadInput(f"{target}: {error.strerror}; name an output file that can be written") from None
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)  # mkstemp makes files that only their owner may read
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return cell(storable(value)) if isinstance(value, str) else to_json(value)
