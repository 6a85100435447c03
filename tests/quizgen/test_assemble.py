"""What was found into records, under ids that last."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.records import FreeText, MultipleChoice, Origin, Question, SingleChoice, Status
from quizgen.assemble import normal_form, to_document, to_questions
from quizgen.extract import extract
from quizgen.generate import section_questions
from quizgen.readers import read_bytes, source_text
from tests.quizgen.documents import case_document, case_documents
from tests.quizgen.extract.test_run import DOCUMENTS


def _questions(text: str, name: str = "x.md") -> tuple[Question, ...]:
    source = source_text(text, name)
    return to_questions(source, extract(source))


def test_a_document_is_known_by_its_name() -> None:
    first = to_document(read_bytes(b"# A\nb\n", "x.md", "/somewhere/x.md"))
    second = to_document(read_bytes(b"# B\n", "x.md"))
    assert first.id == second.id
    assert first.content_hash != second.content_hash
    assert (first.line_count, first.path, second.path) == (2, "/somewhere/x.md", None)


def test_an_answered_question_has_key_points_and_a_language() -> None:
    [question] = _questions(
        "### 1. MQA 与 GQA 的区别是什么？\n\nMQA 所有头共享一组键值；GQA 每组头共享一组。\n"
    )
    assert isinstance(question, FreeText)
    assert question.key_points
    assert (question.language, question.status, question.origin) == ("zh", Status.ACTIVE, Origin.EXTRACTED)


def test_a_question_without_an_answer_says_why() -> None:
    [question] = _questions("# What is a lock?\n\nTODO\n")
    assert isinstance(question, FreeText)
    assert (question.reference, question.key_points, question.unanswered_because) == (None, (), "placeholder")


def test_choices_become_choices() -> None:
    text, _ = case_document("extraction", "choices_with_code")
    first, second, third = to_questions(text, extract(text))
    assert isinstance(first, SingleChoice)
    assert isinstance(second, SingleChoice)
    assert isinstance(third, MultipleChoice)
    assert first.id != second.id
    assert [str(first.correct), str(second.correct), sorted(third.correct)] == ["B", "A", ["A", "C"]]


def test_generated_questions_are_drafts() -> None:
    text, _ = case_document("generation", "notes_zh")
    questions = to_questions(text, section_questions(text))
    assert {(question.status, question.origin) for question in questions} == {
        (Status.DRAFT, Origin.GENERATED)
    }


def test_the_same_words_twice_have_two_ids() -> None:
    one, two = _questions("# 1. Why?\n\nBecause.\n\n# 2. Why?\n\nBecause of that.\n")
    assert one.id != two.id
    assert _questions("# 1. Why?\n\nBecause.\n", "y.md")[0].id != one.id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("什么是 锁？", "什么是锁？"),
        ("1. What is A?", "2.  what is a?"),
        ("ｗｈａｔ？", "What?"),
        ("Pick one:\n- x\n- y", "Pick one:\n* x\n* y"),
    ],
)
def test_spelling_does_not_change_an_id(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


def test_signs_that_mean_something_do() -> None:
    assert normal_form("What is C?") != normal_form("What is C++?")


def _ids(text: str) -> list[str]:
    return [question.id for question in _questions(text)]


@pytest.mark.parametrize("name", case_documents("extraction"))
def test_ids_outlive_reformatting(name: str) -> None:
    text, _ = case_document("extraction", name)
    ids = [question.id for question in to_questions(text, extract(text))]
    again = text.text
    moved = "\n\n" + again if not again.startswith("---") else again
    for other in (
        again.replace("\n", "\r\n"),
        re.sub(r"(?m)$", "  ", again),
        re.sub(r"(?m)^(\s*)- ", r"\1* ", again),
        moved,
    ):
        source = source_text(other, text.name)
        assert [question.id for question in to_questions(source, extract(source))] == ids


@given(DOCUMENTS)
def test_ids_are_distinct_and_the_same_each_time(document: str) -> None:
    ids = _ids(document)
    assert len(set(ids)) == len(ids)
    assert _ids(document.replace("\n", "\r\n")) == ids


@given(st.permutations(["# What is a?\n\nA.\n", "# What is b?\n\nB.\n", "# What is c?\n\nC.\n"]))
def test_moving_a_question_keeps_its_id(parts: list[str]) -> None:
    assert set(_ids("\n".join(parts))) == set(_ids("\n".join(sorted(parts))))
