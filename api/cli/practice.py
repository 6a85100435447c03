"""`quizgen practice`: asks in the terminal, grades, shows what was covered and what was missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from api.cli.context import services
from api.cli.explain import explained
from api.cli.judging import Judge, JudgeMode, judged, one_model
from api.cli.options import AsJson, Budget, Database, Encoder, Explain, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.cli.round import Round
    from api.services import Services
    from questions.records import Question


class Wanted(TypedDict):
    """What is asked, where no quiz says it."""

    topic: str | None
    count: int | None
    document: str | None
    seed: int | None


Topic = Annotated[str | None, typer.Option(help="Only under headings that hold this text.")]
Count = Annotated[int | None, typer.Option(min=1, max=1000, help="How many questions; else 5.")]
FromDocument = Annotated[str | None, typer.Option("--document", help="Only from this document.")]
Seed = Annotated[int | None, typer.Option(help="The same seed draws the same questions.")]
QuizId = Annotated[str | None, typer.Option(metavar="ID", help="The questions of this quiz, in its order.")]
Learner = Annotated[str | None, typer.Option(help="Under which name the attempts are kept.")]
Weak = Annotated[
    bool, typer.Option("--weak", help="First what went worst before, then what was not asked yet.")
]
Reference = Annotated[bool, typer.Option("--reference", help="Show the reference answer after each grade.")]


def practice(
    ctx: typer.Context,
    topic: Topic = None,
    count: Count = None,
    document: FromDocument = None,
    seed: Seed = None,
    quiz: QuizId = None,
    learner: Learner = None,
    weak: Weak = False,
    reference: Reference = False,
    judge: Judge = None,
    judge_mode: JudgeMode = None,
    explain: Explain = False,
    model: Model = None,
    budget: Budget = None,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> None:
    """Be asked, answer, see what was missing.

    An answer in your own words may have several lines, an empty line ends it; others are one line, and
    options come in another order each time.  Ctrl-D or Ctrl-C ends the round and keeps what was graded.
    With --json the talk goes to standard error and the result to standard output.  With --judge a chat model
    decides where the offline grade is unsure; with --explain it gives hints, with --reference it may tell all.

    Example: quizgen practice --topic attention --count 3
    """
    import sys

    from api.cli import terminal
    from api.cli.round import Round

    chosen = services(ctx, db=db, encoder=encoder, judge=one_model(judge, model), budget=budget)
    chosen = explained(judged(chosen, judge, judge_mode, model)[0], wanted=explain, reveal=reference)
    wanted: Wanted = {"topic": topic, "count": count, "document": document, "seed": seed}
    drawn, seed, whose = _drawn(chosen, quiz, learner, wanted, weak=weak)
    played = Round(
        chosen,
        terminal.err() if as_json else terminal.out(),
        terminal.line_reader(quiet=as_json),
        learner=learner or whose,
        offer_reference=sys.stdin.isatty(),
        show_reference=reference,
        hints=explain and not reference,
        seed=seed,
    )
    played.play(drawn)
    _report(played, as_json=as_json)


def _report(played: Round, *, as_json: bool) -> None:
    if as_json:
        from api.cli import terminal

        terminal.print_json(played.as_json())


def _drawn(
    chosen: Services, quiz: str | None, learner: str | None, wanted: Wanted, *, weak: bool
) -> tuple[Sequence[Question], int, str | None]:
    """The questions of the round, the seed that orders options, and for whom the quiz was made."""
    from api.usecases import practice as rounds

    if quiz is None:
        drawn = rounds.weakest(chosen, learner=learner, **wanted) if weak else rounds.drawn(chosen, **wanted)
        return (*drawn, None)
    if weak or any(option is not None for option in wanted.values()):
        raise typer.BadParameter(
            "a quiz says itself what is asked; leave out topic, count, document, seed and weak"
        )
    return rounds.of_quiz(chosen, quiz)
