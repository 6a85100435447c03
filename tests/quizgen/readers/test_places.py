"""Files, folders, patterns, archives and standard input."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import BadInput, UnreadableDocument
from quizgen.assemble import to_document
from quizgen.readers import places, read_again, upload
from quizgen.readers.archive import inner_name, is_archive
from tests.quizgen.readers.making import docx

TEXT = "# A\n\nwords ![](p.png)\n"


def _zip(*files: tuple[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def _fill(folder: Path) -> None:
    for name in (
        "b.md",
        "a/z.txt",
        "a/.hidden.md",
        ".git/c.md",
        "a/page.html",
        "data.csv",
        "p.png",
        "a/p.png",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT, "utf-8")


def test_a_folder_gives_its_documents_sorted_without_hidden_ones(tmp_path: Path) -> None:
    _fill(tmp_path)
    found = places([tmp_path])
    assert [place.name for place in found] == ["a/page.html", "a/z.txt", "b.md"]
    assert not any(place.named for place in found)
    assert found[2].read().notes == ()


def test_a_pattern_names_as_a_folder_does(tmp_path: Path) -> None:
    _fill(tmp_path)
    assert [place.name for place in places([f"{tmp_path}/**/*"])] == ["a/page.html", "a/z.txt", "b.md"]
    assert [place.name for place in places([f"{tmp_path}/*/*.txt"])] == ["a/z.txt"]
    assert [place.name for place in places([f"{tmp_path}/*.csv"])] == ["data.csv"]
    for pattern in ("*.none", "**x"):
        with pytest.raises(UnreadableDocument, match=r"no document matches|not a pattern"):
            places([f"{tmp_path}/{pattern}"])


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "[a]*.md"
    path.write_text(TEXT, "utf-8")
    (place,) = places([path])
    assert (place.name, place.named) == ("[a]*.md", True)


def test_missing_pictures_are_noted_with_their_line(tmp_path: Path) -> None:
    _fill(tmp_path)
    (tmp_path / "p.png").unlink()
    (place,) = places([tmp_path / "b.md"])
    text = place.read()
    assert text.notes == ("pictures are missing: p.png (line 3)",)
    assert [(asset.target, asset.line, asset.missing) for asset in text.assets] == [("p.png", 3, True)]


def test_standard_input_may_be_any_format() -> None:
    (place,) = places(["-"], standard_input=lambda: b"<!doctype html><h1>A</h1>")
    assert (place.name, place.read().format) == ("standard input", "html")
    (place,) = places(["-"], "notes.org", standard_input=lambda: b"* A\nwords")
    assert (place.name, place.read().text) == ("notes.org", "# A\nwords")
    found = places(["-"], standard_input=lambda: _zip(("a.md", TEXT), ("b.md", TEXT)))
    assert [place.name for place in found] == ["a.md", "b.md"]


def test_one_name_for_several_is_refused(tmp_path: Path) -> None:
    _fill(tmp_path)
    with pytest.raises(BadInput, match="these are 3"):
        places([tmp_path], "x")
    (tmp_path / "a" / "b.md").write_text(TEXT, "utf-8")
    with pytest.raises(BadInput, match=r"would both be called b\.md"):
        places([tmp_path / "b.md", tmp_path / "a" / "b.md"])
    assert len(places([tmp_path / "b.md", tmp_path / "b.md"])) == 1


def test_an_archive_names_as_a_folder_does(tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    path.write_bytes(
        _zip(
            ("b.md", TEXT),
            ("p.png", b"x"),
            ("a/z.txt", TEXT),
            ("__MACOSX/a.md", TEXT),
            (".x/y.md", TEXT),
            ("c.bin", b"0"),
        )
    )
    found = places([path])
    assert [place.name for place in found] == ["a/z.txt", "b.md"]
    nested, top = (place.read() for place in found)
    assert top.notes == ()
    assert nested.notes == ("pictures are missing: p.png (line 3)",)
    assert top.path == f"{path}/b.md"
    assert read_again(Path(top.path), "mine.md").text == top.text
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read_again(path / "none.md")


def test_a_file_that_is_only_called_an_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    path.write_bytes(b"not packed at all")
    with pytest.raises(UnreadableDocument, match="not a zip archive; pack the documents again"):
        places([path])


def test_a_link_leads_to_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "a").mkdir(parents=True)
    (notes / "b.md").write_text(TEXT, "utf-8")
    (tmp_path / "private.md").write_text("# Mine\n\nwords\n", "utf-8")
    (notes / "inside.md").symlink_to("b.md")
    (notes / "out.md").symlink_to("../private.md")
    (notes / "far.md").symlink_to("/etc/passwd")
    (notes / "round.md").symlink_to("round.md")
    (notes / "up").symlink_to("..", target_is_directory=True)
    for where in (notes, f"{notes}/*"):
        found = {place.name: place for place in places([where])}
        assert set(found) == {"b.md", "far.md", "inside.md", "out.md"}
        assert found["inside.md"].read().text == TEXT
        for name in ("far.md", "out.md"):
            with pytest.raises(UnreadableDocument, match="a link to a file outside of the folder"):
                found[name].read()
    (named,) = places([notes / "out.md"])
    assert named.read().text.startswith("# Mine")


def test_only_files_of_their_own_are_picked_up(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(TEXT, "utf-8")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    assert [place.name for place in places([tmp_path])] == ["b.md"]
    with pytest.raises(UnreadableDocument, match="not a regular file"):
        places([tmp_path / "pipe.md"])[0].read()


@pytest.mark.parametrize(
    ("called", "name"),
    [
        (b"half\xff.md", "half\ufffd.md"),
        (b"new\nline.md", "new\ufffdline.md"),
        (b"\x1b[31m.md", "\ufffd[31m.md"),
    ],
)
def test_a_file_may_be_called_by_any_bytes(tmp_path: Path, called: bytes, name: str) -> None:
    path = tmp_path / os.fsdecode(called)
    path.write_text(TEXT, "utf-8")
    for where in (tmp_path, path):
        (place,) = places([where])
        text = place.read()
        assert (place.name, text.name) == (name, name)
        document = to_document(text)
        assert document.name == name
        assert document.path
        document.path.encode()


def test_a_name_that_is_too_long_is_one_file_less() -> None:
    found = upload(_zip(("a.md", TEXT), (f"{'x' * 400}.md", TEXT)), "n.zip")
    assert found[0].read().name == "a.md"
    with pytest.raises(UnreadableDocument, match="its name has 403 characters, at most 300 are kept"):
        found[1].read()


def test_many_small_files_make_no_bomb_either() -> None:
    found = upload(_zip(*((f"{number:03}.md", "# a\n" * 200_000) for number in range(9))), "bomb.zip")
    assert found[0].read().name == "000.md"
    for place in found[1:]:
        with pytest.raises(UnreadableDocument, match="this looks like a zip bomb"):
            place.read()


def test_a_word_document_is_no_archive() -> None:
    assert not is_archive(docx(("", "x")))
    assert is_archive(_zip(("a.md", "x")))


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("../../etc/a.md", "etc/a.md"),
        ("/etc/a.md", "etc/a.md"),
        ("C:\\x\\..\\a.md", "x/a.md"),
        ("a//./b.md", "a/b.md"),
        ("..", ""),
        ("a\x1b[31m\n.md", "a[31m.md"),
    ],
)
def test_a_path_leads_nowhere_but_into_the_archive(name: str, inner: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    assert inner_name(info) == inner


@pytest.mark.parametrize(
    ("encoding", "name"), [("gb18030", "面试题库.md"), ("utf-8", "面试题库.md"), ("cp437", "é.md")]
)
def test_names_in_other_encodings(encoding: str, name: str) -> None:
    info = zipfile.ZipInfo(name.encode(encoding).decode("cp437"))
    info.flag_bits = 0
    assert inner_name(info) == name


def test_bombs_are_refused_and_the_rest_is_read() -> None:
    data = _zip(
        ("bomb.md", b"a" * 40_000_000), ("large.md", bytes(range(33, 127)) * 20_000), ("good.md", TEXT)
    )
    read = {place.name: place for place in upload(data, "x.zip", limit=1_000_000)}
    for name, says in (("bomb.md", "more than the"), ("large.md", "more than the")):
        with pytest.raises(UnreadableDocument, match=says):
            read[name].read()
    assert read["good.md"].read().text == TEXT
    (bomb,) = (place for place in upload(data, "x.zip", limit=50_000_000) if place.name == "bomb.md")
    with pytest.raises(UnreadableDocument, match="zip bomb"):
        bomb.read()


def test_all_documents_together_have_a_limit() -> None:
    files = [(f"{n}.md", f"{n} " * 30_000) for n in range(10)]
    *first, _ = upload(_zip(*files), "x.zip", limit=100_000)
    for place in first[:6]:
        place.read()
    with pytest.raises(UnreadableDocument, match="the archive unpacks to more than"):
        first[6].read()


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 nothing", _zip(("a.md", TEXT))[:-30], _zip(("a.bin", b"x")), b"PK\x05\x06" + bytes(18)],
)
def test_a_broken_or_empty_archive_is_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"broken|no document") as refused:
        upload(data, "x.zip")
    assert "\n" not in str(refused.value)


def test_a_damaged_member_is_one_line() -> None:
    data = bytearray(_zip(("a.md", " ".join(str(n * 7919) for n in range(200)))))
    data[100:120] = bytes(20)
    (place,) = upload(bytes(data), "x.zip")
    with pytest.raises(UnreadableDocument, match=r"a\.md: broken in the archive"):
        place.read()


@given(st.binary(max_size=200))
def test_any_bytes_after_the_mark_of_an_archive_are_read_or_refused(data: bytes) -> None:
    try:
        for place in upload(b"PK\x03\x04" + data, "x.zip"):
            place.read()
    except UnreadableDocument as error:
        assert "\n" not in str(error)  # noqa: PT017  (either will do)
