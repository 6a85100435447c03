"""`quizgen extract`: which questions a document asks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson

if TYPE_CHECKING:
    from api.services import Services
    from quizgen.extract import Found
    from quizgen.readers import SourceText


def extract(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document; - reads standard input.")],
    as_json: AsJson = False,
    generate: Annotated[
        bool, typer.Option("--generate", help="Add questions that rules make of the sections.")
    ] = False,
) -> None:
    """List the questions that a document asks.

    Nothing is stored.  A question without an answer in FILE is listed with the reason.

    Example: quizgen extract notes.md --json
    """
    from api.cli import terminal
    from api.usecases import documents

    chosen = services(ctx)
    document = _read(chosen, file)
    found = documents.explicit(document) + (documents.generated(document) if generate else ())
    if as_json:
        terminal.print_json(_as_json(document, found, origin=generate))
        return
    _show(document, found)


def _read(chosen: Services, file: Path) -> SourceText:
    from api.usecases import documents

    if str(file) == "-":
        return documents.read_upload(chosen, sys.stdin.buffer.read(), "standard input")
    return documents.read_file(chosen, file)


def _as_json(document: SourceText, found: tuple[Found, ...], *, origin: bool) -> dict[str, Any]:
    return {
        "document": document.name,
        "encoding": document.encoding,
        "notes": list(document.notes),
        "questions": [_question(item, origin=origin) for item in found],
    }


def _question(item: Found, *, origin: bool) -> dict[str, Any]:
    told = {
        "question": item.question,
        "answer": item.answer,
        "kind": item.kind,
        "source": item.source.model_dump(mode="json"),
        "reason": item.reason,
    }
    return {**told, "origin": item.origin} if origin else told


def _show(document: SourceText, found: tuple[Found, ...]) -> None:
    from api.cli import terminal

    for note in document.notes:
        terminal.say(note)
    if not found:
        terminal.say(f"{document.name} asks no question; --generate makes some of its sections")
        return
    rows = [
        (
            item.source.line_start,
            item.source.number or "",
            item.question,
            item.answer or f"({item.reason or 'no answer'})",
        )
        for item in found
    ]
    terminal.out().print(
        terminal.table(
            f"{terminal.count(len(found), 'question')} in {document.name}",
            ("line", "number", "question", "answer"),
            rows,
            120,
        )
    )
