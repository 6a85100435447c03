"""Corrected references: a new version, kept while the document says what it said."""

import pytest

from questions.bank import Correction, QuestionBank
from questions.errors import BadInput, Conflict, FlagNotFound
from questions.records import Decision, Flag, FlagId, FlagState, FreeText, KeyPoint, QuestionId, Status
from tests.questions.making import START, document, five, flag, point, question

Q1 = QuestionId("q-1")
BY = Decision(by="ann", at=START, note="see the paper")
WRONG, RIGHT = "It shares them.", "It shares none."


def correction(
    *, reference: str = RIGHT, of: int = 1, flag_id: str | None = None, flags: tuple[Flag, ...] = (),
    points: tuple[KeyPoint, ...] = (),
) -> Correction:  # fmt: skip
    return Correction(
        question_id=Q1,
        of_version=of,
        reference=reference,
        key_points=points,
        decision=BY,
        flag_id=FlagId(flag_id) if flag_id else None,
        flags=flags,
    )


@pytest.fixture
def flagged(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), five())
    any_bank.file_flags(Q1, [flag("shares", start=3), flag("them", start=10)])
    return any_bank


def reference(bank: QuestionBank, version: int | None = None) -> str | None:
    found = bank.get(Q1, version)
    assert isinstance(found, FreeText)
    return found.reference


def test_a_correction_is_the_next_version_and_closes_its_flag(flagged: QuestionBank) -> None:
    first, second = flagged.flags(Q1).items
    after, filed = flagged.correct(
        correction(flag_id=first.id, flags=(flag("none", start=10),), points=(point("k"),))
    )
    assert (after.reference, after.version, after.key_points) == (RIGHT, 2, (point("k"),))
    assert (reference(flagged), reference(flagged, 1)) == (RIGHT, WRONG)
    closed = flagged.flag(first.id)
    assert (closed.state, closed.decision) == (FlagState.CORRECTED, BY)
    assert [one.flag.quote for one in filed] == ["none"]
    with pytest.raises(FlagNotFound):  # it quoted words that are gone
        flagged.flag(second.id)
    assert flagged.standing_flags([Q1]) == {Q1: (flag("none", start=10),)}


def test_the_same_document_again_keeps_the_correction(flagged: QuestionBank) -> None:
    after, _ = flagged.correct(correction())
    report = flagged.ingest(document(), five())
    assert report.changed == ()
    assert flagged.get(Q1) == after
    moved = [question("q-1", line=11), *five()[1:]]
    assert flagged.ingest(document(), moved).moved == (Q1,)
    assert reference(flagged) == RIGHT


def now_says(bank: QuestionBank, text: str) -> None:
    """The document is edited, and a person approves its words."""
    bank.ingest(document(), [question("q-1", reference=text, line=10), *five()[1:]])
    bank.set_status(Q1, Status.ACTIVE)
    assert reference(bank) == text


def test_a_document_that_says_something_else_wins_once_it_is_approved(flagged: QuestionBank) -> None:
    flagged.correct(correction())
    other = [question("q-1", reference="It shares a few.", line=10), *five()[1:]]
    assert flagged.ingest(document(), other).changed == (Q1,)
    assert reference(flagged) == RIGHT
    now_says(flagged, "It shares a few.")
    # The words of old are not the corrected ones any more.
    assert flagged.ingest(document(), five()).changed == (Q1,)
    now_says(flagged, WRONG)


def test_what_waits_for_approval_keeps_its_flags_when_the_present_words_are_corrected(
    flagged: QuestionBank,
) -> None:
    flagged.ingest(document(), [question("q-1", reference="It shares a few.", line=10), *five()[1:]])
    (waiting,) = flagged.file_flags(Q1, [flag("few")], version=2)
    first = next(one for one in flagged.flags(Q1).items if one.flag.quote == "shares")
    with pytest.raises(Conflict, match="no longer in the reference"):
        flagged.correct(correction(flag_id=waiting.id))
    flagged.correct(correction(flag_id=first.id))
    assert flagged.flag(waiting.id).state is FlagState.OPEN
    assert (reference(flagged, 2), reference(flagged, 3)) == (RIGHT, "It shares a few.")


def test_a_document_that_takes_the_correction_over_changes_nothing(flagged: QuestionBank) -> None:
    flagged.correct(correction())
    same = [question("q-1", reference=RIGHT, line=10), *five()[1:]]
    assert flagged.ingest(document(), same).unchanged[0] == Q1


def test_a_second_correction_builds_on_the_first(flagged: QuestionBank) -> None:
    flagged.correct(correction())
    flagged.correct(correction(reference="It shares one.", of=2))
    assert flagged.ingest(document(), five()).changed == ()
    assert reference(flagged) == "It shares one."


def test_what_was_dismissed_stays_dismissed_where_its_words_stand(flagged: QuestionBank) -> None:
    first, second = sorted(flagged.flags(Q1).items, key=lambda filed: filed.flag.start)
    flagged.decide_flag(second.id, FlagState.DISMISSED, BY)
    _, filed = flagged.correct(correction(flag_id=first.id, flags=(second.flag, flag("none", start=10))))
    assert {one.flag.quote: one.state for one in filed} == {
        "them": FlagState.DISMISSED,
        "none": FlagState.OPEN,
    }
    assert next(one for one in filed if one.state is FlagState.DISMISSED).decision == BY


def test_wrong_words_that_come_back_are_flagged_again(flagged: QuestionBank) -> None:
    first, *_ = flagged.flags(Q1).items
    flagged.correct(correction(flag_id=first.id))
    now_says(flagged, "It shares a few.")
    now_says(flagged, WRONG)
    (again,) = flagged.file_flags(Q1, [first.flag])
    assert (again.id, again.state, again.decision) == (first.id, FlagState.OPEN, None)


def test_a_correction_of_words_that_changed_meanwhile_is_refused(flagged: QuestionBank) -> None:
    first, *_ = flagged.flags(Q1).items
    flagged.replace_key_points(Q1, [point("k")])
    with pytest.raises(Conflict, match="changed meanwhile"):
        flagged.correct(correction(flag_id=first.id))
    flagged.decide_flag(first.id, FlagState.CONFIRMED, BY)
    now_says(flagged, "Other.")
    with pytest.raises(Conflict, match="no longer in the reference"):
        flagged.correct(correction(flag_id=first.id, of=3))
    with pytest.raises(FlagNotFound):
        flagged.correct(correction(flag_id="f-none", of=3))
    assert reference(flagged) == "Other."


def test_a_correction_that_changes_nothing_is_refused(flagged: QuestionBank) -> None:
    with pytest.raises(BadInput, match="already"):
        flagged.correct(correction(reference=WRONG))
