"""`quizgen attempts add`: answers out of forms, spreadsheets and transcripts into attempts of the bank."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.collect import Blanks, Inputs, MaxScore, OneLearner, collected, summary, tell
from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder

if TYPE_CHECKING:
    from api.usecases.adding import Added, Agreement
    from api.usecases.collecting import Collection

_SHOWN = 12


def add(
    ctx: typer.Context,
    inputs: Inputs,
    marks_by: Annotated[
        str | None,
        typer.Option(
            "--marks-by", metavar="NAME", help="Keep the marks in the file as this person's grades."
        ),
    ] = None,
    max_score: MaxScore = None,
    learner: OneLearner = None,
    blanks: Blanks = False,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Grade the answers in files, and keep them as attempts of their learners.

    The files are those that `quizgen collect` reads, or what it wrote.  The same answer of the same
    learner is kept once: after a kill, or with a longer export of the same form, run it again.  With
    --marks-by you are told how near the offline scores come to the marks, and questions learn from them.
    Then: quizgen stats, quizgen attempts review, quizgen group --question ID, quizgen regrade.

    Example: quizgen attempts add form.xlsx transcripts/ --marks-by ann --max-score 10
    """
    from api.cli import terminal
    from api.usecases.adding import add as kept

    chosen = services(ctx, db=db, encoder=encoder)
    found = collected(chosen, inputs, max_score, learner, blanks=blanks)
    tell(found)
    with terminal.progress("grading", len(found.rows)) as advance:
        done = kept(chosen, found.rows, marks_by, advance)
    for one in done.left_out[:_SHOWN]:
        terminal.say(f"{one.place}: {one.why}")
    if as_json:
        terminal.print_json(_as_json(found, done))
    else:
        _print(found, done, marks_by)
    return int(bool(found.left_out or done.left_out or done.unscored or not done.attempts))


def _print(found: Collection, done: Added, marks_by: str | None) -> None:
    from api.cli import terminal

    parts = [f"{terminal.count(len(done.attempts), 'answer')} kept as attempts"]
    parts += [f"{done.before} of them were there before"] if done.before else []
    parts += [f"{done.unscored} without a score"] if done.unscored else []
    terminal.out().print(terminal.text(", ".join(parts)))
    if done.agreement:
        for line in _agreement(done.agreement, marks_by or ""):
            terminal.out().print(terminal.text(line))
    if done.waiting:
        terminal.say(f"{done.waiting} wait for a person ({_why(done)}): quizgen attempts review")
    if done.agreement:
        terminal.say("questions with five marks or more learn from them: quizgen regrade --dry-run shows how")
    if marks_by is None and any(row["score"] is not None for row in found.rows):
        terminal.say("the marks in the file were not used; --marks-by NAME keeps them as grades")


def _why(done: Added) -> str:
    """The three most frequent reasons, in words."""
    from collections import Counter

    from api.reasons import IN_WORDS

    count = Counter(reason for one in done.attempts for reason in one.grade.review_reasons)
    named = [
        (IN_WORDS[reason][1] if reason in IN_WORDS else reason, times) for reason, times in count.items()
    ]
    return "; ".join(f"{words}: {times}" for words, times in sorted(named, key=lambda one: -one[1])[:3])


def _agreement(near: Agreement, by: str) -> list[str]:
    figures = (
        f"r {_number(near.r)}, QWK {_number(near.qwk)}, off by {_number(near.off)} of full marks on average"
    )
    lines = [f"{near.marks} offline scores beside the marks of {by}: {figures}"]
    if near.far:
        more = f" and {len(near.far) - _SHOWN} more" if len(near.far) > _SHOWN else ""
        lines.append(f"half of the scale or more apart: {', '.join(near.far[:_SHOWN])}{more}")
    return lines


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _as_json(found: Collection, done: Added) -> dict[str, object]:
    near = done.agreement
    told = summary(found, None)
    told.pop("answers")
    figures: dict[str, object] | None = None
    if near:
        plain = {name: getattr(near, name) for name in ("r", "qwk", "off")}
        figures = {name: None if math.isnan(value) else value for name, value in plain.items()}
        figures |= {"marks": near.marks, "far": list(near.far)}
    return {
        "attempts": [one.id for one in done.attempts],
        "before": done.before,
        "unscored": done.unscored,
        "waiting": done.waiting,
        "agreement": figures,
        "not_kept": [{"place": one.place, "reason": one.why} for one in done.left_out],
        "collected": told,
    }
