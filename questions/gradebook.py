"""Every grade that an attempt ever got: part of the vocabulary, kept in the bank.

The grade that counts is the latest one that a person gave, or else the latest of a grader: a person's grade
is never displaced by a machine's.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NewType, Self

from pydantic import Field, model_validator

from questions.records import AttemptId, Grade, GraderId, NonBlank, Record, Scored, digest

GivenGradeId = NewType("GivenGradeId", str)

PERSON = GraderId("person/1")
"""Who decided a grade that a person gave.  The name of the person is not the learner's business."""


class Occasion(StrEnum):
    """Why a grade was given."""

    SUBMITTED = "submitted"
    REGRADED = "regraded"
    PERSON = "person"
    GROUP = "group"


class GivenGrade(Record):
    """A grade that an attempt got: by a grader (*by* is None) or by a person, against one version of its question.

    With the occasion ``group``, a person gave it to the attempt *group_of*, whose answer says the same.
    """

    id: GivenGradeId
    attempt_id: AttemptId
    question_version: Annotated[int, Field(ge=1)]
    at: datetime
    occasion: Occasion
    grade: Grade
    by: NonBlank | None = None
    note: str = ""
    group_of: AttemptId | None = None

    @model_validator(mode="after")
    def _is_someones(self) -> Self:
        if (self.by is None) == (self.occasion in (Occasion.PERSON, Occasion.GROUP)):
            raise ValueError("a person's grade has a name, a grader's has none")
        if (self.group_of is None) == (self.occasion is Occasion.GROUP):
            raise ValueError("a grade of a group, and no other, names the attempt that was looked at")
        if self.by is not None and not (isinstance(self.grade, Scored) and self.grade.decided_by == PERSON):
            raise ValueError("a person gives a score")
        return self


def first_id(attempt_id: AttemptId) -> GivenGradeId:
    """The id of the grade that an attempt came with."""
    return GivenGradeId("g-" + digest("first grade", attempt_id)[:32])


def counts(history: Sequence[GivenGrade]) -> GivenGrade:
    """The grade of *history*, oldest first, that counts."""
    return next((given for given in reversed(history) if given.by is not None), history[-1])
