"""The words of one block of HTML as one line of Markdown or a few."""

import re
from dataclasses import dataclass, field

_SPACES = re.compile(r"[ \t\r\f\v]+")
_WHITESPACE = re.compile(r"\s+")
# What would open a heading, a quote or a fence if it stood at the start of a line.
_OPENING = frozenset("#>`~")
_LINE_START = re.compile(r"#{1,6}\s|>|```|~~~")
_TAG_START = re.compile(r"<(?=[a-zA-Z/!])")
_LONGEST_ADDRESS = 2000
_SCRIPT_ADDRESS = re.compile(r"\s*(?:javascript|data|vbscript|blob):", re.IGNORECASE)
BREAK = "\n"
MARKS = {
    "strong": ("**", "**"),
    "em": ("*", "*"),
    "code": ("`", "`"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "del": ("~~", "~~"),
}


@dataclass(slots=True)
class _Open:
    """Emphasis or a link that began at piece *at*; *carried* from the block before."""

    name: str
    at: int
    address: str = ""
    carried: bool = False


@dataclass(slots=True)
class Words:
    """Pieces of text, and the source lines (from 1) on which the first and the last of them stand."""

    pieces: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0
    open: list[_Open] = field(default_factory=list)

    def add(self, text: str, first: int, last: int) -> None:
        """Add text without markup, its whitespace as it stands in the source."""
        if not any(mark.name == "code" for mark in self.open):
            text = _TAG_START.sub("&lt;", text)
        self.put(_WHITESPACE.sub(" ", text), first, last)

    def put(self, piece: str, first: int, last: int) -> None:
        """Add a piece of Markdown."""
        self.pieces.append(piece)
        if piece.strip():
            self.first = self.first or first
            self.last = max(self.last, last)

    def start(self, name: str, address: str = "") -> None:
        """Begin emphasis or a link; one inside another of its kind is none."""
        if not any(mark.name == name for mark in self.open):
            self.open.append(_Open(name, len(self.pieces), _address(address)))

    def end(self, name: str) -> None:
        """End emphasis or a link, and what began inside it."""
        names = [mark.name for mark in self.open]
        if name in names:
            while self._close().name != name:
                pass

    def space(self) -> None:
        """Whitespace between words."""
        if self.pieces:
            self.pieces.append(" ")

    @property
    def length(self) -> int:
        """How many characters were added."""
        return sum(map(len, self.pieces))

    def take(self, *, carry: bool) -> tuple[str, int, int]:
        """All that was added as lines of Markdown, and its first and last source line.

        With *carry* what is open goes on in the next block.
        """
        going_on = [mark for mark in self.open if carry or mark.carried]
        while self.open:
            self._close()
        text, first, last = "".join(self.pieces), self.first, self.last
        self.pieces.clear()
        self.first = self.last = 0
        self.open = [_Open(mark.name, 0, mark.address, carried=True) for mark in going_on]
        if not text.strip():
            return "", first, last
        lines = (_SPACES.sub(" ", line).strip() for line in text.split(BREAK))
        return BREAK.join(map(_safe_start, lines)), first, last

    def _close(self) -> _Open:
        mark = self.open.pop()
        inner = "".join(self.pieces[mark.at :])
        words = inner.strip()
        if words:
            before = " " if inner[0].isspace() else ""
            after = " " if inner[-1].isspace() else ""
            self.pieces[mark.at :] = [before + _marked(words, mark) + after]
        return mark


def _safe_start(line: str) -> str:
    return "\\" + line if line[:1] in _OPENING and _LINE_START.match(line) else line


def _marked(words: str, mark: _Open) -> str:
    if mark.name == "a":
        if not mark.address or words == mark.address or words.startswith("!["):
            return words
        return f"[{words}]({mark.address})"
    opening, closing = MARKS[mark.name]
    if BREAK in words:
        parts = [part.strip() for part in words.split(BREAK)]
        return BREAK.join(f"{opening}{part}{closing}" if part else "" for part in parts)
    if mark.name == "code" and "`" in words:
        return f"`` {words} ``"
    return f"{opening}{words}{closing}"


def _address(target: str) -> str:
    """*target* as it may stand in a Markdown link; nothing for scripts and for what is no address."""
    target = target.strip()
    if not target or len(target) > _LONGEST_ADDRESS or _SCRIPT_ADDRESS.match(target):
        return ""
    return _WHITESPACE.sub("%20", target).replace("(", "%28").replace(")", "%29")


def picture(target: str, words: str) -> str:
    """A picture as Markdown."""
    shown = "data:" if target.lstrip()[:5].lower() == "data:" else _address(target)
    words = _WHITESPACE.sub(" ", words).replace("[", "(").replace("]", ")").strip()
    return f"![{words[:200]}]({shown})"
