"""Answers that say the same, put together, so that a person grades one of them for all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.rowfiles.graded import scores_by_id
from api.rowfiles.reading import Malformed, Row, RowId
from api.services import Services
from api.text import storable
from api.usecases.grading import check_length
from graders.groups import groups
from graders.lexicon import load as load_lexicon
from questions.errors import BadInput
from questions.gradebook import PERSON
from questions.records import Attempt, QuestionId, digest

OutRow = dict[str, Any]
Say = Callable[[str], None]
Grades = Mapping[RowId, float]


@dataclass(frozen=True, slots=True)
class Grouped:
    """A row out for each row in, in order; how many groups; how many rows could not be grouped or graded."""

    rows: tuple[OutRow, ...]
    groups: int
    refused: int
    graded: int
    disputed: int
    spoken: Mapping[str, str] = field(default_factory=dict)
    """Of each group, by its name, the words of the answer that speaks for it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    place: int
    id: RowId
    text: str


def group_rows(
    services: Services, rows: Iterable[Row | Malformed], grades: Grades, say: Say, advance: Callable[[int], None]
) -> Grouped:  # fmt: skip
    """The groups of *rows*; what a person gave one of a group (*grades*, 0..1 by id) is given to all of it.

    A group whose graded members differ keeps the grades that it has, and is named to *say*.  Raises
    ServiceUnavailable when the encoder fails.
    """
    out: list[OutRow] = []
    by_question: dict[str, list[_Answer]] = defaultdict(list)
    for row in rows:
        out.append(_blank(row))
        try:
            question, answer = _answer(services, row, len(out) - 1)
        except BadInput as error:
            out[-1]["reason"] = str(error)
            say(f"line {row.line}: {error}")
        else:
            by_question[question].append(answer)
    disputed = 0
    spoken: dict[str, str] = {}
    for question, answers in by_question.items():
        for group in groups([one.text for one in answers], services.encode(), load_lexicon()):
            members = [answers[place] for place in group.members]
            name = "g-" + digest(question, min(one.text for one in members))[:16]
            for one in members:
                out[one.place] |= {"group": name, "size": len(members), "speaker": answers[group.speaker].id}
                out[one.place]["identical"] = group.identical
            disputed += _apply(members, grades, out, say)
            spoken[name] = answers[group.speaker].text
        advance(len(answers))
    refused = sum(row["reason"] is not None for row in out)
    graded = sum(row["score"] is not None for row in out)
    return Grouped(tuple(out), len(spoken), refused, graded, disputed, spoken)


def group_attempts(
    services: Services, question_id: str, grades: Grades, say: Say, advance: Callable[[int], None]
) -> Grouped:
    """The groups of the attempts at a question of the bank, oldest first, with what people gave them.

    *grades* go before the bank's.  Nothing is stored.  Raises QuestionNotFound, ServiceUnavailable.
    """
    question = services.bank().get(QuestionId(question_id))
    attempts = list(reversed(all_attempts(services, question.id)))
    given: dict[RowId, float] = {
        one.id: one.grade.score
        for one in attempts
        if one.grade.decided_by == PERSON and one.grade.score is not None
    }
    rows = [
        Row(number, one.id, {"question_id": question.id, "answer": one.answer})
        for number, one in enumerate(attempts, start=1)
    ]
    return group_rows(services, rows, {**given, **grades}, say, advance)


def all_attempts(services: Services, question_id: QuestionId) -> list[Attempt]:
    """Every attempt at a question, the newest first."""
    found: list[Attempt] = []
    cursor = None
    while True:
        page = services.bank().attempts(question_id, cursor=cursor, limit=1000)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def read_grades(source: Path, say: Say) -> tuple[dict[RowId, float], int]:
    """Human grades (0..1) by id, and how many rows hold none; these are named to *say*.  Raises BadInput."""
    found: dict[RowId, float] = {}
    refused = 0
    for row in scores_by_id(source):
        if isinstance(row, Malformed):
            refused += 1
            say(f"{source.name}, line {row.line}: {row.why}")
        else:
            found[row[0]] = row[1]
    return found, refused


def _apply(members: Sequence[_Answer], grades: Grades, out: list[OutRow], say: Say) -> bool:
    """Gives *members* the grade of those among them that have one; true when these differ."""
    told = {one.id: grades[one.id] for one in members if one.id in grades}
    differ = len(set(told.values())) > 1
    if differ:
        say(f"group {out[members[0].place]['group']}: people gave {_listed(told)}; nothing is copied")
    for one in members:
        by = one.id if one.id in told else None if differ else next(iter(told), None)
        if by is not None:
            out[one.place] |= {"score": told[by], "graded_by": by}
    return differ


def _listed(told: Grades) -> str:
    return ", ".join(f"{score:g} to {name}" for name, score in list(told.items())[:4])


def _blank(row: Row | Malformed) -> OutRow:
    empty = dict.fromkeys(("group", "size", "speaker", "identical", "score", "graded_by", "reason"))
    named = row.fields.get("question_id") if isinstance(row, Row) else None
    return {"id": row.id, "question_id": None if named is None else str(named), **empty}


def _answer(services: Services, row: Row | Malformed, place: int) -> tuple[str, _Answer]:
    """What the question of *row* is known by, and its answer.  Raises BadInput."""
    if isinstance(row, Malformed):
        raise BadInput(row.why)
    named, question, answer = (row.fields.get(name) for name in ("question_id", "question", "answer"))
    if not isinstance(answer, str):
        raise BadInput("the row has no answer; give it text in 'answer'")
    check_length(services, answer)
    question_id = str(named) if isinstance(named, str | int) and str(named).strip() else None
    if question_id is None and not isinstance(question, str):
        raise BadInput("the row has no question; give it a question or a question_id")
    return question_id or str(question), _Answer(place, row.id, storable(answer))
