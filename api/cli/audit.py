"""`quizgen audit`: which reference answers are shaky, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Format, Output

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.auditing import AuditRow


def audit(
    ctx: typer.Context,
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[INPUT]", help="A document, or rows in JSONL, CSV or Parquet; else the bank."
        ),
    ] = None,
    output: Output = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="high|medium|low", help="Exit 1 for a flag this grave or graver."),
    ] = None,
    form: Format = None,
    db: Database = None,
    as_json: AsJson = False,
) -> int:
    """Say which reference answers are shaky.

    Each flag has the words, the correction and its source.  INPUT is a document, or rows {"id",
    "question", "answer"}.  Without it, the whole bank is audited and what is found is filed there.

    Example: quizgen audit notes.md --fail-on high
    """
    from api.cli import terminal
    from api.rowfiles import formats
    from api.usecases import auditing

    chosen = services(ctx, db=db)
    floor = auditing.severity(fail_on) if fail_on else None
    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    with terminal.progress("auditing"):
        rows = _rows(chosen, source)
    if output is not None:
        _write(rows, target, wanted)
    if as_json and str(output) != "-":
        terminal.print_json(_report(rows, with_rows=output is None))
    elif output is None:
        _show(rows)
    return int(any(row.fell_short(floor) for row in rows))


def table(rows: list[AuditRow]) -> Any:
    """The flags of *rows* for people, the riskiest first."""
    from api.cli import terminal

    ranked = sorted(rows, key=lambda row: -(row.risk or 0))
    cells = [
        (
            flag.severity,
            f"{row.source.document}:{row.source.line_start}" if row.source else row.id,
            flag.quote,
            flag.correction,
            "; ".join(f"{cited.source}, {cited.locator}" for cited in flag.evidence[:1]),
        )
        for row in ranked
        for flag in row.flags
    ]
    title = (
        f"{terminal.count(len(cells), 'flag')} on {sum(bool(row.flags) for row in rows)} "
        f"of {terminal.count(len(rows), 'answer')}"
    )
    return terminal.table(title, ("severity", "answer", "words", "correction", "source"), cells, 80)


def _rows(chosen: Services, source: Path | None) -> list[AuditRow]:
    from api.cli import terminal
    from api.rowfiles import formats
    from api.rowfiles.reading import open_rows
    from api.usecases import auditing, documents

    if source is None:
        return auditing.rows_of(auditing.audit_bank(chosen))
    if str(source) != "-" and formats.by_name(source) is None:
        text = documents.read_file(chosen, source)
        for note in text.notes:
            terminal.say(f"{source}: {note}")
        return auditing.rows_of(auditing.audit(chosen, documents.questions_of(text)))
    with open_rows(None if str(source) == "-" else source) as rows:
        if rows.note:
            terminal.say(rows.note)
        return auditing.audit_rows(chosen, rows, terminal.say)


def _write(rows: list[AuditRow], target: Path | None, wanted: Any) -> None:
    from api.rowfiles.writing import write_text, write_whole

    made = [row.as_json() for row in rows]
    if target:
        write_whole(target, wanted, made, "audits")
    else:
        write_text(sys.stdout, wanted, made, "audits")


def _report(rows: list[AuditRow], *, with_rows: bool) -> dict[str, Any]:
    summary = {
        "rows": len(rows),
        "flagged": sum(bool(row.flags) for row in rows),
        "flags": sum(len(row.flags) for row in rows),
        "unread": sum(row.reason is not None for row in rows),
    }
    return (
        {"audits": [row.as_json() for row in rows], "summary": summary} if with_rows else {"summary": summary}
    )


def _show(rows: list[AuditRow]) -> None:
    from api.cli import terminal

    if any(row.flags for row in rows):
        terminal.out().print(table(rows))
    else:
        terminal.out().print(f"nothing shaky found in {terminal.count(len(rows), 'answer')}")
