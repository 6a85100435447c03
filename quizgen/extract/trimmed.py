"""The lines of an answer without what surrounds it: furniture, banners, quote marks, layout tags."""

import re
from collections.abc import Sequence

from quizgen.extract.substance import is_furniture, is_metadata, is_pointer, is_promotion
from quizgen.outline import Kind, Outline
from quizgen.outline.inline import has_image

# Bold goes only where it wraps whole lines.
_TAG = re.compile(
    r"\s*<summary>[^<\n]*</summary>|\s*</?(?:(?:p|br|div|details|summary|center)\b[^<>]*>|b>(?=\s*(?:\n|$|<)))",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\]\(|href=")
_QUOTE_MARK = re.compile(r"[ \t]*>[ \t]?")


def trimmed(outline: Outline, rows: Sequence[int]) -> list[int]:
    """*rows* without furniture at both ends and without ways back to the top anywhere."""
    kept = list(rows)
    while kept and (_is_tail(outline, kept[-1]) or _is_banner(outline, kept)):
        kept.pop()
    while kept and (_is_loose(outline, kept[0]) or _is_filed(outline, kept)):
        kept.pop(0)
    return [i for i in kept if not _LEADS.search(outline.lines[i]) or not _is_loose(outline, i)]


def _is_loose(outline: Outline, i: int) -> bool:
    return outline.kinds[i] not in (Kind.CODE, Kind.MATH) and is_furniture(outline.lines[i])


def _is_tail(outline: Outline, i: int) -> bool:
    if outline.kinds[i] in (Kind.CODE, Kind.MATH):
        return False
    line = outline.lines[i]
    if is_furniture(line) or is_promotion(line) or is_metadata(line):
        return True
    return outline.kinds[i] is Kind.HEADING and is_pointer(line)


def _is_filed(outline: Outline, rows: Sequence[int]) -> bool:
    """Whether the first of *rows* only files the question; alone it would be an answer."""
    return len(rows) > 1 and outline.kinds[rows[0]] is not Kind.CODE and is_metadata(outline.lines[rows[0]])


def _is_banner(outline: Outline, rows: Sequence[int]) -> bool:
    """Whether the last of *rows* is a picture inside a link that leads to another site."""
    if len(rows) < 2 or not has_image(outline.lines[rows[-1]]):
        return False
    above = outline.lines[rows[-2]].lower()
    return "<a " in above and "://" in above and "</a>" not in above


def text_of(outline: Outline, rows: Sequence[int], first: str, quoted: bool = False) -> str:
    """What *rows* say, behind the words *first* of a line above them; *quoted* rows stand in a quote."""
    lines = [outline.lines[i] for i in rows]
    if quoted:
        lines = _unquoted(lines)
    body = at_margin(lines)
    gap = "\n\n" if rows and rows[0] > 0 and not outline.lines[rows[0] - 1].strip() else "\n"
    return without_outer_tags(f"{first.rstrip()}{gap}{body}".strip("\n") if first else body)


def _unquoted(lines: Sequence[str]) -> list[str]:
    """*lines* of a quote without its marks, nor those of a quote inside that all of them are in."""
    lines = [_QUOTE_MARK.sub("", line, count=1) for line in lines]
    while any(map(str.strip, lines)) and all(map(_QUOTE_MARK.match, filter(str.strip, lines))):
        lines = [_QUOTE_MARK.sub("", line, count=1) for line in lines]
    return lines


def at_margin(lines: Sequence[str]) -> str:
    """*lines* without the indentation that all of them share; as they stand where there is none."""
    written = [line for line in lines if line.strip()]
    first, last = (min(written), max(written)) if written else ("", "")
    depth = 0
    while depth < len(first) and first[depth] in " \t" and first[depth] == last[depth]:
        depth += 1
    return "\n".join(line[depth:] if line.strip() else line for line in lines).strip("\n")


def without_outer_tags(text: str) -> str:
    """*text* without the layout tags at its two ends; a tag that closes inside stays."""
    start, end = 0, len(text.rstrip())
    while found := _TAG.match(text, start, end):
        start = found.end()
    while end > start and text[end - 1] == ">":
        opening = text.rfind("<", start, end)
        if opening < 0 or _TAG.fullmatch(text, opening, end) is None:
            break
        end = opening
        while end > start and text[end - 1].isspace():
            end -= 1
    return text[start:end].strip("\n")
