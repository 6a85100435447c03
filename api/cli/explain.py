"""--explain, for the commands that grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.services import Services


def explained(chosen: Services, *, wanted: bool, reveal: bool = False) -> Services:
    """*chosen*, whose grades carry a chat model's feedback where that is *wanted*.

    Why a feedback is not the model's is said on standard error, each reason once.  Raises BadSetting when
    no model is set.
    """
    if not wanted:
        return chosen
    from api.cli import terminal
    from api.usecases.explaining import with_explanations

    said: set[str] = set()

    def missed(why: str) -> None:
        if why not in said:
            said.add(why)
            terminal.say(f"feedback that is not the model's: {why}")

    return with_explanations(chosen, missed, reveal=reveal)
