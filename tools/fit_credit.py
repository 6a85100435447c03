"""Fits the curve that turns two signals into credit, on sets of answers graded by people.

    python -m tools.fit_credit FOLDER_OR_FILE... [--limit N] [--write]

Prints what it found; with --write it becomes graders/credit_model.json.  The file holds coefficients,
figures, names and hashes of the sets, and not a word of them.
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

from graders import encoders
from graders.agreement import Floats, pearson, rmse
from graders.coverage import CreditModel, shipped_model
from graders.encoders import Encoder
from tools.credit_data import PLAIN, GradedSet, files_in, read_set
from tools.credit_models import (
    across_questions,
    across_sets,
    fit_curve,
    fit_ridge,
    logistic,
    weights_of,
)

MODEL = Path(__file__).resolve().parent.parent / "graders" / "credit_model.json"
FOLDS = 5
ENOUGH = 200  # answers of a language before coefficients of its own say something

Given = Mapping[str, Sequence[Floats]]


def main(
    argv: Sequence[str] | None = None,
    build: Callable[[str, Path | None], Encoder] = encoders.build,
    target: Path = MODEL,
) -> int:
    """Fits, prints, and writes *target* where asked to."""
    options = _options(argv)
    encode = build(options.encoder, options.cache)
    sets = [read_set(file, encode, options.limit) for file in files_in(options.places)]
    present = shipped_model()
    stored = fitted(sets, low=_or(options.low, present.low), high=_or(options.high, present.high))
    stored = {**stored, "encoder": encode.name, "fitted": options.date, "rows_at_most": options.limit or None}
    sys.stdout.write(table(stored) + "\n")
    sys.stdout.write(f"present: {asdict(present)}\nfitted:  {stored['coefficients']}\n")
    if options.write:
        target.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", "utf-8")
        sys.stdout.write(f"written: {target}\n")
    return 0


def fitted(sets: Sequence[GradedSet], *, low: float, high: float) -> dict[str, Any]:
    """What goes into the file: coefficients, the data they rest on, and how they do on unseen answers."""
    pooled = np.concatenate([one.signals for one in sets])
    found = logistic(pooled, np.concatenate([one.human for one in sets]), weights_of(sets))
    intercept, cosine, shared = (round(float(part), 2) for part in found)
    model = CreditModel(intercept=intercept, cosine=cosine, recall=shared, low=low, high=high)
    given = _given(sets)
    return {
        "coefficients": asdict(model),
        "method": (
            "logistic curve over max(0, cosine) and the square root of recall, coefficients not below 0, "
            "each set weighted equally; low and high are chosen, not fitted: credit = (curve - low) / (high - low)"
        ),
        "data": [
            {
                "set": one.name,
                "rows": len(one.human),
                "questions": len(set(one.questions)),
                "languages": sorted(set(one.languages)),
                "refused": one.refused,
                "sha256": one.sha256,
            }
            for one in sets
        ],
        "figures": {
            "folds": FOLDS,
            "plain_features": list(PLAIN),
            "sets": {one.name: _figures(given, [number], sets, model) for number, one in enumerate(sets)},
            "mean": _figures(given, range(len(sets)), sets, model),
            "languages": _by_language(given, sets, model),
        },
    }


def _given(sets: Sequence[GradedSet]) -> Given:
    """What each way gives for the rows of each set; in the folds a question is never in both halves."""
    signals, plain = [one.signals for one in sets], [one.plain for one in sets]
    alone = len(sets) == 1  # then there is no other set to learn from
    return {
        "cosine": [np.clip(one.plain[:, 0], 0, 1) for one in sets],
        "ridge": across_questions(sets, plain, fit_ridge, FOLDS),
        "curve": across_questions(sets, signals, fit_curve, FOLDS),
        "ridge_other_sets": [] if alone else across_sets(sets, plain, fit_ridge),
        "curve_other_sets": [] if alone else across_sets(sets, signals, fit_curve),
    }


def _figures(
    given: Given, numbers: Sequence[int], sets: Sequence[GradedSet], model: CreditModel
) -> dict[str, Any]:
    """r and RMSE of each way, the mean over the sets *numbers*; ``credit`` is the curve stretched as shipped."""
    found: dict[str, Any] = {}
    for way, rows in given.items():
        if rows:
            found[way] = _mean_figures([(rows[number], sets[number].human) for number in numbers])
    stretched = [(_stretch(given["curve"][number], model), sets[number].human) for number in numbers]
    found["credit"] = _mean_figures(stretched)
    return found


def _mean_figures(pairs: Sequence[tuple[Floats, Floats]]) -> dict[str, float | None]:
    return {
        "r": _rounded([pearson(given, human) for given, human in pairs]),
        "rmse": _rounded([rmse(given, human) for given, human in pairs]),
    }


def _rounded(values: Sequence[float]) -> float | None:
    told = [value for value in values if not np.isnan(value)]
    return round(float(np.mean(told)), 4) if told else None


def _stretch(given: Floats, model: CreditModel) -> Floats:
    stretched: Floats = np.clip((given - model.low) / (model.high - model.low), 0, 1)
    return stretched


def _by_language(given: Given, sets: Sequence[GradedSet], model: CreditModel) -> dict[str, Any]:
    """Figures over the sets of each language, and what the curve would be if fitted on it alone."""
    found: dict[str, Any] = {}
    for language in sorted({name for one in sets for name in one.languages if name}):
        # A set is of the language that most of its references are in.
        numbers = [n for n, one in enumerate(sets) if max(one.languages, key=one.languages.count) == language]
        own = [sets[number] for number in numbers]
        rows = sum(len(one.human) for one in own)
        if rows >= ENOUGH:
            alone = logistic(
                np.concatenate([one.signals for one in own]),
                np.concatenate([one.human for one in own]),
                weights_of(own),
            )
            found[language] = {
                "rows": rows,
                "alone": dict(
                    zip(
                        ("intercept", "cosine", "recall"),
                        (round(float(part), 2) for part in alone),
                        strict=True,
                    )
                ),
                "figures": _figures(given, numbers, sets, model),
            }
    return found


def table(stored: Mapping[str, Any]) -> str:
    """The figures for people."""
    figures = stored["figures"]
    ways = list(figures["mean"])
    lines = ["r / rmse".ljust(24) + "".join(way.rjust(18) for way in ways)]
    rows = [
        *figures["sets"].items(),
        *((f"language {n}", v["figures"]) for n, v in figures["languages"].items()),
    ]
    lines += [name[:24].ljust(24) + "".join(_cell(of[way]).rjust(18) for way in ways) for name, of in rows]
    return "\n".join(
        [*lines, "mean of sets".ljust(24) + "".join(_cell(figures["mean"][w]).rjust(18) for w in ways)]
    )


def _or(chosen: float | None, present: float) -> float:
    return present if chosen is None else chosen


def _cell(figure: Mapping[str, float | None]) -> str:
    return " / ".join("–" if part is None else f"{part:.3f}" for part in (figure["r"], figure["rmse"]))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.fit_credit", description=__doc__.split("\n")[0])
    parser.add_argument(
        "places", type=Path, nargs="+", metavar="FOLDER_OR_FILE", help="graded answers, JSONL"
    )
    parser.add_argument("--limit", type=int, default=0, help="answers of each set at most; 0 is all")
    parser.add_argument("--low", type=float, help="the curve's value that is no credit; else as it is now")
    parser.add_argument("--high", type=float, help="the curve's value that is full credit; else as it is now")
    parser.add_argument("--encoder", default="universal")
    parser.add_argument("--cache", type=Path, help="where vectors are kept between runs")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat(), help="the fitting date")
    parser.add_argument("--write", action="store_true", help="make it the model that ships")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
