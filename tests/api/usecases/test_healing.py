"""Flags decided, references corrected: the bank gets better, and keeps what it was."""

import pytest

from api.services import Services
from api.usecases import healing
from api.usecases.documents import ingest
from api.usecases.grading import BankAnswer, answer
from api.usecases.healing import NewWords
from questions.errors import BadInput, Conflict, FlagNotFound
from questions.records import FiledFlag, FlagState, FreeText, KeyPoint, KeyPointId, Span, Status
from quizgen.keypoints import key_points
from quizgen.readers import read_bytes
from tests.api.parts import SHAKY, SHAPE, TIDES


def flag(services: Services) -> FiledFlag:
    (found,) = services.bank().flags(question_id=SHAPE.id, state=FlagState.OPEN).items
    return found


def reference(services: Services) -> str:
    question = services.bank().get(SHAPE.id)
    assert isinstance(question, FreeText)
    return question.reference or ""


def test_a_decision_says_who_when_and_whom_it_concerns(filled: Services) -> None:
    answer(filled, BankAnswer(SHAPE.id, "a globe"))
    done = healing.decide(filled, flag(filled).id, FlagState.CONFIRMED, " ann ", "of course")
    assert done.flag.state is FlagState.CONFIRMED
    assert done.flag.decision is not None
    assert (done.flag.decision.by, done.flag.decision.note) == ("ann", "of course")
    assert (done.affected.attempts, done.affected.locked) == (1, 0)
    back = healing.decide(filled, done.flag.id, FlagState.DISMISSED, "bob")
    assert back.flag.state is FlagState.DISMISSED


def test_a_correction_is_a_new_version_and_closes_the_flag(filled: Services) -> None:
    done = healing.correct(filled, flag(filled).id, "ann", NewWords("globe"))
    assert done.question.reference == "It is a globe. Ships vanish hull first."
    assert done.question.version == 2
    assert done.flag.state is FlagState.CORRECTED
    assert done.flags == ()
    before = filled.bank().get(SHAPE.id, 1)
    assert isinstance(before, FreeText)
    assert before.reference == SHAPE.reference
    with pytest.raises(Conflict, match="corrected already"):
        healing.decide(filled, done.flag.id, FlagState.CONFIRMED, "ann")
    with pytest.raises(Conflict, match="no longer in the reference"):
        healing.correct(filled, done.flag.id, "ann", NewWords("globe"))


def test_without_words_the_correction_of_the_flag_is_taken(filled: Services) -> None:
    healing.correct(filled, flag(filled).id, "ann", NewWords())
    assert reference(filled) == "It is a The earth is a globe. Ships vanish hull first."


def test_a_whole_reference_may_be_given(filled: Services) -> None:
    healing.correct(filled, flag(filled).id, "ann", NewWords(reference="A globe."))
    assert reference(filled) == "A globe."


def test_the_new_words_are_audited(filled: Services) -> None:
    done = healing.correct(filled, flag(filled).id, "ann", NewWords(reference=f"Not a {SHAKY}."))
    (again,) = done.flags
    assert (again.state, again.flag.start) == (FlagState.OPEN, 6)


@pytest.mark.parametrize(
    "new",
    [
        NewWords("globe", "A globe."),
        NewWords(reference="  "),
        NewWords(SHAKY),
        NewWords(reference="x" * 100_001),
    ],
)
def test_what_cannot_be_a_correction_is_refused(filled: Services, new: NewWords) -> None:
    with pytest.raises(BadInput):
        healing.correct(filled, flag(filled).id, "ann", new)
    assert flag(filled).state is FlagState.OPEN
    assert reference(filled) == SHAPE.reference
    with pytest.raises(FlagNotFound):
        healing.correct(filled, "f-none", "ann", new)


def test_key_points_of_a_person_stay_where_their_words_do(filled: Services) -> None:
    ref = SHAPE.reference or ""
    start = ref.index("Ships")
    mine = [
        KeyPoint(id=KeyPointId("mine"), text="hull first", weight=0.5, span=Span(start=start, end=len(ref) - 1)),
        KeyPoint(id=KeyPointId("flat"), text=SHAKY, weight=0.5, span=Span(start=8, end=8 + len(SHAKY))),
    ]  # fmt: skip
    filled.bank().replace_key_points(SHAPE.id, mine)
    done = healing.correct(filled, flag(filled).id, "ann", NewWords("globe"))
    texts = [point.text for point in done.question.key_points]
    assert "hull first" in texts
    assert SHAKY not in texts
    assert any("globe" in text for text in texts)


def test_key_points_that_a_machine_made_are_made_anew(filled: Services) -> None:
    made = key_points(SHAPE.reference or "", SHAPE.text)
    filled.bank().replace_key_points(SHAPE.id, made)
    done = healing.correct(filled, flag(filled).id, "ann", NewWords("globe"))
    assert done.question.key_points == key_points(done.question.reference or "", SHAPE.text)


def test_the_correction_outlives_the_same_document(services: Services) -> None:
    text = read_bytes(f"# Notes\n\n## What shape has it?\n\nIt is a {SHAKY}.\n".encode(), "shape.md")
    (done,) = ingest(services, [text])
    (filed,) = done.flags
    healing.correct(services, filed.id, "ann", NewWords("globe"))
    ingest(services, [text])
    (question,) = services.bank().questions().items
    assert isinstance(question, FreeText)
    assert question.reference == "It is a globe."
    assert services.bank().flags(state=FlagState.OPEN).items == ()
    assert question.status is Status.ACTIVE


def test_the_queue_is_ranked_and_filtered(filled: Services) -> None:
    found = healing.ranked(filled, "open", "high", SHAPE.id, None, 10)
    assert [one.flag.quote for one in found.items] == [SHAKY]
    assert healing.ranked(filled, "all", None, TIDES.id, None, 10).items == ()
    for state, severity in (("opened", None), ("open", "grave")):
        with pytest.raises(BadInput, match="choose one of"):
            healing.ranked(filled, state, severity, None, None, 10)


def test_what_a_model_found_in_other_words_stays_with_them(filled: Services) -> None:
    ref = SHAPE.reference or ""
    ships = flag(filled).flag.model_copy(
        update={
            "quote": "hull first",
            "start": ref.index("hull"),
            "end": ref.index("hull") + 10,
            "detector": "judge/1+m",
        }
    )
    first = flag(filled)
    filled.bank().file_flags(SHAPE.id, [first.flag, ships])
    done = healing.correct(filled, first.id, "ann", NewWords("globe"))
    (left,) = done.flags
    assert (left.flag.quote, left.flag.start) == ("hull first", (done.question.reference or "").index("hull"))
