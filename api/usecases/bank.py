"""What staff does to the questions of the bank: look, mend key points, approve."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from api.services import Services
from api.text import storable
from questions.bank import QuestionFilter
from questions.errors import BadInput
from questions.records import (
    FiledFlag,
    FreeText,
    KeyPoint,
    KeyPointId,
    NonBlank,
    Origin,
    Question,
    QuestionId,
    Record,
    Span,
    Status,
)


class NewPoint(Record):
    """A key point as a person writes it.  Without a weight, all weigh the same."""

    text: NonBlank
    weight: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] | None = None
    id: str | None = None


_POINTS = TypeAdapter(Annotated[tuple[NewPoint, ...], Field(min_length=1, max_length=100)])


def wanted(**chosen: Any) -> QuestionFilter:
    """A filter of what the user wrote.  Raises BadInput for a status or origin that does not exist."""
    for name, kind in (("status", Status), ("origin", Origin)):
        if chosen.get(name) is not None:
            try:
                chosen[name] = kind(chosen[name])
            except ValueError:
                raise BadInput(f"--{name} {chosen[name]}: choose one of {', '.join(kind)}") from None
    return QuestionFilter(**chosen)


def question_with_flags(services: Services, question_id: str) -> tuple[Question, tuple[FiledFlag, ...]]:
    """The newest version of a question, and all flags on any version.  Raises QuestionNotFound."""
    bank = services.bank()
    question = bank.latest(QuestionId(question_id)).newest
    flags: list[FiledFlag] = []
    cursor = None
    while True:
        page = bank.flags(question_id=question.id, cursor=cursor)
        flags += page.items
        cursor = page.next_cursor
        if cursor is None:
            return question, tuple(flags)


def approve(services: Services, ids: Sequence[str]) -> tuple[Question, ...]:
    """Make the drafts *ids* active.  Raises QuestionNotFound before any is changed."""
    bank = services.bank()
    found = [bank.get(QuestionId(id_)) for id_ in ids]
    for question in found:
        if question.status is Status.RETIRED:
            raise BadInput(
                f"{question.id} is retired, its words are no longer in its document; ingest it again"
            )
    return tuple(bank.set_status(question.id, Status.ACTIVE) for question in found)


def editable(services: Services, question_id: str) -> FreeText:
    """The newest version of a question that has key points.

    Raises QuestionNotFound, BadInput for another kind.
    """
    question = services.bank().latest(QuestionId(question_id)).newest
    if not isinstance(question, FreeText) or question.reference is None:
        raise BadInput(f"{question_id} has no reference answer, so it has no key points")
    return question


def points_as_text(question: FreeText) -> str:
    """The key points of *question* as a person may edit them."""
    points = [{"text": point.text, "weight": point.weight, "id": point.id} for point in question.key_points]
    return json.dumps(points, ensure_ascii=False, indent=2) + "\n"


def read_points(path: Path) -> str:
    """The text of the file at *path*.  Raises BadInput."""
    return read_text(path, "a JSON file")


def read_text(path: Path, what: str = "a file of plain text") -> str:
    """The text of the file at *path*, which should be *what*.  Raises BadInput."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}; name {what}") from None


def replace_points(services: Services, question: FreeText, written: str) -> FreeText:
    """Give *question* the key points *written* as JSON.  Raises BadInput when they are none."""
    try:
        points = _POINTS.validate_json(storable(written))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(f'key points {place}: {first["msg"]}; write [{{"text": …, "weight": 0.5}}]') from None
    made = tuple(_point(question, point, index, len(points)) for index, point in enumerate(points))
    if len({point.id for point in made}) != len(made):
        raise BadInput("two key points share an id; leave the ids of new ones away")
    return services.bank().replace_key_points(question.id, made)


def _point(question: FreeText, point: NewPoint, index: int, count: int) -> KeyPoint:
    """A key point keeps its id; a new one is named by its words.  Words of the reference get their span."""
    start = (question.reference or "").find(point.text)
    return KeyPoint(
        id=KeyPointId(point.id or f"k{index + 1}-new"),
        text=point.text,
        weight=point.weight or 1 / count,
        span=Span(start=start, end=start + len(point.text)) if start >= 0 else None,
    )
