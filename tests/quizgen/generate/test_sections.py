"""Notes into one question a section."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.records import Origin
from quizgen.generate import section_questions
from quizgen.readers import read_path, source_text
from tests.quizgen.documents import case_document, case_documents, shared
from tests.strategies import characters


@pytest.mark.parametrize("name", case_documents("generation"))
def test_sections_with_substance_ask_for_it(name: str) -> None:
    text, cases = case_document("generation", name)
    found = section_questions(text)
    assert [(item.source.line_start, item.question) for item in found] == [
        (case["line"], case["question"]) for case in cases
    ]
    for item, case in zip(found, cases, strict=True):
        assert item.origin is Origin.GENERATED
        assert item.answer is not None
        assert item.answer in text.text
        assert item.answer.startswith(case["starts"])
        assert item.answer.endswith(case.get("ends", ""))


def test_the_second_document_yields_its_usable_sections_alone() -> None:
    path = shared("documents/model-structure-notes.md")
    gold = json.loads(path.with_name(path.name + ".gold.json").read_text("utf-8"))["sections"]
    text = read_path(path)
    found = section_questions(text)
    assert [item.source.line_start for item in found] == [
        section["line"] for section in gold if section["make_question"]
    ]
    assert all(item.answer and item.answer in text.text for item in found)
    assert not any("http" in item.question or "图" in item.question for item in found)


def test_what_the_document_asks_itself_is_not_asked_again() -> None:
    for name in (
        "contents_and_restarting_numbers",
        "bold_lines",
        "headings_in_list_items",
        "list_without_answers",
    ):
        assert section_questions(case_document("extraction", name)[0]) == ()


@given(st.text(characters, max_size=300).filter(lambda text: bool(text.strip())))
def test_any_notes_can_be_read(notes: str) -> None:
    text = source_text(f"# A\n{notes}\n## B\n{notes}", "x.md")
    for item in section_questions(text):
        assert item.answer is not None
        assert item.answer in text.text
        assert item.question.strip()
