import re
from pathlib import Path

import pytest

from api.services import Services
from api.usecases import practice
from api.usecases.grading import BankAnswer, answer
from api.usecases.topics import topics
from questions.errors import BadInput
from questions.records import Attempt, Document, DocumentId, Question, Status
from tests.api.parts import BARE, DRAFT, SHAPE, TIDES, make_services


def attempts(services: Services, *answers: tuple[Question, str]) -> list[tuple[Question, Attempt]]:
    return [(question, answer(services, BankAnswer(question.id, text))) for question, text in answers]


def test_only_what_can_be_graded_is_drawn(filled: Services) -> None:
    drawn = practice.choose(filled, 10, topic=None, document=None, seed=1)
    assert {question.id for question in drawn} == {TIDES.id, SHAPE.id}
    assert practice.choose(filled, 1, topic=None, document=None, seed=1) == drawn[:1]


@pytest.mark.parametrize(
    ("topic", "document", "words"),
    [
        ("nothing", None, "no heading holds 'nothing'; there are Seas, Notes, Earth"),
        ("erath", None, "no heading holds 'erath'; did you mean 'Earth'?"),
        ("seaz", "notes.md", "did you mean 'Seas'?"),
        (None, "note.md", "no document 'note.md' in the bank; did you mean 'notes.md'?"),
    ],
)
def test_why_nothing_fits_is_said(
    filled: Services, topic: str | None, document: str | None, words: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(words)):
        practice.choose(filled, 1, topic=topic, document=document, seed=1)


def test_drafts_alone_and_an_empty_bank_are_told_apart(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    with pytest.raises(BadInput, match=r"the bank .*bank\.db is empty; quizgen ingest FILE"):
        practice.choose(services, 1, topic=None, document=None, seed=1)
    services.bank().ingest(
        Document(id=DocumentId("d"), name="notes.md", line_count=50, content_hash="0" * 64), (DRAFT,)
    )
    with pytest.raises(BadInput, match=r"nothing but drafts \(1\); quizgen questions review"):
        practice.choose(services, 1, topic=None, document=None, seed=1)
    services.bank().set_status(DRAFT.id, Status.RETIRED)
    with pytest.raises(BadInput, match="no active question with a reference"):
        practice.choose(services, 1, topic=None, document=None, seed=1)
    services.close()


def test_what_went_worst_comes_first_and_what_went_well_last(filled: Services) -> None:
    def drawn(learner: str | None) -> list[str]:
        found, _ = practice.weakest(filled, 5, learner=learner, topic=None, document=None, seed=1)
        return [one.id for one in found]

    answer(filled, BankAnswer(TIDES.id, "Wind", "mia"))
    assert drawn("mia") == [TIDES.id, SHAPE.id]
    answer(filled, BankAnswer(TIDES.id, TIDES.reference or "", "mia"))
    assert drawn("mia") == [SHAPE.id, TIDES.id]
    answer(filled, BankAnswer(SHAPE.id, "Ships", None))
    assert drawn(None)[0] == SHAPE.id
    assert len(practice.weakest(filled, 1, learner=None, topic=None, document=None, seed=None)[0]) == 1


def test_topics_are_listed_with_what_can_be_asked(filled: Services) -> None:
    assert [(one.topic, one.document, one.active, one.drafts) for one in topics(filled)] == [
        ("Seas", "notes.md", 1, 0),
        ("Earth", "notes.md", 1, 1),
    ]
    filled.bank().set_status(SHAPE.id, Status.RETIRED)
    assert [one.topic for one in topics(filled, active=True)] == ["Seas"]


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
