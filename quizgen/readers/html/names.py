"""What the elements of HTML mean here."""

import re

from quizgen.readers.html.tokens import Token, resolved

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that are one line, whatever stands in them.
LINES = frozenset({*HEADINGS, "summary", "button"})
INLINE = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "sup": "sup", "sub": "sub", "del": "del", "s": "del", "strike": "del", "a": "a",
}  # fmt: skip
BLOCKS = frozenset(
    "p div section article header main aside figure figcaption center address fieldset form legend hgroup body "
    "html head caption thead tbody tfoot colgroup dl dd search nav footer".split()
)
_DROPPED = frozenset(
    "script style nav footer title textarea iframe noembed noframes svg noscript template select datalist object "
    "canvas audio video map dialog rp rt".split()
)
_VOID = frozenset("br hr img input meta link wbr col area base source track param embed".split())
_DROPPED_CLASS = re.compile(
    r"(?:^|[\s_-])(?:gutter|line-numbers?|linenos?|sr-only|visually-hidden)(?:\s|$)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"(?:\blang(?:uage)?-|\bhighlight-source-|brush:\s*)([\w+#-]+)")
_ANNOTATION = re.compile(r"<annotation\b[^<>]{0,200}tex[^<>]{0,200}>([^<]*)</annotation", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_PICTURED_FORMULA = re.compile(r"\b(?:math|tex|latex|equation|formula)\b", re.IGNORECASE)
_FORMULA_ADDRESS = re.compile(r"equation\?tex=|latex\.codecogs|/math/render/", re.IGNORECASE)


def is_dropped(token: Token) -> bool:
    """Whether an element is no part of the text: scripts, ways around the site, what is said twice."""
    if token.name in _VOID:
        return False
    given = token.attributes
    return (
        token.name in _DROPPED
        or given.get("role", "").lower() == "navigation"
        or given.get("aria-hidden", "").lower() == "true"
        or _DROPPED_CLASS.search(given.get("class", "")) is not None
    )


def language_of_code(token: Token) -> str:
    """The programming language that a class names, or nothing."""
    found = _LANGUAGE.search(token.attributes.get("class", ""))
    return found.group(1).lower() if found else ""


def formula(token: Token) -> str | None:
    """The TeX of a formula as Markdown, if the element is one."""
    given = token.attributes
    if token.name == "script" and given.get("type", "").lower().startswith("math/tex"):
        return _dollars(token.text, display="display" in given["type"])
    if token.name == "math":
        found = _ANNOTATION.search(token.text)
        tex = found.group(1) if found else given.get("alttext") or _TAG.sub(" ", token.text)
        return _dollars(resolved(tex), display=given.get("display") == "block")
    if token.name == "img" and given.get("alt"):
        drawn = _PICTURED_FORMULA.search(given.get("class", "")) or _FORMULA_ADDRESS.search(
            given.get("src", "")
        )
        return _dollars(given["alt"], display=False) if drawn else None
    return None


def _dollars(tex: str, *, display: bool) -> str | None:
    words = " ".join(tex.split())
    sign = "$$" if display else "$"
    return f"{sign}{words}{sign}" if words else None
