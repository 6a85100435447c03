"""`quizgen bench audit`: how well each detector does, and what it costs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Encoder, Facts, Only, Without

if TYPE_CHECKING:
    from api.usecases.bench_audit import AuditSpeed, BenchedAudit
    from graders.audit.measuring import Counts, Slips

NOTE = (
    "Answers count as flagged with a flag of medium or high severity. alone: this detector by itself; "
    "lost: recall that goes with it when it is switched off; placed: hits whose flag is on the wrong words; "
    "low: flags of low severity that are right, of all."
)


def audit(
    ctx: typer.Context,
    source: Annotated[
        Path | None, typer.Argument(metavar="[ROWS]", help="Judged rows; else the examples' own.")
    ] = None,
    answers: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="Measure the speed over so many answers; 0: do not.")
    ] = 1000,
    minimum_precision: Annotated[float, typer.Option(min=0, max=1, help="Exit 1 below it.")] = 0.0,
    minimum_recall: Annotated[float, typer.Option(min=0, max=1, help="Exit 1 below it.")] = 0.0,
    maximum_ratio: Annotated[
        float,
        typer.Option(min=0, help="Exit 1 when auditing takes more times as long as encoding; 0: never."),
    ] = 0.0,
    only: Only = None,
    without: Without = None,
    facts: Facts = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Measure how well each detector of the audit does, on judged rows, and how fast they are.

    A row is {"id", "question", "answer", "label": "sound" or "shaky"}, and may have "errors": [{"span", "severity"}].

    Example: quizgen bench audit --answers 0 --minimum-precision 0.85
    """
    from api.cli import terminal
    from api.cli.demo import folder
    from api.usecases.audit_choice import parted, with_detectors
    from api.usecases.bench_audit import benched

    made = services(ctx, encoder=encoder, use_cache=False, facts=facts)
    given = with_detectors(made, parted(only), parted(without))
    rows = source or folder() / "audit-rows.jsonl"
    with terminal.progress("measuring"):
        found = benched(given, rows, answers, terminal.say)
    if as_json:
        terminal.print_json(to_json(found))
    else:
        _show(found)
    together = found.measured.together
    short = (together.precision or 0) < minimum_precision or (together.recall or 0) < minimum_recall
    slow = bool(maximum_ratio) and found.speed is not None and found.speed.ratio > maximum_ratio
    return int(short or slow)


def to_json(found: BenchedAudit) -> dict[str, Any]:
    """*found* for machines."""
    return {
        "rows": found.rows,
        "shaky": found.shaky,
        "facts": found.facts,
        "together": _counts(found.measured.together),
        "auroc": found.measured.auroc,
        "detectors": {
            share.name: {
                "alone": _counts(share.alone),
                "without": _counts(share.without),
                "recall_lost": _lost(found.measured.together, share.without),
                "low": {"hit": share.slips.hit, "false": share.slips.false, "missed": share.slips.missed},
            }
            for share in found.measured.shares
        },
        "speed": None if found.speed is None else _speed(found.speed),
    }


def _counts(counts: Counts) -> dict[str, float | None]:
    figures = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1}
    return {
        **{name: None if value is None else round(value, 4) for name, value in figures.items()},
        "hit": counts.hit,
        "false": counts.false,
        "missed": counts.missed,
        "placed": counts.placed,
    }


def _lost(together: Counts, without: Counts) -> float | None:
    if together.recall is None or without.recall is None:
        return None
    return round(together.recall - without.recall, 4)


def _speed(speed: AuditSpeed) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(speed), "ratio": speed.ratio}


def _show(found: BenchedAudit) -> None:
    from api.cli import terminal

    together = found.measured.together
    cells = [
        ("all", *_cells(together), "", ""),
        *(
            (share.name, *_cells(share.alone), _written(_lost(together, share.without)), _low(share.slips))
            for share in found.measured.shares
        ),
    ]
    header = ("detector", "precision", "recall", "F1", "hit", "false", "placed", "lost", "low")
    terminal.out().print(terminal.table("Detectors", header, cells))
    terminal.out().print(
        f"{found.rows} answers, {found.shaky} of them shaky; {found.facts} facts; "
        f"area under the curve of the risk {_written(found.measured.auroc)}. {NOTE}"
    )
    if found.speed:
        terminal.out().print(_speed_line(found.speed))


def _cells(counts: Counts) -> tuple[str, ...]:
    figures = (_written(counts.precision), _written(counts.recall), _written(counts.f1))
    return (*figures, str(counts.hit), str(counts.false), str(counts.placed))


def _low(slips: Slips) -> str:
    flags = slips.hit + slips.false
    return f"{slips.hit} of {flags}" if flags else ""


def _written(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _speed_line(speed: AuditSpeed) -> str:
    answers = ", ".join(f"{cost.answers}: {cost.seconds:.1f} s" for cost in speed.more_answers)
    facts = ", ".join(f"{cost.facts}: {cost.seconds:.1f} s" for cost in speed.more_facts)
    return (
        f"{speed.answers} answers: encoded with {speed.encoder} in {speed.encoding:.1f} s, audited in "
        f"{speed.auditing:.1f} s, {speed.ratio:.2f} times as long. By answers: {answers}. "
        f"By facts ({speed.more_facts[0].answers} answers): {facts}."
    )
