"""`quizgen attempts`: what learners answered, how it was graded, and grades that people give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.adding import add
from api.cli.context import services
from api.cli.exporting import export
from api.cli.options import AsJson, By, Database, Encoder, Note

if TYPE_CHECKING:
    from questions.records import Attempt

app = typer.Typer(help="List, add, export, show and grade what learners answered.")
app.command("add")(add)
app.command("export")(export)

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of an attempt.")]
OfQuestion = Annotated[str | None, typer.Option("--question", metavar="ID", help="Of this question.")]
OfLearner = Annotated[str | None, typer.Option("--learner", help="By this learner.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    review: Annotated[
        bool, typer.Option("--review", help="Those that wait for a person, the least sure first.")
    ] = False,
    question: OfQuestion = None,
    learner: OfLearner = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="Where a former list ended.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """List attempts with the grades that count, the newest first.

    Example: quizgen attempts list --review
    """
    from api.cli import terminal
    from api.usecases import attempts

    chosen = services(ctx, db=db)
    page = attempts.queue(chosen, question, learner, cursor, limit, review=review)
    if as_json:
        found = [attempt.model_dump(mode="json") for attempt in page.items]
        terminal.print_json({"attempts": found, "next_cursor": page.next_cursor})
        return
    terminal.out().print(table(page.items))
    if page.next_cursor:
        terminal.say(f"more: --cursor {page.next_cursor}")


@app.command()
def show(ctx: typer.Context, attempt_id: Id, db: Database = None, as_json: AsJson = False) -> None:
    """Show one attempt: question, answer, key points, and every grade it ever got.

    Example: quizgen attempts show a-0123456789abcdef
    """
    from api.cli import terminal
    from api.usecases import attempts

    chosen = services(ctx, db=db)
    attempt, question, history = attempts.seen(chosen, attempt_id)
    if as_json:
        told = [given.model_dump(mode="json") for given in history]
        terminal.print_json({"attempt": attempt.model_dump(mode="json"), "grades": told})
        return
    from api.cli.attempt_page import print_attempt, print_history

    print_attempt(terminal.out(), attempt, question, attempts.flags_on(chosen, question))
    print_history(terminal.out(), history)


@app.command()
def grade(
    ctx: typer.Context,
    attempt_id: Id,
    score: Annotated[float, typer.Option("--score", min=0, max=1, help="From 0 to 1.")],
    by: By = None,
    note: Note = "",
    points: Annotated[
        list[str] | None,
        typer.Option(
            "--point",
            metavar="N=STATE",
            help="A key point by number: covered, partial, missing or contradicted.",
        ),
    ] = None,
    to_group: Annotated[
        bool, typer.Option("--apply-to-group", help="Give near-identical answers the same grade.")
    ] = False,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> None:
    """Give an attempt a person's grade; it counts from then on, and no machine displaces it.

    Another grade can be given later; all are kept.  From 5 people's grades on, a question learns from
    them how people grade it, and later answers are graded so.

    Example: quizgen attempts grade a-0123456789abcdef --score 0.7 --by ann --point 2=missing
    """
    from api.cli import terminal
    from api.cli.attempt_page import given_as_json, say_given
    from api.cli.options import person
    from api.usecases import attempts

    chosen = services(ctx, db=db, encoder=encoder)
    _, question, _ = attempts.seen(chosen, attempt_id)
    states = attempts.point_states(question, dict(_pair(point) for point in points or ()))
    judged = attempts.Judgement(score=score, by=person(by), note=note, points=states)
    done = attempts.give(chosen, attempt_id, judged, to_group=to_group)
    if as_json:
        terminal.print_json(given_as_json(done))
    else:
        say_given(terminal.out(), done)


@app.command()
def review(
    ctx: typer.Context,
    question: OfQuestion = None,
    learner: OfLearner = None,
    by: By = None,
    to_group: Annotated[
        bool, typer.Option("--apply-to-group", help="Give near-identical answers the same grade.")
    ] = False,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> None:
    """Walk through the attempts that wait for a person, the least sure first.

    For each, type a score from 0 to 10, or c, p, i for correct, partly, incorrect; words after it are
    kept as a note.  Enter or s skips, q or Ctrl-D ends.

    Example: quizgen attempts review --by ann
    """
    from api.cli import terminal
    from api.cli.attempt_page import given_as_json
    from api.cli.marking import Marking
    from api.cli.options import person

    chosen = services(ctx, db=db, encoder=encoder)
    talk = terminal.err() if as_json else terminal.out()
    walk = Marking(chosen, talk, terminal.line_reader(quiet=as_json), person(by), to_group=to_group)
    walk.go(question, learner)
    if as_json:
        terminal.print_json({"graded": [given_as_json(done) for done in walk.done]})


def table(attempts: tuple[Attempt, ...]) -> object:
    """*attempts* for people."""
    from api.cli import terminal
    from api.cli.attempt_page import score_of

    rows = [
        (
            one.id,
            score_of(one.grade),
            one.grade.verdict or "",
            f"{one.grade.confidence:.2f}",
            "yes" if one.grade.needs_review else "",
            one.learner or "",
            one.answer,
        )
        for one in attempts
    ]
    columns = ("id", "score", "verdict", "sure", "review", "learner", "answer")
    return terminal.table(terminal.count(len(rows), "attempt"), columns, rows, 36)


def _pair(point: str) -> tuple[str, str]:
    name, mark, state = point.rpartition("=")
    if not mark:
        raise typer.BadParameter(f"--point {point}: write a number and a state, such as 2=missing")
    return name.strip(), state.strip()
