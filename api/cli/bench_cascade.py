"""`quizgen bench cascade`: what sending the least sure answers to a judge would gain."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Encoder

if TYPE_CHECKING:
    from api.usecases.bench_cascade import Cascade, Step

_USUAL = 0.3


def cascade(
    ctx: typer.Context,
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Graded answers: JSONL, CSV or Parquet.")
    ],
    limit: Annotated[int, typer.Option(min=0, help="The first so many answers of each file; 0 is all.")] = 0,
    minimum: Annotated[
        float, typer.Option(min=0, max=1, help="Exit 1 when 30 % that teach have less of the gain.")
    ] = 0.0,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Measure how well grades agree with people when the least sure ones go to a judge who thinks as they do.

    No model is called: the verdicts are made of the human grades.  A file is read as in quizgen bench quality.
    "Taught" is the judge mode teach:N: the answers that tell most are sent, and the others are moved by what the
    judge said.  "At best" sends the answers that are graded worst, which nobody can know beforehand.

    Example: quizgen bench cascade graded.jsonl
    """
    from api.cli import terminal
    from api.usecases.bench_cascade import cascade as measured
    from api.usecases.quality import read_sets

    chosen = services(ctx, encoder=encoder)
    sets = read_sets(sources, limit, terminal.say)
    with terminal.progress("measuring", sum(len(one.rows) for one in sets)) as advance:
        found = [measured(chosen, one, advance) for one in sets]
    if as_json:
        terminal.print_json([_as_json(one) for one in found])
    else:
        for one in found:
            terminal.out().print(_table(one))
    return int(any(not one.gain(_USUAL, one.taught) >= minimum for one in found) if minimum else False)


def _as_json(one: Cascade) -> dict[str, Any]:
    return {
        "name": one.name,
        "answers": one.answers,
        "steps": [_step(one, step, one.steps) for step in one.steps],
        "at_best": [_step(one, step, one.at_best) for step in one.at_best],
        "taught": [_step(one, step, one.taught) for step in one.taught],
    }


def _step(one: Cascade, step: Step, steps: tuple[Step, ...]) -> dict[str, Any]:
    numbers = {"r": step.r, "rmse": step.rmse, "gain": one.gain(step.share, steps)}
    told = {name: None if math.isnan(value) else round(value, 4) for name, value in numbers.items()}
    return {"share": step.share, "sent": step.sent, **told}


def _table(one: Cascade) -> Any:
    from api.cli import terminal

    return terminal.table(
        f"{one.name}: {one.answers} answers",
        ("sent", "answers", "r", "rmse", "gain", "r taught", "gain taught", "r at best", "gain at best"),
        [
            (
                f"{step.share:.0%}", str(step.sent), _number(step.r), _number(step.rmse),
                _share(one.gain(step.share)), _number(told.r), _share(one.gain(told.share, one.taught)),
                _number(best.r), _share(one.gain(best.share, one.at_best)),
            )
            for step, best, told in zip(one.steps, one.at_best, one.taught, strict=True)
        ],
    )  # fmt: skip


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0%}"
