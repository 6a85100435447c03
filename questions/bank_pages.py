"""What may be asked of the bank's lists, and how a list is cut into pages.

A cursor is opaque: base64 of the sort key of the page's last row.  Rows that come or go between two
pages neither repeat nor hide another row.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, Select, exists, or_, tuple_
from sqlalchemy.orm import Session

from questions.bank_rows import fold, scrub
from questions.bank_waiting import is_waiting
from questions.errors import BadInput
from questions.records import FlagState, Origin, Status
from questions.tables import FlagRow, QuestionRow

MAX_LIMIT = 1000
"""The most items that a page may have."""

MAX_SEARCH = 1000
"""The longest text that is searched for, in characters."""

T = TypeVar("T")
RowT = TypeVar("RowT")
KeyT = TypeVar("KeyT", bound=tuple[Any, ...])

_Whole = Annotated[int, Field(strict=True, ge=-(2**63), lt=2**63)]
_Line = Annotated[int, Field(strict=True, ge=0, lt=2**31)]
QUESTION_KEY: TypeAdapter[tuple[Literal["q"], str, int, str]] = TypeAdapter(
    tuple[Literal["q"], str, _Line, str]
)
FLAG_KEY: TypeAdapter[tuple[Literal["f"], float, str]] = TypeAdapter(
    tuple[Literal["f"], Annotated[float, Field(allow_inf_nan=False)], str]
)
ATTEMPT_KEY: TypeAdapter[tuple[Literal["a"], int, str]] = TypeAdapter(tuple[Literal["a"], _Whole, str])
DOUBT_KEY: TypeAdapter[tuple[Literal["d"], float, int, str]] = TypeAdapter(
    tuple[Literal["d"], Annotated[float, Field(allow_inf_nan=False)], _Whole, str]
)


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """Which questions; what is None does not matter.

    *document* is a name or an id.  *topic* is looked for in every heading above the question, *text* in
    the question (never in its answer, which a learner could otherwise guess letter by letter); both
    without regard to case, width and white space.  *flagged*: whether a flag that nobody dismissed
    stands on its present words.  Drafts are also the versions that wait beside what learners meet; their
    question is looked for in the words of the latter.
    """

    document: str | None = None
    topic: str | None = None
    kind: str | None = None
    status: Status | None = None
    origin: Origin | None = None
    language: str | None = None
    text: str | None = None
    flagged: bool | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of those that follow; None at the end."""

    items: tuple[T, ...]
    next_cursor: str | None


def conditions(wanted: QuestionFilter) -> list[ColumnElement[bool]]:
    """*wanted* as SQL.  Raises BadInput for a search text that is too long."""
    equal = (
        (QuestionRow.kind, wanted.kind),
        (QuestionRow.origin, wanted.origin),
        (QuestionRow.language, wanted.language),
    )
    found: list[ColumnElement[bool]] = [
        column == scrub(value) for column, value in equal if value is not None
    ]
    held = ((QuestionRow.headings, wanted.topic), (QuestionRow.text, wanted.text))
    found += [column.contains(_needle(value), autoescape=True) for column, value in held if value is not None]
    if wanted.status is not None:
        asked = QuestionRow.status == wanted.status
        found.append(asked | is_waiting() if wanted.status is Status.DRAFT else asked)
    if wanted.document is not None:
        name = scrub(wanted.document)
        found.append(or_(QuestionRow.document == name, QuestionRow.document_id == name))
    if wanted.flagged is not None:
        found.append(standing_flag() if wanted.flagged else ~standing_flag())
    return found


def standing_flag() -> ColumnElement[bool]:
    """Whether a flag that nobody dismissed stands on the present words of the question."""
    return exists().where(
        FlagRow.question_id == QuestionRow.id,
        FlagRow.words_hash == QuestionRow.words_hash,
        FlagRow.state != FlagState.DISMISSED,
    )


def fetch_page(
    session: Session,
    query: Select[Any],
    limit: int,
    *,
    record: Callable[[RowT], T],
    key: Callable[[RowT], tuple[Any, ...]],
) -> Page[T]:
    """The first *limit* rows of *query* as records.  Raises BadInput for a limit out of 1..MAX_LIMIT."""
    if not 1 <= limit <= MAX_LIMIT:
        raise BadInput(f"a page has 1 to {MAX_LIMIT} items, not {limit}")
    rows: Sequence[RowT] = session.scalars(query.limit(limit + 1)).all()
    items = tuple(record(row) for row in rows[:limit])
    return Page(items, _encode(key(rows[limit - 1])) if len(rows) > limit else None)


def decode(cursor: str, shape: TypeAdapter[KeyT]) -> KeyT:
    """The sort key in *cursor*.  Raises BadInput when it is none of this list."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return shape.validate_json(base64.b64decode(padded, altchars=b"-_", validate=True))
    except ValueError:  # from base64 and from Pydantic
        raise BadInput("the cursor is not one that this list gave; start again without it") from None


def after_question(session: Session, cursor: str) -> ColumnElement[bool]:
    """Questions that follow the one that *cursor* names, where it stands now or stood last."""
    _, document, line, question_id = decode(cursor, QUESTION_KEY)
    row = session.get(QuestionRow, scrub(question_id))
    # Lines move when a document is edited between two pages; the question is found again by its id.
    place = (row.document, row.line_start, row.id) if row else (scrub(document), line, scrub(question_id))
    return tuple_(QuestionRow.document, QuestionRow.line_start, QuestionRow.id) > tuple_(*place)


def question_key(row: QuestionRow) -> tuple[str, str, int, str]:
    """What a cursor of questions holds."""
    return ("q", row.document, row.line_start, row.id)


def _encode(parts: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode("ascii")).decode("ascii").rstrip("=")


def _needle(text: str) -> str:
    folded = fold(text)
    if len(folded) > MAX_SEARCH:
        raise BadInput(f"a search text has at most {MAX_SEARCH} characters, not {len(folded)}")
    return folded
