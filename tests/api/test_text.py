import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.text import cell, one_line, storable, to_json, visible

HOSTILE = st.text(alphabet=st.characters(), max_size=60)


@given(HOSTILE)
def test_json_is_one_line_for_every_reader_and_loses_nothing(text: str) -> None:
    line = to_json({"a": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"a": text}
    line.encode("utf-8")


@given(HOSTILE)
def test_nothing_visible_is_obeyed_by_a_terminal(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in shown)
    shown.encode("utf-8")


def test_chinese_stays_readable_in_json() -> None:
    assert to_json({"答": "残差"}) == '{"答": "残差"}'


def test_an_escape_sequence_is_shown_not_sent() -> None:
    assert visible("\x1b[31mred\x07\u202e") == "␛[31mred␇\ufffd"


@pytest.mark.parametrize(("width", "line"), [(0, "a b c"), (5, "a b c"), (4, "a b…")])
def test_one_line_is_cut_where_asked(width: int, line: str) -> None:
    assert one_line(" a\nb\t c ", width) == line


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\ufeff=1",
        "＝1+1",
        "＠x",
        "|x",
        "%0A",
    ],
)
def test_formulas_are_text_in_a_spreadsheet(text: str) -> None:
    assert cell(text) == "'" + visible(text)


@pytest.mark.parametrize("text", ["", "-5", "+3.25", "a=b", "1 - 2", "残差", "q-01"])
def test_other_cells_stay(text: str) -> None:
    assert cell(text) == text


def test_a_terminal_obeys_no_cell() -> None:
    assert cell("a\x1b[31m\r\nb\u202ec\x9b") == "a␛[31m\nb\ufffdc\ufffd"


def test_what_cannot_be_stored_is_replaced_in_its_place() -> None:
    assert storable("a\x00b\ud83d") == "a\ufffdb\ufffd"
