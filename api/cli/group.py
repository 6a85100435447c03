"""`quizgen group`: answers that say the same, so that a person grades one of them for all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder, Format, Output

if TYPE_CHECKING:
    from api.rowfiles.formats import RowFormat
    from api.services import Services
    from api.usecases.grouping import Grades, Grouped

SHOWN = 30


def group(
    ctx: typer.Context,
    source: Annotated[
        Path | None,
        typer.Argument(metavar="[INPUT]", help="JSONL, CSV or Parquet; - reads standard input."),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="ID", help="The attempts at this question of the bank, instead."),
    ] = None,
    output: Output = None,
    apply: Annotated[
        Path | None,
        typer.Option(
            "--apply", metavar="GRADES", help="Human grades by id; each is given to its whole group."
        ),
    ] = None,
    form: Format = None,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> int:
    """Put together the answers to a question that say the same.

    A row is {"id", "question" or "question_id", "answer"}.  Out comes a row for each, with its group,
    the group's size and the answer that speaks for it.  GRADES are rows {"id", "score", "max_score"} or
    {"id", "score_norm"}; where people gave one group different grades, nothing is copied.  With
    --question the attempts of the bank are grouped, with the grades that people gave them; `quizgen
    attempts grade ID --apply-to-group` gives a whole group a grade.

    Example: quizgen group answers.jsonl -o groups.jsonl --apply graded.csv
    """
    from api.cli import terminal
    from api.rowfiles import formats
    from api.usecases.grouping import read_grades

    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    given, bad_grades = read_grades(apply, terminal.say) if apply else ({}, 0)
    if (source is None) == (question is None):
        raise typer.BadParameter("name a file of answers, or a question of the bank with --question")
    found = _grouped(services(ctx, db=db, encoder=encoder), source, question, given)
    _show(found, output, target, wanted, as_json=as_json)
    return int(bool(found.refused or found.disputed or bad_grades))


def _grouped(chosen: Services, source: Path | None, question: str | None, given: Grades) -> Grouped:
    from api.cli import terminal
    from api.rowfiles.reading import open_rows
    from api.usecases.grouping import group_attempts, group_rows

    if question is not None:
        with terminal.progress("grouping") as advance:
            return group_attempts(chosen, question, given, terminal.say, advance)
    with (
        open_rows(None if str(source) == "-" else source) as rows,
        terminal.progress("grouping", rows.total) as advance,
    ):
        return group_rows(chosen, rows, given, terminal.say, advance)


def _show(
    found: Grouped, output: Path | None, target: Path | None, wanted: RowFormat, *, as_json: bool
) -> None:
    from api.cli import terminal
    from api.rowfiles.writing import write_text, write_whole

    summary = {
        "rows": len(found.rows),
        "groups": found.groups,
        "graded": found.graded,
        "disputed_groups": found.disputed,
        "refused": found.refused,
    }
    if target:
        write_whole(target, wanted, found.rows, "groups")
    elif output is not None:
        write_text(sys.stdout, wanted, found.rows, "groups")
    if as_json and output is None:
        terminal.print_json({"groups": found.rows, "summary": summary})
    elif as_json and target:
        terminal.print_json({"output": str(target), "summary": summary})
    elif output is None:
        terminal.out().print(_table(found))
    terminal.say(
        f"{len(found.rows)} answers in {found.groups} groups"
        + (f", {found.graded} with a human grade" if found.graded else "")
    )


def _table(found: Grouped) -> Any:
    """The largest groups, for people."""
    from api.cli import terminal

    speakers = [row for row in found.rows if row["group"] and row["id"] == row["speaker"]]
    largest = sorted(speakers, key=lambda row: -row["size"])[:SHOWN]
    return terminal.table(
        "the largest groups",
        ("answers", "speaker", "what it says", "identical", "score"),
        [
            (r["size"], r["id"], found.spoken[r["group"]], "yes" if r["identical"] else "", r["score"])
            for r in largest
        ],
        60,
    )
