"""Bytes to text with line numbers; `READERS` lists the formats in order of trying."""

from quizgen.readers.read import MAX_BYTES, READERS, read_bytes, read_path
from quizgen.readers.source import SourceText, source_text

__all__ = ["MAX_BYTES", "READERS", "SourceText", "read_bytes", "read_path", "source_text"]
