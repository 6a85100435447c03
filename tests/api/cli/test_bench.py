import json

from tests.api.cli.test_main import Cli


def test_the_ratio_is_said(cli: Cli) -> None:
    ran = cli("bench", "grade", "--rows", 40, "--rounds", 2, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert (found["rows"], found["rounds"]) == (40, 2)
    assert found["ratio"] > 0
    assert found["graded_per_second"] > 0
    assert "ratio" in cli("bench", "grade", "--rows", 40, "--rounds", 2).out


def test_below_the_minimum_is_1(cli: Cli) -> None:
    assert cli("bench", "grade", "--rows", 20, "--rounds", 1, "--minimum", 1_000_000).code == 1
