"""The talk of a review: each draft with all that a person needs to decide on it, and one key to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.text import Text

from api.cli import terminal
from api.cli.changes_page import marked
from api.text import one_line
from api.usecases.question_form import as_text
from questions.errors import BadInput, BadSetting, Conflict
from questions.records import FreeText, MultipleChoice, QuestionId, SingleChoice
from quizgen.shown import listed, right_answer

if TYPE_CHECKING:
    from rich.console import Console

    from api.usecases.reviewing import Desk, Draft
    from questions.records import Question

KEYS = "a approve, e edit, d drop, s skip, q quit"


@dataclass(slots=True)
class Review:
    """Walks through drafts; asks with *read* (a prompt in, a line out, EOFError at the end).

    *edit* gives what a person made of a text, None when it was left as it was.  What is decided is kept at
    once: whoever quits goes on there the next time.
    """

    desk: Desk
    talk: Console
    read: Callable[[str], str]
    edit: Callable[[str], str | None]
    done: Counter[str] = field(default_factory=Counter)
    _written: str | None = None

    def walk(self, drafts: Sequence[QuestionId]) -> None:
        """Show *drafts* in turn until they, or the person's patience, end; then say what came of it."""
        try:
            for number, name in enumerate(drafts, start=1):
                if not self._decide(name, f"{number}/{len(drafts)}"):
                    break
        except (EOFError, KeyboardInterrupt):
            self._say("")
        self._say(self._sum(), "bold")

    def as_json(self, left: int) -> dict[str, int]:
        """The counts for machines; *left* is how many drafts there are still."""
        return {name: self.done[name] for name in ("approved", "edited", "dropped", "skipped")} | {
            "left": left
        }

    def _decide(self, name: QuestionId, where: str) -> bool:
        """Whether to go on after this draft."""
        draft = self.desk.look(name)
        if draft is None:  # decided elsewhere meanwhile
            return True
        self._show(draft, where)
        self._written = None
        what = None
        while what is None:
            key = self.read(f"{KEYS}: ").strip().lower()[:1]
            if key == "q":
                return False
            what = self._do(draft, key)
        self.done[what] += 1
        self._say(what, "dim")
        return True

    def _do(self, draft: Draft, key: str) -> str | None:
        """What was done to *draft* for *key*; None when the person has to be asked again."""
        try:
            match key:
                case "a":
                    self.desk.approve(draft)
                    return "approved"
                case "d":
                    self.desk.drop(draft)
                    return "dropped"
                case "e":
                    return "edited" if self._edit(draft) else None
                case "s":
                    return "skipped"
        except (BadInput, BadSetting) as error:
            self._say(str(error), "red")
        except Conflict as error:
            self._say(str(error), "red")
            return "skipped"
        return None

    def _edit(self, draft: Draft) -> bool:
        """Whether the person wrote something else; what could not be used is there for the next try."""
        self._written = self.edit(self._written or as_text(draft.question)) or self._written
        if self._written is None:
            self._say("nothing was changed", "dim")
            return False
        self.desk.rewrite(draft, self._written)
        return True

    def _show(self, draft: Draft, where: str) -> None:
        question = draft.question
        self._say(f"\n[{where}] {_place(question)}", "dim")
        if draft.approved is not None:
            met = "learners meet the approved words meanwhile" if draft.met else "it was approved before"
            self._say(f"changed ({met}):", "yellow")
            plain = not self.talk.is_terminal or self.talk.no_color
            for change in draft.changes:
                self.talk.print(Text(f"{change.field}: ", "bold") + marked(change.parts, plain=plain))
        self._say(question.text, "bold")
        for line in listed(question.options) if isinstance(question, SingleChoice | MultipleChoice) else ():
            self._say(f"  {line}")
        self._say(right_answer(question) or f"no reference answer: {_why_none(question)}", "cyan")
        for filed in draft.flags:
            flag = filed.flag
            self._say(
                f"! {flag.severity}: “{one_line(flag.quote, 100)}” {one_line(flag.correction, 300)}", "yellow"
            )
        for number, line in draft.lines:
            self._say(f"{number:>6} │ {one_line(line, 200)}", "dim")

    def _sum(self) -> str:
        counts = [f"{count} {what}" for what, count in self.done.items() if count]
        return ", ".join(counts) if counts else "nothing was decided"

    def _say(self, line: str, style: str = "") -> None:
        self.talk.print(terminal.text(line, style))


def _why_none(question: Question) -> str:
    return (isinstance(question, FreeText) and question.unanswered_because) or "none was given"


def _place(question: Question) -> str:
    source = question.source
    if source is None:
        return question.kind
    lines = (
        str(source.line_start)
        if source.line_start == source.line_end
        else f"{source.line_start}-{source.line_end}"
    )
    return " › ".join((f"{source.document}:{lines}", *source.heading_path))
