"""The talk of a round, line by line, as a person at a terminal has it."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from api.cli import terminal
from api.cli.round import HELP, Round
from api.services import Services
from tests.api.parts import FIRST, TIDES, fill_choices


def talked(services: Services, question_id: str, lines: list[str], *, pasted: int = 0) -> tuple[Round, str]:
    """A round about one question; of *lines*, the first *pasted* wait in the terminal before they are read."""
    read: list[str] = []

    def next_line(_: str) -> str:
        if len(read) == len(lines):
            raise EOFError
        read.append(lines[len(read)])
        return read[-1]

    out = io.StringIO()
    talk = Console(file=out, width=200)
    played = Round(services, talk, next_line, more=lambda: len(read) < pasted)
    played.play([services.bank().get(question_id)])  # type: ignore[arg-type]
    return played, out.getvalue()


@pytest.mark.parametrize("mark", ["?", "？", " ? "])
def test_a_question_mark_asks_for_help_and_is_no_answer(filled: Services, mark: str) -> None:
    played, told = talked(filled, TIDES.id, [mark, "The moon pulls the water", "", ""])
    assert HELP[1:] in told
    assert [attempt.answer for _, attempt in played.done] == ["The moon pulls the water"]


def test_inside_an_answer_a_question_mark_is_part_of_it(filled: Services) -> None:
    played, told = talked(filled, TIDES.id, ["The moon?", "?", "", ""])
    assert [attempt.answer for _, attempt in played.done] == ["The moon?\n?"]
    assert HELP[1:] not in told


def test_a_question_mark_at_options_says_what_may_be_typed(filled: Services) -> None:
    fill_choices(filled)
    played, told = talked(filled, FIRST, ["?", "a", ""])
    assert f"One letter; {HELP}" in told
    assert len(played.done) == 1


def test_an_empty_line_inside_what_was_pasted_does_not_end_it(filled: Services) -> None:
    lines = ["The moon pulls", "", "the water", "", ""]
    played, _ = talked(filled, TIDES.id, lines, pasted=3)
    assert [attempt.answer for _, attempt in played.done] == ["The moon pulls\n\nthe water"]


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize(
    "line",
    [
        "  ✗ ReLU：加快训练速度；可能导致神经元死亡，计算简单（见下文）。",
        "没有空格的中文会在任何字符之后换行，但标点不会出现在行首。",
        "English words that go on until the line must be broken somewhere between two of them",
        "短",
        "",
    ],
)
def test_long_lines_break_where_a_reader_would(line: str, width: int) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=width)
    broken = terminal.fitted(line, console).split("\n")
    assert "".join("".join(broken).split()) == "".join(line.split())
    assert all(cell_len(part) <= width for part in broken)
    assert not any(part.strip()[:1] in "，。；：）" for part in broken if part.strip())
    assert all(part.startswith("    ") for part in broken[1:] if line.startswith("  ✗"))


def test_lines_are_left_alone_where_there_is_no_terminal() -> None:
    line = "长" * 300
    assert terminal.fitted(line, Console(file=io.StringIO(), width=40)) == line
