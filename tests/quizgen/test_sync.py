"""Which question of a document is which question of the bank, whatever was done to the document."""

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.changes import Change, Fate, Held, Inventory, Plan, Reading, Reason
from questions.records import FreeText, Question, Status
from questions.wording import same_words
from quizgen import sync
from quizgen.assemble import to_document, to_questions
from quizgen.extract import extract
from quizgen.readers import SourceText, read_path, source_text
from tests.quizgen.documents import case_document, case_documents, shared

QUESTIONS = {
    "mqa": ("What is multi-query attention?", "All query heads share one key head and one value head."),
    "gqa": (
        "What is grouped-query attention?",
        "Groups of query heads share one key head and one value head.",
    ),
    "rope": ("旋转位置编码的原理是什么？", "把查询和键按位置旋转一个角度，内积只与相对位置有关。"),
    "norm": ("Where does LLaMA normalise?", "Before each sublayer, with RMSNorm."),
    "why": ("Why?", "Because the gradient has a direct path around each sublayer."),
    "so": ("Why?", "Since short answers are cheap to read and to write."),
}


def reading(text: SourceText) -> Reading:
    known = to_document(text).model_copy(update={"path": f"/{text.name}"})
    return Reading(known, to_questions(text, extract(text)))


@cache
def document(text: str, name: str = "notes.md") -> Reading:
    return reading(source_text(f"# Notes\n\n{text}", name))


def section(name: str, **changed: str) -> str:
    asked, answer = QUESTIONS[name]
    return f"### {changed.get('asked', asked)}\n\n{changed.get('answer', answer)}\n"


def follow(held: list[Held], *readings: Reading) -> Plan:
    stored = tuple(each.document for each in readings)
    return sync.plan(Inventory(readings, stored if held else (), tuple(held)))


def after(plan: Plan) -> list[Held]:
    """What the bank holds when *plan* is carried out."""
    held = {it.id: it for it in plan.inventory.held}
    for change in plan.changes:
        if change.after is None:
            del held[change.id]
        else:
            held[change.id] = change.after
    return list(held.values())


def held_of(*readings: Reading) -> list[Held]:
    return after(follow([], *readings))


def only(plan: Plan) -> Change:
    (change,) = [change for change in plan.changes if change.fate not in (Fate.UNCHANGED, Fate.MOVED)]
    return change


def id_of(held: list[Held], words: str) -> str:
    (found,) = [it.id for it in held if words in it.question.text]
    return found


ALL = "\n".join(map(section, QUESTIONS))


def test_the_same_document_again_changes_nothing() -> None:
    held = held_of(document(ALL))
    plan = follow(held, document(ALL))
    assert [change.fate for change in plan.changes] == [Fate.UNCHANGED] * len(QUESTIONS)
    assert all(change.before == change.after for change in plan.changes)


def test_a_reworded_question_keeps_its_id_for_good() -> None:
    held = held_of(document(ALL))
    name = id_of(held, "multi-query")
    edited = document(ALL.replace(section("mqa"), section("mqa", asked="Explain MQA in two sentences.")))
    change = only(follow(held, edited))
    assert (change.id, change.fate, change.reasons) == (name, Fate.CHANGED, (Reason.REWORDED,))
    assert change.similarity is not None
    assert 0.5 < change.similarity < 1
    assert change.held.question.text == QUESTIONS["mqa"][0]
    held = after(follow(held, edited))
    assert {change.fate for change in follow(held, edited).changes} == {Fate.UNCHANGED}
    # The old words asked again are a new question, under another id.
    both = document(edited_text := ALL + "\n" + section("mqa", asked="Explain MQA in two sentences."))
    added = only(follow(held, both))
    assert (added.fate, added.id == name) == (Fate.ADDED, False), edited_text


def test_another_answer_is_a_new_version_of_the_same_question() -> None:
    held = held_of(document(ALL))
    edited = document(ALL.replace(QUESTIONS["rope"][1], "完全是另外一种说法。"))
    change = only(follow(held, edited))
    assert (change.id, change.reasons) == (id_of(held, "旋转"), (Reason.OTHER_ANSWER,))
    assert (change.held.newest.status, change.held.newest.version) == (Status.DRAFT, 2)


