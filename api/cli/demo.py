"""`quizgen demo`: the whole way on our own examples, in a bank that is thrown away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from api.cli.context import services
from api.cli.options import AsJson, Encoder

if TYPE_CHECKING:
    from api.services import Services
    from api.usecases.auditing import AuditRow
    from api.usecases.batch import OutRow
    from questions.records import Question

NEXT = """\
What to try next:
  quizgen ingest YOUR-NOTES.md        put your own notes into your bank
  quizgen practice --count 3          be asked, answer, see what was missing
  quizgen audit YOUR-NOTES.md         see which answers are shaky, and why
  quizgen grade {answers} -o grades.jsonl
  quizgen serve                       the HTTP interface; /docs describes it"""


def demo(ctx: typer.Context, encoder: Encoder = None, as_json: AsJson = False) -> None:
    """See the whole way on example documents.

    They are ingested into a bank that is thrown away, and audited; example answers are graded.

    Example: quizgen demo
    """
    import tempfile

    from api.cli import terminal

    examples = folder()
    with tempfile.TemporaryDirectory() as scratch:
        chosen = services(ctx, db=str(Path(scratch, "demo.db")), encoder=encoder)
        with terminal.progress("ingesting, auditing and grading the examples"):
            questions = _ingest(chosen, examples)
            flags = _audit(chosen)
            grades = _grade(chosen, examples / "answers.jsonl")
        chosen.close()
    if as_json:
        terminal.print_json(
            {
                "questions": [question.model_dump(mode="json") for question in questions],
                "audits": [row.as_json() for row in flags],
                "grades": grades,
            }
        )
    else:
        _show(questions, flags, grades)
        terminal.out().print(NEXT.format(answers=examples / "answers.jsonl"))


def folder() -> Path:
    """Where our examples lie: in the checkout, or in the installed package.  Raises BadInput."""
    import api
    from questions.errors import BadInput

    package = Path(api.__file__).parent
    for place in (package.parent / "examples", package / "examples"):
        if (place / "answers.jsonl").is_file():
            return place
    raise BadInput(
        "the examples are in the source of quizgen, not in this installation; run it from a checkout"
    )


def _ingest(chosen: Services, examples: Path) -> tuple[Question, ...]:
    from api.usecases import documents, reading

    files = sorted(path for path in examples.glob("*.md") if path.name != "README.md")
    documents.ingest(chosen, reading.gather(chosen, files).texts)
    return chosen.bank().questions(limit=1000).items


def _audit(chosen: Services) -> list[AuditRow]:
    from api.usecases import auditing

    return auditing.rows_of(auditing.audit_bank(chosen))


def _grade(chosen: Services, answers: Path) -> list[OutRow]:
    from api.cli import terminal
    from api.rowfiles.reading import open_rows
    from api.usecases.batch import Tally, grade_rows

    with open_rows(answers) as rows:
        return [row for chunk in grade_rows(chosen, rows, terminal.say, Tally()) for row in chunk]


def _show(questions: tuple[Question, ...], flags: list[AuditRow], grades: list[OutRow]) -> None:
    from api.cli import audit, grade, terminal
    from api.cli import questions as bank

    tables: tuple[Any, ...] = (bank.table(questions), audit.table(flags), grade.table(grades))
    for table in tables:
        terminal.out().print(table)
        terminal.out().print()
