"""`quizgen flags` and `quizgen review`: people decide what becomes of shaky words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, By, Database, Note

if TYPE_CHECKING:
    from questions.records import FiledFlag, FlagState

app = typer.Typer(help="List, show, confirm, dismiss and correct what is shaky about reference answers.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a flag.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[
        str, typer.Option(metavar="open|confirmed|dismissed|corrected|all", help="What was decided.")
    ] = "open",
    severity: Annotated[str | None, typer.Option(metavar="high|medium|low")] = None,
    question: Annotated[str | None, typer.Option(metavar="ID", help="On this question.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where a former list ended.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """List flags, the gravest and surest first.

    Example: quizgen flags list --severity high
    """
    from api.cli import terminal
    from api.usecases import healing

    page = healing.ranked(services(ctx, db=db), state, severity, question, cursor, limit)
    if as_json:
        found = [filed.model_dump(mode="json") for filed in page.items]
        terminal.print_json({"flags": found, "next_cursor": page.next_cursor})
        return
    terminal.out().print(table(page.items))
    if page.next_cursor:
        terminal.say(f"more: --cursor {page.next_cursor}")


@app.command()
def show(ctx: typer.Context, flag_id: Id, db: Database = None, as_json: AsJson = False) -> None:
    """Show one flag: the words in their paragraph, the correction, the sources, whom it concerns.

    Example: quizgen flags show f-0123456789abcdef
    """
    from api.cli import terminal
    from api.usecases import healing

    filed, question, affected = healing.seen(services(ctx, db=db), flag_id)
    if as_json:
        terminal.print_json({"flag": filed.model_dump(mode="json"), "affected": affected.as_json()})
        return
    from api.cli.flag_page import print_flag

    print_flag(terminal.out(), filed, question, affected)


@app.command()
def confirm(
    ctx: typer.Context, flag_id: Id, by: By = None, note: Note = "", db: Database = None, as_json: AsJson = False
) -> None:  # fmt: skip
    """Agree that the words are wrong; grades go by the correction, the reference stays as it is.

    Example: quizgen flags confirm f-0123456789abcdef --by ann
    """
    from questions.records import FlagState

    _decide(ctx, flag_id, FlagState.CONFIRMED, by, note, db, as_json=as_json)


@app.command()
def dismiss(
    ctx: typer.Context, flag_id: Id, by: By = None, note: Note = "", db: Database = None, as_json: AsJson = False
) -> None:  # fmt: skip
    """Say that the words are right; the flag stays dismissed until they change.

    Example: quizgen flags dismiss f-0123456789abcdef --by ann --note "true since version 3"
    """
    from questions.records import FlagState

    _decide(ctx, flag_id, FlagState.DISMISSED, by, note, db, as_json=as_json)


@app.command()
def correct(
    ctx: typer.Context,
    flag_id: Id,
    words: Annotated[
        str | None,
        typer.Option(
            "--words", metavar="TEXT", help="In the place of the quoted words; else the correction."
        ),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option("--reference", metavar="FILE", help="A whole new reference, from here.")
    ] = None,
    by: By = None,
    note: Note = "",
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Correct the reference: its next version, which stays when the same document is ingested again.

    Key points are made anew where the words changed, the new words are audited, the flag is closed.

    Example: quizgen flags correct f-0123456789abcdef --words "keeps its own query" --by ann
    """
    from api.cli import terminal
    from api.cli.options import person
    from api.usecases import healing
    from api.usecases.bank import read_text

    new = healing.NewWords(words, read_text(reference) if reference else None)
    done = healing.correct(services(ctx, db=db), flag_id, person(by), new, note)
    if as_json:
        terminal.print_json(done.as_json())
        return
    from api.cli.flag_page import say_corrected

    say_corrected(terminal.out(), done)


def review(
    ctx: typer.Context,
    severity: Annotated[str | None, typer.Option(metavar="high|medium|low")] = None,
    question: Annotated[str | None, typer.Option(metavar="ID", help="On this question.")] = None,
    by: By = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Walk through the open flags, the gravest and surest first, and decide about each.

    Type c to confirm, d to dismiss, e to correct the words; Enter or s skips, q or Ctrl-D ends.  Words
    after c or d are kept as a note.

    Example: quizgen review --severity high --by ann
    """
    from api.cli import terminal
    from api.cli.deciding import Deciding
    from api.cli.options import person

    chosen = services(ctx, db=db)
    talk = terminal.err() if as_json else terminal.out()
    walk = Deciding(chosen, talk, terminal.line_reader(quiet=as_json), person(by))
    walk.go(severity, question)
    if as_json:
        terminal.print_json({"decided": [done.as_json() for done in walk.done]})


def table(flags: tuple[FiledFlag, ...]) -> object:
    """*flags* for people."""
    from api.cli import terminal

    rows = [
        (
            filed.id,
            filed.state,
            filed.flag.severity,
            filed.flag.verdict,
            filed.flag.quote,
            filed.flag.correction,
        )
        for filed in flags
    ]
    columns = ("flag", "state", "severity", "what", "words", "correction")
    return terminal.table(terminal.count(len(rows), "flag"), columns, rows, 60)


def _decide(
    ctx: typer.Context, flag_id: str, state: FlagState, by: str | None, note: str, db: str | None, *, as_json: bool
) -> None:  # fmt: skip
    from api.cli import terminal
    from api.cli.options import person
    from api.usecases import healing

    done = healing.decide(services(ctx, db=db), flag_id, state, person(by), note)
    if as_json:
        terminal.print_json(done.as_json())
        return
    from api.cli.flag_page import say_decided

    say_decided(terminal.out(), done)
