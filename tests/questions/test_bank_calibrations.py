"""Calibrations in the bank: good for the words they were made on, gone with their question."""

import pytest

from questions.bank import QuestionBank
from questions.calibrations import Calibration
from questions.errors import QuestionNotFound
from questions.records import GraderId, QuestionId, Status
from tests.questions.making import document, question

ONE = Calibration(
    knots=((0.0, 0.25), (1.0, 1.0)),
    of=GraderId("coverage/1"),
    grades=7,
    error_before=0.3,
    error=0.1,
    own=True,
)
OTHER = ONE.model_copy(update={"grades": 9})
ASKED = question("q-1")


@pytest.fixture
def filled(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), [ASKED, question("q-2", line=9)])
    return any_bank


def test_what_is_set_is_kept_replaced_and_forgotten(filled: QuestionBank) -> None:
    assert filled.calibration(ASKED.id) is None
    for made in (ONE, OTHER):
        filled.set_calibration(ASKED.id, made)
        assert filled.calibration(ASKED.id) == made
        assert filled.calibrations([ASKED.id, QuestionId("q-2"), QuestionId("q-9")]) == {ASKED.id: made}
    filled.set_calibration(ASKED.id, None)
    filled.set_calibration(ASKED.id, None)
    assert filled.calibration(ASKED.id) is None


def test_it_does_not_outlive_the_words_it_was_made_on(filled: QuestionBank) -> None:
    filled.set_calibration(ASKED.id, ONE)
    filled.ingest(document(), [question("q-1", reference="It shares none."), question("q-2", line=9)])
    assert filled.calibration(ASKED.id) == ONE  # learners still meet those words
    filled.set_status(ASKED.id, Status.ACTIVE)
    assert filled.calibration(ASKED.id) is None
    assert filled.calibrations([ASKED.id]) == {}
    filled.ingest(document(), [ASKED, question("q-2", line=9)])
    filled.set_status(ASKED.id, Status.ACTIVE)
    assert filled.calibration(ASKED.id) == ONE


def test_it_survives_a_move_and_a_new_status(filled: QuestionBank) -> None:
    filled.set_calibration(ASKED.id, ONE)
    filled.ingest(document(), [question("q-1", line=50), question("q-2", line=9)])
    filled.set_status(ASKED.id, Status.RETIRED)
    assert filled.calibration(ASKED.id) == ONE


def test_a_question_that_is_not_there_has_none(filled: QuestionBank) -> None:
    with pytest.raises(QuestionNotFound):
        filled.calibration(QuestionId("q-9"))
    with pytest.raises(QuestionNotFound):
        filled.set_calibration(QuestionId("q-9"), ONE)
