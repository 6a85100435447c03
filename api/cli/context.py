"""From the options of a command to its services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from api.services import Services
    from api.settings import Settings


def services(
    ctx: typer.Context,
    *,
    db: str | None = None,
    encoder: str | None = None,
    use_cache: bool | None = None,
    judge: str | None = None,
    budget: float | None = None,
    review_risk: float | None = None,
    facts: Sequence[Path] | None = None,
) -> Services:
    """The services of this run; *facts* are packs beside those of the environment.  Raises BadSetting."""
    from api import settings

    build: Callable[[Settings], Services] = ctx.obj
    chosen: dict[str, object] = {"database_url": db, "encoder": encoder, "use_cache": use_cache}
    chosen |= {"judge_model": judge, "judge_budget": budget, "review_risk": review_risk}
    loaded = settings.load(chosen)
    if facts:
        loaded = loaded.model_copy(update={"facts": (*loaded.facts, *facts)})
    made = build(loaded)
    ctx.call_on_close(made.close)
    return made
