"""Bytes to text with line numbers; `READERS` lists the formats in order of trying."""

from quizgen.readers.archive import is_archive
from quizgen.readers.places import Place, lies_in, places, read_again, upload
from quizgen.readers.read import MAX_BYTES, READERS, SUFFIXES, read_bytes, read_path
from quizgen.readers.source import SourceText, source_text

__all__ = [
    "MAX_BYTES",
    "READERS",
    "SUFFIXES",
    "Place",
    "SourceText",
    "is_archive",
    "lies_in",
    "places",
    "read_again",
    "read_bytes",
    "read_path",
    "source_text",
    "upload",
]
