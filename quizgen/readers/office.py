"""DOCX and PDF: converted in a process of their own, by libraries that the extra `documents` brings."""

from dataclasses import replace

from quizgen.readers.apart import Answer, apart
from quizgen.readers.html import convert, from_html
from quizgen.readers.source import SourceText, made_text, refusal

_ZIP = b"PK\x03\x04"
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024


def is_pdf(data: bytes) -> bool:
    """Whether *data* is a PDF file; some begin with a few other bytes."""
    return b"%PDF-" in data[:_PDF_WITHIN] and data[:4] != _ZIP and not data.lstrip()[:1].isalnum()


def is_docx(data: bytes) -> bool:
    """Whether *data* is a Word document."""
    return data[:4] == _ZIP and b"word/document" in data


def read_docx(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """A Word document; its lines are those of its text, one a paragraph.  Raises UnreadableDocument."""
    if data[:4] != _ZIP:
        old = data[:4] == _ENCRYPTED
        why = "an old or encrypted Word document; save it as DOCX without a password"
        raise refusal(name, why if old else "not a DOCX file; save it from Word as DOCX")
    answer = _converted("docx", data, name)
    blank = SourceText(name, path, "utf-8", "", "", answer.notes, format)
    made = from_html(convert(answer.text), blank)
    # The HTML was only a way there; nobody will ever look for its lines.
    assets = tuple(asset.model_copy(update={"line": 1}) for asset in made.assets)
    return replace(made, origins=(), assets=assets)


def read_pdf(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """A PDF file; its lines are those of its text, and know their page.  Raises UnreadableDocument."""
    if not is_pdf(data):
        raise refusal(name, "not a PDF file; export it as PDF or Markdown again")
    answer = _converted("pdf", data, name)
    lines = answer.text.split("\n")
    blank = SourceText(name, path, "utf-8", "", "", answer.notes, format)
    return replace(made_text(lines, (), blank, pages=answer.pages))


def _converted(format: str, data: bytes, name: str) -> Answer:  # noqa: A002
    answer = apart(format, data)
    if answer.refused:
        raise refusal(name, answer.refused)
    return answer
