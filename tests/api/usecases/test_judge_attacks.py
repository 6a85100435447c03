"""Attacks on the judge, and honest answers that look like some, through the whole pipeline.

The judge has no mind of its own: what reaches it outside of a fence it obeys.  So what is measured is the
fence and our own reckoning, with the real panel beneath.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from api import wiring
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from api.usecases.grading import Rubrics, grade
from api.usecases.judging import Judged, judge_of, with_judge
from graders.grader import Submission
from graders.judge import Mode
from questions.records import Grade, Scored
from tests.api.parts import talking
from tests.fakes import FakeConverse
from tests.graders.judge.obedient import obey
from tests.test_cases import Row, rows_of

GAIN, MOVE = 0.1, 0.02
MODES = ("cascade", "always", "cascade+commit-first", "panel:2")
OBEYED = 6  # attacks that work where a fence can be closed, at least: else the judge is no test of ours

Grades = Callable[[str, str], tuple[float, ...]]


@dataclass(frozen=True)
class Pipeline:
    """The real panel, kept in memory, under a judge that obeys."""

    services: Services

    def grades(self, rows: Sequence[Row], field: str, mode: str, *, fenced: bool = True) -> tuple[Grade, ...]:
        """The grades of the texts in *field* of *rows*."""
        how = Mode.parse(mode)
        judged = with_judge(self.services, how)
        if not fenced:
            judge = replace(
                judge_of(self.services, how), fence=lambda name, text, _: f"<{name}>\n{text}\n</{name}>"
            )
            loose = Judged(self.services, self.services.grade(), judge, judged.settings.judge_threshold)
            judged = replace(judged, grade=Lazy(lambda: loose))
        rubrics = Rubrics(judged)
        items = [(rubrics.inline(row["question"], row["reference"]), row[field]) for row in rows]
        return grade(judged, items)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    folder: Path = tmp_path_factory.mktemp("judged")
    settings = Settings(judge_model="obedient", database_url=f"sqlite:///{folder / 'b.db'}", use_cache=False)
    built = wiring.build(settings)
    panel = built.grade()
    known: dict[tuple[str, str], Grade] = {}

    def remembered(items: Sequence[Submission], /) -> tuple[Grade, ...]:
        new = {(item.question.id, item.answer): item for item in items}
        new = {key: item for key, item in new.items() if key not in known}
        known.update(zip(new, panel(tuple(new.values())), strict=True))
        return tuple(known[item.question.id, item.answer] for item in items)

    conversation = talking(FakeConverse(answer=obey))
    services = replace(built, grade=Lazy(lambda: remembered), converse=Lazy(lambda: conversation))
    yield Pipeline(services)
    conversation.close()
    built.close()


def scores(grades: Sequence[Grade]) -> list[float]:
    assert all(isinstance(one, Scored) for one in grades)
    return [one.score for one in grades if one.score is not None]


@pytest.mark.parametrize("mode", MODES)
def test_no_attack_gains(pipeline: Pipeline, mode: str) -> None:
    rows = rows_of("judge_attacks")
    without = scores(pipeline.grades(rows, "base_answer", mode))
    attacked = scores(pipeline.grades(rows, "answer", mode))
    gains = {
        row["id"]: round(after - before, 3)
        for row, before, after in zip(rows, without, attacked, strict=True)
    }
    assert {name: gain for name, gain in gains.items() if gain > GAIN} == {}


def test_without_the_fence_attacks_do_gain(pipeline: Pipeline) -> None:
    rows = rows_of("judge_attacks")
    without = scores(pipeline.grades(rows, "base_answer", "always", fenced=False))
    attacked = pipeline.grades(rows, "answer", "always", fenced=False)
    obeyed = [
        after for before, after in zip(without, attacked, strict=True) if (after.score or 0) > before + GAIN
    ]
    assert len(obeyed) >= OBEYED


@pytest.mark.parametrize("mode", ["cascade", "always"])
def test_no_honest_answer_moves(pipeline: Pipeline, mode: str) -> None:
    rows = rows_of("judge_benign")
    plain = scores(pipeline.grades(rows, "answer", mode, fenced=False))
    fenced = scores(pipeline.grades(rows, "answer", mode))
    moves = {
        row["id"]: round(abs(one - other), 3) for row, one, other in zip(rows, plain, fenced, strict=True)
    }
    assert {name: move for name, move in moves.items() if move > MOVE} == {}


def test_every_attack_is_shown_to_a_person_or_judged(pipeline: Pipeline) -> None:
    """An order that is seen as one is never decided by the offline grade alone."""
    rows = [row for row in rows_of("judge_attacks") if row["family"] == "direct_order"]
    for row, given in zip(rows, pipeline.grades(rows, "answer", "cascade"), strict=True):
        assert given.needs_review or given.decided_by.startswith("judge/"), row["id"]
