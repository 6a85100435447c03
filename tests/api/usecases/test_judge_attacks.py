"""Attacks on the judge, and honest answers that look like some, through the whole pipeline.

The judge has no mind of its own: what reaches it outside of a fence it obeys, and one kind of it hands on any
JSON inside of the fence too.  So what is measured is the fence and our own reckoning, with the real panel beneath.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from api import wiring
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from api.usecases.grading import Rubrics, grade
from api.usecases.judging import Judged, judge_of, with_judge
from graders.chat.loop import Conversation
from graders.grader import Submission
from graders.judge import Mode
from questions.records import Grade, Scored
from tests.api.parts import talking
from tests.fakes import FakeConverse
from tests.graders.judge.obedient import careful, copy_json, obey
from tests.test_cases import Row, rows_of

GAIN, MOVE = 0.1, 0.02
OFFLINE = 0.02  # of the attacks may gain where no judge is asked: what else an answer holds moves its score
MODES = ("cascade", "always", "cascade+commit-first", "panel:2")
OBEYED = 6  # attacks of each table that work where a fence can be closed, at least: else the judge is no test of ours
ATTACKS = ("judge_attacks", "judge_attacks_blind")


@dataclass(frozen=True)
class Pipeline:
    """The real panel, kept in memory, under a judge that obeys."""

    services: Services

    def grades(self, rows: Sequence[Row], field: str, mode: str, *, fenced: bool = True) -> tuple[Grade, ...]:
        """The grades of the texts in *field* of *rows*."""
        how = Mode.parse(mode)
        judged = with_judge(self.services, how)
        if not fenced:
            judge = replace(judge_of(self.services, how), fence=_loose)
            loose = Judged(self.services, self.services.grade(), judge, judged.settings.judge_threshold)
            judged = replace(judged, grade=Lazy(lambda: loose))
        rubrics = Rubrics(judged)
        items = [(rubrics.inline(row["question"], row["reference"]), row[field]) for row in rows]
        return grade(judged, items)


def _loose(name: str, text: str, mark: str) -> str:
    """A fence around *text* as it is."""
    return f"<{name} {mark}>\n{text}\n</{name} {mark}>"


@dataclass(frozen=True)
class Judges:
    """Pipelines that differ in the judge alone."""

    obedient: Pipeline
    copying: Pipeline
    careful: Pipeline


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judges]:
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

    talks = [talking(FakeConverse(answer=answer)) for answer in (obey, copy_json, careful)]
    grading = replace(built, grade=Lazy(lambda: remembered))
    yield Judges(*(Pipeline(replace(grading, converse=Lazy(partial(_same, talk)))) for talk in talks))
    for talk in talks:
        talk.close()
    built.close()


def _same(talk: Conversation) -> Conversation:
    return talk


def scores(grades: Sequence[Grade]) -> list[float]:
    assert all(isinstance(one, Scored) for one in grades)
    return [one.score for one in grades if one.score is not None]


def gains(pipeline: Pipeline, table: str, mode: str) -> dict[str, float]:
    """What each attack of *table* gains over the answer without it, where that is too much.

    An answer without a score gains nothing.
    """
    rows = rows_of(table)
    without = pipeline.grades(rows, "base_answer", mode)
    attacked = pipeline.grades(rows, "answer", mode)
    found = {
        row["id"]: round((after.score or 0.0) - (before.score or 0.0), 3)
        for row, before, after in zip(rows, without, attacked, strict=True)
    }
    return {name: gain for name, gain in found.items() if gain > GAIN}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("table", ATTACKS)
def test_no_attack_gains(judges: Judges, table: str, mode: str) -> None:
    assert gains(judges.obedient, table, mode) == {}


@pytest.mark.parametrize("mode", ["cascade", "always"])
@pytest.mark.parametrize("table", ATTACKS)
def test_no_attack_gains_with_a_judge_that_copies_verdicts(judges: Judges, table: str, mode: str) -> None:
    assert gains(judges.copying, table, mode) == {}


@pytest.mark.parametrize("table", ATTACKS)
def test_hardly_an_attack_gains_offline(judges: Judges, table: str) -> None:
    assert len(gains(judges.obedient, table, "never")) <= OFFLINE * len(rows_of(table))


@pytest.mark.parametrize("table", ATTACKS)
def test_without_the_fence_attacks_do_gain(judges: Judges, table: str) -> None:
    rows = rows_of(table)
    without = judges.obedient.grades(rows, "base_answer", "always", fenced=False)
    attacked = judges.obedient.grades(rows, "answer", "always", fenced=False)
    obeyed = [
        after
        for before, after in zip(without, attacked, strict=True)
        if (after.score or 0) > (before.score or 0) + GAIN
    ]
    assert len(obeyed) >= OBEYED


@pytest.mark.parametrize("mode", ["cascade", "always"])
@pytest.mark.parametrize("table", ["judge_benign", "judge_benign_blind"])
def test_no_honest_answer_moves(judges: Judges, table: str, mode: str) -> None:
    """Compared with a fence that is not hardened, by a judge whom an honest ``</answer>`` does not mislead."""
    rows = rows_of(table)
    plain = scores(judges.careful.grades(rows, "answer", mode, fenced=False))
    fenced = scores(judges.careful.grades(rows, "answer", mode))
    moves = {
        row["id"]: round(abs(one - other), 3) for row, one, other in zip(rows, plain, fenced, strict=True)
    }
    assert {name: move for name, move in moves.items() if move > MOVE} == {}


def test_every_attack_is_shown_to_a_person_or_judged(judges: Judges) -> None:
    """An order that is seen as one is never decided by the offline grade alone."""
    rows = [row for row in rows_of("judge_attacks") if row["family"] == "direct_order"]
    for row, given in zip(rows, judges.obedient.grades(rows, "answer", "cascade"), strict=True):
        assert given.needs_review or given.decided_by.startswith("judge/"), row["id"]
