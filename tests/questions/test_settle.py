"""What becomes of a question once it is known which one it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.changes import Change, Fate, Held, Inventory, Link, Plan, Reading, Reason, report
from questions.errors import BadInput, Conflict
from questions.records import Question, QuestionId, Status
from questions.settle import by_id, settle
from questions.wording import same_words
from tests.questions.making import document, five, point, question

ALL = tuple(QuestionId(f"q-{number}") for number in range(1, 6))
NOTES = document()
OTHER = document("other.md", "/other.md")


def inventory(held: list[Held], *readings: Reading) -> Inventory:
    stored = tuple(reading.document for reading in readings if held)
    return Inventory(readings, stored, tuple(held))


def only(held: Held, incoming: Question) -> Change:
    (change,) = by_id(inventory([held], Reading(NOTES, (incoming,)))).changes
    return change


def test_a_question_that_was_reworded_keeps_its_id_and_a_new_one_gets_another() -> None:
    held = Held(NOTES.id, question("q-1", text="Why?"))
    reworded = question("q-9", text="Why is that so?")
    namesake = question("q-1", text="Why?", reference="For another reason.")
    plan = settle(inventory([held], Reading(NOTES, (reworded, namesake))), {reworded.id: Link(held.id, 0.8)})
    first, second = plan.changes
    assert (first.id, first.fate, first.reasons, first.similarity) == (
        "q-1",
        Fate.CHANGED,
        (Reason.REWORDED,),
        0.8,
    )
    assert first.held.question == held.question
    assert first.held.newest.text == "Why is that so?"
    assert second.fate is Fate.ADDED
    assert second.id not in ("q-1", "q-9")
    again = settle(inventory([held], Reading(NOTES, (reworded, namesake))), {reworded.id: Link(held.id, 0.8)})
    assert again.changes[1].id == second.id  # the same each time


def test_an_id_that_went_to_another_document_is_not_given_again() -> None:
    seen = Inventory((Reading(NOTES, (question("q-1"),)),), (NOTES,), (), {QuestionId("q-1"): "other.md"})
    (change,) = settle(seen, {}).changes
    assert change.fate is Fate.ADDED
    assert change.id != "q-1"
    with pytest.raises(Conflict, match=r"q-1 belongs to the document 'other\.md'"):
        by_id(seen)


def test_a_question_moves_to_another_document() -> None:
    held = Held(NOTES.id, question("q-1"), attempted=True)
    arrived = question("o-1", text="What is q-1?")
    plan = settle(
        inventory([held], Reading(NOTES, ()), Reading(OTHER, (arrived,))), {arrived.id: Link(held.id, 1.0)}
    )
    (change,) = plan.changes
    assert (change.fate, change.reasons) == (Fate.MOVED, (Reason.OTHER_DOCUMENT,))
    assert (change.held.document_id, change.held.question.version) == (OTHER.id, 1)
    assert (plan.of(OTHER.id), plan.of(NOTES.id)) == ((change,), ())


def test_what_comes_back_with_other_words_waits_before_anybody_meets_it() -> None:
    gone = Held(
        NOTES.id,
        question("q-1", status=Status.RETIRED),
        in_document=False,
        resumes=Status.ACTIVE,
    )
    change = only(gone, question("q-1", reference="Other."))
    assert change.fate is Fate.REVIVED
    assert change.reasons == (Reason.BACK, Reason.OTHER_ANSWER)
    assert (change.held.question.status, change.held.question.version) == (Status.DRAFT, 2)
    assert change.held.waiting is None


def test_what_a_person_retired_stays_retired_with_its_new_words() -> None:
    change = only(Held(NOTES.id, question("q-1", status=Status.RETIRED)), question("q-1", reference="Other."))
    assert (change.fate, change.held.question.status) == (Fate.CHANGED, Status.RETIRED)


def test_a_correction_stands_until_the_document_says_something_else() -> None:
    wrong, right = question("q-1", reference="Wrong."), question("q-1", reference="Right.")
    corrected = Held(NOTES.id, right.model_copy(update={"version": 2}), said=wrong)
    assert only(corrected, wrong).after == corrected
    adopted = only(corrected, right)
    assert (adopted.fate, adopted.held.said, adopted.held.waiting) == (Fate.UNCHANGED, None, None)
    third = only(corrected, question("q-1", reference="Something else."))
    assert third.fate is Fate.CHANGED
    assert (third.held.question, third.held.said) == (corrected.question, wrong)
    assert third.held.waiting is not None
    back = only(third.held, wrong)
    assert (back.fate, back.reasons, back.after) == (Fate.CHANGED, (Reason.APPROVED_WORDS,), corrected)


def test_key_points_of_a_person_go_with_a_reworded_question() -> None:
    held = Held(NOTES.id, question("q-1", points=[point("mine")]), edited=True)
    change = only(held, question("q-1", text="How so?", points=[point("auto")]))
    assert change.held.newest.kind == "free_text"
    assert change.held.newest.key_points == (point("mine"),)
    assert change.held.edited


def test_reasons_name_what_differs() -> None:
    held = Held(NOTES.id, question("q-1"))
    moved = question("q-1", headings=("Elsewhere",), reference="Other.", text="Who?")
    assert only(held, moved).reasons == (Reason.OTHER_ANSWER, Reason.REWORDED, Reason.OTHER_HEADING)
    assert only(held, question("q-1", line=9)).reasons == (Reason.OTHER_LINES,)
    split = only(held, question("q-1", points=[point("auto")]))
    assert (split.fate, split.reasons) == (Fate.CHANGED, (Reason.READ_OTHERWISE,))
    assert split.held.question.status is Status.ACTIVE


def test_two_questions_of_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="q-1"):
        by_id(inventory([], Reading(NOTES, (question("q-1"), question("q-1", line=9)))))


def test_a_document_whose_questions_went_elsewhere_is_the_same_document() -> None:
    held = [Held(NOTES.id, item) for item in five()]
    moved = document(path="/another/place.md")
    arrived = tuple(question(f"o-{number}", text=f"What is q-{number}?") for number in range(1, 6))
    seen = Inventory((Reading(moved, ()), Reading(OTHER, arrived)), (NOTES,), tuple(held))
    with pytest.raises(Conflict, match="--name"):
        settle(seen, {})
    links = {new.id: Link(old.id, 1.0) for new, old in zip(arrived, held, strict=True)}
    assert {change.fate for change in settle(seen, links).changes} == {Fate.MOVED}


def carried_out(plan: Plan) -> list[Held]:
    """What the bank holds after *plan*."""
    held = {it.id: it for it in plan.inventory.held}
    for change in plan.changes:
        if change.after is None:
            del held[change.id]
        else:
            held[change.id] = change.after
    return list(held.values())


_words = st.sampled_from(["one", "two", "three"])
_states = st.dictionaries(st.sampled_from(ALL), st.tuples(_words, st.integers(1, 3)), max_size=5)
_decisions = st.dictionaries(st.sampled_from(ALL), st.sampled_from(Status), max_size=3)
State = dict[QuestionId, tuple[str, int]]


def _read(state: State) -> Reading:
    questions = (question(name, reference=words, line=line) for name, (words, line) in state.items())
    return Reading(NOTES, tuple(questions))


def _decided(held: list[Held], decisions: dict[QuestionId, Status]) -> list[Held]:
    """*held* after a person set statuses, as the bank does it."""
    done = []
    for it in held:
        status = decisions.get(it.id)
        if status is None:
            done.append(it)
        elif it.waiting is not None and status is not Status.RETIRED:
            approved = it.waiting.model_copy(update={"status": status})
            done.append(replace(it, question=approved, waiting=None, resumes=None))
        else:
            present = it.question.model_copy(update={"status": status})
            done.append(replace(it, question=present, resumes=None))
    return done


@given(st.lists(st.tuples(_states, _decisions), min_size=1, max_size=5))
def test_every_plan_names_every_question_once_leads_to_the_document_and_leaves_nothing_to_do(
    history: list[tuple[State, dict[QuestionId, Status]]],
) -> None:
    held: list[Held] = []
    for state, decisions in history:
        reading = _read(state)
        plan = by_id(inventory(held, reading))
        names = [change.id for change in plan.changes]
        assert len(set(names)) == len(names)
        assert set(state) <= set(names)
        known = {it.id: it for it in held}
        for change in plan.changes:
            assert change.before == known.get(change.id)
        held = carried_out(plan)
        now = {it.id: it for it in held}
        for item in reading.questions:
            assert same_words(now[item.id].read, item)
            assert now[item.id].newest.source == item.source
            assert now[item.id].in_document
        for it in held:  # nobody meets what nobody approved
            assert it.waiting is None or it.waiting.status is Status.DRAFT
            assert it.waiting is None or it.waiting.version == it.question.version + 1
        again = by_id(inventory(held, reading))
        assert {change.fate for change in again.changes} <= {Fate.UNCHANGED}
        assert all(change.before == change.after for change in again.changes)
        assert set(report(again.changes).unchanged) == set(state)
        held = _decided(held, decisions)
