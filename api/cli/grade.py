"""`quizgen grade`: a file of answers into a file of grades."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.explain import explained
from api.cli.judging import DryRun, Judge, JudgeMode, forecast, judged, one_model, told
from api.cli.judging import as_json as judge_json
from api.cli.options import (
    AsJson,
    Budget,
    Database,
    Encoder,
    Explain,
    Facts,
    Format,
    Model,
    Output,
    ReviewRisk,
)
from questions.errors import BudgetSpent

if TYPE_CHECKING:
    from api.rowfiles.formats import RowFormat
    from api.rowfiles.reading import Rows
    from api.services import Services
    from api.usecases.batch import OutRow, Tally
    from api.usecases.judging import Watch


Source = Annotated[
    Path, typer.Argument(metavar="INPUT", help="JSONL, CSV or Parquet; - reads standard input.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a run that was stopped has left OUTPUT.")]
Reveal = Annotated[bool, typer.Option("--reveal", help="Allow the feedback to tell all of the reference.")]


def grade(
    ctx: typer.Context,
    source: Source,
    output: Output = None,
    resume: Resume = False,
    judge: Judge = None,
    judge_mode: JudgeMode = None,
    dry_run: DryRun = False,
    explain: Explain = False,
    reveal: Reveal = False,
    model: Model = None,
    budget: Budget = None,
    form: Format = None,
    review_risk: ReviewRisk = None,
    facts: Facts = None,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Grade answers: a row out for each row in.

    A row is {"id", "question", "reference", "answer"} or {"id", "question_id", "answer"}.  One that
    cannot be graded is named by its line on standard error and comes out "unscored" with the reason;
    then the exit code is 1.  With --judge a chat model decides about answers that the offline grade is not
    sure of; --dry-run says what that takes, --budget stops cleanly and --resume goes on.  With --explain it
    writes the feedback: in the learner's language, three missing points at most, and never all of the reference.

    Example: quizgen grade answers.jsonl -o grades.jsonl --resume
    """
    from api.rowfiles import formats
    from api.rowfiles.reading import open_rows

    chosen = services(ctx, db=db, encoder=encoder, judge=one_model(judge, model), budget=budget, review_risk=review_risk, facts=facts)  # fmt: skip
    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    _check(source, target, resume=resume)
    with open_rows(None if str(source) == "-" else source) as rows:
        if rows.note:
            _say(rows.note)
        if dry_run:
            return forecast(chosen, rows, judge, judge_mode, model, as_json=as_json)
        chosen, watch = judged(chosen, judge, judge_mode, model, stops=True, file=True)
        chosen = explained(chosen, wanted=explain, reveal=reveal)
        try:
            if output is None:
                return _to_reader(chosen, rows, watch, as_json=as_json)
            tally = _written(chosen, rows, target, wanted, resume=resume)
        except BudgetSpent as spent:
            return _stopped(spent, target)
    return _finish(tally, watch, target, as_json=as_json)


def _written(chosen: Services, rows: Rows, target: Path | None, wanted: RowFormat, *, resume: bool) -> Tally:
    if target is None:
        return _to_stream(chosen, rows, wanted)
    return _to_file(chosen, rows, target, wanted, resume=resume)


def _stopped(spent: BudgetSpent, target: Path | None) -> int:
    """Says why a run has ended before its time, which is no mistake of the caller's."""
    _say(f"{spent}{', with --resume where it has stopped' if target else ''}")
    return 1


def _finish(tally: Tally, watch: Watch | None, target: Path | None, *, as_json: bool) -> int:
    if target and as_json:
        from api.cli import terminal

        terminal.print_json({"output": str(target), "summary": summary(tally, watch)})
    else:
        _say(_sentence(tally, target))
        _say_judged(watch)
    return _code(tally, watch)


def _say_judged(watch: Watch | None) -> None:
    for line in told(watch) if watch else ():
        _say(line)


def _code(tally: Tally, watch: Watch | None) -> int:
    return int(tally.fell_short or bool(watch and watch.failed))


def summary(tally: Tally, watch: Watch | None = None) -> dict[str, Any]:
    """What a run came to, for machines."""
    found = {
        "rows": tally.rows,
        "scored": tally.rows - tally.unscored,
        "unscored": tally.unscored,
        "resumed": tally.resumed,
        "duplicate_ids": tally.duplicates,
    }
    return found if watch is None else {**found, "judge": judge_json(watch)}


def table(rows: list[OutRow]) -> Any:
    """The grades *rows* for people."""
    from api.cli import terminal

    return terminal.table(
        terminal.count(len(rows), "grade"),
        ("id", "score", "verdict", "review", "feedback"),
        [
            (
                row["id"],
                "" if row["score"] is None else f"{row['score']:.2f}",
                row["verdict"] or row["status"],
                "yes" if row["needs_review"] else "",
                row["reason"] or row["feedback"],
            )
            for row in rows
        ],
        110,
    )


def _check(source: Path, target: Path | None, *, resume: bool) -> None:
    from questions.errors import BadInput

    if resume and target is None:
        raise BadInput("--resume needs an output file; name one with -o")
    if target and target.exists() and source.exists() and target.samefile(source):
        raise BadInput(f"{target} is the input too; choose another output")


def _to_file(chosen: Services, rows: Rows, target: Path, wanted: RowFormat, *, resume: bool) -> Tally:
    from api.cli import terminal
    from api.usecases.batch import grade_to_file
    from questions.errors import ServiceUnavailable

    try:
        with terminal.progress("grading", rows.total) as advance:
            return grade_to_file(chosen, rows, target, wanted, _say, resume=resume, advance=advance)
    except KeyboardInterrupt:
        _say("what is graded is kept; --resume goes on from there")
        raise
    except ServiceUnavailable as outage:
        raise ServiceUnavailable(
            f"{outage} (what is graded is kept; --resume goes on from there)"
        ) from outage


def _to_stream(chosen: Services, rows: Rows, wanted: RowFormat) -> Tally:
    from api.rowfiles.writing import write_text
    from api.usecases.batch import Tally, grade_rows

    tally = Tally()

    def flushed() -> Iterator[OutRow]:
        for chunk in grade_rows(chosen, rows, _say, tally):
            yield from chunk
            sys.stdout.flush()

    write_text(sys.stdout, wanted, flushed(), "grades")
    return tally


def _to_reader(chosen: Services, rows: Rows, watch: Watch | None, *, as_json: bool) -> int:
    from api.cli import terminal
    from api.usecases.batch import Tally, grade_rows

    tally = Tally()
    graded: list[OutRow] = []
    with terminal.progress("grading", rows.total) as advance:
        for chunk in grade_rows(chosen, rows, _say, tally):
            graded += chunk
            advance(len(chunk))
    if as_json:
        terminal.print_json({"grades": graded, "summary": summary(tally, watch)})
    else:
        terminal.out().print(table(graded))
        _say_judged(watch)
    return _code(tally, watch)


def _say(line: str) -> None:
    from api.cli import terminal

    terminal.say(line)


def _sentence(tally: Tally, target: Path | None) -> str:
    parts = [f"{tally.rows} rows"]
    if tally.resumed:
        parts.append(f"{tally.resumed} of them from an earlier run")
    if tally.unscored:
        parts.append(f"{tally.unscored} without a score")
    return ", ".join(parts) + (f": {target}" if target else "")
