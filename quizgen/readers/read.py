"""A file or some bytes into a SourceText."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from quizgen.readers.cards import is_cards, read_cards
from quizgen.readers.html import is_html, read_html
from quizgen.readers.marked import read_asciidoc, read_org, read_rst
from quizgen.readers.office import is_docx, is_pdf, read_docx, read_pdf
from quizgen.readers.pictures import checked
from quizgen.readers.plain import read_plain
from quizgen.readers.source import LONGEST_NAME, SourceText, refusal, speakable, storable

MAX_BYTES = 50 * 1024 * 1024


def _never(_: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name, the file name endings that mean it, how its bytes become text.

    *opens* says of bytes that they are in this format whatever they are called.
    """

    format: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, str | None, str], SourceText]
    opens: Callable[[bytes], bool] = _never

    def takes(self, name: str) -> bool:
        """Whether a file of this *name* is in this format; no suffixes at all means any name."""
        return not self.suffixes or PurePath(name).suffix.lower() in self.suffixes


# In order of trying.  The last one takes whatever is text: notes come with any ending or none.
READERS: tuple[Reader, ...] = (
    Reader("pdf", (".pdf",), read_pdf, is_pdf),
    Reader("docx", (".docx",), read_docx, is_docx),
    Reader("html", (".html", ".htm", ".xhtml"), read_html, is_html),
    Reader("markdown", (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".rmd", ".qmd"), read_plain),
    Reader("org", (".org",), read_org),
    Reader("rst", (".rst", ".rest"), read_rst),
    Reader("asciidoc", (".adoc", ".asciidoc"), read_asciidoc),
    Reader("cards", (".tsv", ".csv"), read_cards, is_cards),
    Reader("text", (), read_plain),
)
# What is picked up from a folder or an archive; a single file may have any ending.
SUFFIXES = (
    *(suffix for reader in READERS for suffix in reader.suffixes if reader.format != "cards"),
    ".tsv",
    ".txt",
    ".text",
)


def reader_of(name: str, data: bytes) -> Reader:
    """The reader for *data* called *name*: what the bytes say for themselves goes before the name."""
    opened = next((reader for reader in READERS if reader.opens(data)), None)
    named = next(reader for reader in READERS if reader.takes(name))
    # Tabs between two columns are a guess, and lose against a name that says something.
    if opened is None or (opened.format == "cards" and named.suffixes):
        return named
    return opened


def read_bytes(
    data: bytes, name: str, path: str | None = None, *, limit: int = MAX_BYTES, like: str = ""
) -> SourceText:
    """*data* as a document called *name*.  Raises UnreadableDocument with one line that says why.

    *limit* is the most bytes a document may have; *like* is a name to judge the format by, if not *name*.
    """
    refuse_large(len(data), name, limit)
    if len(name) > LONGEST_NAME:
        raise refusal(
            name, f"its name has {len(name)} characters, at most {LONGEST_NAME} are kept; rename it"
        )
    if not data.strip():
        raise refusal(name, "the document is empty; write some text into it first")
    reader = reader_of(like or name, data)
    return reader.read(data, speakable(name), storable(path) if path else path, reader.format)


def read_path(path: Path, name: str | None = None, *, limit: int = MAX_BYTES) -> SourceText:
    """The file at *path* as a document; it is called *name*, or else as the file is.

    Pictures that should lie beside it and do not are noted.  Raises UnreadableDocument with one line that
    says why.
    """
    try:
        if path.is_dir():
            raise refusal(path, "a folder, not a document; name a file in it")
        if path.exists() and not path.is_file():
            raise refusal(path, "not a regular file; save the document to a file first")
        refuse_large(path.stat().st_size, str(path), limit)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise refusal(path, "no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refusal(path, f"cannot be opened ({reason})") from error
    text = read_bytes(data, name or path.name, str(path), limit=limit)
    return checked(text, lambda target: _is_file(path.parent, target))


def refuse_large(size: int, name: str, limit: int) -> None:
    """Raise UnreadableDocument for more than *limit* bytes."""
    if size > limit:
        raise refusal(
            name, f"{size / 2**20:.1f} MB, more than the {limit / 2**20:.0f} MB allowed; split it first"
        )


def _is_file(folder: Path, target: str) -> bool:
    try:
        return (folder / target).is_file()
    except (OSError, ValueError):
        return False
