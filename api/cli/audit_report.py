"""What `quizgen audit --report` and `--patch` write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from api.cli import terminal
from api.reports.findings import findings
from api.reports.markdown import as_markdown
from api.reports.page import as_html, summary
from api.reports.patch import Patch, make_patch
from api.rowfiles import formats
from api.rowfiles.writing import beside
from api.text import visible
from api.usecases import auditing, documents
from questions.errors import BadInput

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.auditing import QuestionAudit
    from questions.records import Severity
    from quizgen.readers import SourceText

_WRITERS = {".html": as_html, ".htm": as_html, ".md": as_markdown, ".markdown": as_markdown}


def report_or_patch(
    chosen: Services, source: Path | None, report: Path | None, floor: Severity | None, *, patch: bool, as_json: bool
) -> int:  # fmt: skip
    """Write *report* where one is wanted, and print the patch; 1 when a flag is as grave as *floor*.

    Raises BadInput.
    """
    write = None if report is None else _writer(report)
    text, audits = _audited(chosen, source, patch=patch)
    found = findings(str(source) if source else "the bank", audits)
    told: dict[str, Any] = {"flags": sum(found.counts.values())}
    if report is not None and write is not None:
        with beside(report) as draft:
            draft.write_text(write(found), "utf-8", newline="\n")
        told["report"] = str(report)
        terminal.say(f"{report}: {summary(found)}")
    if patch and source is not None and text is not None:
        told |= _patched(make_patch(source, text, audits), source, as_json=as_json)
    if as_json:
        terminal.print_json(told)
    rows = auditing.rows_of(audits)
    return int(any(row.fell_short(floor) for row in rows))


def _writer(report: Path) -> Any:
    try:
        return _WRITERS[report.suffix.lower()]
    except KeyError:
        raise BadInput(f"--report {report}: name a file that ends in .html or .md") from None


def _audited(
    chosen: Services, source: Path | None, *, patch: bool
) -> tuple[SourceText | None, tuple[QuestionAudit, ...]]:
    if source is None:
        if patch:
            raise BadInput("--patch is for a document; name it")
        with terminal.progress("auditing"):
            return None, auditing.audit_bank(chosen)
    if str(source) == "-" or formats.by_name(source) is not None:
        raise BadInput(f"{source}: --report and --patch are for a document; leave them out for rows")
    with terminal.progress("auditing"):
        text = documents.read_file(chosen, source)
        return text, auditing.audit(chosen, documents.questions_of(text))


def _patched(made: Patch, source: Path, *, as_json: bool) -> dict[str, Any]:
    """Print the diff, and say what is not in it and how it is applied."""
    if not as_json:
        sys.stdout.flush()
        raw_output(made.diff, sys.stdout)
    for flag in made.left_out:
        quote = f"“{flag.quote}”: " if flag.quote.strip() else ""
        terminal.say(f"not in the patch: {quote}{flag.correction}")
    if made.diff:
        where = "" if made.folder == Path.cwd() else f" in {made.folder}"
        terminal.say(f"{source}: {terminal.count(made.replaced, 'place')}; apply{where} with: patch -p0")
    else:
        terminal.say(f"{source}: nothing to replace")
    return {
        "diff": made.diff.decode("utf-8", "replace"),
        "replaced": made.replaced,
        "left_out": [flag.model_dump(mode="json") for flag in made.left_out],
    }


def raw_output(diff: bytes, stream: TextIO) -> None:
    """The bytes of *diff* onto *stream*: the file that they are for need not be in UTF-8.

    A terminal is shown them, and obeys nothing in them.
    """
    raw = getattr(stream, "buffer", None)
    if stream.isatty():
        stream.write(visible(diff.decode("utf-8", "replace")))
    elif raw is None:  # a stream of text alone
        stream.write(diff.decode("utf-8", "replace"))
    else:
        raw.write(diff)
        raw.flush()
