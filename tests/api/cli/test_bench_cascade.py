"""What a cascade gains, with verdicts made of people's grades."""

import json
from pathlib import Path
from typing import Any

import pytest

from api import wiring
from api.cli.main import main
from tests.api.cli.test_main import Cli
from tests.api.cli.test_quality import EN, ZH

ADS = Path(__file__).parents[4] / "shared" / "data" / "grading" / "ads_zh_dev.jsonl"
LEAST, LEAST_OF_BEST, LEAST_TAUGHT = 0.4, 0.5, 0.7


def steps(found: dict[str, Any], name: str, of: str = "steps") -> dict[float, float]:
    return {step["share"]: step[name] for step in found[of]}


def test_the_table_on_our_own_sets(cli: Cli) -> None:
    ran = cli("bench", "cascade", EN, ZH, "--json")
    assert ran.code == 0, ran.err
    for found in json.loads(ran.out):
        assert found["answers"] == 30
        assert [step["sent"] for step in found["steps"]] == [0, 3, 6, 9, 15, 30]
        r, rmse = steps(found, "r"), steps(found, "rmse")
        assert r[1.0] > 0.95
        assert rmse[1.0] < 0.1 < rmse[0.0]
        told = r[0.0] is not None  # not where the fake grader gives all the same
        assert (found["steps"][0]["gain"], found["steps"][-1]["gain"]) == ((0, 1) if told else (None, None))
        taught = steps(found, "rmse", "taught")
        assert taught[0.0] == rmse[0.0]
        assert taught[0.3] < rmse[0.0]
        best = {step["share"]: step["rmse"] for step in found["at_best"]}
        assert all(best[share] <= rmse[share] + 1e-9 for share in best)


def test_people_see_a_table_and_a_bar_can_be_set(cli: Cli) -> None:
    ran = cli("bench", "cascade", EN)
    assert "nature_en: 30 answers" in ran.out
    assert "gain at best" in ran.out
    assert cli("bench", "cascade", EN, "--minimum", "1").code == 1


def test_a_file_without_grades_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n")
    assert cli("bench", "cascade", tmp_path / "x.jsonl").code == 2


@pytest.mark.skipif(not ADS.is_file(), reason="the data set is not here")
def test_on_answers_to_chinese_computer_science_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """The order by confidence has a good half of what the order by true error has, which nobody knows.

    Where those that are judged teach about the others, 30 % have most of the gain of all.
    """
    assert main(["bench", "cascade", str(ADS), "--json"], wiring.build) == 0
    (found,) = json.loads(capsys.readouterr().out)
    r, gain = steps(found, "r"), steps(found, "gain")
    assert list(r.values()) == sorted(r.values())
    assert r[1.0] > 0.97
    best = {step["share"]: step["gain"] for step in found["at_best"]}
    assert gain[0.3] >= LEAST
    assert gain[0.3] >= LEAST_OF_BEST * best[0.3]
    taught = steps(found, "gain", "taught")
    assert list(taught.values()) == sorted(taught.values())
    assert taught[0.3] >= LEAST_TAUGHT
