"""Walking through drafts: by a script, and at a real terminal."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.cli import terminal
from api.cli.draft_review import KEYS, Review
from api.services import Services
from api.usecases import documents
from api.usecases.reviewing import Desk
from questions.bank import QuestionFilter
from questions.errors import BadSetting
from questions.records import FreeText, Question, QuestionId, Status
from tests.api.cli.test_main import Cli
from tests.api.cli.test_practice import Terminal
from tests.api.parts import DRAFT, SHAKY, TIDES, fill, make_services

NOTES = """\
# Norms

## RMSNorm

RMSNorm divides by the root mean square and subtracts no mean at all.

## LayerNorm

LayerNorm subtracts the mean and divides by the standard deviation of the features.
"""
DRAFTS = QuestionFilter(status=Status.DRAFT)


@pytest.fixture
def drafts(services: Services, tmp_path: Path) -> tuple[QuestionId, ...]:
    """Two drafts made of notes that lie on the disk."""
    path = tmp_path / "norms.md"
    path.write_text(NOTES, "utf-8")
    documents.ingest(services, [documents.read_file(services, path)])
    found = Desk(services).waiting(DRAFTS)
    assert len(found) == 2
    return found


def walk(
    services: Services,
    *keys: str,
    edit: Callable[[str], str | None] = lambda _: None,
    ids: tuple[QuestionId, ...] | None = None,
) -> Review:
    """A review in which *keys* are pressed in turn, then the input ends."""
    pressed: Iterator[str] = iter(keys)

    def read(prompt: str) -> str:
        assert prompt.startswith(KEYS)
        try:
            return next(pressed)
        except StopIteration:
            raise EOFError from None

    desk = Desk(services)
    review = Review(desk, terminal.out(), read, edit)
    review.walk(desk.waiting(DRAFTS) if ids is None else ids)
    return review


def now(services: Services, name: QuestionId) -> Question:
    return services.bank().get(name)


def test_each_key_does_what_it_says(services: Services, drafts: tuple[QuestionId, ...]) -> None:
    first, second = drafts
    done = walk(services, "a", "d").done
    assert done == {"approved": 1, "dropped": 1}
    assert [now(services, name).status for name in (first, second)] == [Status.ACTIVE, Status.RETIRED]
    assert Desk(services).waiting(DRAFTS) == ()


def test_who_quits_goes_on_there(services: Services, drafts: tuple[QuestionId, ...]) -> None:
    assert walk(services, "approve", "q").done == {"approved": 1}
    assert Desk(services).waiting(DRAFTS) == drafts[1:]
    assert walk(services).done == {}
    assert walk(services, "s").done == {"skipped": 1}
    assert Desk(services).waiting(DRAFTS) == drafts[1:]


@pytest.mark.usefixtures("drafts")
def test_all_that_is_needed_is_shown(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    walk(services, "?", "s", "q")
    out = capsys.readouterr().out
    assert "[1/2] norms.md:3-5 › Norms › RMSNorm" in out
    assert "5 │ RMSNorm divides by the root mean square" in out
    assert "1 skipped" in out


def test_flags_are_shown(filled: Services, capsys: pytest.CaptureFixture[str]) -> None:
    bank = filled.bank()
    bank.set_status(QuestionId("q-" + f"{20:016x}"), Status.DRAFT)
    walk(filled, "q")
    assert f"! high: “{SHAKY}” The earth is a globe." in capsys.readouterr().out


def test_what_is_edited_is_approved(
    services: Services, drafts: tuple[QuestionId, ...], tmp_path: Path
) -> None:
    def edit(text: str) -> str:
        return text.replace("subtracts no mean at all", "never subtracts the mean")

    assert walk(services, "e", "q", edit=edit).done == {"edited": 1}
    after = now(services, drafts[0])
    assert isinstance(after, FreeText)
    assert (after.status, after.version) == (Status.ACTIVE, 2)
    assert "never subtracts the mean" in (after.reference or "")
    assert any("never subtracts" in point.text for point in after.key_points)
    documents.ingest(services, [documents.read_file(services, tmp_path / "norms.md")])
    assert now(services, drafts[0]) == after


def test_an_edit_that_will_not_do_is_not_lost(
    services: Services, drafts: tuple[QuestionId, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def fails(text: str) -> str | None:
        if not seen:
            seen.append(text)
            return "=== question\n\n=== reference\nkept words"
        assert "kept words" in text
        return text.replace("=== question\n", "=== question\nWhat is kept?\n")

    assert walk(services, "e", "e", "q", edit=fails).done == {"edited": 1}
    assert now(services, drafts[0]).text == "What is kept?"
    assert "write the question there" in capsys.readouterr().out


def test_no_edit_changes_nothing_and_a_broken_editor_is_said(
    services: Services, drafts: tuple[QuestionId, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: str) -> str:
        raise BadSetting("the editor 'x' did not work")

    assert walk(services, "e", "q").done == {}
    assert walk(services, "e", "q", edit=broken).done == {}
    out = capsys.readouterr().out
    assert "nothing was changed" in out
    assert "did not work" in out
    assert Desk(services).waiting(DRAFTS) == drafts


def changed(services: Services, tmp_path: Path, drafts: tuple[QuestionId, ...]) -> Question:
    """The first draft approved, then its notes changed: the approved one."""
    services.bank().set_status(drafts[0], Status.ACTIVE)
    services.bank().set_status(drafts[1], Status.ACTIVE)
    path = tmp_path / "norms.md"
    path.write_text(NOTES.replace("no mean at all", "the mean as well"), "utf-8")
    documents.ingest(services, [documents.read_file(services, path)])
    return now(services, drafts[0])


def test_a_changed_question_is_shown_with_its_difference(
    services: Services, drafts: tuple[QuestionId, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(services, tmp_path, drafts)
    assert walk(services, "a").done == {"approved": 1}
    out = capsys.readouterr().out
    assert "changed (learners meet the approved words meanwhile)" in out
    assert "{+" in out
    assert "[-" in out
    assert "as well" in out
    after = now(services, drafts[0])
    assert isinstance(after, FreeText)
    assert "as well" in (after.reference or "")


def test_dropped_words_give_way_to_the_approved_ones(
    services: Services, drafts: tuple[QuestionId, ...], tmp_path: Path
) -> None:
    before = changed(services, tmp_path, drafts)
    assert walk(services, "d").done == {"dropped": 1}
    after = now(services, drafts[0])
    assert (after.content_hash, after.status) == (before.content_hash, Status.ACTIVE)
    documents.ingest(services, [documents.read_file(services, tmp_path / "norms.md")])
    assert Desk(services).waiting(DRAFTS) == ()


def test_what_others_decided_meanwhile_is_passed_over(
    services: Services, drafts: tuple[QuestionId, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    services.bank().set_status(drafts[0], Status.RETIRED)
    assert walk(services, "a", ids=drafts).done == {"approved": 1}
    services.bank().set_status(drafts[1], Status.DRAFT)

    def meanwhile(text: str) -> str:
        found = now(services, drafts[1])
        services.bank().rewrite(found.id, found.version, found.model_copy(update={"text": "Another?"}))
        return text + "more"

    assert walk(services, "e", edit=meanwhile).done == {"skipped": 1}
    assert "changed meanwhile" in capsys.readouterr().out


def test_not_at_a_terminal_it_is_one_clear_line(cli: Cli, filled: Services) -> None:
    assert filled.bank().count(DRAFTS) == 1
    for words in ([], ["--json"]):
        ran = cli("questions", "review", *words)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert "quizgen questions approve" in ran.err


def test_at_a_terminal(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    fill(services)
    with closing(Terminal(tmp_path, "questions", "review")) as screen:
        screen.until(DRAFT.text)
        screen.until("q quit: ")
        screen.type("a\n")
        screen.until("1 approved")
        assert screen.end() == 0
    assert now(services, DRAFT.id).status is Status.ACTIVE
    assert now(services, TIDES.id).status is Status.ACTIVE
    services.close()


def test_the_counts_as_json(tmp_path: Path) -> None:
    services = make_services(tmp_path)
    fill(services)
    with closing(Terminal(tmp_path, "questions", "review", "--json")) as screen:
        screen.until("q quit: ")
        screen.type("s\n")
        screen.until("1 skipped")
        assert screen.end() == 0
        screen.until("}")
    services.close()
    counted = Review(Desk(services), terminal.out(), input, lambda _: None)
    assert json.dumps(counted.as_json(1)) == (
        '{"approved": 0, "edited": 0, "dropped": 0, "skipped": 0, "left": 1}'
    )
