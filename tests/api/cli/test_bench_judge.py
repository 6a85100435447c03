import json

import pytest

from tests.api.cli.test_main import Cli

pytest.importorskip("litellm", reason="the extra llm is not installed")


def test_the_overhead_is_said(cli: Cli) -> None:
    ran = cli("bench", "judge", "--calls", 100, "--slow-calls", 100, "--latency", 0.05, "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert (found["calls"], found["concurrency"], found["slow_calls"]) == (100, 50, 100)
    assert found["ideal_s"] == pytest.approx(0.1)
    assert found["ratio"] == pytest.approx(found["slow_s"] / found["ideal_s"])
    assert 0 < found["bare_cpu_ms"] < found["ours_cpu_ms"]
    assert found["overhead_ms"] == pytest.approx(found["kept_ms"] - found["bare_ms"])
    # Of the processor, not of the clock, and with room: other tests run beside it.
    assert found["overhead_cpu_ms"] < 15


def test_above_the_maximum_is_1(cli: Cli) -> None:
    words = ("--calls", 100, "--slow-calls", 1, "--latency", 0.01, "--maximum", 0.0001)
    ran = cli("bench", "judge", *words)
    assert ran.code == 1
    assert "overhead" in ran.out
