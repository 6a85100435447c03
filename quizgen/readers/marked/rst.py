"""reStructuredText: underlined titles are headings, directives are code, pictures or nothing."""

import re
from collections.abc import Sequence

from quizgen.readers.marked.sheet import Sheet, read_with
from quizgen.readers.source import SourceText

_MARKS = "=-~^\"'`#*+.:_<>"
_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+([\w-]+)::[ \t]*(.*)$")
_COMMENT = re.compile(r"[ \t]*\.\.(?:[ \t]|$)")
_OPTION = re.compile(r"[ \t]+:[\w-]+:(?:[ \t].*)?$")
_CODE = frozenset({"code-block", "code", "sourcecode", "highlight", "parsed-literal", "ipython", "doctest"})
_SILENT = frozenset(
    "contents toctree index meta raw include only sectnum highlight tabularcolumns versionadded versionchanged".split()
)
_NAMED = frozenset({"admonition", "topic", "dropdown", "collapse", "rubric", "sidebar"})
_ROLE = re.compile(r":[a-z][a-z:+.-]{0,40}:`([^`\n]{1,500}?)(?:[ \t]*<[^<>`\n]{0,500}>)?`")
_LINK = re.compile(r"`([^`<>\n]{1,500}?)[ \t]*<([^<>\n]{1,1000})>`__?")
_LITERAL = re.compile(r"``([^`\n]{1,500})``")


def read_rst(data: bytes, name: str, path: str | None, format: str) -> SourceText:  # noqa: A002
    """A reStructuredText file as Markdown.  Raises UnreadableDocument."""
    return read_with(rewritten, data, name, path, format)


def rewritten(lines: Sequence[str]) -> Sheet:
    """*lines* of reStructuredText as lines of Markdown."""
    sheet = Sheet()
    levels: list[str] = []
    i = 0
    while i < len(lines):
        i = _title(sheet, lines, i, levels) or _block(sheet, lines, i) or _plain(sheet, lines, i)
    return sheet


def _title(sheet: Sheet, lines: Sequence[str], i: int, levels: list[str]) -> int:
    """Write the title at line *i*; the line behind it, or 0 where none begins."""
    over = _is_line(lines[i]) and i + 2 < len(lines) and lines[i + 2].rstrip() == lines[i].rstrip()
    at = i + over
    if at + 1 >= len(lines) or not _is_line(lines[at + 1]):
        return 0
    title, under = lines[at].strip(), lines[at + 1].rstrip()
    wide = sum(2 if ord(c) > 0x2E7F else 1 for c in title)
    if not title or _is_line(title) or (lines[at][0].isspace() and not over) or len(under) < min(wide, 4):
        return 0
    if not over and i and lines[i - 1].strip():
        return 0
    make = under[0] + ("^" if over else "")
    if make not in levels:
        levels.append(make)
    if over:
        sheet.write("", i)
    sheet.write(f"{'#' * min(6, levels.index(make) + 1)} {_words(title)}", at)
    sheet.write("", at + 1)
    return at + 2


def _is_line(line: str) -> bool:
    words = line.rstrip()
    return len(words) > 1 and words[0] in _MARKS and words == words[0] * len(words)


def _block(sheet: Sheet, lines: Sequence[str], i: int) -> int:
    """Write the directive or comment at line *i*; the line behind what is written, or 0."""
    found = _DIRECTIVE.match(lines[i])
    if found is None:
        if _COMMENT.match(lines[i]) is None:
            return 0
        return _hidden(sheet, i, _indented_end(lines, i))
    margin, name, rest = found.group(1), found.group(2).lower(), found.group(3).strip()
    end = _indented_end(lines, i)
    if name in _CODE:
        return _code(sheet, lines, i, end, rest.split()[0] if rest else "")
    if name in _SILENT:
        return _hidden(sheet, i, end)
    if name in ("image", "figure"):
        sheet.write(f"{margin}![]({rest})", i)
    else:
        sheet.write(f"{margin}**{_words(rest)}**" if name in _NAMED and rest else margin + _words(rest), i)
    # What it holds is read like all other lines; only its options are no text.
    start = i + 1
    while start < end and _OPTION.match(lines[start]):
        sheet.write("", start)
        start += 1
    return start


def _hidden(sheet: Sheet, start: int, end: int) -> int:
    for j in range(start, end):
        sheet.write("", j)
    return end


def _code(
    sheet: Sheet, lines: Sequence[str], i: int, end: int, language: str, *, opened: bool = False
) -> int:
    """Write the code below line *i*, up to *end*; the line itself is written already if it *opened* it."""
    start = i + 1
    while start < end and (not lines[start].strip() or _OPTION.match(lines[start])):
        start += 1
    if start == end:
        return _hidden(sheet, i + opened, end)
    last = end
    while not lines[last - 1].strip():
        last -= 1
    depth = min(len(line) - len(line.lstrip()) for line in lines[start:last] if line.strip())
    sheet.write("```" + language, i)
    for j in range(start, last):
        sheet.write(lines[j][depth:], j)
    sheet.write("```", last - 1)
    return _hidden(sheet, last, end)


def _indented_end(lines: Sequence[str], i: int) -> int:
    """The line behind the block that line *i* opens: what is indented deeper than it."""
    margin = len(lines[i]) - len(lines[i].lstrip())
    end = i + 1
    for j in range(i + 1, len(lines)):
        words = lines[j].strip()
        if words and len(lines[j]) - len(lines[j].lstrip()) <= margin:
            break
        end = j + 1 if words else end
    return end


def _plain(sheet: Sheet, lines: Sequence[str], i: int) -> int:
    line = lines[i]
    words = line.rstrip()
    if not words.endswith("::"):
        sheet.write(_words(line), i)
        return i + 1
    shown = words[:-2].rstrip() if words[-3:-2].isspace() or words.strip() == "::" else words[:-1]
    sheet.write(_words(shown), i)
    start = i + 1
    if start == len(lines) or lines[start].strip():
        return start
    # Behind two colons and a blank line stands code.
    return _code(sheet, lines, i, _indented_end(lines, i), "", opened=True)


def _words(line: str) -> str:
    if "`" not in line:
        return line
    return _LITERAL.sub(r"`\1`", _LINK.sub(r"[\1](\2)", _ROLE.sub(r"`\1`", line)))
