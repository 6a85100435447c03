import json
from pathlib import Path

import pytest

from api import wiring
from api.cli import demo
from api.cli.main import main
from api.settings import Settings

pytestmark = pytest.mark.skipif(
    not (Path(demo.__file__).parents[2] / "examples" / "answers.jsonl").exists(), reason="no examples here"
)


def test_the_whole_way_on_our_examples(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """With the real encoder, the real facts and the real grader."""
    given: list[Settings] = []

    def build(settings: Settings) -> object:
        given.append(settings)
        return wiring.build(settings)

    assert main(["demo", "--json"], build) == 0  # type: ignore[arg-type]
    told = json.loads(capsys.readouterr().out)
    assert len(told["questions"]) > 20
    assert any(row["flags"] for row in told["audits"])
    assert {row["status"] for row in told["grades"]} == {"scored"}
    assert not Path(given[0].database_url).exists()
    assert tmp_path


def test_people_see_tables_and_what_to_try_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"], wiring.build) == 0
    out = capsys.readouterr().out
    for word in ("questions", "flags on", "grades", "What to try next", "quizgen practice"):
        assert word in out
    assert "README.md" not in out
