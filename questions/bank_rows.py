"""Records into rows and back: the one place that knows both.

What PostgreSQL or UTF-8 cannot hold (NUL, lone surrogates) becomes U+FFFD, one character for one, so
that every offset stays true.  This happens once, in `clean`, before anything else looks at a record.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from questions.calibrations import Calibration
from questions.errors import BadInput, BankUnusable
from questions.gradebook import GivenGrade
from questions.records import (
    QUESTION,
    Attempt,
    Decision,
    Document,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FreeText,
    Question,
    QuestionId,
    Severity,
    digest,
)
from questions.tables import (
    AttemptRow,
    Body,
    CalibrationRow,
    DocumentRow,
    FlagRow,
    GradeRow,
    QuestionRow,
    QuestionVersionRow,
)

BODY_VERSION = 1
"""The format in which bodies are written."""

Upgrades = Mapping[tuple[str, int], Callable[[Body], Body]]
UPGRADES: Upgrades = {}
"""What makes a body one format younger, by table and old format.  No entry: nothing changed there."""

KEY_LIMIT = 300
"""How long a name or id may be, in characters: what PostgreSQL can index."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SEVERITIES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

R = TypeVar("R", bound=BaseModel)


def scrub(text: str) -> str:
    """*text* with every character that cannot be stored made U+FFFD."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def fold(text: str) -> str:
    """*text* as it is searched: width, case and white space do not matter."""
    return " ".join(scrub(unicodedata.normalize("NFKC", text).casefold()).split())


def clean(record: R) -> R:
    """*record* with storable strings alone; itself when nothing had to change.

    Raises BadInput when it no longer is a record then (two ids fell together).
    """
    body = record.model_dump(mode="json")
    scrubbed = _scrub_all(body)
    if scrubbed == body:
        return record
    try:
        return type(record).model_validate(scrubbed)
    except ValidationError as error:
        reason = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise BadInput(f"a text with NUL or half characters cannot be kept: {reason}") from error


def key(text: str, what: str) -> str:
    """*text* when it can be an index key.  Raises BadInput when it is too long; *what* names it."""
    if len(text) > KEY_LIMIT:
        raise BadInput(f"{what} has {len(text)} characters; at most {KEY_LIMIT} can be kept")
    return text


def words_hash(question: Question) -> str:
    """Changes when the question's words change, not when its key points do."""
    if isinstance(question, FreeText):
        return question.model_copy(update={"key_points": ()}).content_hash
    return question.content_hash


def document_values(document: Document) -> dict[str, Any]:
    """The columns of *document*."""
    return {
        "id": key(document.id, "the document's id"),
        "name": key(document.name, "the document's name"),
        "body_version": BODY_VERSION,
        "body": document.model_dump(mode="json"),
    }


def to_document(row: DocumentRow) -> Document:
    """The record in *row*."""
    with _readable("document", row.id):
        return Document.model_validate(_present(row))


def write_question(row: QuestionRow, question: Question) -> None:
    """Sets the columns of *row* that follow from *question*."""
    source = question.source
    row.id = key(question.id, "the question's id")
    row.line_start = source.line_start if source else 0
    row.kind = question.kind
    row.status = question.status
    row.origin = question.origin
    row.language = question.language
    row.text = fold(question.text)
    row.headings = "\n".join(fold(heading) for heading in source.heading_path) if source else ""
    row.version = question.version
    row.words_hash = words_hash(question)
    row.body_version = BODY_VERSION
    row.body = question.model_dump(mode="json")


def version_row(question: Question) -> QuestionVersionRow:
    """A row that keeps *question* when another version replaces it."""
    return QuestionVersionRow(
        question_id=question.id,
        version=question.version,
        body_version=BODY_VERSION,
        body=question.model_dump(mode="json"),
    )


def to_question(row: QuestionRow | QuestionVersionRow) -> Question:
    """The record in *row*."""
    with _readable("question", row.id if isinstance(row, QuestionRow) else row.question_id):
        return QUESTION.validate_python(_present(row))


def flag_row(flag: Flag, flag_id: FlagId, question: QuestionRow) -> FlagRow:
    """An open *flag* on the present words of *question*."""
    row = FlagRow(
        id=flag_id,
        question_id=question.id,
        question_version=question.version,
        words_hash=question.words_hash,
        state=FlagState.OPEN,
    )
    row.severity = flag.severity
    row.rank = _SEVERITIES.index(flag.severity) + (1 - flag.confidence) / 2
    row.body_version = BODY_VERSION
    row.body = flag.model_dump(mode="json")
    return row


