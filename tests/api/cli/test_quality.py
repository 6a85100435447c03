import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.lazy import Lazy
from api.services import Services
from api.usecases.quality import quality, read_sets
from graders.grader import Submission
from questions.records import Grade, GraderId, Unscored
from tests.api.cli.test_main import Cli
from tests.api.parts import fake_grade

SETS = Path(__file__).parents[2] / "cases" / "quality"
EN, ZH = SETS / "nature_en.jsonl", SETS / "nature_zh.jsonl"


def measured(cli: Cli, *words: object, code: int = 0) -> dict[str, Any]:
    ran = cli("bench", "quality", *words, "--json")
    assert ran.code == code, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def values(figures: dict[str, Any], *names: str) -> list[float | None]:
    return [figures[name]["value"] for name in names]


def test_the_figures_are_these(cli: Cli) -> None:
    """Pinned with a grader of one rule and a hashing encoder, so that they move with the measures alone."""
    found = measured(cli, EN, ZH, "--draws", 50)
    english, chinese = found["sets"]
    assert (english["set"], english["questions"], english["left_out"], english["refused"]) == (
        "nature_en",
        3,
        3,
        0,
    )
    assert (english["graders"]["offline"]["n"], chinese["graders"]["offline"]["n"]) == (30, 30)
    names = ("r", "rho", "within", "qwk", "rmse")
    assert {
        grader: values(english["graders"][grader], *names) for grader in ("offline", "cosine", "words")
    } == PINNED
    assert values(english["graders"]["offline"], "coverage", "ece") == [1.0, PINNED_ECE]
    assert found["mean"]["words"]["r"]["value"] == pytest.approx(
        (english["graders"]["words"]["r"]["value"] + chinese["graders"]["words"]["r"]["value"]) / 2, abs=1e-4
    )


PINNED = {
    "offline": [0.1932, 0.1737, 0.2309, 0.0691, 0.5662],
    "cosine": [0.6491, 0.6364, 0.6619, 0.2531, 0.4053],
    "words": [0.7006, 0.7209, 0.7174, 0.5493, 0.2753],
}
PINNED_ECE = 0.3667


def test_it_says_where_errors_come_from_and_what_the_confidence_is_worth_over_all(cli: Cli) -> None:
    found = measured(cli, EN, ZH, "--draws", 0)
    for one in found["sets"]:
        whole = one["graders"]["offline"]["rmse"]["value"] ** 2
        assert sum(one["errors"].values()) == pytest.approx(whole, abs=3e-4)
        for part in one["reliability"]:
            assert 0 <= part["near"] <= part["close"] <= 1
    # All of one confidence: too sure in one set and in the other, by the mean of both.
    eces = [one["graders"]["offline"]["ece"]["value"] for one in found["sets"]]
    assert found["pooled_ece"] == pytest.approx(sum(eces) / 2, abs=1e-3)


def test_every_figure_has_an_interval_and_the_seed_decides_it(cli: Cli) -> None:
    first, again, other = (measured(cli, EN, "--draws", 4, "--seed", seed) for seed in (1, 1, 2))
    assert first == again
    assert first["sets"] != other["sets"]
    interval = first["sets"][0]["graders"]["words"]["r"]
    assert interval["low"] <= interval["value"] <= interval["high"]


def test_people_get_tables_with_a_note(cli: Cli) -> None:
    ran = cli("bench", "quality", EN, "--draws", 20)
    assert ran.code == 0
    for word in (
        "nature_en",
        "offline",
        "cosine",
        "words",
        "mean of sets",
        "rmse -20%",
        "parts of the squared error",
        "over the answers of all sets",
        "95 %",
        "above raw cosine",
    ):
        assert word in ran.out
    assert "3 rows that cannot be compared were left out" in ran.err


def test_a_limit_counts_answers_that_can_be_measured(cli: Cli) -> None:
    assert measured(cli, EN, "--limit", 12, "--draws", 0)["sets"][0]["graders"]["words"]["n"] == 12


def test_what_is_not_defined_is_null_and_said_with_a_dash(cli: Cli, tmp_path: Path) -> None:
    row = {"question": "Why?", "reference": "So.", "answer": "so", "score": 1, "max_score": 1}
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps(row) + "\n", "utf-8")
    figures = measured(cli, source)["sets"][0]["graders"]["offline"]
    assert values(figures, "r", "rho", "within") == [None, None, None]
    assert "–" in cli("bench", "quality", source).out


def test_an_abstention_lowers_the_coverage_and_is_never_a_zero(services: Services) -> None:
    def shy(items: tuple[Submission, ...], /) -> tuple[Grade, ...]:
        grades = list(fake_grade(items))
        grades[::2] = [Unscored(decided_by=GraderId("shy/1"), language="en", reason="shy")] * len(grades[::2])
        return tuple(grades)

    def offline(grade: Any) -> Any:
        made = replace(services, grade=Lazy(lambda: grade))
        sets = read_sets([EN], 0, lambda _: None)
        return quality(made, sets, 0, 0, lambda _: None).sets[0].by_grader["offline"]

    bold, reserved = offline(fake_grade), offline(shy)
    assert bold.values["coverage"] == 1
    assert (reserved.values["coverage"], reserved.scored) == (0.5, 15)


def test_rows_that_are_none_are_named_and_the_exit_is_1(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "bad.jsonl"
    source.write_text(EN.read_text("utf-8") + '{"answer": "no grade"}\n{\n', "utf-8")
    ran = cli("bench", "quality", source, "--draws", 0)
    assert ran.code == 1
    assert "bad.jsonl, line 34: the row has no human grade" in ran.err
    assert "bad.jsonl, line 35: not JSON" in ran.err


def test_a_gain_that_is_too_small_is_exit_1(cli: Cli) -> None:
    assert cli("bench", "quality", EN, "--draws", 0, "--minimum-gain", -1).code == 0
    assert cli("bench", "quality", EN, "--draws", 0, "--minimum-gain", 1).code == 1


@pytest.mark.parametrize("text", ["", "{}\n", '{"answer": "x", "score": 1}\n'])
def test_a_file_without_a_graded_answer_is_exit_2(cli: Cli, tmp_path: Path, text: str) -> None:
    source = tmp_path / "none.jsonl"
    source.write_text(text, "utf-8")
    assert cli("bench", "quality", source).code == 2


def test_the_picture_is_text_and_the_same_every_time(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    source = tmp_path / "自然 $x$.jsonl"
    source.write_bytes(ZH.read_bytes())
    for name in ("one.svg", "two.svg"):
        assert cli("bench", "quality", EN, source, "--draws", 20, "--svg", tmp_path / name).code == 0
    drawn = (tmp_path / "one.svg").read_text("utf-8")
    assert drawn == (tmp_path / "two.svg").read_text("utf-8")
    for word in ("<svg", "nature_en", "自然", "stated confidence", "cosine"):
        assert word in drawn
    assert cli("bench", "quality", EN, "--svg", tmp_path).code == 2


def test_without_matplotlib_the_line_says_what_to_install(
    services: Services, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert main(["bench", "quality", str(EN), "--svg", str(tmp_path / "x.svg")], lambda _: services) == 2
    assert 'pip install "quizgen[plots]"' in capsys.readouterr().err
