"""`quizgen ingest`: documents into the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from api.usecases.documents import Ingested


def ingest(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Documents, or folders of documents.")
    ],
    name: Annotated[str | None, typer.Option(help="What to call the document, if it is one.")] = None,
    db: Database = None,
    as_json: AsJson = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; change nothing.")
    ] = False,
) -> None:
    """Put the questions of documents into the bank.

    What is shaky about their answers is filed with them.  The same document again changes nothing.
    Notes that ask no question give draft questions, one a section, for `quizgen questions approve`.

    Example: quizgen ingest notes/ more.md
    """
    from api.cli import terminal
    from api.usecases import documents

    chosen = services(ctx, db=db)
    with terminal.progress("reading"):
        texts = [
            documents.read_file(chosen, path, called) for path, called in documents.files_in(files, name)
        ]
        done = documents.ingest(chosen, texts, dry_run=dry_run)
    if as_json:
        terminal.print_json({"dry_run": dry_run, "documents": [_as_json(item) for item in done]})
        return
    for item in done:
        for note in item.notes:
            terminal.say(f"{item.document.name}: {note}")
    terminal.out().print(show(done, dry_run=dry_run))
    if any(item.generated for item in done):
        terminal.say("made drafts: quizgen questions list --status draft, then quizgen questions approve ID")
    if any(item.flags for item in done):
        terminal.say("some answers look shaky: quizgen questions list --flagged")


def show(done: tuple[Ingested, ...], *, dry_run: bool) -> Any:
    """A table of what was done."""
    from api.cli import terminal

    columns = ("document", "questions", "added", "unchanged", "changed", "moved", "retired", "open flags")
    rows = [
        (
            item.document.name,
            len(item.questions),
            len(item.report.added),
            len(item.report.unchanged),
            len(item.report.changed),
            len(item.report.moved),
            len(item.report.retired),
            _open(item),
        )
        for item in done
    ]
    return terminal.table("would change (dry run)" if dry_run else "ingested", columns, rows)


def _open(item: Ingested) -> int:
    from questions.records import FlagState

    return sum(filed.state is FlagState.OPEN for filed in item.flags)


def _as_json(item: Ingested) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "document": item.document.model_dump(mode="json"),
        "generated": item.generated,
        "notes": list(item.notes),
        "questions": [question.id for question in item.questions],
        "report": {kind: list(ids) for kind, ids in asdict(item.report).items()},
        "flags": [filed.model_dump(mode="json") for filed in item.flags],
    }
