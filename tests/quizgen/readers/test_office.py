"""DOCX and PDF, converted in a process of their own."""

import io
import zipfile

import pytest

from questions.errors import MissingExtra, UnreadableDocument
from quizgen.extract import extract
from quizgen.readers import read_bytes
from quizgen.readers.apart import apart
from tests.quizgen.readers.making import docx, pdf

pytest.importorskip("pdfminer", reason='needs "quizgen[documents]"')
pytest.importorskip("mammoth", reason='needs "quizgen[documents]"')

PAPER = pdf(
    [
        (20, "F2", "Heat in ten questions"),
        (14, "F1", "1. What is conduction?"),
        (11, "F1", "Heat moves through a body while the body itself stays where it is, and it moves from"),
        (11, "F1", "warm to cold."),
        (14, "F1", "2. How is it measured in a bar that is insulated on all sides"),
        (14, "F1", "but one?"),
        (11, "F1", "• at two points"),
        (11, "F1", "• at the same time"),
    ],
    [
        (14, "F4", "3. 什么是对流？"),
        (11, "F4", "流体带着热量一起流动。"),
        (11, "F3", "q = h * (t1 - t2)"),
        (11, "F3", "print(q)"),
        (11, "F2", "Why is it faster?"),
        (11, "F1", "Matter moves along."),
    ],
)


def test_headings_of_a_pdf_are_found_by_their_size() -> None:
    text = read_bytes(PAPER, "heat.pdf")
    assert text.format == "pdf"
    first, second, third = extract(text)
    assert first.question == "What is conduction?"
    assert first.answer == (
        "Heat moves through a body while the body itself stays where it is, and it moves from warm to cold."
    )
    assert second.question == "How is it measured in a bar that is insulated on all sides but one?"
    assert second.answer == "- at two points\n- at the same time"
    assert third.question == "什么是对流？"
    assert "```\nq = h * (t1 - t2)\nprint(q)\n```" in (third.answer or "")
    assert "**Why is it faster?**" in (third.answer or "")
    assert [item.source.page for item in (first, second, third)] == [1, 1, 2]


def test_running_titles_and_page_numbers_are_dropped() -> None:
    head, blank = (9.0, "F1", "Physics for all"), (40.0, "F1", "")
    pages = [
        [
            head,
            blank,
            (12.0, "F1", f"Words of page {n} that are said once."),
            *[blank] * 12,
            (9.0, "F1", f"- {n} -"),
        ]
        for n in range(1, 6)
    ]
    text = read_bytes(pdf(*pages), "x.pdf").text
    assert "Physics for all" not in text
    assert "- 3 -" not in text
    assert text.count("said once") == 5


def _encrypted() -> bytes:
    plain = pdf([(12, "F1", "secret")])
    key = f"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
    return plain.replace(b"/Root 1 0 R >>", f"/Root 1 0 R /ID [<00> <00>] /Encrypt {key} >>".encode())


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (pdf([]), "x.pdf", "no text on one page, only pictures"),
        (pdf([], []), "x.pdf", "no text on 2 pages"),
        (_encrypted(), "x.pdf", "encrypted; save it without a password"),
        (b"%PDF-1.4\nnothing", "x.pdf", "broken PDF|cannot be read as PDF"),
        (PAPER[: len(PAPER) // 2], "x.pdf", "broken|cannot be read"),
        (b"# words", "x.pdf", "not a PDF file"),
        (b"# words", "x.docx", "not a DOCX file"),
        (b"\xd0\xcf\x11\xe0 old", "x.docx", "old or encrypted"),
        (docx(("", "x"))[:200], "x.docx", "broken or encrypted DOCX"),
        (docx(("", "x"), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "x.docx", "XML entities"),
        (
            docx(("", "x"), prolog='<!DOCTYPE x [<!ENTITY a "b">]>', encoding="utf-16"),
            "x.docx",
            "XML entities",
        ),
        (docx(("", "a " * 2**24)), "x.docx", "looks like a zip bomb"),
        (docx(), "x.docx", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as refused:
        read_bytes(data, name)
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith(f"{name}: ")


def test_a_word_document_keeps_headings_lists_and_tables() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(
        "<w:tr>" + "".join(map(cell.format, row)) + "</w:tr>"
        for row in (("Question", "Answer"), ("What is a sol?", "A solid in a liquid."))
    )
    data = docx(
        ("Heading1", "Chemistry interview"),
        ("Heading2", "1. What is a solvent?"),
        ("", "What dissolves the rest."),
        ("Heading2", "2. 什么是溶质？"),
        ("", "被溶解的物质。"),
        ("Heading2", "Short ones"),
        extra=f"<w:tbl>{rows}</w:tbl><w:p><m:oMath><m:r/></m:oMath></w:p>",
    )
    text = read_bytes(data, "chemistry.docx")
    assert text.format == "docx"
    assert text.notes == ("one formula of Word was left out; write formulas as LaTeX to keep them",)
    found = {item.question: item.answer for item in extract(text)}
    assert found == {
        "What is a solvent?": "What dissolves the rest.",
        "什么是溶质？": "被溶解的物质。",
        "What is a sol?": "A solid in a liquid.",
    }
    assert text.origins == ()
    assert read_bytes(data, "chemistry").format == "docx"


def test_a_docx_that_unpacks_to_a_gigabyte_is_refused() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as out,
    ):
        for _ in range(1100):
            out.write(bytes(2**20))
    with pytest.raises(UnreadableDocument, match="more than 1 GB"):
        read_bytes(stream.getvalue(), "x.docx")


def test_a_converter_that_never_ends_is_stopped() -> None:
    assert "not read after 0 seconds" in apart("pdf", PAPER, seconds=0.01).refused


def test_without_the_packages_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    (folder := __import__("pathlib").Path(str(tmp_path)) / "pdfminer").mkdir()
    (folder / "__init__.py").write_text("raise ModuleNotFoundError('pdfminer')")
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    with pytest.raises(MissingExtra, match=r"quizgen\[documents\]"):
        read_bytes(PAPER, "heat.pdf")
