"""Figures as SVG.  The only importer of matplotlib."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.rowfiles.writing import beside
from questions.errors import MissingExtra

if TYPE_CHECKING:
    from api.usecases.quality import Quality
    from graders.agreement import Measured

_COLOURS = {"offline": "#1b6ca8", "cosine": "#c0561f", "words": "#777777"}
_STYLE = {
    # The same figures give the same file, and text stays text.
    "svg.hashsalt": "quizgen",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def require() -> None:
    """Raises MissingExtra when nothing can be drawn here."""
    _library("matplotlib.figure")


def draw_quality(found: Quality, target: Path) -> None:
    """*found* at *target*: r of each grader, the risk-coverage curve, stated against true confidence.

    Raises MissingExtra without matplotlib, BadInput when the file cannot be written.
    """
    matplotlib = _library("matplotlib")
    with matplotlib.rc_context(_STYLE), _no_glyph_warnings():
        figure = _library("matplotlib.figure").Figure(
            figsize=(12, 2.6 + 0.3 * len(found.sets)), layout="constrained"
        )
        correlations, risk, sure = figure.subplots(1, 3)
        _correlations(
            correlations, [*((one.name, one.by_grader) for one in found.sets), ("mean", found.mean)]
        )
        _risk(
            risk,
            [*((one.name, one.by_grader["offline"]) for one in found.sets), ("mean", found.mean["offline"])],
        )
        _reliability(sure, found)
        with beside(target) as draft:
            figure.savefig(draft, format="svg", metadata={"Date": None})


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra('Drawing needs matplotlib: pip install "quizgen[plots]"') from None


@contextmanager
def _no_glyph_warnings() -> Iterator[None]:
    """A name in Chinese is written as text; that matplotlib's own font lacks it changes nothing."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def _correlations(axes: Any, sets: Sequence[tuple[str, Any]]) -> None:
    for offset, (grader, colour) in enumerate(_COLOURS.items()):
        figures = [by[grader].figure("r") for _, by in sets]
        places = [place + 0.22 * (offset - 1) for place in range(len(sets))]
        for place, one in zip(places, figures, strict=True):
            axes.plot([one.low, one.high], [place, place], color=colour, linewidth=1)
        axes.plot([one.value for one in figures], places, "o", color=colour, markersize=4, label=grader)
    axes.set_yticks(range(len(sets)), [_plain(name) for name, _ in sets])
    axes.invert_yaxis()
    axes.set_xlabel("Pearson's r with people, 95 % interval")
    axes.legend(frameon=False, loc="best")


def _risk(axes: Any, sets: Sequence[tuple[str, Measured]]) -> None:
    from graders.agreement import REMOVED

    for name, measured in sets:
        errors = [measured.values["rmse" + (f"_without_{share:.0%}" if share else "")] for share in REMOVED]
        bold = name == "mean"
        axes.plot(
            [100 * share for share in REMOVED],
            errors,
            marker="o",
            markersize=3,
            linewidth=2 if bold else 1,
            color="black" if bold else None,
            label=_plain(name),
        )
    axes.set_xlabel("least sure answers given to a person, %")
    axes.set_ylabel("RMSE of the others")
    axes.legend(frameon=False, fontsize=7)


def _reliability(axes: Any, found: Quality) -> None:
    axes.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=1)
    for one in found.sets:
        axes.plot(
            [part.stated for part in one.reliability],
            [part.close for part in one.reliability],
            marker="o",
            markersize=3,
            linewidth=1,
            label=_plain(one.name),
        )
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("stated confidence")
    axes.set_ylabel("share of scores off by less than 0.5")
    axes.legend(frameon=False, fontsize=7)


def _plain(name: str) -> str:
    """*name* with dollar signs that start no formula."""
    return name.replace("$", r"\$")
