"""`quizgen stats`: which questions are hard or odd, and how a learner comes along."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.statistics import ItemReport, Progress
    from graders.agreement.measures import Figure


def stats(
    ctx: typer.Context,
    learner: Annotated[
        str | None, typer.Option(help="The progress of this learner, topic by topic, instead of questions.")
    ] = None,
    learners: Annotated[
        bool, typer.Option("--learners", help="Everyone who answered, who does worst first.")
    ] = False,
    document: Annotated[str | None, typer.Option(help="Only questions of this document.")] = None,
    topic: Annotated[str | None, typer.Option(help="Only under headings that hold this text.")] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Say how questions do, or how a learner does, over the attempts in the bank.

    Facility is the mean score, from 8 learners on; discrimination is the correlation with how learners do
    at their other questions, from 20 on.  Both come with a 95 % interval, and count the first scored attempt
    of each learner at the present version; attempts under no name count as one learner's.

    --learners lists everyone with the mean of their first attempts and the topics they are weak in.

    Example: quizgen stats --learner mia
    """
    from api.cli import terminal
    from api.usecases import statistics

    chosen = services(ctx, db=db)
    if learners:
        _learners(chosen, learner, document, topic, as_json=as_json)
        return
    if learner is not None:
        if document is not None or topic is not None:
            raise typer.BadParameter("progress is over all topics; leave out document and topic")
        mine = statistics.progress(chosen, learner)
        if as_json:
            terminal.print_json(statistics.progress_json(mine))
        else:
            _print_progress(mine)
        return
    with terminal.progress("counting"):
        found = statistics.items(chosen, document=document, topic=topic)
    if as_json:
        terminal.print_json({"questions": statistics.items_json(found)})
    else:
        _print_items(found)


def _learners(
    chosen: Services, learner: str | None, document: str | None, topic: str | None, *, as_json: bool
) -> None:
    from api.cli import terminal
    from api.usecases.learners import learners, learners_json

    if learner is not None:
        raise typer.BadParameter("one learner or all of them; leave out --learner or --learners")
    found = learners(chosen, document, topic)
    if as_json:
        terminal.print_json({"learners": learners_json(found)})
        return
    rows = [
        (one.learner or "(no name)", one.answered, f"{one.mean:.0%}", ", ".join(one.weak)) for one in found
    ]
    columns = ("learner, the weakest first", "answered", "first attempts", "weak in")
    terminal.out().print(terminal.table(terminal.count(len(rows), "learner"), columns, rows, 60))


def _print_items(found: tuple[ItemReport, ...]) -> None:
    from api.cli import terminal

    rows = [
        (
            one.question.id,
            one.figures.learners,
            _figure(one.figures.facility),
            _figure(one.figures.discrimination),
            one.remark,
            one.question.text,
        )
        for one in found
    ]
    columns = ("id", "learners", "facility", "discrimination", "remark", "question")
    terminal.out().print(
        terminal.table(f"{terminal.count(len(rows), 'question')} with answers", columns, rows, 60)
    )


def _print_progress(mine: Progress) -> None:
    from api.cli import terminal

    rows = [
        (
            one.topic,
            f"{one.answered} of {one.questions}",
            f"{one.first:.0%}",
            f"{one.latest:.0%}",
            f"{one.last:%Y-%m-%d}",
        )
        for one in mine.topics
    ]
    title = f"{mine.learner}: {terminal.count(mine.attempts, 'scored attempt')}"
    columns = ("topic, the weakest first", "answered", "first", "latest", "last")
    terminal.out().print(terminal.table(title, columns, rows, 60))
    if mine.untouched:
        terminal.say(f"not met yet: {terminal.count(mine.untouched, 'topic')}")


def _figure(figure: Figure) -> str:
    if math.isnan(figure.value):
        return ""
    return f"{figure.value:.2f}" + (
        "" if math.isnan(figure.low) else f" ({figure.low:.2f} to {figure.high:.2f})"
    )
