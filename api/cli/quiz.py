"""`quizgen quiz`: a blueprint becomes a quiz, a sheet and its key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from questions.records import Question, Quiz

app = typer.Typer(help="Put quizzes together, list them, print them.")

_SEVERAL = "May be given several times."
_KINDS = "free_text, single_choice, multiple_choice, true_false, cloze."
File = Annotated[
    Path | None,
    typer.Option(metavar="FILE.toml|FILE.json", help="The fields below in a file; options win over it."),
]
Topics = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TEXT[:COUNT|:SHARE%]",
        help=f"Under headings that hold this text, so many or this share; * is any. {_SEVERAL}",
    ),
]
Total = Annotated[int | None, typer.Option(help="How many questions.")]
Kinds = Annotated[list[str] | None, typer.Option(help=f"{_KINDS} {_SEVERAL}")]
Levels = Annotated[list[str] | None, typer.Option(help=f"easy, medium, hard. {_SEVERAL}")]
Language = Annotated[str | None, typer.Option(metavar="zh|en")]
Source = Annotated[str | None, typer.Option(help="Only from this document.")]
Learner = Annotated[str | None, typer.Option(help="For whom.")]
Days = Annotated[int | None, typer.Option(help="Nothing that the learner answered within so many days.")]
Fill = Annotated[
    bool | None, typer.Option("--fill/--no-fill", help="Make up for what a topic lacks from the others.")
]
Seed = Annotated[int | None, typer.Option(help="The same seed gives the same quiz.")]


@app.command()
def new(
    ctx: typer.Context,
    blueprint: File = None,
    topic: Topics = None,
    total: Total = None,
    kinds: Kinds = None,
    difficulty: Levels = None,
    language: Language = None,
    document: Source = None,
    learner: Learner = None,
    exclude_days: Days = None,
    fill: Fill = None,
    seed: Seed = None,
    db: Database = None,
    as_json: AsJson = False,
) -> int:
    """Put a quiz together from active questions; the exit code is 1 when there are too few.

    Example: quizgen quiz new --topic attention:3 --topic 微调:2 --seed 7
    """
    from api.cli import terminal
    from api.usecases import quizzes

    fields = {
        "topics": topic,
        "total": total,
        "kinds": _parted(kinds),
        "difficulty": _parted(difficulty),
        "language": language,
        "document": document,
        "learner": learner,
        "exclude_days": exclude_days,
        "fill": fill,
        "seed": seed,
    }
    plan, chosen = quizzes.planned(blueprint, fields), services(ctx, db=db)
    with terminal.progress("drawing"):
        quiz = quizzes.make(chosen, plan)
    _print(quiz, () if as_json else quizzes.as_made(chosen, quiz), as_json=as_json)
    for line in quizzes.short(quiz.shortfalls):
        terminal.say(line)
    return int(bool(quiz.missing))


@app.command()
def show(
    ctx: typer.Context,
    quiz_id: Annotated[str, typer.Argument(metavar="ID", help="The id of a quiz.")],
    with_answers: Annotated[
        bool, typer.Option("--with-answers", help="The key too; with -o FILE.md in FILE.key.md.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.md", help="Where the sheet goes.")
    ] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Print the sheet of a quiz as Markdown, as it was made; answers are never on it.

    Example: quizgen quiz show z-0123456789abcdef -o quiz.md --with-answers
    """
    from api.cli import terminal
    from api.text import visible
    from api.usecases import quizzes
    from questions.records import QuizId
    from quizgen import sheet

    chosen = services(ctx, db=db)
    quiz = chosen.bank().quiz(QuizId(quiz_id))
    made = quizzes.as_made(chosen, quiz)
    for line in quizzes.notes(quiz, made, quizzes.as_asked(chosen, quiz)):
        terminal.say(line)
    texts = [sheet.sheet(quiz, made)] + ([sheet.key(quiz, made)] if with_answers else [])
    if output:
        places = [output, output.with_suffix(".key" + (output.suffix or ".md"))]
        for place, text in zip(places, texts, strict=False):
            quizzes.write(place, text)
            terminal.say(f"wrote {place}")
    if as_json:
        questions = [q and q.model_dump(mode="json") for q in made] if with_answers else None
        shown = [q and quizzes.laid_out(q, quiz.blueprint.seed).model_dump(mode="json") for q in made]
        told = {"quiz": quiz.model_dump(mode="json"), "questions": shown}
        terminal.print_json(told | ({"answers": questions} if with_answers else {}))
    elif not output:
        typer.echo(visible("\n".join(texts)), nl=False)


@app.command("list")
def list_(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where a former list ended.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """List quizzes, the newest first.

    Example: quizgen quiz list
    """
    from api.cli import terminal

    page = services(ctx, db=db).bank().quizzes(cursor=cursor, limit=limit)
    if as_json:
        found = [quiz.model_dump(mode="json") for quiz in page.items]
        terminal.print_json({"quizzes": found, "next_cursor": page.next_cursor})
        return
    rows = [
        (
            quiz.id,
            f"{quiz.at:%Y-%m-%d %H:%M}",
            f"{len(quiz.items)} of {quiz.blueprint.wanted}",
            ", ".join(one.topic for one in quiz.blueprint.topics) or "any",
            quiz.blueprint.learner,
        )
        for quiz in page.items
    ]
    columns = ("id", "made (UTC)", "questions", "topics", "learner")
    terminal.out().print(terminal.table(f"{len(rows)} quizzes", columns, rows, 100))
    if page.next_cursor:
        terminal.say(f"more: --cursor {page.next_cursor}")


def _print(quiz: Quiz, questions: tuple[Question | None, ...], *, as_json: bool) -> None:
    """A new quiz and its *questions*, which JSON needs not."""
    from api.cli import terminal

    if as_json:
        terminal.print_json(quiz.model_dump(mode="json"))
        return
    rows = [
        (
            number,
            item.topic,
            item.kind,
            f"{item.difficulty.level} {item.difficulty.value:.2f} ({item.difficulty.origin})",
            question.text if question else "gone",
        )
        for number, (item, question) in enumerate(zip(quiz.items, questions, strict=True), start=1)
    ]
    title = f"quiz {quiz.id}: {terminal.count(len(rows), 'question')}"
    terminal.out().print(terminal.table(title, ("", "topic", "kind", "difficulty", "question"), rows, 100))
    terminal.say(f"seed {quiz.blueprint.seed}; practise: quizgen practice --quiz {quiz.id}")


def _parted(values: list[str] | None) -> list[str] | None:
    """Several values may also stand in one, parted by commas."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()] if values else None
