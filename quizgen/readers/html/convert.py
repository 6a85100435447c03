"""HTML into Markdown-like lines: headings, lists, tables, code, folds, links, pictures."""

from dataclasses import dataclass

from quizgen.readers.html.core import Core
from quizgen.readers.html.elements import ENDS, STARTS
from quizgen.readers.html.names import BLOCKS, HEADINGS, INLINE, LINES, formula, is_dropped
from quizgen.readers.html.tokens import Token, resolved, tokens

_CELLS = ("td", "th")


@dataclass(frozen=True, slots=True)
class Converted:
    """Markdown-like *lines*, where each stands in the HTML (first and last line, from 1), and the pictures
    that are shown, with their lines."""

    lines: tuple[str, ...]
    origins: tuple[tuple[int, int], ...]
    pictures: tuple[tuple[str, int], ...]


def convert(html: str) -> Converted:
    """*html* as lines.  Never raises; the cost grows linearly with the text."""
    core, whole = _run(html, drops=True)
    if not whole:
        # A menu that never ends: better the menu as text than a page without any.
        core, _ = _run(html, drops=False)
    page = core.page
    return Converted(tuple(page.lines), tuple(page.origins), tuple(core.pictures))


@dataclass(slots=True)
class _Drop:
    """An element that is being dropped, and how many of its kind are open in it."""

    name: str = ""
    depth: int = 0

    def takes(self, token: Token) -> bool:
        """Whether *token* is dropped too."""
        if self.name in _CELLS and token.kind == "start" and token.name in (*_CELLS, "tr"):
            # A cell ends where the next one begins.
            self.name = ""
        if not self.name:
            return False
        if token.name == self.name:
            self.depth += 1 if token.kind == "start" else -1
            self.name = self.name if self.depth else ""
        return True


def _run(html: str, *, drops: bool) -> tuple[Core, bool]:
    """What *html* gives, and whether all that was dropped has an end."""
    core, drop, counted = Core(ENDS), _Drop(), 0
    for token in tokens(html):
        core.line += html.count("\n", counted, token.at)
        counted = token.at
        if drop.takes(token):
            continue
        if token.kind == "text":
            _text(core, token.text)
        elif token.kind == "end":
            _end(core, token.name)
        elif _start(core, token, drops=drops):
            drop = _Drop(token.name, 1)
    while core.stack:
        core.pop()
    core.flush()
    return core, not drop.name


def _text(core: Core, raw: str) -> None:
    if core.code is not None:
        core.code.add(raw, core.line)
        return
    words = raw.strip()
    if not words:
        core.words.space()
        return
    first = core.line + raw.count("\n", 0, len(raw) - len(raw.lstrip()))
    core.words.add(resolved(raw), first, first + words.count("\n"))


def _start(core: Core, token: Token, *, drops: bool) -> bool:
    """Begin an element; whether it is one that is dropped, up to its end."""
    name = token.name
    tex = formula(token)
    if tex is not None:
        core.words.put(tex, core.line, core.line + token.text.count("\n"))
    elif token.text or (drops and is_dropped(token)):
        return drops
    elif core.code is not None and name not in HEADINGS and name != "pre":
        core.code.start(token, core.line)
    elif name in INLINE:
        core.words.start(INLINE[name], token.attributes.get("href", ""))
    elif name in LINES and core.in_line:
        core.words.space()
    elif name in STARTS:
        STARTS[name](core, token)
    elif name in BLOCKS:
        core.block(carry=True)
    return False


def _end(core: Core, name: str) -> None:
    if core.code is not None and name != "pre":
        core.code.end(name, core.line)
    elif name in INLINE:
        core.words.end(INLINE[name])
    elif name in BLOCKS:
        core.block(carry=False)
    elif name in HEADINGS and core.in_line and core.stack[-1].name in HEADINGS:
        # "<h2>…</h3>": the closing tag of any heading closes the one that is open.
        core.pop()
    elif name in ENDS:
        core.close(name)
