"""Files and bytes into text, and what is refused with which line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import UnreadableDocument
from quizgen.readers import READERS, read_bytes, read_path, source_text

CHINESE = "# 标题\n\n什么是分词？把文本切成词元，再交给模型。\n"


def test_a_file_knows_its_name_its_path_and_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes("\ufeff# A\r\nb\rc\n".encode())
    text = read_path(path)
    assert (text.name, text.path, text.encoding, text.format) == ("notes.md", str(path), "utf-8", "markdown")
    assert text.text == "# A\nb\nc\n"
    assert text.lines == ("# A", "b", "c")
    assert read_path(path, "other").name == "other"


def test_line_ends_and_byte_order_marks_do_not_change_the_content_hash() -> None:
    plain = read_bytes(b"a\nb\n", "x.md")
    assert read_bytes(b"a\r\nb\r\n", "x.md").content_hash == plain.content_hash
    assert read_bytes(b"\xef\xbb\xbfa\nb\n", "y.md").content_hash == plain.content_hash
    assert read_bytes(b"a\nc\n", "x.md").content_hash != plain.content_hash


@pytest.mark.parametrize(
    ("encoding", "named", "note"),
    [
        ("utf-8", "utf-8", ()),
        ("utf-8-sig", "utf-8", ()),
        ("utf-16", "utf-16", ("read as UTF-16",)),
        ("gb18030", "gb18030", ("not UTF-8, read as GB18030",)),
        ("gbk", "gb18030", ("not UTF-8, read as GB18030",)),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, named: str, note: tuple[str, ...]) -> None:
    text = read_bytes(CHINESE.encode(encoding), "x.md")
    assert (text.text, text.encoding, text.notes) == (CHINESE, named, note)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"one\ntwo\0three", "NUL byte on line 2"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "zip"),
        (bytes(range(1, 32)) * 40, "binary"),
        ("caf\xe9 cr\xe8me br\xfbl\xe9e \xe9t\xe9s".encode("latin-1"), "neither UTF-8"),
        ("什么是分词".encode()[:-1] + b"\xff\xff", "neither UTF-8"),
        ("half \ud83d".encode("utf-8", "surrogatepass"), "surrogate"),
        (b"\xff\xfe\x3d\xd8", "utf-16 but broken"),
        (b"\xff\xfea\0\0\0", "NUL character on line 1"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as refused:
        read_bytes(data, "x.md")
    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("x.md: ")


def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path, "a folder"),
        (tmp_path / "absent.md", "no such file"),
        (tmp_path / "nul\0.md", "cannot be opened"),
    ):
        with pytest.raises(UnreadableDocument, match=says):
            read_path(path)


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_text("x" * 2_000_000)
    with pytest.raises(UnreadableDocument, match=r"1\.9 MB, more than the 1 MB"):
        read_path(path, limit=2**20)
    with pytest.raises(UnreadableDocument, match="more than"):
        read_bytes(b"x" * 11, "x.md", limit=10)
    assert read_bytes(b"x" * 10, "x.md", limit=10).text == "x" * 10


def test_text_that_is_already_decoded_is_held_to_the_same_rules() -> None:
    assert source_text("a\r\nb", "typed").lines == ("a", "b")
    for text in ("", "a\0b", "a\ud800b"):
        with pytest.raises(UnreadableDocument):
            source_text(text, "typed")


def test_every_name_has_a_reader() -> None:
    for name, format_name in (("a.MD", "markdown"), ("a.txt", "text"), ("README", "text"), ("", "text")):
        assert next(reader for reader in READERS if reader.takes(name)).format == format_name


@given(st.binary(max_size=200))
def test_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = read_bytes(data, "x")
    except UnreadableDocument as error:
        refused = str(error)
        said_in_one_line = "\n" not in refused
    else:
        said_in_one_line = True
        assert text.text.strip()
        assert "\0" not in text.text
        assert "\r" not in text.text
    assert said_in_one_line


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), min_size=1))
def test_utf8_comes_back_as_it_was(words: str) -> None:
    if words.strip() and len([c for c in words if c < " " and c not in "\t\n\v\f"]) == 0:
        assert read_bytes(words.encode(), "x").text == words


def test_a_name_cannot_break_the_line() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_bytes(b"", "a\nb\x1b[31m\ud800.md")
    assert str(refused.value) == "a?b?[31m?.md: the document is empty; write some text into it first"
