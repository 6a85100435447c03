"""`quizgen bench`: how fast it is here, and how good."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import bench_audit, bench_cascade, bench_extract, bench_judge, quality
from api.cli.context import services
from api.cli.options import AsJson, Encoder

app = typer.Typer(help="Measure on this machine.")
app.command("quality")(quality.quality)
app.command("extract")(bench_extract.extract)
app.command("judge")(bench_judge.judge)
app.command("audit")(bench_audit.audit)
app.command("cascade")(bench_cascade.cascade)


@app.command("grade")
def grade(
    ctx: typer.Context,
    rows: Annotated[int, typer.Option(min=10, max=1_000_000, help="How many generated answers.")] = 1000,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Into how many rounds they are cut.")] = 5,
    seed: Annotated[int, typer.Option(help="The same seed makes the same texts.")] = 0,
    minimum: Annotated[float, typer.Option(min=0, help="Exit 1 when the ratio is below.")] = 0.0,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Measure what grading costs beside encoding.

    Both are measured in turn in the same run, on generated texts, without the cache on disk.

    Example: quizgen bench grade --rows 1000 --minimum 0.6
    """
    from dataclasses import asdict

    from api.cli import terminal
    from api.usecases.bench import grading_speed

    with terminal.progress("measuring"):
        found = grading_speed(services(ctx, encoder=encoder, use_cache=False), rows, rounds, seed)
    if as_json:
        terminal.print_json(asdict(found))
    else:
        terminal.out().print(
            f"{found.rows} answers, with {found.encoder}: encoded {found.encoded_per_second:.0f} a second, "
            f"graded {found.graded_per_second:.0f} a second, ratio {found.ratio:.2f}"
        )
    return int(found.ratio < minimum)
