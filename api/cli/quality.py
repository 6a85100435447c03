"""`quizgen bench quality`: how well the offline grades agree with people."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Encoder

if TYPE_CHECKING:
    from api.usecases.quality import Quality
    from graders.agreement import Errors, Figure, Measured

COLUMNS = ("r", "rho", "within", "qwk", "rmse", "coverage", "ece")
PARTS = ("level", "scale", "order")
NOTE = (
    "Second lines are 95 % intervals over questions. within: mean rho inside questions of more than 8 answers; "
    "qwk on the set's own scale; ece of the confidence that a score is off by less than half of the scale; "
    "level, scale, order: parts of the squared error, from scores too high or low on average, from what else a "
    "rising map would mend, and the rest; – is not defined."
)


def quality(
    ctx: typer.Context,
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Graded answers: JSONL, CSV or Parquet.")
    ],
    limit: Annotated[int, typer.Option(min=0, help="The first so many answers of each file; 0 is all.")] = 0,
    draws: Annotated[int, typer.Option(min=0, max=100_000, help="Of the bootstrap; 0: no intervals.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw the figures, too (extra plots).")
    ] = None,
    minimum_gain: Annotated[
        float | None, typer.Option(help="Exit 1 when the mean r is not so far above raw cosine's.")
    ] = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Measure how well the offline grades agree with people.

    A row is {"question_id", "question", "reference", "answer"} with "score" and "max_score", or
    "score_norm" (0..1).  Beside the grades stand raw cosine of the same encoder and the share of the
    reference's words, in the same run.  Nothing is fitted here.

    Example: quizgen bench quality graded.jsonl --svg quality.svg
    """
    from api.cli import terminal
    from api.usecases.quality import quality as measured
    from api.usecases.quality import read_sets

    if svg:
        from api.charts import require

        require()
    sets = read_sets(sources, limit, terminal.say)
    with terminal.progress("grading", sum(len(given.rows) for given in sets)) as advance:
        found = measured(services(ctx, encoder=encoder), sets, draws, seed, advance)
    _tell(found, svg, as_json=as_json)
    for given in found.sets:
        if given.left_out:
            terminal.say(f"{given.name}: {given.left_out} rows that cannot be compared were left out")
    short = minimum_gain is not None and not found.mean_gain.value >= minimum_gain
    return int(short or any(given.refused for given in found.sets))


def _tell(found: Quality, svg: Path | None, *, as_json: bool) -> None:
    from api.cli import terminal

    if svg:
        from api.charts import draw_quality

        draw_quality(found, svg)
    if as_json:
        terminal.print_json(to_json(found))
    else:
        _print(found)


def _print(found: Quality) -> None:
    """Two tables and a sentence, for people."""
    from api.cli import terminal
    from api.usecases.quality import GRADERS, OFFLINE

    sets = [*((given.name, given.by_grader) for given in found.sets), ("mean of sets", found.mean)]
    rows = [line for name, by in sets for grader in GRADERS for line in _lines(name, grader, by[grader])]
    title = f"agreement with people, {found.encoder}"
    terminal.out().print(terminal.table(title, ("set", "grader", "n", *COLUMNS), rows))
    terminal.out().print(_sure_table(found))
    terminal.out().print(_error_table(found))
    terminal.out().print(NOTE)
    gain = found.mean_gain
    terminal.out().print(f"mean r above raw cosine: {_number(gain.value)} ({_bounds(gain)})")
    terminal.out().print(f"ece over the answers of all sets together: {_number(found.pooled_ece)}")
    terminal.out().print(
        f"rmse when the least sure 20 % go, mean of sets: {_change(found.mean[OFFLINE]):+.1%}"
    )


def to_json(found: Quality) -> dict[str, Any]:
    """All figures, for machines; null is a figure that is not defined."""
    return {
        "encoder": found.encoder,
        "draws": found.draws,
        "seed": found.seed,
        "sets": [
            {
                "set": given.name,
                "questions": given.questions,
                "left_out": given.left_out,
                "refused": given.refused,
                "graders": {name: _figures(one) for name, one in given.by_grader.items()},
                "above_cosine": {name: _figure(given.gain(name)) for name in ("r", "rmse")},
                "reliability": [
                    {"stated": part.stated, "close": part.close, "near": part.near, "count": part.count}
                    for part in given.reliability
                ],
                "errors": _errors(given.errors),
            }
            for given in found.sets
        ],
        "mean": {name: _figures(one) for name, one in found.mean.items()},
        "pooled_ece": _or_null(found.pooled_ece),
        "mean_r_above_cosine": _figure(found.mean_gain),
    }


def _figures(measured: Measured) -> dict[str, Any]:
    told = {name: _figure(measured.figure(name)) for name in measured.values}
    return {"n": measured.n, "scored": measured.scored, **told}


def _figure(figure: Figure) -> dict[str, float | None]:
    parts = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {name: _or_null(part) for name, part in parts.items()}


def _or_null(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _errors(parts: Errors | None) -> dict[str, float | None]:
    """Where the squared error comes from; nothing is told of no score."""
    return {name: None if parts is None else _or_null(getattr(parts, name)) for name in PARTS}


def _lines(name: str, grader: str, measured: Measured) -> list[list[str]]:
    """A row of figures, and one of their intervals."""
    figures = [measured.figure(column) if column in measured.values else None for column in COLUMNS]
    return [
        [name, grader, str(measured.n), *("" if one is None else _number(one.value) for one in figures)],
        ["", "", "", *("" if one is None else _bounds(one) for one in figures)],
    ]


def _sure_table(found: Quality) -> Any:
    """RMSE and r of the offline grades when the least sure go to a person."""
    from api.cli import terminal
    from api.usecases.quality import OFFLINE
    from graders.agreement import REMOVED

    kept = ["" if not share else f"_without_{share:.0%}" for share in REMOVED]
    columns = [
        f"{figure}{'' if not share else f' -{share:.0%}'}" for figure in ("rmse", "r") for share in REMOVED
    ]
    rows = []
    for name, by in [*((one.name, one.by_grader) for one in found.sets), ("mean of sets", found.mean)]:
        figures = [by[OFFLINE].figure(figure + less) for figure in ("rmse", "r") for less in kept]
        rows += [[name, *(_number(one.value) for one in figures)], ["", *(_bounds(one) for one in figures)]]
    return terminal.table("offline, when the least sure 10, 20, 50 % go to a person", ("set", *columns), rows)


def _error_table(found: Quality) -> Any:
    """Where the squared error of the offline grades comes from."""
    from api.cli import terminal

    told = [(one.name, _errors(one.errors).values()) for one in found.sets]
    rows = [[name, *("–" if part is None else _number(part) for part in parts)] for name, parts in told]
    return terminal.table("offline, parts of the squared error", ("set", *PARTS), rows)


def _change(measured: Measured) -> float:
    """By which share the RMSE changes when the least sure fifth goes."""
    return (
        measured.values["rmse_without_20%"] / measured.values["rmse"] - 1 if measured.values["rmse"] else 0.0
    )


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _bounds(figure: Figure) -> str:
    return "" if math.isnan(figure.low) else f"{figure.low:.2f}–{figure.high:.2f}"
