"""The walk through the attempts that wait for a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.cli import terminal
from api.cli.attempt_page import print_attempt, say_given
from api.usecases import attempts
from questions.errors import BadInput

if TYPE_CHECKING:
    from rich.console import Console

    from api.services import Services
    from questions.records import Attempt

PROMPT = "0-10, c, p, i, s(kip), q(uit): "
_LETTERS = {"c": 1.0, "p": 0.5, "i": 0.0}
_TYPED = re.compile(r"\s*(\d+(?:[.,]\d+)?|[a-zA-Z]+)(?:\s+(.*))?", re.DOTALL)


class _Ended(Exception):
    """The person has had enough."""


@dataclass(slots=True)
class Marking:
    """Shows one attempt after the other on *talk*, and reads with *read* what the person *by* gives it."""

    services: Services
    talk: Console
    read: Callable[[str], str]
    by: str
    to_group: bool = False
    done: list[attempts.Given] = field(default_factory=list)

    def go(self, question_id: str | None, learner: str | None) -> None:
        """Walk through the queue until it or the person's patience ends."""
        seen: set[str] = set()
        skipped = 0
        try:
            while attempt := self._next(seen, question_id, learner):
                seen.add(attempt.id)
                self._show(attempt)
                given = self._judge()
                if given is None:
                    skipped += 1
                else:
                    self._give(attempt, given)
        except (_Ended, KeyboardInterrupt):
            pass
        self._say(f"\n{len(self.done)} graded, {skipped} skipped.", "bold")

    def _next(self, seen: set[str], question_id: str | None, learner: str | None) -> Attempt | None:
        """The least sure attempt that was not shown yet; a grade may have taken others off the queue."""
        cursor = None
        while True:
            page = attempts.queue(self.services, question_id, learner, cursor, 50, review=True)
            for attempt in page.items:
                if attempt.id not in seen:
                    return attempt
            cursor = page.next_cursor
            if cursor is None:
                return None

    def _show(self, attempt: Attempt) -> None:
        waiting = self.services.bank().count_attempts(needs_review=True, by_person=False)
        self._say(f"\n── {terminal.count(waiting, 'attempt')} waiting", "dim")
        _, question, _ = attempts.seen(self.services, attempt.id)
        print_attempt(self.talk, attempt, question, attempts.flags_on(self.services, question))

    def _judge(self) -> tuple[float, str] | None:
        """Score and note; None to skip."""
        while True:
            try:
                typed = self.read(PROMPT)
            except EOFError:
                raise _Ended from None
            if typed.strip().lower() in ("", "s", "skip"):
                return None
            if typed.strip().lower() in ("q", "quit"):
                raise _Ended
            given = score_and_note(typed)
            if given is not None:
                return given
            self._say("a score from 0 to 10, c, p or i, with a note after it if you like", "yellow")

    def _give(self, attempt: Attempt, given: tuple[float, str]) -> None:
        score, note = given
        judged = attempts.Judgement(score=score, by=self.by, note=note)
        try:
            done = attempts.give(self.services, attempt.id, judged, to_group=self.to_group)
        except BadInput as error:  # too long a note
            self._say(str(error), "red")
            return
        self.done.append(done)
        say_given(self.talk, done)

    def _say(self, line: str, style: str = "") -> None:
        self.talk.print(terminal.text(line, style))


def score_and_note(typed: str) -> tuple[float, str] | None:
    """What a person types into a score of 0..1 and a note; None when it is neither number nor letter."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return None
    mark, note = found[1].lower(), (found[2] or "").strip()
    if mark in _LETTERS:
        return _LETTERS[mark], note
    if mark[0].isdigit():
        score = float(mark.replace(",", ".")) / 10
        return (score, note) if score <= 1 else None
    return None
