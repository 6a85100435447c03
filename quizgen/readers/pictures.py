"""The pictures that a document shows, and which of them are not where they should be."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from questions.records import Asset
from quizgen.readers.source import SourceText

_MOST = 1000
_SHOWN = 5
_LONGEST = 1000
_MARKDOWN = re.compile(
    r"!\[[^\]\n]{0,500}\]\(\s{0,9}(?:<([^<>\n]{1,1000})>|([^\s()]{1,1000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?))"
)
_WIKI = re.compile(r"!\[\[([^\[\]|#\n]{1,300})")
_HTML = re.compile(r"<img\b[^<>]{0,1000}?\bsrc\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,1000})", re.IGNORECASE)
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//|#)", re.IGNORECASE)


def pictures_of(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The targets of the pictures in Markdown *lines*, each with its line from 1; code is left out."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if "```" in line or "~~~" in line:
            fenced ^= _FENCE.match(line) is not None
        if fenced or ("![" not in line and "<" not in line):
            continue
        for pattern in (_MARKDOWN, _WIKI, _HTML):
            for found in pattern.finditer(line):
                yield next(target for target in found.groups() if target), number


def as_assets(pictures: Iterable[tuple[str, int]]) -> tuple[Asset, ...]:
    """Records of *pictures*, the first thousand of them; one that is held in the page itself has no name."""
    assets: list[Asset] = []
    for target, line in pictures:
        if len(assets) == _MOST:
            break
        named = "data:" if target[:5].lower() == "data:" else target.strip()[:_LONGEST]
        if named:
            assets.append(Asset(target=named, line=line))
    return tuple(assets)


def checked(text: SourceText, is_there: Callable[[str], bool]) -> SourceText:
    """*text* with those of its pictures marked and noted that should lie beside it and do not.

    *is_there* is asked with the path of a picture, seen from the document.
    """
    assets = tuple(
        asset.model_copy(update={"missing": True}) if _lost(asset.target, is_there) else asset
        for asset in text.assets
    )
    lost = [asset for asset in assets if asset.missing]
    if not lost:
        return text
    named = ", ".join(f"{asset.target} (line {asset.line})" for asset in lost[:_SHOWN])
    more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
    return replace(text, assets=assets, notes=(*text.notes, f"pictures are missing: {named}{more}"))


def _lost(target: str, is_there: Callable[[str], bool]) -> bool:
    if _ELSEWHERE.match(target):
        return False
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    return not any(map(is_there, {path, unquote(path)}))
