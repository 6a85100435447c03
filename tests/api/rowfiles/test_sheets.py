"""Tables as people keep them."""

import csv
import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rowfiles.sheets import sheets_of
from api.rowfiles.workbook import column_letters
from questions.errors import BadInput
from tests.api.rowfiles.making import packed, workbook

ROWS = [
    ["姓名", "什么是雨, 雪?", "B"],
    ["张三", "水;冰\n都是水", "=1+1"],
    ["", "", ""],
    ["李四", '他说"好"', ""],
]
KEPT = ((1, tuple(ROWS[0])), (2, tuple(ROWS[1])), (5, tuple(ROWS[3])))


def as_csv(delimiter: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(ROWS)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_of_any_sort(delimiter: str, encoding: str) -> None:
    (sheet,) = sheets_of(as_csv(delimiter, encoding), "in.csv")
    assert sheet.place == "in.csv"
    assert sheet.rows == KEPT


def test_excel_may_name_the_delimiter() -> None:
    (sheet,) = sheets_of(b"sep=;\r\na,b;c\r\n1,2;3\r\n", "x.csv")
    assert sheet.rows == ((2, ("a,b", "c")), (3, ("1,2", "3")))


@pytest.mark.parametrize(
    "text",
    [
        '{"question": "q", "answer": "a\\nb"}\n\n{"answer": "c", "score": 2}\n',
        json.dumps([{"question": "q", "answer": "a\nb"}, {"answer": "c", "score": 2}, 5]),
    ],
)
def test_objects_become_a_table(text: str) -> None:
    (sheet,) = sheets_of(text.encode("utf-8-sig"), "x.json")
    assert [cells for _, cells in sheet.rows] == [
        ("question", "answer", "score"),
        ("q", "a\nb", ""),
        ("", "c", "2"),
    ]


@pytest.mark.parametrize("inline", [False, True])
def test_a_workbook(inline: bool) -> None:
    data = workbook(
        {"一": [["姓名", "分数"], [], ["张三 ", 7.5, True]], "空": [], "二": [["x"]]}, inline=inline
    )
    first, second = sheets_of(data, "in.xlsx")
    assert (first.place, second.place) == ("in.xlsx[一]", "in.xlsx[二]")
    assert first.rows == ((1, ("姓名", "分数", "")), (3, ("张三", "7.5", "TRUE")))


def test_merged_cells_hold_the_words_of_the_first() -> None:
    data = workbook({"s": [["q", "a"], ["Why?", "x"], [None, "y"], ["How?", "z"]]}, merged=["A2:A3"])
    (sheet,) = sheets_of(data, "in.xlsx")
    assert [cells for _, cells in sheet.rows[1:]] == [("Why?", "x"), ("Why?", "y"), ("How?", "z")]


def test_a_merged_block_without_end_costs_nothing() -> None:
    (sheet,) = sheets_of(workbook({"s": [["q", "a"]]}, merged=["A1:XFD1048576", "A1", "B2:"]), "in.xlsx")
    assert sheet.rows == ((1, ("q", "a")),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 nonsense", "broken or encrypted"),
        (packed({"word/document.xml": "<a/>"}), "broken or encrypted"),
        (packed({"xl/_rels/workbook.xml.rels": "<!DOCTYPE a><a/>"}), "XML entities"),
        (packed({"xl/_rels/workbook.xml.rels": "<a"}), "broken or encrypted"),
        (b"\xd0\xcf\x11\xe0 old", "save it as XLSX"),
        (b"\x89PNG\x00\xff\xff", "neither UTF-8"),
        (b"{not json", "not JSON"),
        (b"[1, ", "not JSON"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        sheets_of(data, "in.xlsx")


@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_a_table_or_one_clear_error(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"{", b"["):
        with suppress(BadInput):
            sheets_of(start + data, "in")


@given(st.integers(1, 16384))
def test_columns_are_counted_as_spreadsheets_do(number: int) -> None:
    back = 0
    for letter in column_letters(number):
        back = back * 26 + ord(letter) - 64
    assert back == number
