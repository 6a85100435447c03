"""`quizgen ingest`: documents into the bank."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.inputs import read_standard_input, say_skipped
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from api.usecases.documents import Ingested


def ingest(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Documents, folders, patterns, zip archives; - is standard input."
        ),
    ],
    name: Annotated[str | None, typer.Option(help="What to call the document, if it is one.")] = None,
    db: Database = None,
    as_json: AsJson = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
) -> int:
    """Put the questions of documents into the bank.

    What is shaky about their answers is filed with them.  The same document again changes nothing.  An
    edited one is followed: questions that were reworded, answered otherwise or moved keep their id and
    history, and new words wait for approval while learners meet the approved ones.  --dry-run says what
    would become of each question, and why.
    Notes that ask no question give draft questions, one a section, for `quizgen questions approve`.
    Markdown, text, HTML, Org, reStructuredText, AsciiDoc, cards as TSV, DOCX and PDF.

    Example: quizgen ingest notes/ more.md 'old/**/*.html' cards.zip
    """
    from api.cli import terminal
    from api.usecases import documents, reading

    chosen = services(ctx, db=db)
    with terminal.progress("reading"):
        gathered = reading.gather(chosen, files, name, standard_input=read_standard_input)
        done = documents.ingest(chosen, gathered.texts, dry_run=dry_run)
    if as_json:
        skipped = [asdict(one) for one in gathered.skipped]
        shown = [_as_json(item, dry_run=dry_run) for item in done]
        told = {"dry_run": dry_run, "documents": shown, "skipped": skipped}
        terminal.print_json(told)
        return int(not gathered.complete)
    say_skipped(gathered)
    for item in done:
        for note in item.notes:
            terminal.say(f"{item.document.name}: {note}")
    if dry_run:
        _print_plan(done)
    terminal.out().print(show(done, dry_run=dry_run))
    if not dry_run:
        _say_what_next(done)
    return int(not gathered.complete)


def _print_plan(done: tuple[Ingested, ...]) -> None:
    from api.cli.changes_page import print_plan

    for item in done:
        print_plan(item.document.name, item.changes)


def _say_what_next(done: tuple[Ingested, ...]) -> None:
    """What a person should look at now."""
    from api.cli import terminal

    if any(item.waiting for item in done):
        terminal.say(
            "changed questions wait for approval, learners go on meeting the approved words: "
            "quizgen questions list --status draft, quizgen questions show ID, quizgen questions approve ID"
        )
    if any(item.generated for item in done):
        terminal.say("made drafts: quizgen questions list --status draft, then quizgen questions approve ID")
    if any(item.flags for item in done):
        terminal.say("some answers look shaky: quizgen questions list --flagged")


def show(done: tuple[Ingested, ...], *, dry_run: bool) -> Any:
    """A table of what was done."""
    from api.cli import terminal

    # Eight columns fit a narrow terminal, and seldom does anything come back.
    back = ("revived",) if any(item.report.revived for item in done) else ()
    counted = ("added", *back, "unchanged", "changed", "moved", "retired")
    columns = ("document", "questions", *counted, "open flags")
    rows = [
        (
            item.document.name,
            len(item.questions),
            *(len(getattr(item.report, fate)) for fate in counted),
            _open(item),
        )
        for item in done
    ]
    return terminal.table("would change (dry run)" if dry_run else "ingested", columns, rows)


def _open(item: Ingested) -> int:
    from questions.records import FlagState

    return sum(filed.state is FlagState.OPEN for filed in item.flags)


def _as_json(item: Ingested, *, dry_run: bool) -> dict[str, Any]:
    from api.usecases.revising import plan_as_json

    plan = {"plan": plan_as_json(item.changes)} if dry_run else {}
    return {
        "document": item.document.model_dump(mode="json"),
        "generated": item.generated,
        "notes": list(item.notes),
        "questions": [question.id for question in item.questions],
        "report": {kind: list(ids) for kind, ids in asdict(item.report).items()},
        "flags": [filed.model_dump(mode="json") for filed in item.flags],
        **plan,
    }
