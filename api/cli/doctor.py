"""`quizgen doctor`: what is installed, and does it work."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder


def doctor(
    ctx: typer.Context,
    judge: Annotated[bool, typer.Option("--judge", help="Call the chat model, too; costs a little.")] = False,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Say what is installed, and whether it works.

    With --judge the chat model of QUIZGEN_JUDGE_MODEL is called once: how long it takes, whether it keeps to
    a JSON Schema, what it costs.

    Example: quizgen doctor --judge
    """
    from api.cli import terminal
    from api.usecases.health import examine

    with terminal.progress("looking"):
        found = examine(services(ctx, db=db, encoder=encoder), judge=judge)
    if as_json:
        terminal.print_json(found.as_json())
        return int(bool(found.problems))
    rows = [("quizgen", found.version or "not installed, run from a checkout"), ("Python", found.python)]
    rows += [(f"extra {extra}", has or "not installed") for extra, has in found.extras.items()]
    rows += [(f"encoder {key}", value) for key, value in found.encoder.items()]
    rows += [(f"database {key}", value) for key, value in found.database.items()]
    rows += [(f"judge {key}", value) for key, value in (found.judge or {}).items()]
    rows += [("facts that ship", found.facts["shipped"])]
    rows += [
        (f"facts of {one['title']}", f"{one['facts']} in {one['pack']}") for one in found.facts["packs"] or ()
    ]
    rows += [("cache", found.cache or "off"), ("staff token", "set" if found.staff_token else "not set")]
    terminal.out().print(terminal.table("", ("what", "is"), rows))
    for problem in found.problems:
        terminal.say(f"falls short: {problem}")
    return int(bool(found.problems))
