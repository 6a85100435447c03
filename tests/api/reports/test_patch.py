"""The diff: applied by the programs that authors use, to files as authors have them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from api.reports.patch import make_patch
from api.usecases.auditing import QuestionAudit
from questions.errors import BadInput
from questions.records import FlagVerdict
from quizgen.readers import read_bytes
from tests.api.reports.making import audit, flag

TEXT = "# Notes\n\n## Why?\n\nEach head has many keys.\nIt is slow 因为.\n\n- one\n- many keys\n\nEnd."
ANSWER = TEXT[TEXT.index("Each") :]
PATCH, GIT = shutil.which("patch"), shutil.which("git")
Applies = Callable[[Path, bytes], None]


def by_patch(folder: Path, diff: bytes) -> None:
    command = [PATCH or "", "-p0", "--binary"]
    subprocess.run(command, cwd=folder, input=diff, check=True, capture_output=True)


def by_git(folder: Path, diff: bytes) -> None:
    command = [GIT or "", "apply", "-p0", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, input=diff, check=True, capture_output=True)


@pytest.fixture(
    params=[
        pytest.param(by_patch, marks=pytest.mark.skipif(PATCH is None, reason="no patch here")),
        pytest.param(by_git, marks=pytest.mark.skipif(GIT is None, reason="no git here")),
    ]
)
def applies(request: pytest.FixtureRequest) -> Applies:
    found: Applies = request.param
    return found


def patched(
    folder: Path, data: bytes, applies: Applies, *audits: QuestionAudit, name: str = "notes.md"
) -> bytes:
    """*data* after the diff was made of *audits* and applied."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    made = make_patch(path, read_bytes(data, name), audits)
    assert made.folder == folder
    applies(folder, made.diff)
    return path.read_bytes()


@pytest.fixture(autouse=True)
def _in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_a_quote_becomes_its_correction_and_all_else_stays(
    tmp_path: Path, applies: Applies, encoding: str, ends: str, last: str
) -> None:
    data = (TEXT + last).replace("\n", ends).encode(encoding)
    found = audit(ANSWER, flag(ANSWER, "many keys", "一个 key."), line=3)
    after = patched(tmp_path, data, applies, found).decode(encoding)
    assert after == (TEXT + last).replace("many keys", "一个 key", 1).replace("\n", ends)


def test_the_last_line_without_an_end(tmp_path: Path, applies: Applies) -> None:
    after = patched(tmp_path, TEXT.encode(), applies, audit(ANSWER, flag(ANSWER, "End", "Fin"), line=3))
    assert after.decode() == TEXT[:-4] + "Fin."


def test_the_same_words_further_down_are_told_apart(tmp_path: Path, applies: Applies) -> None:
    second = flag(ANSWER, "- many keys", "- one key")
    after = patched(tmp_path, TEXT.encode(), applies, audit(ANSWER, second, line=3))
    assert after.decode() == TEXT.replace("- many keys", "- one key")


def test_a_quote_over_several_lines(tmp_path: Path, applies: Applies) -> None:
    text = "# Notes\n\n> Each head\n> has many keys, truly.\n"
    found = audit(
        "Each head\nhas many keys, truly.", flag("Each head\nhas many keys, truly.", "head\nhas many")
    )
    assert patched(tmp_path, text.encode(), applies, found).decode() == (
        "# Notes\n\n> Each the other way round keys, truly.\n"
    )


@pytest.mark.parametrize(
    "name", ["my notes.md", "笔记.md", 'a"b.md', "deep/er/notes.md", "-p1.md", "a\tb.md"]
)
def test_whatever_the_file_is_called(tmp_path: Path, applies: Applies, name: str) -> None:
    found = audit(ANSWER, flag(ANSWER, "many keys", "one key"), line=3)
    after = patched(tmp_path, TEXT.encode(), applies, found, name=name)
    assert after.decode() == TEXT.replace("many keys", "one key", 1)


def test_a_file_elsewhere_is_patched_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "far"
    folder.mkdir()
    (folder / "notes.md").write_text(TEXT, "utf-8")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    found = audit(ANSWER, flag(ANSWER, "many keys"), line=3)
    made = make_patch(folder / "notes.md", read_bytes(TEXT.encode(), "notes.md"), [found])
    assert made.folder == folder
    assert made.diff.startswith(b"--- notes.md\n+++ notes.md\n")


def left(tmp_path: Path, *audits: QuestionAudit) -> tuple[bytes, list[str]]:
    (tmp_path / "notes.md").write_text(TEXT, "utf-8")
    made = make_patch(tmp_path / "notes.md", read_bytes(TEXT.encode(), "notes.md"), audits)
    return made.diff, [flag.quote for flag in made.left_out]


def test_the_graver_of_two_on_the_same_words_is_taken(tmp_path: Path) -> None:
    grave, other = flag(ANSWER, "has many keys", "has one"), flag(ANSWER, "many keys", "two")
    diff, out = left(tmp_path, audit(ANSWER, grave, other, line=3))
    assert b"+Each head has one." in diff
    assert out == ["many keys"]


def test_neighbours_with_the_same_correction_get_it_once(tmp_path: Path) -> None:
    text = "Each head has many keys, and many values."
    flags = flag(text, "many keys", "one of each"), flag(text, "and many values", "one of each")
    (tmp_path / "notes.md").write_text(text, "utf-8")
    made = make_patch(tmp_path / "notes.md", read_bytes(text.encode(), "notes.md"), [audit(text, *flags)])
    assert b"+Each head has one of each." in made.diff
    assert made.replaced == 1


def test_a_misspelling_becomes_the_word_alone(tmp_path: Path) -> None:
    typo = flag(ANSWER, "slow", "'slow' should be 'fast' (a misspelling).", verdict=FlagVerdict.TYPO)
    diff, _ = left(tmp_path, audit(ANSWER, typo, line=3))
    assert "+It is fast 因为.".encode() in diff


@pytest.mark.parametrize(
    "verdict", [FlagVerdict.INCONSISTENT, FlagVerdict.INCOMPLETE, FlagVerdict.UNSUPPORTED]
)
def test_advice_is_left_to_the_author(tmp_path: Path, verdict: FlagVerdict) -> None:
    assert left(tmp_path, audit(ANSWER, flag(ANSWER, "slow", verdict=verdict), line=3)) == (b"", ["slow"])


def test_an_item_of_the_wrong_list_is_left_to_the_author(tmp_path: Path) -> None:
    misplaced = flag(ANSWER, "slow").model_copy(update={"detector": "categories/1"})
    assert left(tmp_path, audit(ANSWER, misplaced, line=3)) == (b"", ["slow"])


def test_words_that_the_file_has_not_are_left_out(tmp_path: Path) -> None:
    assert left(tmp_path, audit("Other words.", flag("Other words.", "Other"))) == (b"", ["Other"])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (TEXT.encode("utf-16"), "save the file as UTF-8"),
        (TEXT.replace("\n", "\r").encode(), "old Macs"),
        (b"<html><body><h2>Why?</h2><p>Each head has many keys.</p></body></html>", "converted"),
    ],
)
def test_a_file_that_no_diff_can_be_made_of_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / ("notes.html" if data.startswith(b"<") else "notes.md")
    path.write_bytes(data)
    with pytest.raises(BadInput, match=why):
        make_patch(path, read_bytes(data, path.name), [audit(ANSWER, flag(ANSWER, "many keys"), line=3)])
