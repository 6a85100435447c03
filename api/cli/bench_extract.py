"""`quizgen bench extract`: how fast documents are read here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson

if TYPE_CHECKING:
    from api.usecases.extract_bench import ExtractionSpeed


def extract(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A document; without one, a sample of ours.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=100, help="The best of so many runs counts.")] = 3,
    minimum: Annotated[float, typer.Option(min=0, help="Exit 1 when fewer MB a second are read.")] = 0.0,
    growth: Annotated[float, typer.Option(min=1, help="Exit 1 when the cost grows faster.")] = 1.3,
    longest: Annotated[float, typer.Option(min=0, help="Exit 1 when a bomb takes more seconds.")] = 5.0,
    as_json: AsJson = False,
) -> int:
    """Measure how fast documents become questions, how the cost grows, and what hostile ones cost.

    The document is read once, ten and a hundred times over; growth is the exponent of size, 1 is linear.
    The bombs are a megabyte each, of lists, fences, brackets and tags that never end.

    Example: quizgen bench extract notes.md --minimum 1
    """
    from dataclasses import asdict

    from api.cli import terminal
    from api.usecases import extract_bench, reading

    with terminal.progress("measuring"):
        document = reading.gather(services(ctx), [file]).texts[0] if file else extract_bench.sample()
        found = extract_bench.extraction_speed(document, rounds)
    if as_json:
        sizes = [{**asdict(size), "megabytes_per_second": size.megabytes_per_second} for size in found.sizes]
        terminal.print_json({**asdict(found), "sizes": sizes})
    else:
        _show(found)
    slow = found.sizes[-1].megabytes_per_second < minimum or found.growth > growth
    return int(slow or any(bomb.seconds > longest for bomb in found.bombs))


def _show(found: ExtractionSpeed) -> None:
    from api.cli import terminal

    rows: list[tuple[object, ...]] = [
        (
            f"{found.document} × {size.times}",
            f"{size.bytes / 1e6:.3f}",
            size.questions,
            f"{size.seconds:.3f}",
            f"{size.megabytes_per_second:.2f}",
        )
        for size in found.sizes
    ]
    rows += [(bomb.name, f"{bomb.bytes / 1e6:.3f}", "", f"{bomb.seconds:.3f}", "") for bomb in found.bombs]
    columns = ("document", "MB", "questions", "seconds", "MB/s")
    terminal.out().print(terminal.table(f"growth {found.growth:.2f} (1 is linear)", columns, rows))
