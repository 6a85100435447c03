"""Who asks a chat model for what, among the processes of one machine: two must not pay for the same reply.

A turn is a lock on one byte of a file, at a place that follows from the key.  The system gives locks back when a
process ends, however it ends, so that nothing is ever left over.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there, two processes may pay twice
    fcntl = None  # type: ignore[assignment]

_PLACES = 2**62


@dataclass(frozen=True, slots=True, weakref_slot=True)
class FileTurns:
    """Obeys `graders.chat.types.Turns`, over the open file *number*, which is closed with it."""

    number: int

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self.number)

    def take(self, key: str, /) -> bool:
        """Whether no other process asks for *key*; then none may, until it is given back."""
        try:
            fcntl.lockf(self.number, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(key))
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better to pay twice than never to ask
            return True
        return True

    def give_back(self, key: str, /) -> None:
        """Lets others ask."""
        with suppress(OSError):
            fcntl.lockf(self.number, fcntl.LOCK_UN, 1, _place(key))


def turns_for(database: str, folder: Path) -> FileTurns | None:
    """The turns of all who keep their replies in *database*, by a file in *folder*; None where it cannot be had."""
    if fcntl is None:
        return None
    name = f"asking-{hashlib.sha256(database.encode()).hexdigest()[:16]}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FileTurns(os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError:
        return None


def _place(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % _PLACES
