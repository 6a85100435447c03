"""The walk through the open flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.cli import terminal
from api.cli.flag_page import print_flag, say_corrected, say_decided
from api.reports.replacing import replacement
from api.usecases import healing
from questions.errors import BadInput, Conflict
from questions.records import FiledFlag, FlagState

if TYPE_CHECKING:
    from rich.console import Console

    from api.services import Services

PROMPT = "c(onfirm), d(ismiss), e(dit the words), s(kip), q(uit): "
_STATES = {"c": FlagState.CONFIRMED, "d": FlagState.DISMISSED}


class _Ended(Exception):
    """The person has had enough."""


@dataclass(slots=True)
class Deciding:
    """Shows one flag after the other on *talk*, and reads with *read* what the person *by* decides."""

    services: Services
    talk: Console
    read: Callable[[str], str]
    by: str
    done: list[healing.Decided | healing.Corrected] = field(default_factory=list)

    def go(self, severity: str | None, question_id: str | None) -> None:
        """Walk through the queue until it or the person's patience ends."""
        seen: set[str] = set()
        try:
            while filed := self._next(seen, severity, question_id):
                seen.add(filed.id)
                self._show(filed)
                self._decide(filed)
        except (_Ended, KeyboardInterrupt):
            pass
        self._say(f"\n{len(self.done)} decided, {len(seen) - len(self.done)} skipped.", "bold")

    def _next(self, seen: set[str], severity: str | None, question_id: str | None) -> FiledFlag | None:
        """The gravest flag that was not shown yet; a correction may have closed others, or opened new ones."""
        cursor = None
        while True:
            page = healing.ranked(self.services, FlagState.OPEN, severity, question_id, cursor, 50)
            for filed in page.items:
                if filed.id not in seen:
                    return filed
            cursor = page.next_cursor
            if cursor is None:
                return None

    def _show(self, filed: FiledFlag) -> None:
        self._say("\n──", "dim")
        print_flag(self.talk, *healing.seen(self.services, filed.id))

    def _decide(self, filed: FiledFlag) -> None:
        """Until something was decided, or the flag skipped."""
        while True:
            mark, _, note = self._read(PROMPT).strip().partition(" ")
            match mark.lower():
                case "" | "s" | "skip":
                    return
                case "q" | "quit":
                    raise _Ended
                case "c" | "d":
                    state = _STATES[mark.lower()]
                    decided = healing.decide(self.services, filed.id, state, self.by, note.strip())
                    say_decided(self.talk, decided)
                    self.done.append(decided)
                    return
                case "e" if self._correct(filed):
                    return

    def _correct(self, filed: FiledFlag) -> bool:
        """Asks for the new words; False when nothing came of it."""
        offered = replacement(filed.flag)
        if offered is not None:
            self._say(f"Enter takes: {offered}", "dim")
        typed = self._read("the words instead: ")
        if not typed.strip() and offered is None:
            return False
        new = healing.NewWords(words=typed if typed.strip() else None)
        try:
            corrected = healing.correct(self.services, filed.id, self.by, new)
        except (BadInput, Conflict) as error:
            self._say(str(error), "red")
            return False
        say_corrected(self.talk, corrected)
        self.done.append(corrected)
        return True

    def _read(self, prompt: str) -> str:
        try:
            return self.read(prompt)
        except EOFError:
            raise _Ended from None

    def _say(self, line: str, style: str = "") -> None:
        self.talk.print(terminal.text(line, style))
