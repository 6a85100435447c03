"""`quizgen attempts export`: every attempt as a row for a spreadsheet."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Format, Output


def export(
    ctx: typer.Context,
    output: Output = None,
    question: Annotated[
        str | None, typer.Option("--question", metavar="ID", help="Of this question.")
    ] = None,
    learner: Annotated[str | None, typer.Option("--learner", help="By this learner.")] = None,
    form: Format = None,
    db: Database = None,
    as_json: AsJson = False,
) -> None:
    """Write every attempt with question, answer and the grade that counts, the newest first.

    CSV opens in a spreadsheet: it begins with a mark that tells Excel that it is UTF-8.

    Example: quizgen attempts export -o grades.csv
    """
    from api.cli import terminal
    from api.rowfiles import formats
    from api.rowfiles.writing import write_text, write_whole
    from api.usecases.exporting import export as rows_of

    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    rows = list(rows_of(services(ctx, db=db), question, learner))
    if target:
        write_whole(target, wanted, rows, "attempts", marked=True)
        if as_json:
            terminal.print_json({"output": str(target), "attempts": len(rows)})
        else:
            terminal.say(f"{terminal.count(len(rows), 'attempt')}: {target}")
    elif as_json:
        terminal.print_json({"attempts": rows})
    else:
        write_text(sys.stdout, wanted, rows, "attempts")
