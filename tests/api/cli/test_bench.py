import json
from pathlib import Path

from tests.api.cli.test_main import Cli


def test_the_ratio_is_said(cli: Cli) -> None:
    ran = cli("bench", "grade", "--rows", 40, "--rounds", 2, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert (found["rows"], found["rounds"]) == (40, 2)
    assert found["ratio"] > 0
    assert found["graded_per_second"] > 0
    assert "ratio" in cli("bench", "grade", "--rows", 40, "--rounds", 2).out


def test_reading_is_measured_with_growth_and_bombs(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text(
        "# Heat\n\n## 1. What is it?\n\nEnergy on its way.\n\n## 2. What is work?\n\nForce times way.\n"
    )
    ran = cli("bench", "extract", file, "--rounds", 1, "--growth", 9, "--longest", 60, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert [(size["times"], size["questions"]) for size in found["sizes"]] == [(1, 2), (10, 20), (100, 200)]
    assert all(size["megabytes_per_second"] > 0 for size in found["sizes"])
    assert {bomb["name"] for bomb in found["bombs"]} >= {"nested list", "unclosed fence"}
    assert 0 < found["growth"] < 9
    ran = cli("bench", "extract", "--rounds", 1, "--growth", 9, "--longest", 0)
    assert (ran.code, "MB/s" in ran.out) == (1, True)


def test_below_the_minimum_is_1(cli: Cli) -> None:
    assert cli("bench", "grade", "--rows", 20, "--rounds", 1, "--minimum", 1_000_000).code == 1
