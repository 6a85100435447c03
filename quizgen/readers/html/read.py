"""Web pages, whatever encoding they declare."""

import re
from dataclasses import replace

from questions.errors import UnreadableDocument
from quizgen.readers.decode import Decoded, decode, is_utf8
from quizgen.readers.html.convert import Converted, convert
from quizgen.readers.pictures import as_assets
from quizgen.readers.source import SourceText, made_text, normal_lines, refusal, source_text

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_ENCODINGS = re.compile(
    r"gb2312|gbk|gb18030|big5(?:-hkscs)?|shift_jis|euc-jp|euc-kr|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096


def is_html(data: bytes) -> bool:
    """Whether *data* begins as a whole web page does."""
    return _OPENING.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def read_html(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """A page as Markdown-like text; its lines know where they stand in the HTML.  Raises UnreadableDocument."""
    decoded = _decoded(data, name)
    page = source_text(
        decoded.text, name, path=path, encoding=decoded.encoding, notes=decoded.notes, format=format
    )
    return from_html(convert(page.text), page)


def from_html(converted: Converted, page: SourceText) -> SourceText:
    """*page* with its text replaced by what it was converted to.  Raises UnreadableDocument."""
    try:
        made = made_text(converted.lines, converted.origins, page)
    except UnreadableDocument as error:
        raise refusal(page.name, "there is no text in this page; save it again when it shows some") from error
    return replace(made, assets=as_assets(converted.pictures))


def _decoded(data: bytes, name: str) -> Decoded:
    found = _CHARSET.search(data[:_HEAD])
    declared = found.group(1).decode("ascii").lower() if found else ""
    if _ENCODINGS.fullmatch(declared) and not is_utf8(data):
        encoding = "gb18030" if declared.startswith("gb") else declared
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            return decode(data, name)
        return Decoded(normal_lines(text), encoding, (f"not UTF-8, read as {encoding.upper()}",))
    return decode(data, name)
