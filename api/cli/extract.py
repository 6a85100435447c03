"""`quizgen extract`: which questions a document asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.inputs import read_standard_input, say_skipped
from api.cli.options import AsJson

if TYPE_CHECKING:
    from api.usecases.reading import Gathered
    from quizgen.extract import Found
    from quizgen.readers import SourceText


def extract(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Documents, folders, patterns, zip archives; - is standard input."
        ),
    ],
    as_json: AsJson = False,
    generate: Annotated[
        bool, typer.Option("--generate", help="Add questions that rules make of the sections.")
    ] = False,
    name: Annotated[str | None, typer.Option(help="What to call the document, if it is one.")] = None,
) -> int:
    """List the questions that documents ask.

    Nothing is stored.  A question without an answer in its document is listed with the reason.

    Example: quizgen extract notes.md --json
    """
    from api.cli import terminal
    from api.usecases import reading

    chosen = services(ctx)
    with terminal.progress("reading"):
        gathered = reading.gather(chosen, files, name, standard_input=read_standard_input)
        found = [_found(text, generate=generate) for text in gathered.texts]
    if as_json:
        terminal.print_json(_as_json(gathered, found, origin=generate))
    else:
        say_skipped(gathered)
        for text, each in zip(gathered.texts, found, strict=True):
            _show(text, each)
    return int(not gathered.complete)


def _found(text: SourceText, *, generate: bool) -> tuple[Found, ...]:
    # Not by way of the use cases: those know the graders, and it would take them seconds to be there.
    from quizgen.extract import extract as explicit
    from quizgen.generate.sections import section_questions

    return explicit(text) + (section_questions(text) if generate else ())


def _as_json(gathered: Gathered, found: Sequence[tuple[Found, ...]], *, origin: bool) -> dict[str, Any]:
    """One document with its questions; several as a list, with the questions of all beside it."""
    read = [
        {"document": text.name, "encoding": text.encoding, "format": text.format, "notes": list(text.notes)}
        for text in gathered.texts
    ]
    questions = [_question(item, origin=origin) for each in found for item in each]
    if len(read) == 1 and not gathered.skipped:
        return {**read[0], "questions": questions}
    return {"documents": read, "skipped": [asdict(one) for one in gathered.skipped], "questions": questions}


def _question(item: Found, *, origin: bool) -> dict[str, Any]:
    told = {
        "question": item.question,
        "answer": item.answer,
        "kind": item.kind,
        "source": item.source.model_dump(mode="json"),
        "reason": item.reason,
        **({"options": list(item.options), "correct": list(item.correct)} if item.options else {}),
    }
    return {**told, "origin": item.origin} if origin else told


def _show(document: SourceText, found: tuple[Found, ...]) -> None:
    from api.cli import terminal

    for note in document.notes:
        terminal.say(f"{document.name}: {note}")
    if not found:
        terminal.say(f"{document.name} asks no question; --generate makes some of its sections")
        return
    rows = [
        (
            item.source.page or item.source.line_start,
            item.source.number or "",
            item.question,
            item.answer or f"({item.reason or 'no answer'})",
        )
        for item in found
    ]
    terminal.out().print(
        terminal.table(
            f"{terminal.count(len(found), 'question')} in {document.name}",
            ("page" if document.pages else "line", "number", "question", "answer"),
            rows,
            120,
        )
    )
