"""What no reformatting may change, and what no bytes may break."""

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from questions.errors import UnreadableDocument
from questions.records import Question
from quizgen.assemble import to_questions
from quizgen.extract import extract
from quizgen.readers import READERS, SourceText, read_bytes, source_text
from tests.quizgen.documents import case_document, case_documents

NAMES = st.sampled_from(
    ["x", "x.md", "x.txt", "x.html", "x.org", "x.rst", "x.adoc", "x.tsv", "x.csv", "README", "题库.md", ".md"]
)
# Beginnings that open a reader, and what may follow them.
OPENINGS = st.sampled_from(
    [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"<!doctype html>", b"<html>", b"#separator:tab\n", b"# a\n"]
)
SHAPES = [name for name in case_documents("extraction") if "fence" not in name]
MARKERS = st.sampled_from(["*", "+", "-"])


def _questions(text: SourceText) -> tuple[Question, ...]:
    return to_questions(text, extract(text))


def _ids(document: str) -> list[str]:
    return [question.id for question in _questions(source_text(document, "x.md"))]


@given(OPENINGS, st.binary(max_size=300), NAMES)
def test_bytes_are_read_or_refused_whatever_they_are_called(opening: bytes, data: bytes, name: str) -> None:
    assume(not any(reader.format in ("pdf", "docx") and reader.opens(data) for reader in READERS))
    try:
        text = read_bytes(opening + data, name)
    except UnreadableDocument as error:
        said = str(error)
        assert "\n" not in said
        return
    for item in extract(text):
        assert 1 <= item.source.line_start <= item.source.line_end <= max(text.line_count, 1)
        assert item.question.strip()


@given(st.sampled_from(SHAPES), MARKERS)
def test_the_style_of_list_markers_changes_no_id(name: str, marker: str) -> None:
    document = case_document("extraction", name)[0].text
    other = re.sub(r"^([ \t]*)[-*+](?=[ \t]+[^\s*-])", rf"\g<1>{marker}", document, flags=re.MULTILINE)
    assert _ids(other) == _ids(document)


@given(st.sampled_from(SHAPES), st.sampled_from(["\r\n", "  \n", "\t\r\n", "\r"]))
def test_line_ends_and_spaces_before_them_change_no_id(name: str, end: str) -> None:
    document = case_document("extraction", name)[0].text
    assert _ids(document.replace("\n", end)) == _ids(document)


@given(st.sampled_from(SHAPES))
def test_reading_again_gives_the_same(name: str) -> None:
    text = case_document("extraction", name)[0]
    again = read_bytes(text.text.encode(), text.name)
    assert _questions(again) == _questions(text)
