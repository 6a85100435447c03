"""A text as the patterns see it: folded, without markup, each character knowing where it came from.

Lower case, NFKC, one kind of punctuation, Greek letters by name, hyphens and underscores between letters
as one space.  Emphasis, code ticks, links, images, tags and addresses are gone; formulas are brought to a
normal form without layout commands, braces and spaces, so that two ways of writing one formula read alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau "
        "upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_NAMED = {
    **_GREEK,
    "√": "sqrt",
    "×": "x",
    "−": "-",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "’": "'",
    "‘": "'",
}
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"))
_SPECIAL = re.compile(
    # Every repetition is bounded: an unclosed bracket, repeated, must not make reading quadratic.
    r"(?P<image>!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)|<img\b[^>]{0,1000}>)"
    r"|\[(?P<link>[^\[\]\n]{0,300})\]\([^)\n]{0,1000}\)"
    r"|(?P<address>https?://[^\s)>\]，。；、]+)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,300}>|<!--.{0,2000}?-->)"
    r"|(?P<entity>&#?\w{1,8};)"
    r"|(?P<math>\$\$.{1,3000}?\$\$|\$[^$\n]{1,500}\$|\\\(.{1,500}?\\\)|\\\[.{1,3000}?\\\])",
    re.DOTALL,
)
_MARK = re.compile(r"[!\[<&$\\]")  # each of the above begins with one of these, or is an address
# Runs of what folds letter by letter go at once.
_RUN = re.compile(r"[A-Za-z0-9]+|[一-龥]+|(?P<other>.)", re.DOTALL)
_LAYOUT = re.compile(
    r"\\(?:left|right|big|bigl|bigr|text|mathrm|mathbf|mathcal|mathbb|boldsymbol|operatorname|displaystyle|quad|qquad"
    r"|,|;|!|:|\\)(?![a-z])|\\begin\{[^}]*\}|\\end\{[^}]*\}|[\s{}$_^&\\]"
)
_DROPPED = frozenset("*`~\\^")
_CLOSED_UP = re.compile(r"[㐀-鿿豈-﫿,;:。、!?()\[\]《》「」\"]")


@dataclass(frozen=True, slots=True)
class Plain:
    """*text*, and for each of its characters its offset in the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the characters *start* up to *end* (at least one)."""
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if unicodedata.category(character) in _INVISIBLE:
        return " " if character in "\t\r" else ""
    folded = unicodedata.normalize("NFKC", character).lower()
    return "".join(_NAMED.get(part, part) for part in folded)


@dataclass(slots=True)
class _Writer:
    """Collects characters; a space waits until the next character says whether it is wanted."""

    pieces: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    waiting: bool = False

    def write(self, folded: str, at: int, run: int = 0) -> None:
        """*folded*, which stands for the character *at*, or for a *run* of so many from there on."""
        if self.waiting and self.pieces and not _CLOSED_UP.match(folded):
            last = self.pieces[-1][-1]
            if last not in " \n" and (not _CLOSED_UP.match(last) or last in ",;:!?"):
                self.pieces.append(" ")
                self.origin.append(at)
        self.waiting = False
        self.pieces.append(folded)
        self.origin.extend(range(at, at + run) if run else [at] * len(folded))


def plain(text: str, start: int = 0, end: int | None = None) -> Plain:
    """The characters *start* up to *end* of *text* in plain form.  Linear; offsets are those of *text*."""
    stop = len(text) if end is None else end
    return _plain_short(text, start, stop) if len(text) <= _SHORT else _plain(text, start, stop)


def _plain(text: str, start: int, stop: int) -> Plain:
    writer = _Writer()
    for kind, left, right in _segments(text, start, stop):
        if kind == "math":
            _write_formula(writer, text, left, right)
        elif kind == "words":
            _write_words(writer, text, left, right)
        else:
            writer.waiting = True
    return Plain("".join(writer.pieces), tuple(writer.origin))


_SHORT = 500  # characters; a question is read again for each of its answers
_plain_short = lru_cache(maxsize=1024)(_plain)


def folded(text: str) -> str:
    """*text* in plain form, for words that are looked for and need no way back."""
    return plain(text).text


def _segments(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    position = start
    marked = _MARK.search(text, start, end) or text.find("http", start, end) >= 0
    for found in _SPECIAL.finditer(text, start, end) if marked else ():
        if position < found.start():
            yield "words", position, found.start()
        if found.lastgroup == "math":
            yield "math", found.start(), found.end()
        elif found.lastgroup == "link":
            yield "words", found.start("link"), found.end("link")
        else:
            yield "gone", found.start(), found.end()
        position = found.end()
    if position < end:
        yield "words", position, end


def _write_words(writer: _Writer, text: str, start: int, end: int) -> None:
    for found in _RUN.finditer(text, start, end):
        at, character = found.start(), found[0]
        if found.lastgroup is None:
            writer.write(character.lower(), at, len(character))
            continue
        if character in _DROPPED:
            continue
        if character in " \n_" or (character in "-‐‑–" and _joins(text, at)):
            writer.waiting = True
            continue
        part = _folded(character)
        if part == " ":
            writer.waiting = True
        elif part:
            writer.write(part, at)
            writer.waiting = character == "√"


def _joins(text: str, at: int) -> bool:
    """Whether the hyphen stands inside a word, and is no minus sign."""
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _write_formula(writer: _Writer, text: str, start: int, end: int) -> None:
    position = start
    while position < end:
        layout = _LAYOUT.match(text, position, end)
        if layout:
            position = layout.end()
            continue
        part = _folded(text[position])
        if part and part != " ":
            writer.write(part, position)
        position += 1
    writer.waiting = True
