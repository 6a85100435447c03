"""Text that needs no conversion: Markdown, and whatever else people type."""

from dataclasses import replace

from quizgen.readers.decode import decode
from quizgen.readers.pictures import as_assets, pictures_of
from quizgen.readers.source import SourceText, source_text


def read_plain(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """The text as it stands.  Raises UnreadableDocument."""
    decoded = decode(data, name)
    text = source_text(
        decoded.text, name, path=path, encoding=decoded.encoding, notes=decoded.notes, format=format
    )
    return replace(text, assets=as_assets(pictures_of(text.lines)))
