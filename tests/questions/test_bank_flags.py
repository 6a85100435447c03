"""Flags: filed by detectors, decided by people."""

import pytest
from hypothesis import given

from questions.bank import QuestionBank
from questions.errors import BadInput, FlagNotFound, QuestionNotFound
from questions.records import FiledFlag, Flag, FlagId, FlagState, QuestionId, Severity, Status
from tests import strategies
from tests.questions.making import document, five, flag, point, question

Q1, Q2 = QuestionId("q-1"), QuestionId("q-2")


@pytest.fixture
def flagged(any_bank: QuestionBank) -> QuestionBank:
    any_bank.ingest(document(), five())
    return any_bank


def _states(bank: QuestionBank) -> dict[str, FlagState]:
    return {filed.flag.quote: filed.state for filed in bank.flags().items}


def test_a_filed_flag_comes_out_as_it_went_in(flagged: QuestionBank) -> None:
    (filed,) = flagged.file_flags(Q1, [flag("shares")])
    assert filed == flagged.flag(filed.id)
    assert filed == FiledFlag(
        id=filed.id, question_id=Q1, question_version=1, state=FlagState.OPEN, flag=flag("shares")
    )
    assert flagged.flags().items == (filed,)


def test_open_flags_are_replaced(flagged: QuestionBank) -> None:
    flagged.file_flags(Q1, [flag("one"), flag("two")])
    flagged.file_flags(Q2, [flag("else")])
    flagged.file_flags(Q1, [flag("two"), flag("three")])
    assert set(_states(flagged)) == {"two", "three", "else"}
    assert flagged.file_flags(Q1, []) == ()
    assert set(_states(flagged)) == {"else"}


@pytest.mark.parametrize("state", [FlagState.DISMISSED, FlagState.CONFIRMED])
def test_a_decision_stands_while_the_words_do(flagged: QuestionBank, state: FlagState) -> None:
    (filed,) = flagged.file_flags(Q1, [flag("shares")])
    assert flagged.decide_flag(filed.id, state).state is state
    again = flagged.file_flags(Q1, [flag("shares", confidence=0.1), flag("other", start=5)])
    assert [item.state for item in again] == [state, FlagState.OPEN]
    assert flagged.file_flags(Q1, []) == ()
    assert _states(flagged) == {"shares": state}
    # Key points are not the words of the reference.
    flagged.replace_key_points(Q1, [point("k")])
    assert [item.state for item in flagged.file_flags(Q1, [flag("shares")])] == [state]
    # Other words: the same finding is a new one, and the decision on the old ones stays on record.
    flagged.ingest(document(), [question("q-1", reference="It shares all.", line=10), *five()[1:]])
    flagged.set_status(Q1, Status.ACTIVE)
    (new,) = flagged.file_flags(Q1, [flag("shares")])
    assert (new.state, new.question_version) == (FlagState.OPEN, 3)
    assert flagged.flag(filed.id).state is state


def test_a_decision_can_be_taken_back(flagged: QuestionBank) -> None:
    (filed,) = flagged.file_flags(Q1, [flag("shares")])
    flagged.decide_flag(filed.id, FlagState.DISMISSED)
    assert flagged.decide_flag(filed.id, FlagState.OPEN).state is FlagState.OPEN
    assert flagged.file_flags(Q1, []) == ()
    assert flagged.flags().items == ()


def test_the_same_finding_at_two_places_is_two_and_told_twice_is_one(flagged: QuestionBank) -> None:
    told = [flag("RoPR", start=30), flag("RoPR", start=3), flag("RoPR", start=3)]
    filed = flagged.file_flags(Q1, told)
    assert [item.flag.start for item in filed] == [3, 30]
    flagged.decide_flag(filed[0].id, FlagState.DISMISSED)
    again = flagged.file_flags(Q1, list(reversed(told)))
    assert [item.state for item in again] == [FlagState.DISMISSED, FlagState.OPEN]
    assert [item.id for item in again] == [item.id for item in filed]


def test_the_gravest_and_surest_come_first_and_pages_keep_the_order(flagged: QuestionBank) -> None:
    flags = [
        flag(f"{severity}{confidence}", severity=severity, confidence=confidence)
        for severity in Severity
        for confidence in (0.0, 0.3, 1 / 3, 1.0)
    ]
    flagged.file_flags(Q1, flags[::2])
    flagged.file_flags(Q2, flags[1::2])
    expected = [f"{severity}{confidence}" for severity in Severity for confidence in (1.0, 1 / 3, 0.3, 0.0)]
    found: list[str] = []
    page = flagged.flags(limit=5)
    found += [item.flag.quote for item in page.items]
    while page.next_cursor:
        page = flagged.flags(cursor=page.next_cursor, limit=5)
        found += [item.flag.quote for item in page.items]
    assert found == expected


def test_flags_are_found_by_question_state_and_severity(flagged: QuestionBank) -> None:
    first, _ = flagged.file_flags(Q1, [flag("one"), flag("two", severity=Severity.LOW)])
    flagged.file_flags(Q2, [flag("three")])
    flagged.decide_flag(first.id, FlagState.CONFIRMED)

    def quotes(**wanted: str) -> set[str]:
        page = flagged.flags(
            question_id=QuestionId(wanted["question"]) if "question" in wanted else None,
            state=FlagState(wanted["state"]) if "state" in wanted else None,
            severity=Severity(wanted["severity"]) if "severity" in wanted else None,
        )
        return {item.flag.quote for item in page.items}

    assert quotes() == {"one", "two", "three"}
    assert quotes(question="q-1") == {"one", "two"}
    assert quotes(question="q\0") == set()
    assert quotes(state="open") == {"two", "three"}
    assert quotes(severity="high", state="open") == {"three"}


def test_grading_meets_open_and_confirmed_flags_on_the_present_words(flagged: QuestionBank) -> None:
    one, two, three = flagged.file_flags(
        Q1, [flag("one", start=1), flag("two", start=2), flag("three", start=3)]
    )
    flagged.decide_flag(one.id, FlagState.DISMISSED)
    flagged.decide_flag(two.id, FlagState.CONFIRMED)
    standing = flagged.standing_flags([Q1, Q2, QuestionId("none\0"), Q1])
    assert set(standing) == {Q1}
    assert {found.quote for found in standing[Q1]} == {"two", "three"}
    assert flagged.standing_flags([]) == {}
    assert three.state is FlagState.OPEN


def test_unknown_names_are_not_found(any_bank: QuestionBank) -> None:
    with pytest.raises(QuestionNotFound):
        any_bank.file_flags(Q1, [])
    for name in ("f-none", "f\0", "f\ud800"):
        with pytest.raises(FlagNotFound):
            any_bank.flag(FlagId(name))
        with pytest.raises(FlagNotFound):
            any_bank.decide_flag(FlagId(name), FlagState.OPEN)


def test_a_cursor_of_another_list_is_refused(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    with pytest.raises(BadInput, match="cursor"):
        any_bank.flags(cursor=any_bank.questions(limit=1).next_cursor)


@given(strategies.flags())
def test_the_key_of_a_flag_is_its_finding_not_its_place(found: Flag) -> None:
    elsewhere = found.model_copy(update={"start": found.start + 7, "end": found.end + 7, "confidence": 0.5})
    assert elsewhere.key == found.key
    assert found.model_copy(update={"quote": found.quote + "."}).key != found.key
    assert found.model_copy(update={"correction": found.correction + "."}).key != found.key
