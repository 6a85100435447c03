"""Documents on standard input, and what is said of those that were left out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.usecases.reading import Gathered


def read_standard_input(most: int) -> bytes:
    """At most so many bytes of standard input."""
    return sys.stdin.buffer.read(most)


def say_skipped(gathered: Gathered) -> None:
    """Name what was left out, a line each."""
    from api.cli import terminal

    for one in gathered.skipped:
        prefix = "" if one.reason.startswith(f"{one.document}: ") else f"{one.document}: "
        terminal.say(f"left out: {prefix}{one.reason}")
