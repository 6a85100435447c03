"""A file or some bytes into a SourceText."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from quizgen.readers.decode import decode
from quizgen.readers.source import SourceText, refusal, source_text

MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, the file name endings that mean it, and how its bytes become text."""

    format: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, str | None, str], SourceText]

    def takes(self, name: str) -> bool:
        """Whether a file of this *name* is in this format; no suffixes at all means any name."""
        return not self.suffixes or PurePath(name).suffix.lower() in self.suffixes


def _read_text(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    decoded = decode(data, name)
    return source_text(
        decoded.text, name, path=path, encoding=decoded.encoding, notes=decoded.notes, format=format
    )


# In order of trying.  The last one takes whatever is text: notes come with any ending or none.
READERS: tuple[Reader, ...] = (
    Reader("markdown", (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd"), _read_text),
    Reader("text", (), _read_text),
)


def read_bytes(data: bytes, name: str, path: str | None = None, *, limit: int = MAX_BYTES) -> SourceText:
    """*data* as a document called *name*.  Raises UnreadableDocument with one line that says why.

    *limit* is the most bytes a document may have.
    """
    _refuse_large(len(data), name, limit)
    if not data.strip():
        raise refusal(name, "the document is empty; write some text into it first")
    reader = next(reader for reader in READERS if reader.takes(name))
    return reader.read(data, name, path, reader.format)


def read_path(path: Path, name: str | None = None, *, limit: int = MAX_BYTES) -> SourceText:
    """The file at *path* as a document; it is called *name*, or else as the file is.

    Raises UnreadableDocument with one line that says why.
    """
    try:
        if path.is_dir():
            raise refusal(path, "a folder, not a document; name a file in it")
        if path.exists() and not path.is_file():
            raise refusal(path, "not a regular file; save the document to a file first")
        _refuse_large(path.stat().st_size, str(path), limit)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise refusal(path, "no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refusal(path, f"cannot be opened ({reason})") from error
    return read_bytes(data, name or path.name, str(path), limit=limit)


def _refuse_large(size: int, name: str, limit: int) -> None:
    if size > limit:
        raise refusal(
            name, f"{size / 2**20:.1f} MB, more than the {limit / 2**20:.0f} MB allowed; split it first"
        )
