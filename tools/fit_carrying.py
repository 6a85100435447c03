"""Fits how much the parts of the difference between a judge's score and the offline one vary.

    python -m tools.fit_carrying FOLDER_OR_FILE... [--without NAME] [--limit N] [--cache FILE] [-o FILE]

Prints, or writes to FILE, what it found: the variances of the largest marginal likelihood on sets of answers graded
by people, beside those that ship (`Variances` in graders/judge/carrying.py).  To be run again whenever offline
scores change.  A judge is one that thinks as the people do who graded, as for `quizgen bench cascade`.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api import wiring
from api.rowfiles.graded import HumanGrade, human_grades
from api.services import Services
from api.settings import Settings, load
from api.usecases.bench_cascade import seen
from api.usecases.quality import GradedSet
from api.usecases.teaching import lesson
from graders.judge.carrying import Batch, Variances
from tools.credit_data import files_in

Floats = NDArray[np.float64]

LIMIT = 600
STEPS = 120
START = Variances(0.02, 0.02, 0.02, 0.02, 0.02, 0.02, near=0.5, near_score=0.3, noise=0.05, unsure=0.05)
"""Where the search begins: not where it ended the last time."""

_LEAST, _MOST = 1e-5, 4.0
_FIRST_MOVE, _FASTER, _SLOWER, _FINEST = 0.2, 1.2, 0.5, 1e-4  # of the logarithm of a variance

METHOD = (
    "judged - offline is a Gaussian process with the variances below (graders/judge/carrying.py says of what); the sum"
    " over sets of its log marginal likelihood for each answer is made as large as can be, by its slopes in the"
    " logarithms of the variances (resilient steps: faster while a slope keeps its sign)."
)


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """One file: a batch of its answers, how far the judge is off the offline score, and where it is from."""

    name: str
    sha256: str
    batch: Batch
    off: Floats


def main(argv: Sequence[str] | None = None, build: Callable[[Settings], Services] = wiring.build) -> int:
    """Fits, and prints or writes."""
    options = _options(argv)
    services = build(load({"encoder": options.encoder, "cache": options.cache}))
    files = [file for file in files_in(options.places) if file.stem not in options.without]
    sets = [found for file in files if (found := read_set(file, services, options.limit)) is not None]
    if not sets:
        raise SystemExit("no file has a graded answer with a reference")
    stored = {**fitted(sets, options.steps), "encoder": services.settings.encoder, "fitted": options.date}
    services.close()
    text = json.dumps(stored, indent=2, ensure_ascii=False) + "\n"
    if options.output is None:
        sys.stdout.write(text)
    else:
        options.output.write_text(text, "utf-8")
    return 0


def read_set(file: Path, services: Services, limit: int) -> JudgedSet | None:
    """The first *limit* (0: all) answers of *file*, in its order, as a batch is; None where it has none."""
    usable = (
        row for row in human_grades(file) if isinstance(row, HumanGrade) and row.counts and row.reference
    )
    rows = tuple(islice(usable, limit or None))
    found = seen(services, GradedSet(file.stem, rows, 0, 0), lambda _: None)
    about = lesson(services.encode(), [one.item for one in found], [one.offline for one in found])
    if not about.places:
        return None
    judged = np.array([found[place].judged for place in about.places])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return JudgedSet(file.stem, digest, about.batch, judged - about.batch.scores)


def fitted(sets: Sequence[JudgedSet], steps: int = STEPS) -> dict[str, Any]:
    """The variances, and what they rest on."""
    found, shipped = search(sets, steps), Variances()
    return {
        "method": METHOD,
        "variances": {name: round(value, 4) for name, value in asdict(found).items()},
        "shipped": asdict(shipped),
        "likelihood": {
            "note": "the log of it for each answer, the mean of the sets",
            "fitted": _mean_likelihood(sets, found),
            "shipped": _mean_likelihood(sets, shipped),
        },
        "data": [
            {
                "set": one.name,
                "rows": len(one.off),
                "questions": len(set(one.batch.questions)),
                "sha256": one.sha256,
            }
            for one in sets
        ],
    }


def search(sets: Sequence[JudgedSet], steps: int = STEPS) -> Variances:
    """The variances of the largest marginal likelihood that *steps* steps find; each set counts the same."""
    now = np.log(list(asdict(START).values()))
    best, largest = now, -np.inf
    move, before = np.full(len(now), _FIRST_MOVE), np.zeros(len(now))
    for _ in range(steps):
        told = [likelihood(one, _variances(now)) for one in sets]
        value = float(np.mean([level for level, _ in told]))
        if value > largest:
            best, largest = now, value
        slope = np.mean([slopes for _, slopes in told], axis=0)
        move = np.clip(move * np.where(slope * before < 0, _SLOWER, _FASTER), _FINEST, 1.0)
        before = slope
        now = np.clip(now + np.sign(slope) * move, np.log(_LEAST), np.log(_MOST))
    return _variances(best)


def likelihood(one: JudgedSet, variances: Variances) -> tuple[float, Floats]:
    """The log marginal likelihood of *one*, for each answer, and its slopes in the logarithms of the variances.

    Rasmussen and Williams 2006, 2.30 and 5.9.
    """
    whole = np.zeros((len(one.off), len(one.off)))
    for covariance, _ in parts(one.batch, variances):
        whole += covariance
    inverse = np.linalg.inv(whole)
    pull = inverse @ one.off
    level = -0.5 * (one.off @ pull + np.linalg.slogdet(whole)[1] + len(one.off) * np.log(2 * np.pi))
    weights = np.outer(pull, pull) - inverse
    by_name = dict.fromkeys(asdict(variances), 0.0)
    for _, slopes in parts(one.batch, variances):
        for name, slope in slopes.items():
            by_name[name] += 0.5 * float(np.vdot(weights, slope))
    return float(level) / len(one.off), np.array(list(by_name.values())) / len(one.off)


def parts(batch: Batch, it: Variances) -> Iterator[tuple[Floats, Mapping[str, Floats]]]:
    """The covariance part by part; of each, how it changes with the logarithms of the variances in it."""
    z = batch.scores - 0.5
    both = np.outer(z, z)
    ones = np.ones_like(both)
    same = (batch.questions[:, None] == batch.questions[None, :]).astype(float)
    for name, shape in (
        ("offset", ones),
        ("tilt", both),
        ("question_offset", same),
        ("question_tilt", same * both),
        ("noise", np.eye(len(z))),
        ("unsure", np.diag(1 - batch.confidences)),
    ):
        part = getattr(it, name) * shape
        yield part, {name: part}
    apart = np.square(z[:, None] - z[None, :]) / it.near_score**2
    bend = it.bend * np.exp(-apart / 2)
    yield bend, {"bend": bend, "near_score": bend * apart}
    far = np.maximum(0.0, 2 - 2 * batch.vectors @ batch.vectors.T) / it.near**2
    like = it.likeness * same * np.exp(-far / 2)
    yield like, {"likeness": like, "near": like * far}


def _variances(logs: Floats) -> Variances:
    return Variances(*(float(value) for value in np.exp(logs)))


def _mean_likelihood(sets: Sequence[JudgedSet], variances: Variances) -> float:
    return round(float(np.mean([likelihood(one, variances)[0] for one in sets])), 4)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fit_carrying", description=__doc__.split("\n")[0])
    parser.add_argument(
        "places", type=Path, nargs="+", metavar="FOLDER_OR_FILE", help="graded answers, JSONL"
    )
    parser.add_argument("--without", nargs="*", default=(), metavar="NAME", help="sets that are left out")
    parser.add_argument("--limit", type=int, default=LIMIT, help="answers of each set at most; 0 is all")
    parser.add_argument("--steps", type=int, default=STEPS, help="of the search")
    parser.add_argument("--encoder", default="universal")
    parser.add_argument("--cache", type=Path, help="where vectors are kept between runs")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="the fitting date")
    parser.add_argument("-o", "--output", type=Path, help="where the figures go, instead of the terminal")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
