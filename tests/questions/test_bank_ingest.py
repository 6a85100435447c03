"""What a document that is read again does to its questions."""

import pytest

from questions.bank import IngestReport, QuestionBank, QuestionFilter
from questions.bank_waiting import Revision
from questions.errors import BadInput, Conflict, QuestionNotFound
from questions.records import FlagState, Origin, QuestionId, Status
from tests.questions.making import attempt, document, five, flag, point, question

Q1 = QuestionId("q-1")
ALL = tuple(QuestionId(f"q-{number}") for number in range(1, 6))


def test_ingesting_twice_changes_nothing(any_bank: QuestionBank) -> None:
    assert any_bank.ingest(document(), five()) == IngestReport(added=ALL)
    before = any_bank.questions()
    assert any_bank.ingest(document(), five()) == IngestReport(unchanged=ALL)
    assert any_bank.questions() == before


def test_other_words_wait_until_they_are_approved(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    changed = question("q-1", reference="It copies them.", line=10)
    told = IngestReport(changed=ALL[:1], unchanged=ALL[1:])
    assert any_bank.ingest(document(), [changed, *five()[1:]]) == told
    draft = changed.model_copy(update={"version": 2, "status": Status.DRAFT})
    assert any_bank.get(Q1) == any_bank.get(Q1, 1) == five()[0]  # what learners go on meeting
    assert any_bank.get(Q1, 2) == draft
    assert any_bank.latest(Q1) == Revision(draft, five()[0], met=True)
    assert any_bank.questions(QuestionFilter(status=Status.DRAFT)).items == (draft,)
    assert any_bank.sample(QuestionFilter(status=Status.DRAFT), 9, 1) == (draft,)
    assert any_bank.count(QuestionFilter(status=Status.DRAFT)) == 1
    assert any_bank.questions(QuestionFilter(status=Status.ACTIVE)).items == tuple(five())
    assert any_bank.ingest(document(), [changed, *five()[1:]]) == IngestReport(unchanged=ALL)

    approved = any_bank.set_status(Q1, Status.ACTIVE)
    assert approved == any_bank.get(Q1) == changed.model_copy(update={"version": 2})
    assert any_bank.get(Q1, 1) == five()[0]
    assert any_bank.latest(Q1) == Revision(approved)
    assert any_bank.count(QuestionFilter(status=Status.DRAFT)) == 0
    with pytest.raises(QuestionNotFound):
        any_bank.get(Q1, 3)
    assert any_bank.ingest(document(), [changed, *five()[1:]]) == IngestReport(unchanged=ALL)


def test_the_approved_words_come_back_and_nothing_waits(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    any_bank.ingest(document(), [question("q-1", reference="It copies them.", line=10), *five()[1:]])
    any_bank.ingest(document(), [question("q-1", reference="It moves them.", line=10), *five()[1:]])
    assert any_bank.latest(Q1).newest.version == 2
    told = IngestReport(changed=ALL[:1], unchanged=ALL[1:])
    assert any_bank.ingest(document(), five()) == told
    assert any_bank.latest(Q1) == Revision(five()[0])
    assert any_bank.ingest(document(), five()) == IngestReport(unchanged=ALL)


def test_what_waits_follows_its_place_and_leaves_with_its_question(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    changed = question("q-1", reference="It copies them.", line=50)
    any_bank.ingest(document(), [*five()[1:], changed])
    assert any_bank.get(Q1).source == any_bank.latest(Q1).newest.source == changed.source
    any_bank.ingest(document(), five()[1:])
    assert any_bank.count(QuestionFilter(status=Status.DRAFT)) == 0
    assert any_bank.ingest(document(), [*five()[1:], changed]).revived == (Q1,)
    assert any_bank.get(Q1).status is Status.ACTIVE
    assert any_bank.questions(QuestionFilter(status=Status.DRAFT)).items[0].id == Q1


def test_a_draft_with_other_words_is_replaced(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    any_bank.set_status(Q1, Status.DRAFT)
    changed = question("q-1", reference="It copies them.", line=10)
    assert any_bank.ingest(document(), [changed, *five()[1:]]).changed == (Q1,)
    draft = changed.model_copy(update={"version": 2, "status": Status.DRAFT})
    assert any_bank.get(Q1) == draft
    assert any_bank.latest(Q1) == Revision(draft)  # nothing was ever approved in that version's place


def test_a_person_may_withdraw_what_waits_and_what_is_met(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    changed = question("q-1", reference="It copies them.", line=10)
    any_bank.ingest(document(), [changed, *five()[1:]])
    withdrawn = any_bank.set_status(Q1, Status.DRAFT)
    assert (withdrawn.version, withdrawn.status) == (2, Status.DRAFT)
    assert any_bank.latest(Q1) == Revision(withdrawn, five()[0])
    assert any_bank.count(QuestionFilter(status=Status.ACTIVE)) == 4


def test_key_points_are_given_to_what_waits(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    changed = question("q-1", reference="It copies them.", line=10)
    any_bank.ingest(document(), [changed, *five()[1:]])
    mended = any_bank.replace_key_points(Q1, [point("mine")])
    assert (mended.version, mended.status) == (2, Status.DRAFT)
    assert any_bank.get(Q1) == five()[0]
    assert any_bank.ingest(document(), [changed, *five()[1:]]) == IngestReport(unchanged=ALL)
    assert any_bank.set_status(Q1, Status.ACTIVE) == mended.model_copy(update={"status": Status.ACTIVE})
    assert any_bank.ingest(document(), [changed, *five()[1:]]) == IngestReport(unchanged=ALL)


def test_how_words_are_set_does_not_matter(any_bank: QuestionBank) -> None:
    one = question("q-1", reference="- it shares\n- it splits\n\n1) so\n\n```py\nif a:\n    b()\n```")
    other = question(
        "q-1",
        reference="*  it shares  \r\n+ it\tsplits\r\n1. so\r\n```py  \r\nif a:\r\n    b()\r\n```",
        line=3,
    )
    any_bank.ingest(document(), [one])
    assert any_bank.ingest(document(), [other]) == IngestReport(moved=(Q1,))
    assert any_bank.get(Q1) == one.model_copy(update={"source": other.source})


def test_a_question_that_moves_keeps_its_version(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    moved = question("q-1", line=400, headings=("Elsewhere",))
    assert any_bank.ingest(document(), [*five()[1:], moved]) == IngestReport(moved=ALL[:1], unchanged=ALL[1:])
    assert any_bank.get(Q1) == moved
    assert any_bank.count(QuestionFilter(topic="elsewhere")) == 1


def test_what_is_gone_is_retired_and_comes_back_as_it_was(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    any_bank.set_status(Q1, Status.DRAFT)
    assert any_bank.ingest(document(), five()[1:]) == IngestReport(retired=ALL[:1], unchanged=ALL[1:])
    assert any_bank.get(Q1).status is Status.RETIRED
    assert any_bank.ingest(document(), five()[1:]) == IngestReport(unchanged=ALL[1:])
    assert any_bank.ingest(document(), five()) == IngestReport(revived=ALL[:1], unchanged=ALL[1:])
    assert any_bank.get(Q1).status is Status.DRAFT
    assert any_bank.get(Q1).version == 1


def test_a_person_s_choice_outlives_leaving_and_coming_back(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    any_bank.set_status(Q1, Status.RETIRED)  # by a person, while the document holds it
    any_bank.ingest(document(), five())
    any_bank.ingest(document(), five()[1:])
    any_bank.ingest(document(), five())
    assert any_bank.get(Q1).status is Status.RETIRED

    any_bank.ingest(document(), [*five()[:1], *five()[2:]])
    any_bank.set_status(ALL[1], Status.ACTIVE)  # by a person, while the document does not hold it
    any_bank.ingest(document(), [*five()[:1], *five()[2:]])
    assert any_bank.get(ALL[1]).status is Status.ACTIVE


def test_a_person_s_key_points_stand_while_the_words_do(any_bank: QuestionBank) -> None:
    read = question("q-1", points=[point("auto")])
    any_bank.ingest(document(), [read])
    any_bank.replace_key_points(Q1, [point("mine")])
    assert any_bank.ingest(document(), [read]) == IngestReport(unchanged=(Q1,))
    otherwise_split = question("q-1", points=[point("auto-2")])
    assert any_bank.ingest(document(), [otherwise_split]) == IngestReport(unchanged=(Q1,))
    moved = question("q-1", points=[point("auto")], line=50)
    assert any_bank.ingest(document(), [moved]) == IngestReport(moved=(Q1,))
    kept = any_bank.get(Q1)
    assert kept.version == 2
    assert kept.kind == "free_text"
    assert kept.key_points == (point("mine"),)

    rewritten = question("q-1", reference="Nothing at all.", points=[point("auto")], line=50)
    assert any_bank.ingest(document(), [rewritten]) == IngestReport(changed=(Q1,))
    assert any_bank.get(Q1) == kept
    assert any_bank.set_status(Q1, Status.ACTIVE) == rewritten.model_copy(update={"version": 3})
    assert any_bank.get(Q1, 2) == kept


def test_key_points_that_are_read_otherwise_count_where_no_person_wrote_any(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [question("q-1", points=[point("auto")])])
    resplit = question("q-1", points=[point("auto-2")])
    assert any_bank.ingest(document(), [resplit]) == IngestReport(changed=(Q1,))
    assert any_bank.get(Q1) == resplit.model_copy(update={"version": 2})  # active still: the words stand


def test_a_generated_draft_that_nobody_touched_is_deleted(any_bank: QuestionBank) -> None:
    names = ("plain", "approved", "edited", "attempted", "flagged")
    drafts = [question(name, origin=Origin.GENERATED, status=Status.DRAFT) for name in names]
    any_bank.ingest(document(), drafts)
    any_bank.set_status(QuestionId("approved"), Status.ACTIVE)
    any_bank.replace_key_points(QuestionId("edited"), [point("k")])
    any_bank.record(attempt("a-1", "attempted"))
    any_bank.file_flags(QuestionId("flagged"), [flag("shares")])
    assert set(any_bank.ingest(document(), []).retired) == set(names)
    for gone in ("plain", "flagged"):
        with pytest.raises(QuestionNotFound):
            any_bank.get(QuestionId(gone))
    for kept in ("approved", "edited", "attempted"):
        assert any_bank.get(QuestionId(kept)).status is Status.RETIRED
    assert any_bank.flags().items == ()


def test_a_generated_question_with_other_words_waits_for_approval_again(any_bank: QuestionBank) -> None:
    generated = question("q-1", origin=Origin.GENERATED, status=Status.DRAFT)
    any_bank.ingest(document(), [generated])
    any_bank.set_status(Q1, Status.ACTIVE)
    any_bank.ingest(document(), [generated])
    assert any_bank.get(Q1).status is Status.ACTIVE
    any_bank.ingest(document(), [generated.model_copy(update={"reference": "Other words."})])
    assert any_bank.get(Q1).status is Status.ACTIVE
    assert any_bank.latest(Q1).newest.status is Status.DRAFT


def test_open_flags_fall_with_the_words_and_decided_ones_stay(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    first, _ = any_bank.file_flags(Q1, [flag("one"), flag("two", start=9)])
    any_bank.decide_flag(first.id, FlagState.CONFIRMED)
    any_bank.ingest(document(), [question("q-1", line=99), *five()[1:]])
    assert len(any_bank.flags().items) == 2
    any_bank.ingest(document(), [question("q-1", reference="Other.", line=99), *five()[1:]])
    assert len(any_bank.flags().items) == 2  # learners still meet the words
    any_bank.set_status(Q1, Status.ACTIVE)
    assert [item.id for item in any_bank.flags().items] == [first.id]
    assert any_bank.standing_flags([Q1]) == {}


def test_flags_on_what_waits_stand_once_it_is_approved(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    (old,) = any_bank.file_flags(Q1, [flag("old")])
    any_bank.ingest(document(), [question("q-1", reference="Other.", line=10), *five()[1:]])
    new, dismissed = any_bank.file_flags(Q1, [flag("new"), flag("dismissed", start=9)], version=2)
    assert new.question_version == 2
    any_bank.decide_flag(dismissed.id, FlagState.DISMISSED)
    any_bank.file_flags(Q1, [flag("old")])
    assert {item.id for item in any_bank.flags().items} == {old.id, new.id, dismissed.id}
    assert any_bank.standing_flags([Q1]) == {Q1: (flag("old"),)}
    any_bank.set_status(Q1, Status.ACTIVE)
    assert any_bank.standing_flags([Q1]) == {Q1: (flag("new"),)}
    again = any_bank.file_flags(Q1, [flag("new"), flag("dismissed", start=9)])
    assert [item.state for item in again] == [FlagState.OPEN, FlagState.DISMISSED]
    assert any_bank.file_flags(Q1, [flag("late")], version=3) == ()


def test_flags_on_what_waits_fall_when_the_approved_words_are_back(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    any_bank.ingest(document(), [question("q-1", reference="Other.", line=10), *five()[1:]])
    any_bank.file_flags(Q1, [flag("new")], version=2)
    any_bank.ingest(document(), five())
    assert any_bank.flags().items == ()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(any_bank: QuestionBank) -> None:
    assert any_bank.ingest(document(), five(), dry_run=True) == IngestReport(added=ALL)
    assert any_bank.documents() == ()
    any_bank.ingest(document(), five())
    after = [question("q-1", reference="Other."), *five()[1:4]]
    expected = IngestReport(changed=ALL[:1], unchanged=ALL[1:4], retired=ALL[4:])
    assert any_bank.ingest(document(), after, dry_run=True) == expected
    assert any_bank.questions().items == tuple(five())
    assert any_bank.ingest(document(), after) == expected


def test_another_document_of_the_same_name_is_refused(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(path="/a/notes.md"), five())
    others = [question(f"other-{number}") for number in range(5)]
    for path in ("/b/notes.md", None):
        with pytest.raises(Conflict, match="--name"):
            any_bank.ingest(document(path=path), [*others, five()[0]])
        with pytest.raises(Conflict, match="--name"):
            any_bank.ingest(document(path=path), [], dry_run=True)
    assert any_bank.questions().items == tuple(five())


def test_a_document_that_moved_is_known_by_its_questions(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(path="/a/notes.md"), five())
    assert any_bank.ingest(document(path="/b/notes.md"), five()[:3]).retired == ALL[3:]
    assert any_bank.documents()[0].path == "/b/notes.md"
    # At the same path everything may change.
    assert any_bank.ingest(document(path="/b/notes.md"), [question("new")]).added == ("new",)


def test_an_id_or_name_of_another_document_is_refused(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    for changed in ({"id": "d-other"}, {"name": "other.md"}):
        with pytest.raises(Conflict):
            any_bank.ingest(document().model_copy(update=changed), five())
    with pytest.raises(Conflict, match="q-1 belongs to the document"):
        any_bank.ingest(document("other.md", "/other.md"), five())
    assert [found.name for found in any_bank.documents()] == ["notes.md"]  # nothing half-written


@pytest.mark.parametrize(
    ("name", "first"), [("notes.md", "q-2"), ("n" * 301, "q-1"), ("notes.md", "q" * 301)]
)
def test_what_cannot_be_kept_is_refused_before_anything_is_written(
    any_bank: QuestionBank, name: str, first: str
) -> None:
    with pytest.raises(BadInput):
        any_bank.ingest(document(name), [question(first), *five()[1:]])
    assert any_bank.documents() == ()
    assert any_bank.count() == 0


def test_a_line_number_that_no_column_holds_is_bad_input(any_bank: QuestionBank) -> None:
    with pytest.raises(BadInput, match="does not fit"):
        any_bank.ingest(document(), [question("q-1", line=2**70)])
    assert any_bank.documents() == ()
