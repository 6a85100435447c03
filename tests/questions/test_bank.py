"""Questions kept, found, listed and changed, on both databases."""

import base64
import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.bank import PAGE, Page, QuestionBank, QuestionFilter
from questions.errors import BadInput, DocumentNotFound, QuestionNotFound
from questions.records import (
    Document,
    DocumentId,
    FlagState,
    Origin,
    Question,
    QuestionId,
    Span,
    Status,
    TrueFalse,
    digest,
)
from tests import strategies
from tests.questions.making import document, five, flag, point, question

Q1 = QuestionId("q-1")
_fresh = itertools.count()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(strategies.documents, strategies.questions)
def test_what_goes_in_comes_out(any_bank: QuestionBank, document: Document, question: Question) -> None:
    number = next(_fresh)  # every example is a document of its own
    name = f"{document.name} {number}"
    document = document.model_copy(update={"id": DocumentId(f"d{number}"), "name": name})
    question = question.model_copy(update={"id": QuestionId(f"{question.id} {number}")})
    assert any_bank.ingest(document, [question]).added == (question.id,)
    assert any_bank.get(question.id) == question
    assert any_bank.document(document.id) == document


def test_documents_are_listed_by_name(any_bank: QuestionBank) -> None:
    for name in ("b.md", "a.md"):
        any_bank.ingest(document(name, f"/{name}"), [])
    assert [found.name for found in any_bank.documents()] == ["a.md", "b.md"]
    with pytest.raises(DocumentNotFound, match="d-none"):
        any_bank.document(DocumentId("d-none"))


@pytest.mark.parametrize("name", ["q-none", "", "q\0", "q\ud800", "x" * 100_000])
def test_an_unknown_question_is_said_in_one_line(any_bank: QuestionBank, name: str) -> None:
    with pytest.raises(QuestionNotFound) as raised:
        any_bank.get(QuestionId(name))
    assert len(str(raised.value).splitlines()) == 1
    with pytest.raises(QuestionNotFound):
        any_bank.set_status(QuestionId(name), Status.ACTIVE)


@pytest.mark.parametrize("version", [0, -1, 2, 2**80])
def test_an_unknown_version_is_not_found(any_bank: QuestionBank, version: int) -> None:
    any_bank.ingest(document(), five())
    with pytest.raises(QuestionNotFound, match="version"):
        any_bank.get(Q1, version)


def test_many_questions_at_once(any_bank: QuestionBank) -> None:
    everything = [question(f"q-{number}", line=number) for number in range(1, 1500)]
    any_bank.ingest(document(), everything)
    names = [question.id for question in everything]
    assert any_bank.get_many([*names, QuestionId("q-none")]) == dict(zip(names, everything, strict=True))


