"""`quizgen bench judge`: what our chat client costs beside a bare request."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson


def judge(
    ctx: typer.Context,
    calls: Annotated[int, typer.Option(min=100, max=100_000, help="How many calls each way.")] = 500,
    concurrency: Annotated[int, typer.Option(min=1, max=1000, help="How many at once.")] = 50,
    latency: Annotated[float, typer.Option(min=0.001, max=60, help="Seconds of a slow reply.")] = 0.2,
    slow_calls: Annotated[int, typer.Option(min=1, max=100_000, help="How many slow calls.")] = 1000,
    maximum: Annotated[float, typer.Option(min=0, help="Exit 1 above so many ms a call; 0: never.")] = 0.0,
    as_json: AsJson = False,
) -> int:
    """Measure what the chat client costs beside a bare request, on a server of its own on this machine.

    No model is called.  The overhead holds retries, limits, litellm, and keeping the reply in a bank.

    Example: quizgen bench judge --calls 500 --maximum 5
    """
    from dataclasses import asdict

    from api.cli import terminal
    from api.usecases.bench_judge import client_speed

    with terminal.progress("measuring"):
        found = client_speed(services(ctx), calls, concurrency, latency, slow_calls)
    if as_json:
        derived = {name: getattr(found, name) for name in ("overhead_ms", "overhead_cpu_ms", "ratio")}
        terminal.print_json({**asdict(found), **derived})
    else:
        terminal.out().print(
            f"{found.calls} calls, {found.concurrency} at once, in ms a call (of the processor): "
            f"bare {found.bare_ms:.1f} ({found.bare_cpu_ms:.1f}), ours {found.ours_ms:.1f} "
            f"({found.ours_cpu_ms:.1f}), replies kept {found.kept_ms:.1f} ({found.kept_cpu_ms:.1f}); "
            f"overhead {found.overhead_ms:.1f} ({found.overhead_cpu_ms:.1f})\n"
            f"{found.slow_calls} calls of {found.latency_s:g} s: {found.slow_s:.1f} s, "
            f"{found.ratio:.2f} times the ideal {found.ideal_s:.1f} s"
        )
    return int(bool(maximum) and found.overhead_ms > maximum)
