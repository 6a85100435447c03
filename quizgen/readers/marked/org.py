"""Org mode: stars are headings, drawers and keywords are no text."""

import re
from collections.abc import Sequence

from quizgen.readers.marked.sheet import Sheet, read_with
from quizgen.readers.source import SourceText

_HEADING = re.compile(
    r"(\*{1,6})[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)[ \t]+)?(?:\[#[A-Z]\][ \t]+)?(.*?)"
    r"(?:[ \t]+:[\w@#%:]+:)?[ \t]*$"
)
_KEYWORD = re.compile(r"[ \t]*#\+(\w+):?[ \t]*(.*)$")
_BLOCKS = {"src": "```", "example": "```", "verse": "", "quote": "", "center": ""}
_DRAWER = re.compile(r"[ \t]*:(\w[\w-]{0,30}):[ \t]*$")
_DRAWER_LINES = 50
_LINK = re.compile(r"\[\[([^\[\]\n]{1,1000})\](?:\[([^\[\]\n]{1,1000})\])?\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp)$", re.IGNORECASE)
_RULED = re.compile(r"[ \t]*\|-[-+|]*\|?[ \t]*$")


def read_org(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """An Org file as Markdown.  Raises UnreadableDocument."""
    return read_with(rewritten, data, name, path, format)


def rewritten(lines: Sequence[str]) -> Sheet:
    """*lines* of Org as lines of Markdown."""
    sheet = Sheet()
    titled = any(line[:8].lower() == "#+title:" for line in lines[:20])
    fenced = False
    hidden_to = 0
    for i, line in enumerate(lines):
        keyword = _KEYWORD.match(line) if line.lstrip()[:2] == "#+" else None
        if keyword:
            fenced = _keyword(sheet, i, keyword.group(1).lower(), keyword.group(2), fenced=fenced)
        elif fenced:
            sheet.write(line, i)
        elif i < hidden_to or line[:2] == "# ":
            sheet.write("", i)
        elif line.lstrip()[:1] == ":" and (end := _drawer_end(lines, i)):
            hidden_to = end
            sheet.write("", i)
        else:
            sheet.write(_line(line, deeper=titled), i)
    return sheet


def _keyword(sheet: Sheet, i: int, name: str, rest: str, *, fenced: bool) -> bool:
    """Write what a line such as ``#+BEGIN_SRC python`` means; whether code is open behind it."""
    side, _, block = name.partition("_")
    if side in ("begin", "end") and block:
        fence = _BLOCKS.get(block, "")
        language = rest.split()[0] if side == "begin" and block == "src" and rest.split() else ""
        sheet.write(fence + language, i)
        return side == "begin" if fence else fenced
    sheet.write(f"# {rest}" if name == "title" and rest.strip() and not fenced else "", i)
    return fenced


def _drawer_end(lines: Sequence[str], i: int) -> int:
    """The line behind the drawer that opens on line *i*; 0 where none does."""
    if _DRAWER.match(lines[i]) is None:
        return 0
    for j in range(i + 1, min(len(lines), i + _DRAWER_LINES)):
        if lines[j].strip().lower() == ":end:":
            return j + 1
        if lines[j].startswith("*"):
            break
    return 0


def _line(line: str, *, deeper: bool) -> str:
    heading = _HEADING.match(line) if line.startswith("*") else None
    if heading:
        level = min(6, len(heading.group(1)) + deeper)
        line = f"{'#' * level} {heading.group(2)}"
    if "[[" in line:
        line = _LINK.sub(_link, line)
    return re.sub(r"-\+-", "-|-", line) if _RULED.match(line) else line


def _link(found: re.Match[str]) -> str:
    target, words = found.group(1).removeprefix("file:"), found.group(2)
    if _PICTURE.search(target):
        return f"![{words or ''}]({target})"
    return f"[{words or target}]({target})"
