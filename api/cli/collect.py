"""`quizgen collect`: answers out of forms, spreadsheets and transcripts, as rows that other commands take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Format, Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.services import Services
    from api.usecases.collecting import Collection

SHOWN = 12

Inputs = Annotated[
    list[Path],
    typer.Argument(metavar="INPUT...", help="CSV, TSV, XLSX, JSON, transcripts, or folders of them."),
]
MaxScore = Annotated[
    float | None,
    typer.Option("--max-score", min=0.01, help="Full marks, where the file gives marks and does not say."),
]
OneLearner = Annotated[
    str | None, typer.Option("--learner", help="Who answered, where the file does not say.")
]
Blanks = Annotated[bool, typer.Option("--blanks", help="Keep answers left empty; they earn nothing.")]


def collect(
    ctx: typer.Context,
    inputs: Inputs,
    output: Output = None,
    max_score: MaxScore = None,
    learner: OneLearner = None,
    blanks: Blanks = False,
    form: Format = None,
    db: Database = None,
    as_json: AsJson = False,
) -> int:
    """Collect answers from forms, spreadsheets and transcripts of interviews.

    A table may have an answer in each row (columns such as question, answer, name, score; 问题, 回答, 姓名,
    得分), or a column for each question, as forms do.  Questions are found in the bank by id or by
    their words, also where these differ a little; what was taken for what is told.  In a transcript each
    line says who speaks ("面试官：…").  Out come rows for `quizgen grade`, `group` and `calibrate`.

    Example: quizgen collect form.xlsx transcripts/ -o answers.jsonl
    """
    from api.cli import terminal
    from api.rowfiles import formats
    from api.rowfiles.writing import write_text, write_whole

    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    found = collected(services(ctx, db=db), inputs, max_score, learner, blanks=blanks)
    tell(found)
    if target:
        write_whole(target, wanted, found.rows, "answers")
    if as_json:
        terminal.print_json(summary(found, target))
    elif target is None:
        write_text(sys.stdout, wanted, found.rows, "answers")
    return int(bool(found.left_out or not found.rows))


def collected(
    chosen: Services, inputs: Sequence[Path], most: float | None, learner: str | None, *, blanks: bool
) -> Collection:
    """What `usecases.collecting.collect` finds, with progress."""
    from api.cli import terminal
    from api.usecases import collecting

    wanted = collecting.Wanted(most, learner, blanks)
    with terminal.progress("reading", collecting.count_files(inputs)) as advance:
        return collecting.collect(chosen, inputs, wanted, advance)


def summary(found: Collection, target: Path | None) -> dict[str, object]:
    """The collection for machines; the rows themselves where they went nowhere else."""
    rows: dict[str, object] = {"output": str(target)} if target else {"answers": found.rows}
    return rows | {
        "left_out": [{"place": one.place, "reason": one.why} for one in found.left_out],
        "taken_for": [
            {"words": words, "question_id": question.id, "question": question.text}
            for words, question in found.taken.items()
        ],
        "summary": {
            "answers": len(found.rows),
            "learners": found.learners,
            "questions": found.questions,
            "marks": sum(row["score"] is not None for row in found.rows),
            "blank": found.blank,
            "left_out": len(found.left_out),
        },
    }


def tell(found: Collection) -> None:
    """Says on standard error what was found, and what a person should look at."""
    from api.cli.terminal import count, say
    from api.text import one_line

    for line in _left_out(found):
        say(line)
    for words, question in list(found.taken.items())[:SHOWN]:
        say(f"“{words}” is taken for {question.id}, {one_line(question.text, 80)}")
    if len(found.taken) > SHOWN:
        say(f"and {len(found.taken) - SHOWN} more taken so; --json lists them all")
    marks = sum(row["score"] is not None for row in found.rows)
    who, what = count(found.learners, "learner"), count(found.questions, "question")
    parts = [f"{count(len(found.rows), 'answer')} of {who} to {what}"]
    parts += [f"{marks} with a mark"] if marks else []
    parts += [f"{found.blank} left blank and passed over"] if found.blank else []
    say(", ".join(parts))


def _left_out(found: Collection) -> list[str]:
    """A line for each reason, the most frequent first, with some of the places."""
    places: dict[str, list[str]] = {}
    for one in found.left_out:
        places.setdefault(one.why, []).append(one.place)
    ranked = sorted(places.items(), key=lambda item: -len(item[1]))
    lines = [
        f"{', '.join(at[:3])}{f' and {len(at) - 3} more places' if len(at) > 3 else ''}: {why}"
        for why, at in ranked[:SHOWN]
    ]
    if len(ranked) > SHOWN:
        lines.append(f"and {len(ranked) - SHOWN} more reasons; --json lists them all")
    return lines
