"""A reference with its Markdown seen through.

The mask has the length of the text, so every offset found in it is an offset of the reference.
"""

import html
import re
from dataclasses import dataclass

DROPPED = "\x00"
"""Decoration: stars, ticks, tags, addresses.  Not part of the words."""
SOLID = "\ue000"
"""Inside a formula or code, or punctuation inside brackets: part of the words, and nothing splits here."""
BLOCK = "\ue001"
"""The first character of a fenced code block; the rest of it is SOLID."""

_OURS = str.maketrans({SOLID: "x", BLOCK: "x", DROPPED: DROPPED, "\r": " ", "\t": " "})
_TAGS = (
    "a|b|i|u|em|strong|p|br|div|span|img|font|center|details|summary|sub|sup|table|tbody|thead|tr|td|th|li|ul|ol"
    "|h[1-6]|code|pre|kbd|hr|small|mark|blockquote|del|ins|figure|figcaption|input|video|iframe|section"
)
_BREAKS = re.compile(
    r"</?(?:p|br|div|li|tr|h[1-6]|hr|summary|details|blockquote|ul|ol|table)\b", re.IGNORECASE
)
_ADDRESS = r"\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)"
# Every alternative stops at its own opener or after a bounded run, so that the scan stays linear.
_TOKEN = re.compile(
    r"(?P<display>\$\$[^$]{1,4000}\$\$|\\\[(?:[^\\]|\\[^\[\]]){1,4000}\\\])"
    r"|(?P<math>\$[^\s$](?:[^$\n]{0,400}[^\s$])?\$(?!\d)|\$[^$\n\\^_={}]{0,200}[\\^_={}][^$\n]{0,400}\$"
    r"|\\\((?:[^\\\n]|\\[^()\n]){1,400}\\\))"
    r"|(?P<entity>&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});)"
    r"|(?<!`)(?P<code>`{1,2}(?!`)[^`\n]{1,400}`{1,2}(?!`))"
    rf"|(?P<image>!\[[^\[\]\n]{{0,300}}\]{_ADDRESS}|\[\[[^\[\]\n]{{0,100}}\]\]{_ADDRESS})"
    rf"|(?P<link>\[[^\[\]\n]{{1,300}}\]{_ADDRESS})"
    r"|(?P<drop>\[\^[^\[\]\s]{1,40}\]:?|\[toc\]|<!--(?:[^<-]|-(?!->)){0,2000}-->|<https?://[^\s<>]{1,1000}>"
    r"|(?:https?://|www\.)[^\s<>()（），。；、《》\"'|]{1,1000}|\\[*`#>~]|~~|`"
    # Two stars between a number or a variable and a digit are a power.
    r"|\*\*\*?(?!\d)|(?<![0-9)])(?<!\b[A-Za-z])\*\*\*?)"
    rf"|(?P<tag></?(?:{_TAGS})\b[^<>\n]{{0,500}}>)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-}]))",
    re.IGNORECASE,
)
_PAIRS = re.compile(
    r"(?<![A-Za-z0-9*])(?P<star>\*)(?=[^\s*])(?P<in1>[^*\n]{1,200})(?<=[^\s*])\*(?![A-Za-z0-9*])"
    r"|(?<!\w)(?P<under>__?)(?=[^\s_])(?P<in2>[^_\n]{1,200})(?<=[^\s_])(?P=under)(?!\w)"
    r"|(?P<mark>==)(?=[^\s=])(?P<in3>[^=\n]{1,200})(?<=[^\s=])=="
)
_BRACKETS = re.compile(r"[（(][^（()）\n]{2,200}[)）]|【[^【】\n]{1,200}】|「[^「」\n]{1,200}」|《[^《》\n]{1,200}》"
                       r"|“[^“”\n]{1,60}”")  # fmt: skip