def test_nul_and_half_characters_become_replacement_characters(any_bank: QuestionBank) -> None:
    any_bank.ingest(document("no\0tes.md"), [question("q-\0", text="a\0b", reference="c\ud800d")])
    (kept,) = any_bank.questions().items
    assert (kept.id, kept.text) == ("q-\ufffd", "a\ufffdb")
    assert kept == any_bank.get(QuestionId("q-\0"))
    assert any_bank.count(QuestionFilter(text="a\0B", document="no\0tes.md", language="\ud800")) == 0
    assert any_bank.count(QuestionFilter(text="a\0B", document="no\0tes.md")) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (QuestionFilter(), "1 2 3 4"),
        (QuestionFilter(document="notes.md"), "1 2 3 4"),
        (QuestionFilter(document=document().id), "1 2 3 4"),
        (QuestionFilter(document="notes"), ""),
        (QuestionFilter(topic="rope"), "2"),
        (QuestionFilter(topic="位置  编码"), "2"),
        (QuestionFilter(topic="rope norm"), ""),
        (QuestionFilter(text="is ＱＫ"), "1"),
        (QuestionFilter(text="100%"), "3"),
        (QuestionFilter(text="_"), "3"),
        (QuestionFilter(text="shares"), ""),  # the reference is not searched
        (QuestionFilter(text=" "), "1 2 3 4"),
        (QuestionFilter(kind="true_false"), "4"),
        (QuestionFilter(status=Status.DRAFT), "3"),
        (QuestionFilter(origin=Origin.GENERATED), "3"),
        (QuestionFilter(language="zh"), "2"),
        (QuestionFilter(flagged=True), "1"),
        (QuestionFilter(flagged=False), "2 3 4"),
        (QuestionFilter(flagged=False, language="en", kind="free_text"), "3"),
    ],
)
def test_filters(any_bank: QuestionBank, wanted: QuestionFilter, found: str) -> None:
    any_bank.ingest(
        document(),
        [
            question("1", text="What is  QK?", line=1),
            question("2", text="什么是 RoPE？", line=2, headings=("位置 编码", "RoPE", "Norms")).model_copy(
                update={"language": "zh"}
            ),
            question("3", text="Why 100% of a_b?", line=3, origin=Origin.GENERATED, status=Status.DRAFT),
            TrueFalse(id=QuestionId("4"), text="It is so.", language="en", correct=True),
        ],
    )
    any_bank.file_flags(QuestionId("1"), [flag("shares")])
    (dismissed,) = any_bank.file_flags(QuestionId("2"), [flag("shares")])
    any_bank.decide_flag(dismissed.id, FlagState.DISMISSED)
    names = {item.id for item in any_bank.questions(wanted).items}
    assert names == set(found.split())
    assert any_bank.count(wanted) == len(names)
    assert {item.id for item in any_bank.sample(wanted, 9, 1)} == names


def test_a_very_long_search_is_refused(any_bank: QuestionBank) -> None:
    for wanted in (QuestionFilter(text="a" * 200_000), QuestionFilter(topic="％" * 1001)):
        with pytest.raises(BadInput, match="at most 1000 characters"):
            any_bank.questions(wanted)


def _walk(bank: QuestionBank, limit: int) -> list[str]:
    names: list[str] = []
    cursor = None
    while True:
        page = bank.questions(cursor=cursor, limit=limit)
        names += [question.id for question in page.items]
        if page.next_cursor is None:
            return names
        cursor = page.next_cursor


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 1000])
def test_pages_hold_every_question_once_in_the_document_s_order(any_bank: QuestionBank, limit: int) -> None:
    any_bank.ingest(document("b.md", "/b"), five())
    any_bank.ingest(document("a.md", "/a"), [question("a", line=7)])
    assert _walk(any_bank, limit) == ["a", "q-1", "q-2", "q-3", "q-4", "q-5"]


def test_an_empty_list_is_one_page(any_bank: QuestionBank) -> None:
    assert any_bank.questions() == Page((), None)


def test_a_document_that_grows_between_two_pages_repeats_and_hides_nothing(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    first = any_bank.questions(limit=2)
    inserted = question("q-0", line=1)
    moved = [question(f"q-{number}", line=10 * number + 300) for number in range(1, 6)]
    any_bank.ingest(document(), [inserted, *moved])
    second = any_bank.questions(cursor=first.next_cursor, limit=9)
    assert [item.id for item in (*first.items, *second.items)] == [f"q-{number}" for number in range(1, 6)]


def test_a_page_goes_on_after_a_question_that_is_gone(any_bank: QuestionBank) -> None:
    drafts = [
        question(f"q-{number}", line=number, origin=Origin.GENERATED, status=Status.DRAFT)
        for number in range(1, 6)
    ]
    any_bank.ingest(document(), drafts)
    first = any_bank.questions(limit=2)
    any_bank.ingest(document(), [drafts[0], *drafts[2:]])  # the draft is deleted
    assert [item.id for item in any_bank.questions(cursor=first.next_cursor).items] == ["q-3", "q-4", "q-5"]


def _cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "not base64 at all",
        "päge",
        "\0\ud800",
        "A" * 10_000,
        _cursor(["f", 0.5, "f-1"]),
        _cursor(["q", "notes.md", 2**70, "q-1"]),
        _cursor(["q", "notes.md", -1, "q-1"]),
        _cursor(["q", "notes.md", "1", "q-1"]),
        _cursor(["q", "notes.md", 1]),
        _cursor({"q": 1}),
        _cursor(None),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(any_bank: QuestionBank, cursor: str) -> None:
    with pytest.raises(BadInput, match="cursor"):
        any_bank.questions(cursor=cursor)


def test_a_forged_cursor_does_no_harm(any_bank: QuestionBank) -> None:
    assert any_bank.questions(cursor=_cursor(["q", "a\0", 1, "\0' OR 1=1 --"])).items == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_no_cursor_breaks_the_bank(bank: QuestionBank, cursor: str) -> None:
    with pytest.raises(BadInput):
        bank.questions(cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 1001, 2**70])
