"""One number for an answer out of its flags: the chance that it is shaky, fitted on judged answers.

A logistic curve over what each detector found.  The weights lie beside this file as JSON, a row a detector;
`tools/fit_risk.py` writes them.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from questions.records import Flag, Severity

MODEL = Path(__file__).with_name("risk_model.json")
# How much a flag of a severity counts for its detector.  A typo misleads nobody.
GRAVITY: Mapping[Severity, float] = {Severity.HIGH: 1.0, Severity.MEDIUM: 0.8, Severity.LOW: 0.05}


@dataclass(frozen=True, slots=True)
class RiskModel:
    """*level* is the logit of an answer with the faintest flag, *weights* what each detector adds to it.

    A detector without a weight of its own, such as one of a plug-in, has the weight *other*.
    """

    level: float
    weights: Mapping[str, float]
    other: float

    def __call__(self, flags: Iterable[Flag]) -> float:
        """The risk of an answer with *flags*, 0..1; 0 when there are none, for nothing speaks against it."""
        found = evidence(flags)
        if not found:
            return 0.0
        logit = self.level + sum(self.weights.get(name, self.other) * share for name, share in found.items())
        return round(1 / (1 + math.exp(-logit)), 4)


def evidence(flags: Iterable[Flag]) -> dict[str, float]:
    """What each detector found, 0..1: its gravest and surest flag.  Ten typos are no more than one."""
    found: dict[str, float] = {}
    for flag in flags:
        name = flag.detector.partition("/")[0]
        found[name] = max(found.get(name, 0.0), GRAVITY[flag.severity] * flag.confidence)
    return found


def risk(flags: Iterable[Flag]) -> float:
    """The risk of an answer with *flags* by the weights that ship."""
    return _shipped()(flags)


@cache
def _shipped() -> RiskModel:
    return read_model(MODEL)


def read_model(path: Path) -> RiskModel:
    """The weights in a file."""
    given = json.loads(path.read_text("utf-8"))
    weights = {name: float(row["weight"]) for name, row in given["detectors"].items()}
    return RiskModel(float(given["level"]), weights, float(given["other"]))
