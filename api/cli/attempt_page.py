"""An attempt on the terminal: question, answer, what became of the key points, who gave which grade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.cli import terminal
from api.cli.round import MARKS
from api.reasons import in_words
from api.text import one_line
from questions.records import Attempt, Flag, FreeText, Grade, Question

if TYPE_CHECKING:
    from rich.console import Console

    from api.usecases.attempts import Given
    from questions.gradebook import GivenGrade


def score_of(grade: Grade) -> str:
    """The score, or a dash where there is none."""
    return "–" if grade.score is None else f"{grade.score:.2f}"


def print_attempt(talk: Console, attempt: Attempt, question: Question, flags: Sequence[Flag] = ()) -> None:
    """*attempt* with all that staff may see of its question, which has *flags*."""
    page = _Page(talk)
    page.say(question.text, "bold")
    facts = [attempt.id, question.id, attempt.learner or "", f"version {attempt.question_version}"]
    page.say(" · ".join(fact for fact in facts if fact), "dim")
    page.say("\nAnswer", "dim")
    page.say(attempt.answer)
    if isinstance(question, FreeText) and question.reference:
        page.say("\nReference", "dim")
        page.say(question.reference, "cyan")
    for flag in flags:
        page.say(f"  in doubt: “{one_line(flag.quote, 200)}” – {one_line(flag.correction)}", "yellow")
    page.say(f"\n{score_of(attempt.grade)}  {attempt.grade.verdict or attempt.grade.reason}", "bold")
    _print_points(page, attempt, question)
    if attempt.grade.review_reasons:
        page.say("for review: " + in_words(attempt.grade), "yellow")


def print_history(talk: Console, history: Sequence[GivenGrade]) -> None:
    """Every grade of an attempt, the first one first."""
    rows = [
        (
            given.at.strftime("%Y-%m-%d %H:%M"),
            given.by or given.grade.decided_by,
            given.occasion.value + (f" of {given.group_of}" if given.group_of else ""),
            given.question_version,
            score_of(given.grade),
            given.grade.verdict or "",
            given.note,
        )
        for given in history
    ]
    columns = ("when (UTC)", "by", "occasion", "version", "score", "verdict", "note")
    talk.print(terminal.table("grades", columns, rows, 60))


def say_given(talk: Console, done: Given) -> None:
    """What came of a person's grade."""
    page = _Page(talk)
    page.say(f"{done.attempt.id}: {score_of(done.attempt.grade)} {done.attempt.grade.verdict}")
    if done.group or done.locked:
        kept = f"; {len(done.locked)} keep a person's grade of their own" if done.locked else ""
        page.say(f"the same for {terminal.count(len(done.group), 'answer')} like it{kept}")
    if done.learnt is not None:
        page.say(_learnt(done), "green")
    if done.not_learnt is not None:
        page.say(f"nothing was learnt from it yet: {done.not_learnt}", "yellow")


def given_as_json(done: Given) -> dict[str, Any]:
    """*done* for machines."""
    return {
        "attempt": done.attempt.model_dump(mode="json"),
        "group": [one.id for one in done.group],
        "locked": list(done.locked),
        "calibration": done.learnt.model_dump(mode="json") if done.learnt else None,
        "not_learnt": done.not_learnt,
    }


def _learnt(done: Given) -> str:
    made = done.learnt
    assert made is not None  # noqa: S101  (the caller looked)
    errors = f"RMSE on grades held back {made.error_before:.3f} without, {made.error:.3f} with it"
    if not made.own:
        return f"{made.grades} people's grades: a map of its own is no better ({errors}); scores stay"
    return (
        f"{done.attempt.question_id} has learnt from {made.grades} people's grades ({errors}); "
        f"later answers are graded so, earlier ones by quizgen regrade --question {done.attempt.question_id}"
    )


def _print_points(page: _Page, attempt: Attempt, question: Question) -> None:
    """The key points by their numbers in the question, and what became of them, where that is known."""
    results = {point.id: point for point in attempt.grade.key_points}
    points = question.key_points if isinstance(question, FreeText) else ()
    for number, point in enumerate(points, start=1):
        result = results.pop(point.id, None)
        mark, style = MARKS[result.state] if result else ("·", "")
        page.say(f"  {number} {mark} {one_line(point.text)}", style)
        if result and result.evidence:
            page.say(f"      “{one_line(result.evidence.quote, 200)}”", "dim")
    for gone in results.values():  # of a version that the question no longer has
        page.say(f"    {MARKS[gone.state][0]} {one_line(gone.text)}", "dim")


class _Page:
    """Prints foreign text, harmless."""

    def __init__(self, talk: Console) -> None:
        self._talk = talk

    def say(self, line: str, style: str = "") -> None:
        """One paragraph."""
        self._talk.print(terminal.text(line, style))