_INSIDE = re.compile(r"[，,。；;：:！!？?、.]")
_QUOTE = re.compile(r"^[ \x00]*(?:>[ \x00]?)+", re.MULTILINE)
_FENCE = re.compile(
    r"^[ \t>]*(?:[-*+] +|\d{1,3}[.)] +)?(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$", re.MULTILINE
)
_KEPT = re.compile(r"[^\x00]+")
_SPACE = re.compile(r"\s+")
_CJK = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_CJK_WRAP = re.compile(rf"(?<={_CJK})[ \t]*\n[ \t]*(?={_CJK})")
_UNSAYABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_BODY_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Marked:
    """A reference and its mask, character by character."""

    text: str
    mask: str

    def words(self, start: int, end: int) -> str:
        """What is read between *start* and *end*: one line, no decoration, sayable in a record."""
        kept = "".join(self.text[m.start() : m.end()] for m in _KEPT.finditer(self.mask, start, end))
        kept = _CJK_WRAP.sub("", html.unescape(kept))
        return _SPACE.sub(" ", _UNSAYABLE.sub("\ufffd", kept)).strip()

    def code(self, start: int, end: int) -> str:
        """A code block as it was written, without the quote marks and the indent it stood in."""
        lines = _BODY_QUOTE.sub("", self.text[start:end]).expandtabs(4).splitlines()
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return _UNSAYABLE.sub("\ufffd", "\n".join(line[margin:].rstrip() for line in lines)).strip("\n")


def marked(reference: str) -> Marked:
    """The *reference* with decoration, formulas, code and brackets found; never raises, cost linear."""
    mask = _fences(reference.translate(_OURS))
    mask = _PAIRS.sub(_pair, _TOKEN.sub(_token, mask))
    mask = _QUOTE.sub(lambda found: DROPPED * len(found.group()), _BRACKETS.sub(_bracket, mask))
    return Marked(reference, mask)


def _fences(text: str) -> str:
    """Code blocks made solid.  A fence that nothing closes is dropped: the prose after it is prose."""
    out: list[str] = []
    done = 0
    fences = list(_FENCE.finditer(text))
    for opening, body, end in _fenced(fences):
        out.append(text[done : opening.start()])
        out.append(DROPPED * (opening.end() - opening.start()))
        out.append(body)
        done = end
    out.append(text[done:])
    return _FENCE.sub(lambda found: DROPPED * len(found.group()), "".join(out))


def _fenced(fences: list[re.Match[str]]) -> list[tuple[re.Match[str], str, int]]:
    """Each closed block: its opening fence, the mask from there to the block's end, and that end."""
    found = []
    opening: re.Match[str] | None = None
    closers = {mark: _last_closer(fences, mark) for mark in "`~"}
    for fence in fences:
        mark = fence["fence"]
        if opening is None:
            if len(mark) <= closers[mark[0]].get(fence.start(), 0):
                opening = fence
        elif (
            mark[0] == opening["fence"][0]
            and len(mark) >= len(opening["fence"])
            and not fence["info"].strip()
        ):
            size = fence.start() - opening.end() - 2
            body = "\n" + (BLOCK + SOLID * (size - 1) if size > 0 else "") + "\n" * (1 if size >= 0 else 0)
            found.append((opening, body + DROPPED * (fence.end() - fence.start()), fence.end()))
            opening = None
    return found


def _last_closer(fences: list[re.Match[str]], mark: str) -> dict[int, int]:
    """For each fence, the length of the longest bare fence of *mark* after it: what may close it."""
    longest = 0
    lengths: dict[int, int] = {}
    for fence in reversed(fences):
        lengths[fence.start()] = longest
        if fence["fence"][0] == mark and not fence["info"].strip():
            longest = max(longest, len(fence["fence"]))
    return lengths


def _token(found: re.Match[str]) -> str:
    whole = found.group()
    match found.lastgroup:
        case "display" | "math" | "entity":
            return SOLID * len(whole)
        case "code":
            ticks = len(whole) - len(whole.lstrip("`"))
            closing = len(whole) - len(whole.rstrip("`"))
            return DROPPED * ticks + SOLID * (len(whole) - ticks - closing) + DROPPED * closing
        case "link":
            close = whole.index("]", 1)
            return DROPPED + whole[1:close] + DROPPED * (len(whole) - close)
        case "tag" if _BREAKS.match(whole):
            return "\n" + DROPPED * (len(whole) - 1)
        case _:
            return DROPPED * len(whole)


def _pair(found: re.Match[str]) -> str:
    inner = found["in1"] or found["in2"] or found["in3"]
    if found["under"] == "__" and inner.isidentifier() and inner.isascii():
        return found.group()  # a name such as __init__
    edge = (len(found.group()) - len(inner)) // 2
    return DROPPED * edge + inner + DROPPED * edge


def _bracket(found: re.Match[str]) -> str:
    whole = found.group()
    if whole[1:-1].isdigit():
        return whole
    return whole[0] + _INSIDE.sub(SOLID, whole[1:-1]) + whole[-1]
