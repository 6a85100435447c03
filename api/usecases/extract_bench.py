"""How fast documents are read here, how the cost grows with their length, and what hostile ones cost."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from quizgen.extract import extract
from quizgen.readers import SourceText, read_bytes

SIZES = (1, 10, 100)
_MEGABYTE = 1_000_000
# Below this a clock says more about itself than about the work.
_SHORTEST = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """The document *times* over: its size, the questions in it, the best of some runs."""

    times: int
    bytes: int
    questions: int
    seconds: float

    @property
    def megabytes_per_second(self) -> float:
        """Megabytes (of 10**6 bytes) read in a second."""
        return self.bytes / _MEGABYTE / self.seconds


@dataclass(frozen=True, slots=True)
class Bomb:
    """A hostile megabyte and how long it took."""

    name: str
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ExtractionSpeed:
    """All of a run.  The cost grows with the size to the power of *growth*: 1 is linear."""

    document: str
    sizes: tuple[Measured, ...]
    growth: float
    bombs: tuple[Bomb, ...]


def _filled(part: str) -> str:
    return part * (_MEGABYTE // len(part))


BOMBS: Mapping[str, Callable[[], tuple[str, str]]] = {
    "nested list": lambda: ("x.md", "".join(" " * depth + "- item\n" for depth in range(1400))),
    "unclosed fence": lambda: ("x.md", "# a\n```\n" + _filled("some line of code\n")),
    "open brackets": lambda: ("x.md", _filled("[")),
    "unclosed folds": lambda: ("x.md", _filled("<details>\n")),
    "open tags": lambda: ("x.html", "<!doctype html>" + _filled("<div><b>x")),
    "open attributes": lambda: ("x.html", "<!doctype html>" + _filled("<a b='x&lt;' c=\"y") + "<p>text"),
}


def sample() -> SourceText:
    """A document of our own in many shapes, Chinese and English."""
    return read_bytes((files("api.usecases") / "sample.md").read_bytes(), "sample.md")


def extraction_speed(document: SourceText, rounds: int) -> ExtractionSpeed:
    """Read *document* once, ten and a hundred times over, and the bombs; the best of *rounds* counts."""
    sizes = tuple(_measure(document, times, rounds) for times in SIZES)
    bombs = tuple(_explode(name, build) for name, build in BOMBS.items())
    return ExtractionSpeed(document.name, sizes, _growth(sizes), bombs)


def _measure(document: SourceText, times: int, rounds: int) -> Measured:
    data = "\n\n".join([document.text] * times).encode()
    found = 0
    seconds: list[float] = []
    while len(seconds) < rounds or sum(seconds) < _SHORTEST:
        begun = time.process_time()
        found = len(extract(read_bytes(data, "bench.md", limit=len(data))))
        seconds.append(time.process_time() - begun)
    return Measured(times, len(data), found, max(min(seconds), 1e-6))


def _growth(sizes: Sequence[Measured]) -> float:
    """The steepest step from one size to the next, as the exponent of a power law."""
    return max(
        math.log(large.seconds / small.seconds) / math.log(large.bytes / small.bytes)
        for small, large in pairwise(sizes)
    )


def _explode(name: str, build: Callable[[], tuple[str, str]]) -> Bomb:
    called, text = build()
    data = text.encode()
    begun = time.process_time()
    extract(read_bytes(data, called))
    return Bomb(name, len(data), time.process_time() - begun)
