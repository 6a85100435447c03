"""The state of a conversion: which elements are open, what was said, what was written."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from quizgen.readers.html.code import Code
from quizgen.readers.html.grid import Grid
from quizgen.readers.html.names import LINES
from quizgen.readers.html.page import Container, Page
from quizgen.readers.html.words import BREAK, Words

_LONGEST_TITLE = 400
_FAR = 100


@dataclass(slots=True)
class Element:
    """An element that is open: what it opened on the page, and how many columns it spans."""

    name: str
    container: Container | None = None
    span: int = 1


@dataclass(slots=True)
class Core:
    """What every element works on.  *ends* says what to do when an element closes."""

    ends: Mapping[str, Callable[["Core", Element], None]]
    page: Page = field(default_factory=Page)
    words: Words = field(default_factory=Words)
    stack: list[Element] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    counters: list[int | None] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    pictures: list[tuple[str, int]] = field(default_factory=list)
    code: Code | None = None
    line: int = 1
    gap: bool = False

    @property
    def in_line(self) -> bool:
        """Whether a title is open: all that stands in it is one line."""
        return bool(self.stack) and self.stack[-1].name in LINES

    @property
    def in_cell(self) -> bool:
        """Whether words go into a cell."""
        return bool(self.grids) and self.grids[-1].cell is not None

    def block(self, *, carry: bool) -> None:
        """The edge of a block: what was said so far is a paragraph, but in a title it is one line."""
        if not self.in_line:
            self.flush(carry=carry)
            self.gap = True
            return
        self.words.space()
        # A title that never ends must not swallow the document.
        if self.words.length > _LONGEST_TITLE:
            self.pop()

    def flush(self, *, carry: bool = False) -> None:
        """Write what was said."""
        words, first, last = self.words.take(carry=carry)
        if not words.strip():
            return
        if self.in_cell:
            self.grids[-1].add(words, first, last)
        else:
            self.write(words, first, last)

    def write(self, words: str, first: int, last: int) -> None:
        """Write lines, after a blank line if one is due."""
        if self.gap:
            self.page.gap()
        self.gap = False
        for line in words.split(BREAK):
            if line.strip():
                self.page.write(line, first, last)

    def title(self, words: str, first: int, last: int) -> None:
        """Write one line that stands alone."""
        self.gap = True
        self.write(words.replace(BREAK, " "), first, last)
        self.gap = True

    def push(self, name: str, container: Container | None = None, span: int = 1) -> None:
        """Open an element."""
        if container is not None:
            self.page.containers.append(container)
        self.stack.append(Element(name, container, span))
        self.opened[name] += 1

    def close(self, *names: str, within: tuple[str, ...] = ()) -> None:
        """Close the innermost open element of *names* with all inside it, unless one of *within* is nearer."""
        if not any(self.opened[name] for name in names):
            return
        if within:
            near = [element.name for element in self.stack[-_FAR:]]
            inner = next((name for name in reversed(near) if name in names or name in within), "")
            if inner not in names:
                return
        while self.pop() not in names:
            pass

    def pop(self) -> str:
        """Close the innermost element; its name."""
        element = self.stack[-1]
        self.ends.get(element.name, _flush)(self, element)
        self.stack.pop()
        self.opened[element.name] -= 1
        if element.container is not None:
            self.page.containers.pop()
        return element.name

    def out_of_line(self) -> None:
        """Close a title in which something begins that no title holds."""
        while self.in_line:
            self.pop()
        self.flush(carry=True)

    def out_of_cell(self) -> None:
        """Give up the rows of a table in which something begins that no row of Markdown holds."""
        self.out_of_line()
        if self.in_cell:
            for words, first, last in self.grids[-1].loosen():
                self.gap = True
                self.write(words, first, last)
            self.gap = True


def _flush(core: Core, _: Element) -> None:
    core.flush()
