"""The talk of one round of practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from api.cli import terminal
from api.text import one_line
from api.usecases import grading, practice
from questions.errors import AnswerTooLong
from questions.records import Attempt, FreeText, PointState

if TYPE_CHECKING:
    from rich.console import Console

    from api.services import Services

READY = "> "
MARKS = {
    PointState.COVERED: ("✓", "green"),
    PointState.PARTIAL: ("~", "yellow"),
    PointState.MISSING: ("✗", "red"),
    PointState.CONTRADICTED: ("!", "bold red"),
}


class _Ended(Exception):
    """The learner has had enough."""


@dataclass(slots=True)
class Round:
    """One round: asks with *read* (a prompt in, a line out, EOFError at the end) and talks on *talk*.

    The reference is shown after each grade, or offered; an offer takes a line of the input, so it is
    made to people only.
    """

    services: Services
    talk: Console
    read: Callable[[str], str]
    learner: str | None = None
    offer_reference: bool = True
    show_reference: bool = False
    done: list[tuple[FreeText, Attempt]] = field(default_factory=list)
    ended: bool = False

    def play(self, questions: Sequence[FreeText]) -> None:
        """Ask *questions* in turn, until they or the learner's patience end; then sum up."""
        self._say("An empty line ends an answer, Ctrl-D ends the round.", "dim")
        try:
            for number, question in enumerate(questions, start=1):
                self._ask(question, f"{number}/{len(questions)}")
        except (_Ended, KeyboardInterrupt):
            self._say("\nEnded; what was graded is kept.", "dim")
        self._sum_up()

    def as_json(self) -> dict[str, Any]:
        """The round for machines."""
        return {
            "attempts": [attempt.model_dump(mode="json") for _, attempt in self.done],
            "summary": asdict(practice.sum_up(self.done)),
        }

    def _ask(self, question: FreeText, where: str) -> None:
        topic = practice.topic_of(question)
        self._say(f"\n[{where}] {topic}" if topic else f"\n[{where}]", "dim")
        self._say(question.text, "bold")
        answer = self._answer()
        if not answer.strip():
            self._say("Skipped.", "dim")
        elif attempt := self._grade(question, answer):
            self.done.append((question, attempt))
            self._show(attempt)
            self._reference(question)
        if self.ended:
            raise _Ended

    def _answer(self) -> str:
        """The lines up to an empty one.  The end of the input ends the round, after this answer."""
        lines: list[str] = []
        while True:
            try:
                line = self.read(READY)
            except EOFError:
                self.ended = True
                break
            if not line.strip():
                break
            lines.append(line)
        return "\n".join(lines)

    def _grade(self, question: FreeText, answer: str) -> Attempt | None:
        try:
            return grading.answer(self.services, grading.BankAnswer(question.id, answer, self.learner))
        except AnswerTooLong as error:
            self._say(str(error), "red")
            return None

    def _show(self, attempt: Attempt) -> None:
        grade = attempt.grade
        if grade.score is None:
            self._say(f"No score: {grade.reason}", "yellow")
        else:
            self._say(f"{grade.score:.0%}  {grade.verdict}", "bold")
        for point in grade.key_points:
            mark, style = MARKS[point.state]
            self._say(f"  {mark} {point.text}", style)
            if point.evidence:
                self._say(f"      “{one_line(point.evidence.quote, 200)}”", "dim")
        if grade.feedback:
            self._say(grade.feedback)
        if grade.needs_review:
            self._say("A person should look at this grade: " + "; ".join(grade.review_reasons), "yellow")

    def _reference(self, question: FreeText) -> None:
        if self.show_reference or self._wants_reference():
            self._say(question.reference or "", "cyan")

    def _wants_reference(self) -> bool:
        if self.ended or not self.offer_reference:
            return False
        try:
            wish = self.read("Enter for the next, r for the reference: ")
        except EOFError:
            self.ended = True
            return False
        return wish.strip().lower() in ("r", "ref", "reference")

    def _sum_up(self) -> None:
        total = practice.sum_up(self.done)
        if not total.answered:
            self._say("\nNothing was answered.")
            return
        mean = "no score" if total.mean is None else f"{total.mean:.0%} on average"
        self._say(f"\n{total.answered} answered, {mean}.", "bold")
        for weak in total.weak:
            self._say(f"  weak: {weak.topic} ({weak.mean:.0%} over {weak.scored})", "yellow")

    def _say(self, line: str, style: str = "") -> None:
        self.talk.print(terminal.text(line, style))
