"""A block of code of HTML as a fence."""

import re
from dataclasses import dataclass, field

from quizgen.readers.html.names import language_of_code
from quizgen.readers.html.tokens import Token, resolved

_TICKS = re.compile(r"`{3,}")
_LINE_ELEMENTS = frozenset({"div", "li", "p", "tr"})


@dataclass(slots=True)
class Code:
    """The lines of code so far, each with its source line (from 1)."""

    language: str = ""
    lines: list[list[str]] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def add(self, raw: str, line: int) -> None:
        """Add text as it stands in the source from *line* on."""
        for i, part in enumerate(raw.split("\n")):
            if i or not self.lines:
                self.break_line(line + i)
            self.lines[-1].append(resolved(part))

    def start(self, token: Token, line: int) -> None:
        """A tag inside the code: a line break, a line of its own, or the name of the language."""
        if token.name == "br" or (token.name in _LINE_ELEMENTS and self.lines and any(self.lines[-1])):
            self.break_line(line)
        if token.name == "code" and not self.language:
            self.language = language_of_code(token)

    def end(self, name: str, line: int) -> None:
        """A closing tag inside the code."""
        if name in _LINE_ELEMENTS and self.lines and any(self.lines[-1]):
            self.break_line(line)

    def break_line(self, line: int) -> None:
        """Begin a line of code."""
        self.lines.append([])
        self.origins.append(line)

    def fenced(self, end: int) -> list[tuple[str, int]]:
        """The code between fences, each line with its source line; nothing for code without words."""
        rows: list[tuple[str, int]] = []
        for parts, origin in zip(self.lines, self.origins, strict=True):
            rows.extend((line.rstrip(), origin) for line in re.split(r"\r\n?|\n", "".join(parts)) or [""])
        written = [i for i, (line, _) in enumerate(rows) if line]
        if not written:
            return []
        rows = rows[written[0] : written[-1] + 1]
        longest = max((len(ticks) for line, _ in rows for ticks in _TICKS.findall(line)), default=2)
        fence = "`" * (longest + 1)
        return [(fence + self.language, rows[0][1]), *rows, (fence, max(end, rows[-1][1]))]
