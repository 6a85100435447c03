"""How well what was found agrees with a list made by hand, as people would count it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.extract import Found
from quizgen.outline.toc import letters

_NEAR = 2
_BEGINNING = 12
_LABEL = re.compile(r"(?:answer|an?\d*|答案?\d*)", re.IGNORECASE)


@dataclass(frozen=True)
class Score:
    """Questions with their answers: found, found and not wanted, wanted and not found."""

    hits: int
    false: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing was to be found and nothing was."""
        all_ = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / all_ if all_ else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


def score(gold: Path, found: Sequence[Found]) -> Score:
    """*found* against the answered questions of *gold*: near its line, and beginning as its answer does."""
    wanted = [one for one in json.loads(gold.read_text("utf-8"))["questions"] if one["status"] == "answered"]
    claims = [item for item in found if item.answer is not None]
    used: set[int] = set()
    for one in wanted:
        start = letters(one["answer_first40"])
        want = (_LABEL.sub("", start, count=1) if _LABEL.match(start) else start) or start
        for i, item in enumerate(claims):
            near = abs(item.source.line_start - one["line"]) <= _NEAR
            if i not in used and near and want[:_BEGINNING] in letters(item.answer or "")[: 160 + len(want)]:
                used.add(i)
                break
    return Score(len(used), len(claims) - len(used), len(wanted) - len(used))
