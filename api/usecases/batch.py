"""Files of answers into files of grades: a row for each row, in order, as soon as it is graded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from api.rowfiles.formats import RowFormat
from api.rowfiles.journal import Done, Journal, open_journal, read_back
from api.rowfiles.reading import Malformed, Row, RowId, Rows
from api.rowfiles.writing import write_whole
from api.services import Services
from api.text import storable
from api.usecases.grading import Asked, Rubrics, check_length, grade, unscored
from graders.judge.deciding import UNAVAILABLE
from questions.errors import BadInput, NotFound
from questions.records import Grade, QuestionId

OutRow = dict[str, Any]
Say = Callable[[str], None]


@dataclass(slots=True)
class Tally:
    """What a run has come to so far: rows written, those without a score, those read from an earlier run."""

    rows: int = 0
    unscored: int = 0
    resumed: int = 0
    duplicates: int = 0

    @property
    def fell_short(self) -> bool:
        """Whether something is left for a person to look at."""
        return bool(self.unscored or self.duplicates)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be graded."""

    row: Row
    question_id: str | None
    asked: Asked
    answer: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot, and why."""

    line: int
    id: RowId | None
    question_id: str | None
    why: str


def grade_rows(
    services: Services, rows: Rows, say: Say, tally: Tally, skip: Sequence[Done] = ()
) -> Iterator[list[OutRow]]:
    """The output rows of *rows* in chunks, each given as soon as it is graded.

    *skip* is what an earlier run has written.  Rows that cannot be graded are named to *say* by their
    line and come out unscored.  Raises BadInput when *skip* belongs to other rows, ServiceUnavailable
    when the encoder fails.
    """
    rubrics = Rubrics(services)
    numbered = _watched(iter(rows), say, tally)
    _pass_over(numbered, skip, tally)
    while chunk := list(islice(numbered, services.settings.chunk_rows)):
        yield _graded(services, [_prepare(services, rubrics, item) for item in chunk], say, tally)


def grade_to_file(
    services: Services, rows: Rows, target: Path, form: RowFormat, say: Say, *, resume: bool,
    advance: Callable[[int], None],
) -> Tally:  # fmt: skip
    """Grade *rows* into *target*.  A run that was killed leaves what it had; *resume* goes on from there.

    JSONL grows in place.  The other formats appear whole at the end; until then the rows are in a
    journal beside the target.
    """
    in_place = form is RowFormat.JSONL
    journal_path = target if in_place else target.with_name(f".{target.name}.partial.jsonl")
    tally = Tally()
    if target.is_dir():
        raise BadInput(f"{target} is a folder; name an output file")
    with open_journal(journal_path, resume=resume) as journal:
        _run(services, rows, journal, say, tally, advance)
        if not in_place:
            write_whole(target, form, read_back(journal_path), "grades")
            journal_path.unlink()
    return tally


def _run(
    services: Services, rows: Rows, journal: Journal, say: Say, tally: Tally, advance: Callable[[int], None]
) -> None:
    advance(len(journal.done))
    for chunk in grade_rows(services, rows, say, tally, journal.done):
        journal.write(chunk)
        advance(len(chunk))


def _watched(rows: Iterator[Row | Malformed], say: Say, tally: Tally) -> Iterator[Row | Malformed]:
    """*rows*, with ids that come twice told to *say*."""
    seen: dict[RowId, int] = {}
    for row in rows:
        if row.id is not None:
            first = seen.setdefault(row.id, row.line)
            if first != row.line:
                tally.duplicates += 1
                say(f"line {row.line}: the id {row.id!r} was used in line {first}; both are graded")
        yield row


def _pass_over(rows: Iterator[Row | Malformed], skip: Sequence[Done], tally: Tally) -> None:
    for number, done in enumerate(skip, start=1):
        row = next(rows, None)
        if row is None or row.id != done.id:
            raise BadInput(
                f"row {number} of the output is not row {number} of the input; "
                "it was made from other rows: leave --resume away to start anew"
            )
        tally.rows += 1
        tally.resumed += 1
        tally.unscored += done.fell_short


def _prepare(services: Services, rubrics: Rubrics, item: Row | Malformed) -> Ready | Refused:
    if isinstance(item, Malformed):
        return Refused(item.line, item.id, None, item.why)
    named = item.fields.get("question_id")
    question_id = storable(str(named)) if isinstance(named, str | int) and str(named).strip() else None
    try:
        answer = _text(item.fields, "answer")
        check_length(services, answer)
        return Ready(item, question_id, _asked(rubrics, item.fields, question_id), answer)
    except (BadInput, NotFound) as error:
        return Refused(item.line, item.id, question_id, str(error))


def _asked(rubrics: Rubrics, fields: Mapping[str, object], question_id: str | None) -> Asked:
    """Raises BadInput, QuestionNotFound."""
    inline = fields.get("reference") not in (None, "")
    if question_id is not None and not inline:
        return rubrics.of_bank(QuestionId(question_id))
    reference = _text(fields, "reference")
    question = _text(fields, "question") if fields.get("question") is not None else ""
    return rubrics.inline(storable(question), storable(reference))


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if value is None:
        need = "a reference or a question_id" if name == "reference" else f"text in {name!r}"
        raise BadInput(f"the row has no {name}; give it {need}")
    raise BadInput(f"{name!r} is {type(value).__name__}, not text; put it in quotes")


def _graded(services: Services, items: Sequence[Ready | Refused], say: Say, tally: Tally) -> list[OutRow]:
    ready = [item for item in items if isinstance(item, Ready)]
    grades = iter(grade(services, [(item.asked, item.answer) for item in ready]))
    return [
        _out(item, next(grades) if isinstance(item, Ready) else unscored(item.why), say, tally)
        for item in items
    ]


def _out(item: Ready | Refused, given: Grade, say: Say, tally: Tally) -> OutRow:
    line, id_ = (item.row.line, item.row.id) if isinstance(item, Ready) else (item.line, item.id)
    tally.rows += 1
    if given.reason is not None:
        tally.unscored += 1
        # A judge that is down would fill the terminal; its summary tells why, and how often.
        if UNAVAILABLE not in given.review_reasons:
            say(f"line {line}: {given.reason}")
    return {"id": id_, "question_id": item.question_id, **given.model_dump(mode="json")}