def flag_id(question: QuestionRow, flag: Flag, ordinal: int) -> FlagId:
    """The same for the same finding on the same words; *ordinal* tells equal findings apart."""
    return FlagId("f-" + digest(question.id, question.words_hash, flag.key, str(ordinal))[:16])


def to_filed_flag(row: FlagRow) -> FiledFlag:
    """The record in *row*."""
    with _readable("flag", row.id):
        return FiledFlag(
            id=FlagId(row.id),
            question_id=QuestionId(row.question_id),
            question_version=row.question_version,
            state=FlagState(row.state),
            flag=Flag.model_validate(_present(row)),
            decision=Decision.model_validate(row.decision) if row.decision else None,
        )


def attempt_values(attempt: Attempt) -> dict[str, Any]:
    """The columns of *attempt*."""
    return {
        "id": key(attempt.id, "the attempt's id"),
        "question_id": attempt.question_id,
        "question_version": attempt.question_version,
        "learner": None if attempt.learner is None else key(attempt.learner, "the learner's name"),
        "at_us": _microseconds(attempt.at),
        "score": attempt.grade.score,
        "needs_review": attempt.grade.needs_review,
        "confidence": attempt.grade.confidence,
        "by_person": False,
        "body_version": BODY_VERSION,
        "body": attempt.model_dump(mode="json"),
    }


def to_attempt(row: AttemptRow) -> Attempt:
    """The record in *row*."""
    with _readable("attempt", row.id):
        return Attempt.model_validate(_present(row))


def write_grade(row: AttemptRow, attempt: Attempt, *, by_person: bool) -> None:
    """Makes the grade of *attempt* the one that counts in *row*."""
    values = attempt_values(attempt) | {"by_person": by_person}
    for name in ("score", "needs_review", "confidence", "by_person", "body_version", "body"):
        setattr(row, name, values[name])


def grade_values(given: GivenGrade, number: int) -> dict[str, Any]:
    """The columns of *given*, the *number*-th grade of its attempt."""
    return {
        "id": key(given.id, "the grade's id"),
        "attempt_id": given.attempt_id,
        "number": number,
        "occasion": given.occasion,
        "at_us": _microseconds(given.at),
        "body_version": BODY_VERSION,
        "body": given.model_dump(mode="json"),
    }


def to_given_grade(row: GradeRow) -> GivenGrade:
    """The record in *row*."""
    with _readable("grade", row.id):
        return GivenGrade.model_validate(_present(row))


def write_calibration(row: CalibrationRow, calibration: Calibration, question: QuestionRow) -> None:
    """Sets the columns of *row* to *calibration*, made on the present words of *question*."""
    row.words_hash = question.words_hash
    row.body_version = BODY_VERSION
    row.body = calibration.model_dump(mode="json")


def to_calibration(row: CalibrationRow) -> Calibration:
    """The record in *row*."""
    with _readable("calibration of question", row.question_id):
        return Calibration.model_validate(_present(row))


def upgraded(table: str, body: Body, version: int, upgrades: Upgrades = UPGRADES) -> Body:
    """*body* of *table*, written in format *version*, in the present format.

    Raises BankUnusable when the format is newer than this release.
    """
    if version > BODY_VERSION:
        raise BankUnusable("a record was written by a newer quizgen; upgrade quizgen")
    for older in range(version, BODY_VERSION):
        step = upgrades.get((table, older))
        body = step(body) if step else body
    return body


Row = DocumentRow | QuestionRow | QuestionVersionRow | FlagRow | AttemptRow | GradeRow | CalibrationRow


def _present(row: Row) -> Body:
    # An old version of a question is a question still.
    table = "questions" if isinstance(row, QuestionVersionRow) else row.__tablename__
    return upgraded(table, row.body, row.body_version)


@contextmanager
def _readable(noun: str, name: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise BankUnusable(f"the {noun} {name} in the database cannot be read; restore a backup") from error


def _microseconds(at: datetime) -> int:
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (known - _EPOCH) // timedelta(microseconds=1)


def _scrub_all(value: Any) -> Any:
    match value:
        case str():
            return scrub(value)
        case list():
            return [_scrub_all(item) for item in value]
        case dict():
            return {scrub(name): _scrub_all(item) for name, item in value.items()}
    return value
