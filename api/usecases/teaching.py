"""A part of a batch for the judge, and what it says of them carried over to the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.grader import Encode, Submission
from graders.judge import Batch, Guard, Mode, is_sent, may_be_sent, taught
from questions.records import FreeText, Grade, Scored

_JUDGED = "judge/"


@dataclass(frozen=True, slots=True)
class Lesson:
    """The answers of a batch that a judge has something to say about: *places* in it, and offline *grades*."""

    items: Sequence[Submission]
    places: tuple[int, ...]
    grades: tuple[Scored, ...]
    batch: Batch

    def sent(self, mode: Mode) -> dict[int, Scored]:
        """Those that the judge is asked about, by place: the share of *mode*, and who speaks to the grader."""
        count = math.ceil((mode.share or 0) * len(self.places))
        telling = set(self.batch.most_telling(count))
        return {
            place: grade
            for number, (place, grade) in enumerate(zip(self.places, self.grades, strict=True))
            if number in telling or is_sent(self.items[place], grade, mode, 0.0)
        }

    def carried(self, after: Sequence[Grade], sent: Mapping[int, Scored], guard: Guard) -> dict[int, Scored]:
        """The others by place, moved by what the judge said of those *sent*; *after* are the grades so far."""
        judged: dict[int, float] = {}
        for number, place in enumerate(self.places):
            grade = after[place]
            if isinstance(grade, Scored) and grade.decided_by.startswith(_JUDGED):
                judged[number] = grade.score
        moved = self.batch.carried(judged)
        others = [number for number, place in enumerate(self.places) if place not in sent]
        trust = guard([self.items[self.places[number]] for number in others])
        return {
            self.places[number]: taught(self.grades[number], float(moved[number]), trusted)
            for number, trusted in zip(others, trust, strict=True)
        }


def lesson(encode: Encode, items: Sequence[Submission], grades: Sequence[Grade]) -> Lesson:
    """What can be taught about *items*.  Raises ServiceUnavailable when the encoder fails."""
    found = {
        place: grade
        for place, (item, grade) in enumerate(zip(items, grades, strict=True))
        if isinstance(grade, Scored) and may_be_sent(item, grade)
    }
    asked = [items[place] for place in found]
    batch = Batch.of(
        [item.question.id for item in asked if isinstance(item.question, FreeText)],
        [grade.score for grade in found.values()],
        [grade.confidence for grade in found.values()],
        encode([item.answer for item in asked]),
    )
    return Lesson(items, tuple(found), tuple(found.values()), batch)
