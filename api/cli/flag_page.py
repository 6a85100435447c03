"""A flag on the terminal: the words in their paragraph, and what was decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli import terminal
from api.reports.passages import passage
from api.text import one_line, visible
from questions.records import FiledFlag, FreeText, Question, Severity

if TYPE_CHECKING:
    from rich.console import Console

    from api.usecases.healing import Affected, Corrected, Decided

_STYLE = {Severity.HIGH: "bold red", Severity.MEDIUM: "yellow", Severity.LOW: "cyan"}


def print_flag(talk: Console, filed: FiledFlag, question: Question, affected: Affected) -> None:
    """*filed* with its evidence; *question* is as the flag saw it."""
    flag = filed.flag
    talk.print(terminal.text(question.text, "bold"))
    facts = [filed.id, filed.state, question.id, f"version {filed.question_version}"]
    if source := question.source:
        facts.append(f"{source.document}:{source.line_start}")
    talk.print(terminal.text(" · ".join(facts), "dim"))
    talk.print()
    if isinstance(question, FreeText) and question.reference:
        _print_passage(talk, question.reference, filed)
    talk.print()
    talk.print(terminal.text(f"{flag.severity}, {flag.verdict}: {one_line(flag.correction)}", "bold"))
    for cited in flag.evidence:
        told = f"{cited.source}, {cited.locator}" + (f": {cited.quote}" if cited.quote else "")
        talk.print(terminal.text("  " + one_line(told)))
    talk.print(terminal.text(f"  {flag.detector}, sure to {flag.confidence:.0%}", "dim"))
    if filed.decision:
        note = f": {filed.decision.note}" if filed.decision.note else ""
        when = filed.decision.at.strftime("%Y-%m-%d")
        talk.print(terminal.text(f"{filed.state} by {filed.decision.by} on {when}{note}"))
    talk.print(terminal.text(_concerns(affected), "dim"))


def say_decided(talk: Console, done: Decided) -> None:
    """What came of a decision."""
    talk.print(terminal.text(f"{done.flag.id}: {done.flag.state}"))
    _say_affected(talk, done.flag, done.affected)


def say_corrected(talk: Console, done: Corrected) -> None:
    """What came of a correction."""
    talk.print(
        terminal.text(f"{done.flag.id}: corrected; {done.question.id} is at version {done.question.version}")
    )
    start = done.flag.flag.start
    seen = passage(done.question.reference or "", start, start)
    talk.print(terminal.text(seen.before + seen.after, "cyan"))
    left = [one for one in done.flags if one.state == "open"]
    if left:
        talk.print(terminal.text(f"{terminal.count(len(left), 'flag')} open on the new words", "yellow"))
    _say_affected(talk, done.flag, done.affected)


def _say_affected(talk: Console, filed: FiledFlag, affected: Affected) -> None:
    talk.print(terminal.text(_concerns(affected)))
    if affected.attempts > affected.locked:
        hint = f"see what changes: quizgen regrade --question {filed.question_id} --dry-run"
        talk.print(terminal.text(hint, "dim"))


def _concerns(affected: Affected) -> str:
    locked = f", {affected.locked} of them graded by people, who keep their grade" if affected.locked else ""
    return f"{terminal.count(affected.attempts, 'attempt')} at this question{locked}"


def _print_passage(talk: Console, reference: str, filed: FiledFlag) -> None:
    from rich.text import Text

    seen = passage(reference, filed.flag.start, filed.flag.end)
    line = Text(visible(seen.before))
    line.append(visible(seen.quote), _STYLE[filed.flag.severity])
    line.append(visible(seen.after))
    talk.print(line)
    if not seen.quote.strip():
        talk.print(terminal.text("(the whole answer)", "dim"))
