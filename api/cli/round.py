"""The talk of one round of practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from api.cli import terminal
from api.cli.asking import Put, put
from api.reasons import in_words
from api.text import one_line
from api.usecases import grading, practice
from questions.errors import AnswerTooLong
from questions.records import Attempt, PointState, Question

if TYPE_CHECKING:
    from rich.console import Console

    from api.services import Services

READY = "> "
HELP = (
    "an empty line ends an answer or skips the question, Ctrl-D ends the round; "
    "what you have answered is graded and kept"
)
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

    What is right is shown after each grade, or offered; an offer takes a line of the input, so it is
    made to people only, and they alone are asked again when an answer cannot be read.  *seed* orders options.
    With *hints* only covered points are spelt out: the feedback hints at the others.
    """

    services: Services
    talk: Console
    read: Callable[[str], str]
    learner: str | None = None
    offer_reference: bool = True
    show_reference: bool = False
    hints: bool = False
    seed: int = 0
    done: list[tuple[Question, Attempt]] = field(default_factory=list)
    ended: bool = False
    more: Callable[[], bool] = terminal.more_waits
    """Whether more lines wait already: then an empty one stands inside a text that was pasted."""

    def play(self, questions: Sequence[Question]) -> None:
        """Ask *questions* in turn, until they or the learner's patience end; then sum up."""
        self._say("An empty line ends an answer or skips a question, Ctrl-D ends the round.", "dim")
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

    def _ask(self, question: Question, where: str) -> None:
        topic = practice.topic_of(question)
        asked = put(question, self.seed)
        self._say(f"\n[{where}] {topic}" if topic else f"\n[{where}]", "dim")
        self._say(question.text, "bold")
        for line in asked.shown:
            self._say("  " + line.replace("\n", "\n  "))
        answer = self._lines() if asked.lines else self._line(asked)
        if not answer.strip():
            self._say("Skipped.", "dim")
        elif attempt := self._grade(question, answer):
            self.done.append((question, attempt))
            self._show(attempt)
            self._solution(asked)
        if self.ended:
            raise _Ended

    def _lines(self) -> str:
        """The lines up to an empty one.  The end of the input ends the round, after this answer."""
        lines: list[str] = []
        while (line := self._read(READY)).strip() or (lines and self.more()):
            if self._is_plea(line) and not lines:
                self._say(HELP[0].upper() + HELP[1:], "yellow")
            else:
                lines.append(line)
        return "\n".join(lines)

    def _line(self, asked: Put) -> str:
        """One line that can be read as an answer; an empty one skips the question."""
        while typed := self._read(f"{asked.hint} {READY}").strip():
            if self._is_plea(typed):
                self._say(f"{asked.hint}; {HELP}", "yellow")
                continue
            answer = asked.read(typed)
            if answer is not None:
                return answer
            self._say(f"That cannot be read.  {asked.hint}; an empty line skips the question.", "yellow")
            if not self.offer_reference:
                break
        return ""

    def _is_plea(self, typed: str) -> bool:
        """Whether a person asks for help; in a file "?" is an answer."""
        return self.offer_reference and typed.strip() in ("?", "？")

    def _read(self, prompt: str) -> str:
        try:
            return self.read(prompt)
        except EOFError:
            self.ended = True
            return ""

    def _grade(self, question: Question, answer: str) -> Attempt | None:
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
            hidden = self.hints and point.state is not PointState.COVERED
            self._say(f"  {mark} {'…' if hidden else point.text}", style)
            if point.evidence:
                self._say(f"      “{one_line(point.evidence.quote, 200)}”", "dim")
        if grade.feedback:
            self._say(grade.feedback)
        if grade.needs_review:
            self._say("A person should look at this grade: " + in_words(grade), "yellow")

    def _solution(self, asked: Put) -> None:
        if self.show_reference or self._wants_solution():
            self._say(asked.solution, "cyan")

    def _wants_solution(self) -> bool:
        if self.ended or not self.offer_reference:
            return False
        wish = self._read("Enter for the next, r for the reference: ")
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
        self.talk.print(terminal.text(terminal.fitted(line, self.talk), style))
