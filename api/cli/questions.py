"""`quizgen questions`: look at the bank, mend key points, approve drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from questions.records import Question

app = typer.Typer(help="List, show, edit and approve the questions of the bank.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a question.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    document: Annotated[str | None, typer.Option(help="Of this document.")] = None,
    topic: Annotated[str | None, typer.Option(help="Under headings that hold this text.")] = None,
    text: Annotated[str | None, typer.Option(help="Whose question holds this text.")] = None,
    status: Annotated[str | None, typer.Option(metavar="draft|active|retired")] = None,
    origin: Annotated[str | None, typer.Option(metavar="extracted|generated|authored")] = None,
    language: Annotated[str | None, typer.Option(metavar="zh|en")] = None,
    flagged: Annotated[
        bool | None, typer.Option("--flagged/--not-flagged", help="With, or without, a flag that stands.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where a former list ended.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """List questions.

    Example: quizgen questions list --topic attention --status active
    """
    from api.cli import terminal
    from api.usecases import bank

    chosen = services(ctx, db=db)
    wanted = bank.wanted(
        document=document,
        topic=topic,
        text=text,
        status=status,
        origin=origin,
        language=language,
        flagged=flagged,
    )
    page = chosen.bank().questions(wanted, cursor=cursor, limit=limit)
    if as_json:
        found = [question.model_dump(mode="json") for question in page.items]
        terminal.print_json({"questions": found, "next_cursor": page.next_cursor})
        return
    terminal.out().print(table(page.items))
    if page.next_cursor:
        terminal.say(f"more: --cursor {page.next_cursor}")


@app.command()
def show(ctx: typer.Context, question_id: Id, db: Database = None, as_json: AsJson = False) -> None:
    """Show one question with its reference, key points and flags.

    Example: quizgen questions show q-0123456789abcdef
    """
    from api.cli import terminal
    from api.usecases import bank

    chosen = services(ctx, db=db)
    question, flags = bank.question_with_flags(chosen, question_id)
    if as_json:
        told = [filed.model_dump(mode="json") for filed in flags]
        terminal.print_json({"question": question.model_dump(mode="json"), "flags": told})
        return
    from api.cli.question_page import print_question

    print_question(question, flags)


@app.command()
def edit(
    ctx: typer.Context,
    question_id: Id,
    key_points: Annotated[
        Path | None,
        typer.Option("--key-points", metavar="FILE.json", help="Take them from here, not from the editor."),
    ] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Edit the key points of a question in $EDITOR, or take them from a file.

    The file holds a list such as [{"text": "…", "weight": 0.5}].  Edited key points stay when the
    unchanged document is ingested again.

    Example: quizgen questions edit q-0123456789abcdef --key-points points.json
    """
    from api.cli import terminal
    from api.cli.question_page import edit_text, print_question
    from api.usecases import bank

    chosen = services(ctx, db=db)
    before = bank.editable(chosen, question_id)
    written = bank.read_points(key_points) if key_points else edit_text(bank.points_as_text(before))
    if written is None:
        terminal.say("nothing was changed")
        return
    after = bank.replace_points(chosen, before, written)
    if as_json:
        terminal.print_json(after.model_dump(mode="json"))
    else:
        print_question(after, ())


@app.command()
def approve(
    ctx: typer.Context,
    question_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Drafts that learners may meet.")
    ],
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Make drafts active, so that learners meet them.

    Example: quizgen questions approve q-0123456789abcdef
    """
    from api.cli import terminal
    from api.usecases import bank

    approved = bank.approve(services(ctx, db=db), question_ids)
    if as_json:
        terminal.print_json({"approved": [question.id for question in approved]})
    else:
        terminal.out().print(table(approved))


def table(questions: tuple[Question, ...]) -> object:
    """*questions* for people."""
    from api.cli import terminal

    rows = [
        (
            question.id,
            question.status,
            f"{question.source.document}:{question.source.line_start}" if question.source else "",
            question.text,
        )
        for question in questions
    ]
    return terminal.table(
        terminal.count(len(rows), "question"), ("id", "status", "source", "question"), rows, 100
    )
