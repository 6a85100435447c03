"""`quizgen audit`: which reference answers are shaky, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Budget, Database, Facts, Format, Model, Only, Output, Without

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.auditing import AuditRow


Input = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[INPUT]...",
        help="Documents, folders, patterns, zip archives; or rows in JSONL, CSV or Parquet; else the bank.",
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="high|medium|low", help="Exit 1 for a flag this grave or graver."),
]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html|FILE.md", help="Write a page for the notes' author."),
]
Patch = Annotated[
    bool, typer.Option("--patch", help="Print a diff that puts the corrections into the document.")
]
Consensus = Annotated[
    int,
    typer.Option(min=0, max=25, metavar="N", help="Let it answer N times itself, without the reference."),
]


def audit(
    ctx: typer.Context,
    sources: Input = None,
    output: Output = None,
    fail_on: FailOn = None,
    report: Report = None,
    patch: Patch = False,
    model: Model = None,
    consensus: Consensus = 0,
    budget: Budget = None,
    only: Only = None,
    without: Without = None,
    facts: Facts = None,
    form: Format = None,
    db: Database = None,
    as_json: AsJson = False,
) -> int:
    """Say which reference answers are shaky.

    Each flag has the words, the correction and its source.  INPUT are documents, or rows {"id",
    "question", "answer"}.  Without it, the whole bank is audited and what is found is filed there.

    Example: quizgen audit notes/ --fail-on high

    --model also asks a chat model, claim by claim; with --consensus, what it answers itself is compared.
    What could not be asked is said, and the exit code is 1.

    --only and --without choose detectors: facts, claims, categories, consistency, form, relevance, typos,
    statistics, judge, consensus.

    --patch replaces each quote by its correction, for `patch -p0` or `git apply -p0`; then read it again.
    """
    from api.rowfiles import formats
    from api.usecases import auditing

    missed: list[str] = []
    made = services(ctx, db=db, judge=model, budget=budget, facts=facts)
    chosen = _with_model(_with_detectors(made, only, without, model, consensus), model, consensus, missed)
    floor = auditing.severity(fail_on) if fail_on else None
    if report is not None or patch:
        from api.cli.audit_report import report_or_patch

        _refuse_patch(model if patch else None)
        code = report_or_patch(chosen, _one(sources), report, floor, patch=patch, as_json=as_json)
        _say_missed(missed)
        return code or int(bool(missed))
    target = None if output is None or str(output) == "-" else output
    wanted = formats.for_output(target, formats.chosen(form))
    rows, complete = _rows(chosen, sources or [])
    if output is not None:
        _write(rows, target, wanted)
    _tell(rows, output, as_json=as_json)
    _say_missed(missed)
    return int(bool(missed) or not complete or any(row.fell_short(floor) for row in rows))


def _one(sources: list[str] | None) -> Path | None:
    """The one document that a report or a patch is about."""
    from questions.errors import BadInput

    if sources and len(sources) > 1:
        raise BadInput("--report and --patch take one document at a time")
    return Path(sources[0]) if sources else None


def _tell(rows: list[AuditRow], output: Path | None, *, as_json: bool) -> None:
    from api.cli import terminal

    if as_json and str(output) != "-":
        terminal.print_json(_report(rows, with_rows=output is None))
    elif output is None:
        _show(rows)


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


def _with_detectors(
    made: Services, only: str | None, without: str | None, model: str | None, consensus: int
) -> Services:
    """*made* with the detectors that are on; what is asked of a model must be among them."""
    from api.usecases.audit_choice import check_models, parted, with_detectors

    given = with_detectors(made, parted(only), parted(without))
    check_models(given, judge=model is not None, consensus=consensus > 0)
    return given


def _with_model(chosen: Services, model: str | None, consensus: int, missed: list[str]) -> Services:
    """*chosen*, whose audit also asks *model*, and tells *missed* of what it could not ask."""
    from questions.errors import BadInput

    if model is None:
        if consensus:
            raise BadInput("--consensus asks a chat model; name one with --model")
        return chosen
    from api.usecases.audit_model import with_model

    return with_model(chosen, missed.append, consensus)


def _refuse_patch(model: str | None) -> None:
    from questions.errors import BadInput

    if model is not None:
        raise BadInput("--patch puts in corrections that have a source; leave --model away")


def _say_missed(missed: list[str]) -> None:
    from api.cli import terminal

    for why in dict.fromkeys(missed):
        terminal.say(f"{terminal.count(missed.count(why), 'answer')} not judged by the model: {why}")


def _rows(chosen: Services, sources: list[str]) -> tuple[list[AuditRow], bool]:
    """The rows, and whether all that was asked for could be read."""
    from api.cli import terminal
    from api.rowfiles import formats
    from api.usecases import auditing
    from questions.errors import BadInput

    in_rows = [each for each in sources if each == "-" or formats.by_name(Path(each)) is not None]
    if in_rows and len(sources) > 1:
        raise BadInput(f"{in_rows[0]}: rows are audited one file at a time")
    with terminal.progress("auditing"):
        if not sources:
            return auditing.rows_of(auditing.audit_bank(chosen)), True
        return (_of_rows(chosen, in_rows[0]), True) if in_rows else _of_documents(chosen, sources)


def _of_documents(chosen: Services, sources: list[str]) -> tuple[list[AuditRow], bool]:
    from api.cli import terminal
    from api.cli.inputs import say_skipped
    from api.usecases import auditing, documents, reading

    gathered = reading.gather(chosen, sources)
    for text in gathered.texts:
        for note in text.notes:
            terminal.say(f"{text.name}: {note}")
    say_skipped(gathered)
    asked = [question for text in gathered.texts for question in documents.questions_of(text)]
    return auditing.rows_of(auditing.audit(chosen, asked)), gathered.complete


def _of_rows(chosen: Services, source: str) -> list[AuditRow]:
    from api.cli import terminal
    from api.rowfiles.reading import open_rows
    from api.usecases import auditing

    with open_rows(None if source == "-" else Path(source)) as rows:
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