def test_a_page_has_a_limit(any_bank: QuestionBank, limit: int) -> None:
    with pytest.raises(BadInput, match="1 to 1000"):
        any_bank.questions(limit=limit)


def test_a_page_has_fifty_items_when_nobody_says(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [question(f"q-{number}", line=number) for number in range(1, 52)])
    assert len(any_bank.questions().items) == PAGE == 50


def test_a_sample_is_reproducible_and_depends_on_the_seed(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), [question(f"q-{number}", line=number) for number in range(1, 41)])
    drawn = [any_bank.sample(QuestionFilter(), 10, seed) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert len({item.id for item in drawn[0]}) == 10
    # A smaller sample begins the larger one, and both databases draw alike.
    assert any_bank.sample(QuestionFilter(), 3, 1) == drawn[0][:3]
    assert [item.id for item in drawn[0]] == sorted(
        (f"q-{n}" for n in range(1, 41)), key=lambda n: digest("1", n)
    )[:10]
    assert len(any_bank.sample(QuestionFilter(), 99, 1)) == 40
    assert any_bank.sample(QuestionFilter(), 0, 1) == ()
    with pytest.raises(BadInput):
        any_bank.sample(QuestionFilter(), -1, 1)


def test_a_status_is_set_without_a_new_version(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    retired = any_bank.set_status(Q1, Status.RETIRED)
    assert retired == any_bank.get(Q1) == five()[0].model_copy(update={"status": Status.RETIRED})
    assert any_bank.count(QuestionFilter(status=Status.RETIRED)) == 1


def test_key_points_of_a_person_make_a_new_version_and_keep_the_old(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())
    edited = any_bank.replace_key_points(Q1, [point("k1"), point("k2")])
    assert edited.version == 2
    assert [item.id for item in edited.key_points] == ["k1", "k2"]
    assert any_bank.get(Q1) == any_bank.get(Q1, 2) == edited
    assert any_bank.get(Q1, 1) == five()[0]
    assert any_bank.replace_key_points(Q1, edited.key_points) == edited  # nothing changes: no new version


def test_key_points_that_cannot_be_are_refused(any_bank: QuestionBank) -> None:
    claim = TrueFalse(id=QuestionId("t"), text="It is so.", language="en", correct=True)
    any_bank.ingest(document(), [*five(), claim])
    outside = point("k").model_copy(update={"span": Span(start=0, end=99)})
    for name, points, why in (
        ("t", [point("k")], "only free text"),
        ("q-1", [point("k"), point("k")], "share the id"),
        ("q-1", [outside], "the reference has 15"),
    ):
        with pytest.raises(BadInput, match=why):
            any_bank.replace_key_points(QuestionId(name), points)
    assert any_bank.get(Q1) == five()[0]
    with pytest.raises(QuestionNotFound):
        any_bank.replace_key_points(QuestionId("q-none"), [])
