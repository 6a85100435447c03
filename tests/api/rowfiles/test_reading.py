import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rowfiles.formats import RowFormat
from api.rowfiles.reading import Malformed, Row, open_rows
from questions.errors import BadInput


def rows_of(path: Path) -> list[Row | Malformed]:
    with open_rows(path) as rows:
        return list(rows)


def whys(path: Path) -> list[tuple[int, str | None]]:
    return [(row.line, row.why if isinstance(row, Malformed) else None) for row in rows_of(path)]


def test_a_bad_line_hides_no_other(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(
        b'{"id": "a", "answer": "x"}\n'
        b"not json\n"
        b"\n"
        b"[1]\n"
        b'{"answer": "no id"}\n'
        b'{"id": true}\n'
        b'{"id": "\xff"}\n' + b"[" * 100_000 + b"\n"
        b'{"id": 7, "answer": "\\ud800"}'
    )
    assert whys(file) == [
        (1, None),
        (2, "not JSON: Expecting value at column 1"),
        (4, "a JSON list, not an object; write one object a line"),
        (5, "the row has no id; give each row a text or whole number as id"),
        (6, "the row has no id; give each row a text or whole number as id"),
        (7, "not UTF-8 at byte 9"),
        (8, "not JSON that can be read: too deep, or a number too long"),
        (9, None),
    ]
    assert [row.id for row in rows_of(file)] == ["a", None, None, None, None, None, None, 7]


def test_only_a_newline_ends_a_row(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    answer = "one\u2028two\u0085three\x0bfour"
    file.write_text(json.dumps({"id": "a", "answer": answer}, ensure_ascii=False) + "\r\n", "utf-8")
    (row,) = rows_of(file)
    assert isinstance(row, Row)
    assert row.fields["answer"] == answer


def test_a_line_that_is_far_too_long_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"id": "a", "answer": "' + b"x" * 17_000_000 + b'"}\n{"id": "b", "answer": "y"}\n')
    assert whys(file) == [(1, "longer than 16,000,000 bytes"), (2, None)]


def test_gb18030_is_read_and_said(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes("id,question,reference,answer\n1,问,参考,残差连接\n".encode("gb18030"))
    with open_rows(file) as rows:
        (row,) = rows
        assert rows.note == "not UTF-8; read as GB18030"
    assert isinstance(row, Row)
    assert row.fields["answer"] == "残差连接"


def test_one_damaged_line_does_not_turn_the_others_into_gb18030(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    good = '{"id": "a", "answer": "残差"}\n'.encode()
    file.write_bytes(good + '{"id": "b", "answer": "残差"}\n'.encode("gb18030") + good)
    assert [type(row) for row in rows_of(file)] == [Row, Malformed, Row]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_a_byte_order_mark_and_line_ends_in_cells(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "in.csv"
    lines = [
        "\ufeff" + delimiter.join(["id", "answer"]),
        delimiter.join(["1", '"two\nlines, ""so"""']),
        delimiter.join("2x"),
    ]
    file.write_text("\r\n".join(lines), "utf-8")
    rows = rows_of(file)
    assert [(row.line, row.id) for row in rows] == [(2, "1"), (4, "2")]
    assert isinstance(rows[0], Row)
    assert rows[0].fields == {"id": "1", "answer": 'two\nlines, "so"'}


def test_bad_csv_rows_are_named_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(b'id,answer\n1,a,b\n"2"x,y\n3,\xff\n4,good\n5,"never closed\n6,x\n')
    found = whys(file)
    assert [line for line, _ in found] == [2, 3, 4, 5, 6]
    assert found[0][1] == "3 cells under a header of 2"
    assert found[1][1] is not None
    assert found[2][1] == "not UTF-8"
    assert found[3][1] is None
    assert "quote" in str(found[4][1])


def test_a_long_answer_in_csv_does_not_end_the_file(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(f"id,answer\n1,{'x' * 1_500_000}\n2,y\n", "utf-8")
    assert [row.id for row in rows_of(file)] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("x", b'{"id": 1, "answer": ""}', RowFormat.JSONL),
        ("x", b'\xef\xbb\xbf {"id": 1, "answer": ""}', RowFormat.JSONL),
        ("x", b"id,answer\n", RowFormat.CSV),
        ("x.csv", b"id,answer\n", RowFormat.CSV),
        ("x.jsonl", b'nonsense\n{"id": 1}\n', RowFormat.JSONL),
    ],
)
def test_the_format_is_seen(tmp_path: Path, name: str, content: bytes, form: RowFormat) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with open_rows(file) as rows:
        assert rows.format is form


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x", b"\x89PNG\r\n\x1a\n\x00\x00", "no rows"),
        ("x.jsonl", b"\x89PNG\r\n\x1a\n\x00\x00", "no rows"),
        ("x.csv", b"question,answer\nq,a\n", "no rows"),
        ("x", b"", "no rows"),
        ("x.jsonl", b" \n", "no rows"),
        ("x.json", b'[\n{"id": 1}\n]', "no rows"),
        ("x", "id,answer\n1,x\n".encode("utf-16"), "UTF-16"),
        ("x", b"PAR1 but not really", "no Parquet"),
    ],
)
def test_what_holds_no_rows_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput, match=words), open_rows(file):
        pass


@pytest.mark.parametrize("name", ["", "missing.jsonl"])
def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput), open_rows(tmp_path / name):
        pass


@given(
    st.lists(st.dictionaries(st.sampled_from(["id", "answer", "x"]), st.text() | st.integers() | st.none()))
)
def test_whatever_is_written_as_json_lines_comes_back(rows: list[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "in.jsonl")
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        if rows:
            assert len(rows_of(file)) == len(rows)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_rows_or_one_clear_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("in.jsonl", "in.csv", "in"):
            file = Path(folder, name)
            file.write_bytes(data)
            with suppress(BadInput):
                rows_of(file)
