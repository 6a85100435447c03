"""Bytes of rows into lines, in the encoding they were written in."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from questions.errors import BadInput

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Detected:
    """The codec, how many lines there are, how many begin an object, and what the user should know."""

    name: str
    lines: int
    objects: int
    note: str | None


def detect(stream: BinaryIO, max_line: int) -> Detected:
    """The encoding of *stream*: UTF-8, else GB18030 when not one line beyond ASCII is UTF-8.

    A file with some UTF-8 lines and a damaged one stays UTF-8: the damaged line is for its reader to
    name, and must not turn all the others into other characters.  Raises BadInput for UTF-16.
    """
    stream.seek(0)
    if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise BadInput("the rows are UTF-16; save them as UTF-8, or let quizgen collect read them")
    count = objects = good = bad = 0
    for count, raw in lines(stream, max_line):  # noqa: B007
        objects += raw is None or raw.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"
        if raw is None or raw.isascii():
            continue
        if _decodes(raw, "utf-8"):
            good += 1
        else:
            bad += 1
    if bad and not good and all(_decodes(raw, "gb18030") for _, raw in lines(stream, max_line) if raw):
        return Detected("gb18030", count, objects, "not UTF-8; read as GB18030")
    return Detected("utf-8", count, objects, None)


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    r"""The lines of *stream* from its beginning, with their numbers; None for one longer than *limit*.

    Only \n ends a line: U+2028 and its like may stand in an answer.
    """
    stream.seek(0)
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) <= limit:
            yield number, raw
            continue
        while raw and not raw.endswith(b"\n"):
            raw = stream.readline(_BLOCK)
        yield number, None


@contextmanager
def text(stream: BinaryIO, encoding: str) -> Iterator[Iterator[str]]:
    """The lines of *stream* as text; what is not of *encoding* becomes lone surrogates."""
    stream.seek(0)
    wrapper = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    try:
        yield wrapper
    finally:
        if not stream.closed:
            wrapper.detach()  # else the stream is closed with its wrapper


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
