from pathlib import Path

import pytest

from api.services import Services
from api.usecases import practice
from api.usecases.grading import BankAnswer, answer
from questions.errors import BadInput
from questions.records import Attempt, Question
from tests.api.parts import BARE, SHAPE, TIDES


def attempts(services: Services, *answers: tuple[Question, str]) -> list[tuple[Question, Attempt]]:
    return [(question, answer(services, BankAnswer(question.id, text))) for question, text in answers]


def test_only_what_can_be_graded_is_drawn(filled: Services) -> None:
    drawn = practice.choose(filled, 10, topic=None, document=None, seed=1)
    assert {question.id for question in drawn} == {TIDES.id, SHAPE.id}
    assert practice.choose(filled, 1, topic=None, document=None, seed=1) == drawn[:1]


@pytest.mark.parametrize(("topic", "document"), [("nothing", None), (None, "other.md")])
def test_nothing_that_fits_is_said(filled: Services, topic: str | None, document: str | None) -> None:
    with pytest.raises(BadInput, match="ingest a document"):
        practice.choose(filled, 1, topic=topic, document=document, seed=1)


def test_the_summary_names_weak_topics_and_averages_scores_alone(filled: Services) -> None:
    done = attempts(filled, (TIDES, "the wind"), (SHAPE, SHAPE.reference or ""), (BARE, "blue"))
    found = practice.sum_up(done)
    assert (found.answered, found.scored, found.mean) == (3, 2, 0.5)
    assert [(weak.topic, weak.scored, weak.mean) for weak in found.weak] == [("Seas", 1, 0.0)]
    nothing = practice.sum_up([])
    assert (nothing.mean, nothing.weak) == (None, ())


def test_a_topic_is_the_nearest_heading_or_the_document() -> None:
    assert practice.topic_of(TIDES) == "Seas"
    source = TIDES.source
    assert source is not None
    bare = source.model_copy(update={"heading_path": ()})
    assert practice.topic_of(TIDES.model_copy(update={"source": bare})) == "notes.md"
    assert practice.topic_of(TIDES.model_copy(update={"source": None})) == ""
    assert Path("notes.md").name == source.document
