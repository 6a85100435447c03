"""Results on standard output, everything else on standard error; foreign text never as markup."""

import re
import select
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from api.text import one_line, to_json, visible

_PASTE = 0.05  # seconds within which a terminal sends the next line of what was pasted
_LEAD = re.compile(r"\s*(?:[✓~✗!]\s)?")
# What stays in one piece: a word, or a Chinese character with the marks that stand before or behind it.
_OPENS, _CLOSES = "（〈《「『【“‘", "，。、；：？！）〉》」』】”’…—"
_WIDE = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60"
_PARTS = re.compile(rf"\s*[{_OPENS}]*(?:[{_WIDE}]|[^\s{_WIDE}{_OPENS}]+)[{_CLOSES}]*|\s+|[{_OPENS}]+|.")
PATIENCE = 2.0  # seconds after which work shows its progress


def out() -> Console:
    """Standard output; wide enough not to cut a table where it is no terminal."""
    return _console(sys.stdout)


def err() -> Console:
    """Standard error."""
    return _console(sys.stderr)


def _console(stream: object) -> Console:
    to_terminal = bool(getattr(stream, "isatty", lambda: False)())
    return Console(
        file=stream,  # type: ignore[arg-type]  # sys.stdout and sys.stderr are text streams
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not to_terminal,
        width=None if to_terminal else 120,
    )


def print_json(value: object) -> None:
    """*value* on standard output."""
    sys.stdout.write(to_json(value, indent=2) + "\n")


def say(line: str) -> None:
    """One line on standard error."""
    sys.stderr.write(visible(line).replace("\n", " ") + "\n")
    sys.stderr.flush()


def count(number: int, what: str) -> str:
    """*number* of *what*, in the plural where it is one."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def text(value: str, style: str = "") -> Text:
    """Foreign text, harmless."""
    return Text(visible(value), style)


def line_reader(*, quiet: bool = False) -> Callable[[str], str]:
    """Reads a line after a prompt; raises EOFError at the end of the input.

    Where both ends are a terminal the line can be edited.  *quiet* keeps prompts off standard output.
    """
    if sys.stdin.isatty() and sys.stdout.isatty() and not quiet:
        with suppress(ImportError):
            import readline  # noqa: F401  (gives input() its arrow keys)
        return input
    return _read_plainly


def _read_plainly(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def more_waits() -> bool:
    """Whether a terminal has sent more lines already, as it does when a text is pasted."""
    if not sys.stdin.isatty():
        return False
    try:
        return bool(select.select([sys.stdin], [], [], _PASTE)[0])
    except (OSError, ValueError):  # where only sockets can be waited for
        return False


def fitted(value: str, console: Console) -> str:
    """*value* in lines that fit a terminal, each below the beginning of its text.

    Chinese may break at every character, but for marks that stand at the end of a line; rich breaks at
    spaces alone, and leaves half of a line empty.  Other outputs keep their long lines.
    """
    if not console.is_terminal:
        return value
    return "\n".join(_broken(line, console.width) for line in value.split("\n"))


def _broken(line: str, width: int) -> str:
    if cell_len(line) <= width:
        return line
    lead = cell_len(_LEAD.match(line)[0])  # type: ignore[index]  # it matches nothing, too
    indent = " " * lead if lead < width // 2 else ""
    lines, current = [], ""
    for part in _PARTS.findall(line):
        if current.strip() and cell_len(current + part.rstrip()) > width:
            lines.append(current.rstrip())
            current = indent
            part = part.lstrip()  # noqa: PLW2901  (the space has become the break)
        current += part
    return "\n".join([*lines, current])


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], width: int = 0) -> Table:
    """A table of foreign text; cells wrap, cut to *width* columns of the terminal where that is not 0."""
    made = Table(title=Text(visible(title)), title_justify="left", header_style="bold", expand=False)
    for column in columns:
        made.add_column(Text(column), overflow="fold")
    for row in rows:
        made.add_row(*(_cell(item, width) for item in row))
    return made


def _cell(item: object, width: int) -> Text:
    shown = Text(one_line("" if item is None else str(item)))
    if width:
        shown.truncate(width, overflow="ellipsis")
    return shown


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A function that is told how much more is done.

    Draws a bar on standard error, where that is a terminal, once the work has taken two seconds.
    """
    console = err()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(what, total=total)
    timer = threading.Timer(PATIENCE, bar.start)
    timer.daemon = True
    if console.is_terminal:
        timer.start()
    try:
        yield lambda more: bar.advance(task, more)
    finally:
        timer.cancel()
        if timer.ident is not None:  # it was started, and may be starting the bar just now
            timer.join()
        if bar.live.is_started:  # stopping one that never started would print an empty line
            bar.stop()
