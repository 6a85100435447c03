"""`quizgen calibrate`: a few human grades of a question bring its scores nearer to what people give."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder

if TYPE_CHECKING:
    from api.usecases.calibrating import Outcomes
    from graders.held_back import Gain


def calibrate(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Graded answers: JSONL, CSV or Parquet.")],
    shared: Annotated[
        bool,
        typer.Option("--shared", help="Start from what the file's other questions have in common."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing.")] = False,
    grades: Annotated[
        int | None,
        typer.Option(min=5, max=1000, help="Store nothing; say what so many grades a question would gain."),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, max=1000, help="How often --grades draws them.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Learn from human grades how people grade each question.

    A row is {"question_id", "answer"} for a question of the bank, or has "question" and "reference"
    itself, with "score" and "max_score" or "score_norm" (0..1).  From 5 grades on a question gets a map
    of its scores, if that is better on grades held back; for a question of the bank it is kept and used
    from then on.  What is printed was measured on held-back grades.

    Example: quizgen calibrate graded.jsonl --dry-run
    """
    from api.cli import terminal
    from api.usecases import calibrating

    chosen = services(ctx, db=db, encoder=encoder)
    with terminal.progress("grading") as advance:
        if grades is None:
            found = calibrating.calibrate(
                chosen, source, terminal.say, advance, shared=shared, store=not dry_run
            )
        else:
            found = calibrating.simulate(
                chosen, source, terminal.say, advance, shared=shared, count=grades, draws=draws, seed=seed
            )
    if as_json:
        terminal.print_json(calibrating.as_json(found))
    else:
        terminal.out().print(table(found))
        terminal.out().print(f"mean over questions: {_sentence(found.mean)}")
    if grades is None and found.too_few:
        terminal.say(f"{found.too_few} questions have fewer than 5 human grades and stay as they are")
    return int(bool(found.refused or (grades is None and found.too_few)))


def table(found: Outcomes) -> Any:
    """What became of each question, for people."""
    from api.cli import terminal

    rows = []
    for one in found.questions:
        gain, made = one.gain, one.calibration
        state = "" if made is None else "own map" if made.own else "no better, keeps the shared one"
        rows.append(
            (
                one.question.question_id,
                len(one.question.pairs),
                *(
                    ("", "", "")
                    if gain is None
                    else (f"{e:.3f}" for e in (gain.raw, gain.before, gain.after))
                ),
                state + (", stored" if one.stored else ""),
            )
        )
    columns = ("question", "grades", "rmse raw", "rmse shared", "rmse", "what")
    return terminal.table("root mean squared errors on grades held back", columns, rows, width=40)


def _sentence(gain: Gain) -> str:
    if not gain.held_back:
        return "too few grades"
    less = f", {1 - gain.after / gain.raw:.1%} less" if gain.raw else ""
    return (
        f"RMSE {gain.raw:.3f} raw, {gain.before:.3f} with the shared map, {gain.after:.3f} with its own{less}"
    )
