"""HTML into tags and text, however broken it is.

Every character is looked at a bounded number of times: what is not closed anywhere is looked for once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"[a-zA-Z][^\s/<>]{0,40}")
_ATTRIBUTE = re.compile(r"([^\s=<>/\"']{1,60})(?:\s{0,20}=\s{0,20}(\"[^\"]*\"|'[^']*'|[^\s<>\"']*))?")
# Their content is no markup: it runs to the closing tag, and where there is none to the end.
_RAW = frozenset("script style textarea title xmp iframe noembed noframes math svg noscript template".split())
# int() refuses more digits than Python allows; no character has a number this long.
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of HTML that begins at character *at*.

    *kind* is "start", "end" or "text".  A start tag of a raw element brings its content in *text*.
    """

    kind: str
    at: int
    name: str = ""
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(html: str) -> Iterator[Token]:
    """The tags and texts of *html* in order; entities are not resolved.  Never raises."""
    at, text_from = 0, 0
    unclosed: set[str] = set()
    while (at := html.find("<", at)) >= 0:
        follows = html[at + 1 : at + 2]
        if follows in ("!", "?"):
            end, found = _declaration(html, at, unclosed), None
        elif follows == "/" or (follows.isascii() and follows.isalpha()):
            end, found = _tag(html, at)
        else:
            at += 1
            continue
        if text_from < at:
            yield Token("text", text_from, text=html[text_from:at])
        if found is not None:
            if found.kind == "start" and found.name in _RAW:
                content = end
                end = _raw_end(html, end, found.name, unclosed)
                found = Token("start", at, found.name, html[content:end], found.attributes)
            yield found
        at = text_from = end
    if text_from < len(html):
        yield Token("text", text_from, text=html[text_from:])


def resolved(text: str) -> str:
    """*text* with its entities as characters."""
    if "&" not in text:
        return text
    return _LONE_SURROGATE.sub("\ufffd", unescape(_LONG_NUMBER.sub("\ufffd", text)))


def _declaration(html: str, at: int, unclosed: set[str]) -> int:
    """Where a comment, a doctype or a processing instruction ends."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if html.startswith(opening, at) and closing not in unclosed:
            # "<!-->" is a whole comment.
            end = html.find(closing, at + 2 if closing == "-->" else at)
            if end >= 0:
                return end + len(closing)
            unclosed.add(closing)
    end = html.find(">", at)
    return len(html) if end < 0 else end + 1


def _tag(html: str, at: int) -> tuple[int, Token | None]:
    """The end of the tag at *at*, and the tag; a tag that breaks off ends where the next one begins."""
    closing = html[at + 1] == "/"
    name = _NAME.match(html, at + 1 + closing)
    if name is None:
        end = html.find(">", at)
        return (len(html) if end < 0 else end + 1), None
    attributes: dict[str, str] = {}
    i = name.end()
    while i < len(html) and html[i] not in "<>":
        found = _ATTRIBUTE.match(html, i)
        if found is None:
            i += 1
            continue
        if len(attributes) < 100:
            value = found.group(2) or ""
            value = value[1:-1] if value[:1] in ("'", '"') else value
            attributes.setdefault(found.group(1).lower(), resolved(value))
        i = found.end()
    end = i + 1 if html[i : i + 1] == ">" else i
    return end, Token("end" if closing else "start", at, name.group(0).lower(), attributes=attributes)


def _raw_end(html: str, content: int, name: str, unclosed: set[str]) -> int:
    """Where the content of a raw element ends; scripts that never end hide the rest, others nothing."""
    if name not in unclosed:
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, content)
        if found:
            return found.start()
        unclosed.add(name)
    return len(html) if name in ("script", "style") else content