def test_questions_of_the_same_words_are_told_apart_by_their_answers() -> None:
    held = held_of(document(ALL))
    turned = document("\n".join(map(section, ("so", "why", "mqa", "gqa", "rope", "norm"))))
    assert {change.fate for change in follow(held, turned).changes} == {Fate.MOVED}
    one_edited = document(
        "\n".join(
            (section("so", answer="Since short answers are cheap to write and to read."), section("why"))
        )
    )
    plan = follow([it for it in held if it.question.text == "Why?"], one_edited)
    assert [change.fate for change in plan.changes] == [Fate.CHANGED, Fate.MOVED]
    assert "cheap to write" in str(plan.changes[0].held.newest)
    assert "cheap to read" in str(plan.changes[0].held.question)


def test_a_question_is_followed_under_another_heading() -> None:
    held = held_of(document("## Heads\n\n" + section("mqa") + "\n## Rest\n\n" + section("norm")))
    plan = follow(held, document("## Heads\n\n" + section("norm") + "\n## Rest\n\n" + section("mqa")))
    assert [(change.fate, change.reasons) for change in plan.changes] == [
        (Fate.MOVED, (Reason.OTHER_HEADING,))
    ] * 2


def test_a_question_is_followed_into_another_document_of_the_same_run() -> None:
    one, two = section("mqa") + "\n" + section("norm"), section("rope") + "\n" + section("why")
    held = held_of(document(one, "one.md"), document(two, "two.md"))
    name = id_of(held, "multi-query")
    readings = (document(section("norm"), "one.md"), document(two + "\n" + section("mqa"), "two.md"))
    plan = follow(held, *readings)
    moved = [change for change in plan.changes if change.id == name]
    assert [(change.fate, change.reasons) for change in moved] == [(Fate.MOVED, (Reason.OTHER_DOCUMENT,))]
    assert not [change for change in plan.changes if change.fate in (Fate.ADDED, Fate.RETIRED)]
    held = after(plan)
    assert {change.fate for change in follow(held, *readings).changes} == {Fate.UNCHANGED}
    # With a word or two changed on the way as well.
    edited = (
        two + "\n" + section("mqa", answer="All of the query heads share one key head and one value head.")
    )
    plan = follow(
        held_of(document(one, "one.md"), document(two, "two.md")), readings[0], document(edited, "two.md")
    )
    assert only(plan).reasons == (Reason.OTHER_ANSWER, Reason.OTHER_DOCUMENT)
    # And an edit where it stands goes before a copy elsewhere.
    assert (
        only(
            follow(
                held_of(document(one, "one.md")), document(one, "one.md"), document(section("mqa"), "x.md")
            )
        ).fate
        is Fate.ADDED
    )


def test_what_is_gone_is_retired_and_only_the_same_words_bring_it_back() -> None:
    held = held_of(document(ALL))
    without = document(ALL.replace(section("norm"), ""))
    gone = only(follow(held, without))
    assert (gone.fate, gone.held.question.status) == (Fate.RETIRED, Status.RETIRED)
    held = after(follow(held, without))
    assert {change.fate for change in follow(held, without).changes} == {Fate.UNCHANGED}
    back = only(follow(held, document(ALL)))
    assert (back.id, back.fate, back.held.question.status) == (gone.id, Fate.REVIVED, Status.ACTIVE)
    alike = document(ALL.replace("Where does LLaMA normalise?", "Where do LLaMA models normalise?"))
    assert only(follow(held, alike)).fate is Fate.ADDED


def test_what_is_there_goes_before_what_is_gone() -> None:
    twice = document("## One\n\n" + section("why") + "\n## Two\n\n" + section("why"))
    once = document("## Two\n\n" + section("why"))
    held = after(follow(held_of(twice), once))
    plan = follow(held, once)
    assert [change.fate for change in plan.changes] == [Fate.UNCHANGED]


@pytest.mark.parametrize("name", case_documents("extraction"))
def test_reformatting_changes_nothing(name: str) -> None:
    text, _ = case_document("extraction", name)
    before = reading(text)
    held = held_of(before)
    for other in (
        text.text.replace("\n", "\r\n"),
        "\n".join(line + "  " for line in text.text.split("\n")),
        text.text.replace("\n- ", "\n* "),
    ):
        plan = follow(held, reading(source_text(other, text.name)))
        assert {change.fate for change in plan.changes} <= {Fate.UNCHANGED, Fate.MOVED}
        assert [change.held.question.version for change in plan.changes] == [1] * len(held)
        assert [change.held.question.content_hash for change in plan.changes] == [
            it.question.content_hash for it in held
        ]


