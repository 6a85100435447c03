import json
from datetime import UTC, datetime, timedelta

import pytest

from api.services import Services
from questions.replies import Call, KeptReply
from tests.api.cli.test_main import Cli

BEGIN = datetime(2025, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def spent(services: Services) -> Services:
    priced = KeptReply(text="a", model="openai/m", prompt_tokens=1000, completion_tokens=50, cost=0.0125)
    unknown = KeptReply(text="b", model="local", prompt_tokens=500, completion_tokens=20)
    for day, reply in enumerate((priced, priced, unknown)):
        call = Call(id=f"c{day}", at=BEGIN + timedelta(days=day // 2), batch="b", purpose="judge")
        services.bank().keep_replies([(f"k{day}", reply, call)])
    return services


def test_by_day(cli: Cli, spent: Services) -> None:
    ran = cli("costs", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == {
        "by": "day",
        "costs": [
            {"name": "2025-03-01", "calls": 2, "prompt_tokens": 2000, "completion_tokens": 100, "cost": 0.025, "unknown": 0},
            {"name": "2025-03-02", "calls": 1, "prompt_tokens": 500, "completion_tokens": 20, "cost": None, "unknown": 1},
        ],
    }  # fmt: skip
    assert spent.bank.built


@pytest.mark.usefixtures("spent")
def test_an_unknown_price_is_never_nothing(cli: Cli) -> None:
    lines = cli("costs", "--by", "model").out.splitlines()
    (local,) = [line for line in lines if "local" in line]
    assert "unknown" in local
    assert "$" not in local
    (purpose,) = [line for line in cli("costs", "--by", "purpose").out.splitlines() if "judge" in line]
    assert "$0.0250 and 1 calls of unknown price" in purpose


@pytest.mark.usefixtures("spent")
def test_since_a_day(cli: Cli) -> None:
    found = json.loads(cli("costs", "--since", "2025-03-02", "--json").out)
    assert [one["name"] for one in found["costs"]] == ["2025-03-02"]
    assert cli("costs", "--since", "yesterday").code == 2


def test_nothing_was_spent(cli: Cli) -> None:
    assert json.loads(cli("costs", "--json").out)["costs"] == []
