"""`quizgen costs`: what chat models have cost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database
from questions.accounts import CostsBy

if TYPE_CHECKING:
    from questions.replies import Costs

COLUMNS = ("calls", "tokens in", "tokens out", "cost")


def costs(
    ctx: typer.Context,
    by: Annotated[CostsBy, typer.Option("--by", help="What is summed up; days are of UTC.")] = CostsBy.DAY,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="From this day on, UTC.")
    ] = None,
    db: Database = None,
    as_json: AsJson = False,
) -> int:
    """Say how many tokens and US dollars the calls of chat models took.

    Replies that were kept cost nothing again, and are not counted.  Where the price of a call is not known it
    says so; the sum holds the others.

    Example: quizgen costs --by model --since 2025-01-01
    """
    from datetime import UTC

    from api.cli import terminal

    start = since.replace(tzinfo=UTC) if since else None
    found = services(ctx, db=db).bank().costs(by, start)
    if as_json:
        terminal.print_json({"by": by.value, "costs": [one.model_dump(mode="json") for one in found]})
        return 0
    rows = [
        (one.name or "–", one.calls, one.prompt_tokens, one.completion_tokens, amount(one)) for one in found
    ]
    terminal.out().print(terminal.table("", (by.value, *COLUMNS), rows))
    return 0


def amount(found: Costs) -> str:
    """The dollars of *found*; never 0 where nobody knows."""
    if found.cost is None:
        return "unknown"
    known = f"${found.cost:.4f}"
    return known if not found.unknown else f"{known} and {found.unknown} calls of unknown price"
