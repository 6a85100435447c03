"""`quizgen regrade`: attempts against what their questions say now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.judging import Judge, JudgeMode, judged, told
from api.cli.options import AsJson, Budget, Database, Encoder
from questions.errors import BudgetSpent

if TYPE_CHECKING:
    from api.usecases.regrading import Regraded, Regrading


def regrade(
    ctx: typer.Context,
    question: Annotated[
        str | None, typer.Option("--question", metavar="ID", help="Only attempts at this question.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; say what would change.")] = False,
    judge: Judge = None,
    judge_mode: JudgeMode = None,
    budget: Budget = None,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Grade attempts again: after a correction, new key points, or what people's grades taught.

    Every new grade is added to those that the attempt has.  A person's grade is locked: it goes on to
    count.  What differs is printed, the largest changes first.  With --judge a chat model decides where the
    offline grade is unsure; its replies are kept, so that what --dry-run asked is not paid for again.  Without
    it, grades that a chat model gave stay; --judge-mode never replaces them by offline ones.

    Example: quizgen regrade --question q-0123456789abcdef --dry-run
    """
    from api.cli import terminal
    from api.usecases import regrading

    plain = services(ctx, db=db, encoder=encoder, judge=judge, budget=budget)
    chosen, watch = judged(plain, judge, judge_mode, stops=True)
    total = chosen.bank().count_attempts(regrading.named(question))
    try:
        with terminal.progress("regrading", total) as advance:
            # Whoever names no judge has not asked that its grades be lost.
            again = watch is not None or judge_mode is not None
            done = regrading.regrade(chosen, question, dry_run=dry_run, replace_judged=again, advance=advance)
    except BudgetSpent as spent:
        terminal.say(str(spent))
        return 1
    if as_json:
        terminal.print_json(done.as_json())
    else:
        _show(done)
    for line in told(watch) if watch else ():
        terminal.say(line)
    return int(bool(watch and watch.failed))


def _show(done: Regrading) -> None:
    from api.cli import terminal
    from api.usecases.regrading import Outcome

    changed = [row for row in done.rows if row.outcome is Outcome.CHANGED]
    if changed:
        terminal.out().print(_table(changed))
    counts = [(done.counts.get(Outcome(name), 0), told) for name, told in _TOLD.items()]
    told = ", ".join(f"{count} {what}" for count, what in counts if count) or "no attempts"
    mean = "" if done.mean_change is None else f"; by {done.mean_change:+.2f} on average"
    would = "; nothing was stored" if done.dry_run else ""
    terminal.out().print(terminal.text(f"{told}{mean}{would}"))


_TOLD = {
    "changed": "changed",
    "unchanged": "unchanged",
    "locked": "locked by a person's grade",
    "reworded": "left alone, for the question asks something else now",
    "too_long": "left alone, for the answer is too long",
    "judged": "left alone, for a chat model graded them (name it with --judge)",
}


def _table(rows: list[Regraded]) -> object:
    from api.cli import terminal

    ranked = sorted(rows, key=lambda row: (-abs((row.score or 0) - (row.score_before or 0)), row.attempt_id))
    cells = [
        (
            row.attempt_id,
            row.question_id,
            row.learner or "",
            f"{_score(row.score_before)} → {_score(row.score)}",
            f"{row.verdict_before or 'unscored'} → {row.verdict or 'unscored'}",
        )
        for row in ranked
    ]
    return terminal.table("", ("attempt", "question", "learner", "score", "verdict"), cells, 40)


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.2f}"
