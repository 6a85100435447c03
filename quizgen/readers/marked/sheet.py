"""Lines of Markdown that are made of the lines of another markup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from quizgen.readers.pictures import as_assets, pictures_of
from quizgen.readers.plain import read_plain
from quizgen.readers.source import SourceText, made_text


@dataclass(slots=True)
class Sheet:
    """What was written so far, and from which line (from 0) of the source each line comes."""

    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def write(self, line: str, origin: int) -> None:
        """Add a line."""
        self.lines.append(line)
        self.origins.append(origin)


def read_with(
    rewrite: Callable[[Sequence[str]], Sheet],
    data: bytes,
    name: str,
    path: str | None,
    format: str,  # noqa: A002
) -> SourceText:
    """The document as *rewrite* makes it of its lines.  Raises UnreadableDocument."""
    text = read_plain(data, name, path, format)
    sheet = rewrite(text.lines)
    shown = as_assets((target, sheet.origins[line - 1] + 1) for target, line in pictures_of(sheet.lines))
    made = made_text(sheet.lines, [(origin + 1, origin + 1) for origin in sheet.origins], text)
    return replace(made, assets=shown)
