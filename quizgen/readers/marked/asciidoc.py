"""AsciiDoc: equals signs are headings, delimited blocks are code or quotes."""

import re
from collections.abc import Sequence

from quizgen.readers.marked.sheet import Sheet, read_with
from quizgen.readers.source import SourceText

_HEADING = re.compile(r"(={1,6})[ \t]+(\S.*?)(?:[ \t]+=+)?[ \t]*$")
_ATTRIBUTE = re.compile(r":!?[\w-]+!?:(?:[ \t].*)?$")
_STYLE = re.compile(r"\[(?:source|,)[^\]\n]{0,10}?,?[ \t]*([\w+#-]*)[^\]\n]{0,200}\]$")
_BLOCK_STYLE = re.compile(r"\[[\w.#%, =\"'-]{0,200}\]$")
_PICTURE = re.compile(r"image::?([^\s\[\]]{1,1000})\[([^\]\n]{0,300})\]")
_LINK = re.compile(r"(?:link:)?((?:https?://|(?<=link:))[^\s\[\]]{1,1000})\[([^\]\n]{1,300})\]")
_BULLET = re.compile(r"[ \t]*(\*{1,5}|\.{1,5})[ \t]+(?=\S)")
_TERM = re.compile(r"(\S.{0,300}?)::[ \t]*$")
_CODE = ("----", "....", "```")


def read_asciidoc(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """An AsciiDoc file as Markdown.  Raises UnreadableDocument."""
    return read_with(rewritten, data, name, path, format)


def rewritten(lines: Sequence[str]) -> Sheet:
    """*lines* of AsciiDoc as lines of Markdown."""
    sheet = Sheet()
    fence, language = "", ""
    for i, line in enumerate(lines):
        words = line.rstrip()
        if fence:
            sheet.write("```" if words == fence else line, i)
            fence = "" if words == fence else fence
            continue
        style = _STYLE.match(words)
        if style:
            language = style.group(1)
        if _is_code_mark(words):
            fence = words
            sheet.write("```" + language, i)
            language = ""
        else:
            sheet.write(_line(words), i)
    return sheet


def _is_code_mark(words: str) -> bool:
    return (words[:4] in _CODE and len(set(words)) == 1) or words == "```"


def _line(words: str) -> str:
    heading = _HEADING.match(words)
    if heading:
        return f"{'#' * len(heading.group(1))} {heading.group(2)}"
    if words.startswith("//") or _ATTRIBUTE.match(words) or _BLOCK_STYLE.match(words) or _is_delimiter(words):
        return ""
    if words[:1] == "." and words[1:2] not in ("", ".", " "):
        return f"**{words[1:]}**"
    term = _TERM.match(words)
    if term and not term.group(1).startswith(("image", "include")):
        return f"**{term.group(1)}**"
    bullet = _BULLET.match(words)
    if bullet:
        mark = bullet.group(1)
        words = "  " * (len(mark) - 1) + ("- " if mark[0] == "*" else "1. ") + words[bullet.end() :]
    return _LINK.sub(r"[\2](\1)", _PICTURE.sub(r"![\2](\1)", words))


def _is_delimiter(words: str) -> bool:
    return (len(words) >= 4 and len(set(words)) == 1 and words[0] in "=*_-+") or words in ("--", "'''", "+")