@pytest.mark.parametrize("name", ["classic-models-and-architectures.md", "model-structure-notes.md"])
def test_real_documents_follow_their_edits(name: str) -> None:
    text = read_path(shared(f"documents/{name}"))
    held = held_of(reading(text))
    assert {change.fate for change in follow(held, reading(text)).changes} <= {Fate.UNCHANGED}
    longer = source_text("\n\n" + text.text, name)
    assert {change.fate for change in follow(held, reading(longer)).changes} <= {Fate.MOVED}


EDITS = st.lists(st.tuples(st.sampled_from(sorted(QUESTIONS)), st.integers(0, 3)), max_size=7)


@given(st.permutations(sorted(QUESTIONS)))
def test_other_orders_of_sections_are_moves_alone(names: list[str]) -> None:
    plan = follow(held_of(document(ALL)), document("\n".join(map(section, names))))
    assert {change.fate for change in plan.changes} <= {Fate.MOVED, Fate.UNCHANGED}
    assert all(same_words(change.held.question, change.held.read) for change in plan.changes)
    assert {change.held.question.version for change in plan.changes} == {1}


def _edited(state: list[tuple[str, int]]) -> str:
    """Sections as they are, with another answer, another question, or both a little changed."""
    changed: list[dict[str, str]] = [
        {},
        {"answer": "Something else entirely."},
        {"asked": "Tell me about it?"},
    ]
    parts = []
    for name, how in state:
        asked, answer = QUESTIONS[name]
        little = {"asked": f"Please: {asked}", "answer": f"{answer} And more."}
        parts.append(section(name, **(changed[how] if how < 3 else little)))
    return "\n".join(parts)


@given(st.lists(st.tuples(EDITS, EDITS), min_size=1, max_size=4))
@settings(max_examples=60)
def test_whatever_is_edited_every_plan_is_one_to_one_and_leaves_nothing_to_do(
    history: list[tuple[list[tuple[str, int]], list[tuple[str, int]]]],
) -> None:
    held: list[Held] = []
    for one, two in history:
        readings = (document(_edited(one), "one.md"), document(_edited(two), "two.md"))
        plan = follow(held, *readings)
        names = [change.id for change in plan.changes]
        assert len(set(names)) == len(names)
        before = [change.before.id for change in plan.changes if change.before]
        assert len(set(before)) == len(before)
        held = after(plan)
        present = [it for it in held if it.in_document]
        asked = [item for each in readings for item in each.questions]
        assert len(present) == len(asked)
        words = sorted(it.read.model_dump_json(include={"text", "reference"}) for it in present)
        assert words == sorted(item.model_dump_json(include={"text", "reference"}) for item in asked)
        again = follow(held, *readings)
        assert {change.fate for change in again.changes} <= {Fate.UNCHANGED}
        assert all(change.before == change.after for change in again.changes)


def _many(count: int) -> list[Question]:
    words = [f"w{at * 2654435761 % 2**20:x}" for at in range(count * 40)]
    return [
        FreeText.model_validate(
            {
                "id": f"q-{at}",
                "text": "What is " + " ".join(words[at * 40 : at * 40 + 6]) + "?",
                "language": "en",
                "reference": " ".join(words[at * 40 + 6 : at * 40 + 40]),
            }
        )
        for at in range(count)
    ]


def test_two_thousand_reworded_questions_are_planned_in_seconds() -> None:
    old = _many(2000)
    new = [
        item.model_copy(update={"id": f"n{item.id}", "text": f"Say briefly: {item.text}"})
        for item in reversed(old)
    ]
    place = document(ALL).document
    held = tuple(Held(place.id, item) for item in old)
    began = time.process_time()
    plan = sync.plan(Inventory((Reading(place, tuple(new)),), (place,), held))
    spent = time.process_time() - began
    assert {change.fate for change in plan.changes} == {Fate.CHANGED}
    assert all(change.held.newest.text.endswith(change.held.question.text) for change in plan.changes)
    assert spent < 15  # two seconds on a quiet machine
