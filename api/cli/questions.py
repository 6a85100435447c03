"""`quizgen questions`: look at the bank, mend key points, approve drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from collections.abc import Mapping

    from questions.records import Difficulty, Question, QuestionId

app = typer.Typer(help="List, show, edit, approve and review the questions of the bank.")

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
    """List questions, each with its difficulty: estimated, until 8 learners have answered it.

    Example: quizgen questions list --topic attention --status active
    """
    from api.cli import terminal
    from api.usecases import bank, nothing, quizzes

    chosen = services(ctx, db=db)
    wanted = bank.wanted(document=document, topic=topic, text=text, status=status, origin=origin, language=language, flagged=flagged)  # fmt: skip
    page = chosen.bank().questions(wanted, cursor=cursor, limit=limit)
    rate = quizzes.difficulties(chosen)
    hard = {question.id: rate(question) for question in page.items}
    if as_json:
        found = [question.model_dump(mode="json") for question in page.items]
        rated = {name: each.model_dump(mode="json") for name, each in hard.items()}
        terminal.print_json({"questions": found, "difficulties": rated, "next_cursor": page.next_cursor})
        return
    terminal.out().print(table(page.items, hard))
    why = None if page.items else nothing.nothing_there(chosen, topic, document)
    if said := why or (page.next_cursor and f"more: --cursor {page.next_cursor}"):
        terminal.say(said)


@app.command()
def topics(ctx: typer.Context, db: Database = None, as_json: AsJson = False) -> None:
    """List the topics: headings above questions, with how many can be asked and how many are drafts.

    Example: quizgen questions topics
    """
    from dataclasses import asdict

    from api.cli import terminal
    from api.usecases import topics as found

    every = found.topics(services(ctx, db=db))
    if as_json:
        terminal.print_json({"topics": [asdict(one) for one in every]})
        return
    rows = [(one.topic, one.active, one.drafts or "", one.document or "") for one in every]
    columns = ("topic", "questions", "drafts", "document")
    terminal.out().print(terminal.table(terminal.count(len(rows), "topic"), columns, rows, 60))


@app.command()
def show(ctx: typer.Context, question_id: Id, db: Database = None, as_json: AsJson = False) -> None:
    """Show one question with its reference, key points and flags.

    Its newest version is shown.  Where that waits for approval, so is what differs from the last approved
    version, which learners go on meeting.

    Example: quizgen questions show q-0123456789abcdef
    """
    from api.cli import terminal
    from api.usecases import bank, quizzes, revising

    chosen = services(ctx, db=db)
    question, flags = bank.question_with_flags(chosen, question_id)
    revised = revising.revised(chosen, question_id)
    hard = quizzes.difficulties(chosen)(question)
    if as_json:
        told = [filed.model_dump(mode="json") for filed in flags]
        shown = {"question": question.model_dump(mode="json"), "flags": told}
        shown |= {"difficulty": hard.model_dump(mode="json"), **revising.revised_as_json(revised)}
        terminal.print_json(shown)
        return
    from api.cli.changes_page import print_revised
    from api.cli.question_page import print_question

    print_question(question, flags, hard)
    print_revised(revised)


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


@app.command()
def review(
    ctx: typer.Context,
    document: Annotated[str | None, typer.Option(help="Of this document.")] = None,
    topic: Annotated[str | None, typer.Option(help="Under headings that hold this text.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Walk through the drafts at a terminal, and decide on each with one key.

    Each is shown with its answer, its flags, its lines in the document, and what differs from the version
    that learners meet.  a approves it, e opens it in $EDITOR and approves what you save, d drops it, s skips
    it, q quits; what is decided is kept at once.  With --json the talk is on standard error, the counts on
    standard output.

    Example: quizgen questions review --document notes.md
    """
    import sys

    from api.cli import terminal
    from api.cli.draft_review import Review
    from api.cli.question_page import edit_text
    from api.usecases import bank
    from api.usecases.question_form import HELP
    from api.usecases.reviewing import Desk
    from questions.errors import BadInput

    if not sys.stdin.isatty():
        raise BadInput("a review asks a person: run it at a terminal, or use quizgen questions approve ID")
    desk = Desk(services(ctx, db=db))
    wanted = bank.wanted(document=document, topic=topic, status="draft")
    talk = Review(
        desk,
        terminal.err() if as_json else terminal.out(),
        terminal.line_reader(quiet=as_json),
        lambda text: edit_text(text, HELP, "question.txt", "approve or drop it as it is"),
    )
    talk.walk(desk.waiting(wanted))
    if as_json:
        terminal.print_json(talk.as_json(len(desk.waiting(wanted))))


def table(questions: tuple[Question, ...], hard: Mapping[QuestionId, Difficulty] | None = None) -> object:
    """*questions* for people, and how *hard* they are where that is known."""
    from api.cli import terminal

    rows = [
        (
            question.id,
            question.status,
            f"{question.source.document}:{question.source.line_start}" if question.source else "",
            *([f"{hard[question.id].level} ({hard[question.id].origin})"] if hard else []),
            question.text,
        )
        for question in questions
    ]
    columns = ("id", "status", "source", *(["difficulty"] if hard else []), "question")
    return terminal.table(terminal.count(len(rows), "question"), columns, rows, 100)
