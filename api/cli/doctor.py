"""`quizgen doctor`: what is installed, and does it work."""

from __future__ import annotations

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder


def doctor(ctx: typer.Context, db: Database = None, encoder: Encoder = None, as_json: AsJson = False) -> int:
    """Say what is installed, and whether it works.

    Example: quizgen doctor --json
    """
    from api.cli import terminal
    from api.usecases.health import examine

    with terminal.progress("looking"):
        found = examine(services(ctx, db=db, encoder=encoder))
    if as_json:
        terminal.print_json(found.as_json())
        return int(bool(found.problems))
    rows = [("quizgen", found.version or "not installed, run from a checkout"), ("Python", found.python)]
    rows += [(f"extra {extra}", has or "not installed") for extra, has in found.extras.items()]
    rows += [(f"encoder {key}", value) for key, value in found.encoder.items()]
    rows += [(f"database {key}", value) for key, value in found.database.items()]
    rows += [("cache", found.cache or "off"), ("staff token", "set" if found.staff_token else "not set")]
    terminal.out().print(terminal.table("", ("what", "is"), rows))
    for problem in found.problems:
        terminal.say(f"falls short: {problem}")
    return int(bool(found.problems))
