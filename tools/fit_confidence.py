"""Fits the chance that a score is close to a person's, on sets of answers graded by people.

    python -m tools.fit_confidence FOLDER_OR_FILE... [--limit N] [--cache FILE] [--write]

Prints what it found; with --write it becomes graders/confidence_model.json.  To be run again whenever scores
change.  The file holds coefficients, figures, names and hashes of the sets, and not a word of them.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from api import wiring
from api.services import Services
from api.settings import Settings, load
from graders.agreement import CLOSE, calibration_error, errors, risk_coverage, rmse
from graders.assurance import FILE, KNOTS, ConfidenceModel
from tools.confidence_data import Floats, SureSet, read_set
from tools.confidence_models import (
    WAYS,
    Table,
    across_questions,
    across_sets,
    coefficients,
    table_of,
    two_steps,
    within_sets,
)
from tools.credit_data import files_in

MODEL = Path(__file__).resolve().parent.parent / "graders" / FILE
FOLDS = 5
LIMIT = 1000
REMOVED = (0.1, 0.2, 0.5)
_ENDS = (0.005, 0.995)  # the range of a count: what all but one in a hundred answers lie within

METHOD = (
    "confidence = 1 / (1 + exp(-z)), z = level + (said + said_by_score * score) * log(1 + tokens of the answer)"
    " + (wanted + wanted_by_score * score) * log(1 + units of the reference that the question does not hold)"
    " + the sum over knots of slope * max(0, score - knot)."
    " The slopes are those of a log-linear model of the squared error relative to the set's, with a level for"
    " each set; a logistic curve over it and the score gives the chance. Each set is weighted equally."
)
WAYS_IN_WORDS = {
    "two_steps": "what ships",
    "one_step": "a logistic curve over the same features",
    "score_alone": "a logistic curve over the score",
    "neighbours": "the share that was close among the 400 most similar answers, with 30 average ones",
    "same_for_all": "the usual share for every answer: it orders nothing",
}


def main(
    argv: Sequence[str] | None = None,
    build: Callable[[Settings], Services] = wiring.build,
    target: Path = MODEL,
) -> int:
    """Fits, prints, and writes *target* where asked to."""
    options = _options(argv)
    services = build(load({"encoder": options.encoder, "cache": options.cache}))
    sets = [read_set(file, services, options.limit) for file in files_in(options.places)]
    stored = fitted(sets)
    stored = {**stored, "encoder": services.settings.encoder, "fitted": options.date}
    stored["rows_at_most"] = options.limit or None
    sys.stdout.write(report(stored) + "\n")
    if options.write:
        target.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", "utf-8")
        sys.stdout.write(f"written: {target}\n")
    services.close()
    return 0


def fitted(sets: Sequence[SureSet]) -> dict[str, Any]:
    """What goes into the file: coefficients, the data they rest on, and how they do on unseen answers."""
    seen = table_of(sets)
    return {
        "coefficients": asdict(_model(sets, seen)),
        "knots": list(KNOTS),
        "close": f"off a person's score by less than {CLOSE:g} of the scale",
        "method": METHOD,
        "data": [_source(one) for one in sets],
        "figures": {
            "folds": FOLDS,
            "ways": WAYS_IN_WORDS,
            "errors": {one.name: _errors(one) for one in sets},
            "other_questions": {
                way: figures(sets, across_questions(sets, seen, fit, FOLDS)) for way, fit in WAYS.items()
            },
            "other_sets": {
                way: figures(sets, across_sets(seen, fit)) for way, fit in WAYS.items() if len(sets) > 1
            },
            "own_set": {"two_steps": figures(sets, within_sets(sets, seen, two_steps, FOLDS))},
        },
    }


def figures(sets: Sequence[SureSet], confidence: Floats) -> dict[str, Any]:
    """Calibration error and what becomes of the RMSE when the least sure go, by set, in the mean and pooled."""
    parts = np.split(confidence, np.cumsum([len(one.human) for one in sets])[:-1])
    found = {one.name: _figures(one.score, one.human, part) for one, part in zip(sets, parts, strict=True)}
    score, human = (np.concatenate([getattr(one, name) for one in sets]) for name in ("score", "human"))
    mean = {name: _round(float(np.mean([of[name] for of in found.values()]))) for name in _NAMES}
    return {"sets": found, "mean": mean, "pooled_ece": _round(calibration_error(score, human, confidence))}


_NAMES = ("ece", *(f"rmse_change_without_{share:.0%}" for share in REMOVED))


def _figures(score: Floats, human: Floats, confidence: Floats) -> dict[str, float]:
    whole = rmse(score, human)
    left = [risk for risk, _ in risk_coverage(score, human, confidence, REMOVED)]
    changes = [risk / whole - 1 if whole else 0.0 for risk in left]
    return dict(
        zip(_NAMES, map(_round, (calibration_error(score, human, confidence), *changes)), strict=True)
    )


def _model(sets: Sequence[SureSet], seen: Table) -> ConfidenceModel:
    level, *rest = (round(float(part), 3) for part in coefficients(seen))
    size = len(KNOTS)
    said, wanted, said_by_score, wanted_by_score = rest[size:]
    signals = [signals for one in sets for signals in one.signals]
    return ConfidenceModel(
        level=level,
        score=tuple(rest[:size]),
        said=said,
        wanted=wanted,
        said_by_score=said_by_score,
        wanted_by_score=wanted_by_score,
        said_range=_range([one.said for one in signals], seen.weights),
        wanted_range=_range([one.wanted for one in signals], seen.weights),
        usual=_round(float(np.average(seen.close, weights=seen.weights))),
    )


def _range(counts: Sequence[int], weights: Floats) -> tuple[int, int]:
    order = np.argsort(counts, kind="stable")
    share = np.cumsum(weights[order]) / weights.sum()
    low, high = (int(np.array(counts)[order][np.searchsorted(share, end)]) for end in _ENDS)
    return low, max(high, low + 1)


def _source(one: SureSet) -> dict[str, Any]:
    return {
        "set": one.name,
        "rows": len(one.human),
        "questions": len(set(one.questions)),
        "languages": list(one.languages),
        "screened": one.screened,
        "refused": one.refused,
        "sha256": one.sha256,
    }


def _errors(one: SureSet) -> dict[str, float]:
    parts = errors(one.score, one.human)
    told = {} if parts is None else {name: _round(part) for name, part in asdict(parts).items()}
    return {"rmse": _round(rmse(one.score, one.human)), **told, "close": _round(float(one.close.mean()))}


def _round(value: float) -> float:
    return round(value, 4)


def report(stored: Mapping[str, Any]) -> str:
    """The figures for people."""
    found = stored["figures"]
    lines = [f"coefficients: {stored['coefficients']}", "", "where the squared error comes from"]
    lines += [f"  {name[:22]:22} {_cells(parts)}" for name, parts in found["errors"].items()]
    for seen in ("other_questions", "other_sets", "own_set"):
        for way, of in found[seen].items():
            lines += ["", f"{seen}, {way}: {WAYS_IN_WORDS[way]}"]
            if way == "two_steps":
                lines += [f"  {name[:22]:22} {_cells(parts)}" for name, parts in of["sets"].items()]
            lines += [f"  {'mean of sets':22} {_cells(of['mean'])}; pooled ece {of['pooled_ece']:.3f}"]
    return "\n".join(lines)


def _cells(parts: Mapping[str, float]) -> str:
    return "  ".join(f"{name.replace('_without_', ' -')} {value:+.3f}" for name, value in parts.items())


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.fit_confidence", description=__doc__.split("\n")[0]
    )
    parser.add_argument(
        "places", type=Path, nargs="+", metavar="FOLDER_OR_FILE", help="graded answers, JSONL"
    )
    parser.add_argument("--limit", type=int, default=LIMIT, help="answers of each set at most; 0 is all")
    parser.add_argument("--encoder", default="universal")
    parser.add_argument("--cache", type=Path, help="where vectors are kept between runs")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="the fitting date")
    parser.add_argument("--write", action="store_true", help="make it the model that ships")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
