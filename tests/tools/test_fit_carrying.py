"""The script that fits how a judge's corrections vary, on batches drawn from a known law and on sets of our own."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from api import wiring
from api.lazy import Lazy
from api.services import Services
from api.settings import Settings
from graders.judge.carrying import Batch, Variances
from graders.panel import Panel
from tests.fakes import FakeEncode
from tests.tools.test_fit_credit import SETS
from tools import fit_carrying
from tools.fit_carrying import JudgedSet, likelihood, parts, search

NAMES = list(asdict(Variances()))


def build(settings: Settings) -> Services:
    """The product with another encoder."""
    encode = FakeEncode()
    return replace(wiring.build(settings), grade=Lazy(lambda: Panel(encode)), encode=Lazy(lambda: encode))


def batch(size: int, seed: int = 0) -> Batch:
    drawn = np.random.default_rng(seed)
    vectors = drawn.normal(size=(size, 6))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Batch.of(
        [number % 7 for number in range(size)],
        list(drawn.uniform(size=size)),
        list(drawn.uniform(size=size)),
        vectors.astype(np.float32),
    )


def judged(size: int, law: Variances, seed: int = 0) -> JudgedSet:
    """Differences drawn from *law*."""
    one = batch(size, seed)
    whole = sum((covariance for covariance, _ in parts(one, law)), np.zeros((size, size)))
    off = np.random.default_rng(seed + 1).multivariate_normal(np.zeros(size), whole)
    return JudgedSet("drawn", "", one, off)


def test_the_parts_come_to_what_the_grader_reckons_with() -> None:
    one = batch(40)
    whole = sum((covariance for covariance, _ in parts(one, Variances())), np.zeros((40, 40)))
    ours = one._alike(np.arange(40)) + np.diag(one._noise())
    assert whole == pytest.approx(ours)


@pytest.mark.parametrize("name", NAMES)
def test_the_slopes_are_those_of_the_likelihood(name: str) -> None:
    one = judged(30, Variances())
    step = 1e-5
    up, down = (
        likelihood(one, replace(Variances(), **{name: getattr(Variances(), name) * np.exp(sign * step)}))[0]
        for sign in (1, -1)
    )
    slope = likelihood(one, Variances())[1][NAMES.index(name)]
    assert (up - down) / (2 * step) == pytest.approx(slope, rel=1e-3, abs=1e-7)


def test_it_finds_the_law_that_differences_were_drawn_from() -> None:
    law = replace(Variances(), likeness=0.3, offset=0.2, noise=0.05, unsure=1e-5)
    sets = [judged(70, law, seed) for seed in range(3)]
    found = search(sets, 60)
    own, first = (np.mean([likelihood(one, it)[0] for one in sets]) for it in (found, fit_carrying.START))
    assert own > first
    assert own >= np.mean([likelihood(one, law)[0] for one in sets]) - 0.01
    assert 0.1 < found.likeness < 0.9


def test_it_reads_sets_and_writes_what_it_found(tmp_path: Path) -> None:
    out = tmp_path / "carrying.json"
    words = [str(SETS), "-o", str(out), "--steps", "3", "--date", "2025-03-01", "--limit", "20"]
    assert fit_carrying.main(words, build) == 0
    found = json.loads(out.read_text("utf-8"))
    assert list(found["variances"]) == list(found["shipped"]) == NAMES
    assert found["shipped"] == asdict(Variances())
    assert found["fitted"] == "2025-03-01"
    assert found["likelihood"]["fitted"] <= 10
    names = [file.stem for file in sorted(SETS.glob("*.jsonl"))]
    assert [one["set"] for one in found["data"]] == names
    assert all(0 < one["rows"] <= 20 and len(one["sha256"]) == 64 for one in found["data"])


def test_sets_can_be_left_out() -> None:
    names = [file.stem for file in sorted(SETS.glob("*.jsonl"))]
    with pytest.raises(SystemExit, match="no file has a graded answer"):
        fit_carrying.main([str(SETS), "--without", *names], build)
