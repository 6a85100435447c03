"""Fits the risk of an answer to what the detectors find in answers that people have judged.

    python -m tools.fit_risk [FILE...] [--base-rate 0.2] [--write]

Rows as for `quizgen bench audit`: {"question", "answer", "label": "sound" | "shaky"}.  Without FILE our own rows, and
those beside the repository when they are there.  Each file counts the same.  With --write the weights become
graders/audit/risk_model.json; the file holds numbers and names, and not a word of the rows.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.audit import Auditor, Reference
from graders.audit.detectors import NAMES, OFFLINE
from graders.audit.risk import MODEL, evidence
from graders.facts import load

ROOT = Path(__file__).resolve().parent.parent
OWN = (ROOT / "examples" / "audit-rows.jsonl",)
BESIDE = ROOT.parent / "shared" / "data" / "audit" / "outside_answers_dev.jsonl"
BASE_RATE = 0.2
OTHER = 3.0  # the weight that a detector is drawn to while few rows speak for it
_RIDGE = 4.0  # rows whose worth that is
_STEPS, _RATE = 20_000, 0.02

Floats = NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--base-rate", type=float, default=BASE_RATE)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    files = given.files or [*OWN, *([BESIDE] if BESIDE.is_file() else [])]
    found = fitted([read_rows(file) for file in files], [file.name for file in files], given.base_rate)
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    sys.stdout.write(text)
    if given.write:
        MODEL.write_text(text, "utf-8")
    return 0


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The judged rows of one file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def fitted(
    sets: Sequence[Sequence[dict[str, Any]]], names: Sequence[str], base_rate: float
) -> dict[str, Any]:
    """The weights as they are stored."""
    shares, shaky, worth = _table(sets)
    level, weights = _fit(shares, shaky, worth)
    # Judged rows are half shaky; notes are not.
    shift = math.log(base_rate / (1 - base_rate)) - math.log(_odds(shaky, worth))
    seen = dict(zip(OFFLINE, shares.T, strict=True))
    return {
        "method": "risk = 1 / (1 + exp(-z)), z = level + the sum over detectors of weight * its gravest flag's"
        " gravity * confidence; weights are not negative, and drawn to `other` while few rows speak for them;"
        " the level is moved to the base rate. 0 without a flag.",
        "base_rate": base_rate,
        "rows": {name: len(rows) for name, rows in zip(names, sets, strict=True)},
        "level": round(level + shift, 4),
        "other": OTHER,
        "detectors": {
            name: {
                "weight": round(float(weights[name]), 4) if name in weights else OTHER,
                "flagged_rows": int((seen[name] > 0).sum()) if name in seen else 0,
            }
            for name in NAMES
        },
    }


def _table(sets: Sequence[Sequence[dict[str, Any]]]) -> tuple[Floats, Floats, Floats]:
    """For each row what each detector found, whether it is shaky, and how much it counts."""
    auditor = Auditor(load())
    shares: list[list[float]] = []
    shaky: list[float] = []
    worth: list[float] = []
    total = sum(map(len, sets))
    for rows in sets:
        audited = auditor([Reference(str(i), row["question"], row["answer"]) for i, row in enumerate(rows)])
        for row, found in zip(rows, audited, strict=True):
            told = evidence(found.flags)
            shares.append([told.get(name, 0.0) for name in OFFLINE])
            shaky.append(float(row["label"] == "shaky"))
            worth.append(total / len(sets) / len(rows))
    return np.array(shares), np.array(shaky), np.array(worth)


def _fit(shares: Floats, shaky: Floats, worth: Floats) -> tuple[float, dict[str, float]]:
    """Level and weights by projected gradient descent on the penalised log-likelihood."""
    level, weights = 0.0, np.full(shares.shape[1], OTHER)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(level + shares @ weights)))
        error = worth * (chance - shaky)
        level -= _RATE * float(error.sum()) / worth.sum() * 4
        slope = (shares.T @ error + _RIDGE * 0.1 * (weights - OTHER)) / worth.sum()
        weights = np.maximum(0.0, weights - 4 * _RATE * slope)
    return level, dict(zip(OFFLINE, weights.tolist(), strict=True))


def _odds(shaky: Floats, worth: Floats) -> float:
    share = float((shaky * worth).sum() / worth.sum())
    return share / (1 - share)


if __name__ == "__main__":
    sys.exit(main())
