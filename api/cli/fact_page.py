"""A fact on the terminal: what is so, how it is got wrong, where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli import terminal
from api.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from api.usecases.fact_packs import Hit


def print_fact(talk: Console, hit: Hit) -> None:
    """The fact of *hit* in full."""
    fact = hit.fact
    told = f"{fact.id} · {hit.pack} · about {', '.join(fact.about)} · {fact.severity} · {fact.verified}"
    talk.print(terminal.text(told, "dim"))
    for statement in dict.fromkeys((fact.zh, fact.en)):
        talk.print(terminal.text(one_line(statement), "bold"))
    if fact.scope:
        talk.print(terminal.text(f"holds for: {one_line(fact.scope)}"))
    for sign, statements in (("✓", fact.right), ("✗", _wrong(hit))):
        for statement in statements:
            talk.print(terminal.text(f"  {sign} {one_line(statement)}"))
    for source in fact.sources:
        talk.print(terminal.text(f"  {one_line(f'{source.source}, {source.locator}')}", "cyan"))


def _wrong(hit: Hit) -> tuple[str, ...]:
    return tuple(statement for each in hit.fact.wrong for statement in (*each.zh, *each.en))
