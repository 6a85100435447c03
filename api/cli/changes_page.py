"""What changed about questions, for people."""

from collections.abc import Iterable, Sequence

from rich.text import Text

from api.cli import terminal
from api.text import one_line, visible
from api.usecases.revising import Revised, is_news, words_changed
from questions.changes import Change, Reason
from questions.records import Question
from quizgen.differences import Difference, Part

_LONG = 160
_KEPT = 60
_STYLES = {"same": "", "removed": "red strike", "added": "green"}
_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""Where there are no colours, the marks of wdiff."""


def print_revised(revised: Revised) -> None:
    """What differs from the approved version, if that is another one, and what learners meet."""
    if revised.approved is None:
        return
    page = terminal.out()
    page.print()
    met = f"learners meet version {revised.met}" if revised.met else "learners do not meet it"
    line = f"changed since version {revised.approved.version}, the last approved one; {met}"
    page.print(terminal.text(line, "yellow"))
    print_differences(revised.differences)
    page.print(terminal.text(f"to approve it: quizgen questions approve {revised.newest.id}", "dim"))


def print_differences(changed: Iterable[Difference]) -> None:
    """Field by field what went and what came."""
    page = terminal.out()
    plain = not page.is_terminal or page.no_color
    for difference in changed:
        page.print(Text(f"{difference.field}: ", "bold") + marked(difference.parts, plain=plain))


def marked(parts: Sequence[Part], *, plain: bool) -> Text:
    """*parts* in one text, in colours or with *plain* marks; long stretches that stayed are cut short."""
    made = Text()
    for place, part in enumerate(parts):
        first, last = place == 0, place == len(parts) - 1
        shown = visible(_shortened(part.text, first=first, last=last) if part.op == "same" else part.text)
        before, after = _MARKS[part.op] if plain else ("", "")
        made.append(f"{before}{shown}{after}", None if plain else _STYLES[part.op])
    return made


def print_plan(document: str, changes: Sequence[Change]) -> None:
    """What would become of the questions of *document*; nothing about those that stay as they are."""
    news = [change for change in changes if is_news(change)]
    page = terminal.out()
    if news:
        columns = ("what", "question", "where", "why", "alike", "id")
        page.print(terminal.table(document, columns, [_row(change) for change in news], 80))
    for change in news:
        changed = words_changed(change)
        if changed:
            page.print(terminal.text(f"{change.id} {one_line(change.held.newest.text, 80)}", "bold"))
            print_differences(changed)
            page.print()
    shifted = sum(change.reasons == (Reason.OTHER_LINES,) for change in changes)
    if shifted:
        page.print(terminal.text(f"{document}: {shifted} more stand on other lines", "dim"))


def _row(change: Change) -> tuple[object, ...]:
    alike = "" if change.similarity is None else f"{change.similarity:.2f}"
    why = "; ".join(reason.value for reason in change.reasons)
    shown = change.held.newest
    return (change.fate.value, shown.text, _place(shown), why, alike, change.id)


def _place(question: Question) -> str:
    source = question.source
    return f"{source.document}:{source.line_start}" if source else ""


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """*text* with its middle left out, or the end that is far from any change."""
    if len(text) <= _LONG:
        return text
    head = "" if first else text[:_KEPT] + " "
    tail = "" if last else " " + text[-_KEPT:]
    return f"{head}…{tail}"
