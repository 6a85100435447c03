"""Foreign converters at work in a process of their own.

A hostile file may make them run for ever, fill the memory or raise whatever they like.  There it costs a
process, which is stopped, and ends as one line that says so.
"""

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass

from questions.errors import MissingExtra

SECONDS = 120
MEGABYTES = 3072
MISSING = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a converter made of a file: text and the page of each line, or the reason why there is none."""

    text: str = ""
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""


def apart(format: str, data: bytes, *, seconds: float = SECONDS) -> Answer:  # noqa: A002
    """Convert *data* in another process.  Raises MissingExtra."""
    try:
        done = subprocess.run(  # noqa: S603  (our own module, by the Python that runs us)
            [sys.executable, "-m", "quizgen.readers.convert", format],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(refused=f"not read after {seconds:.0f} seconds; export it again, or split it")
    if done.returncode == MISSING:
        raise MissingExtra(f'{format.upper()} files need more packages: pip install "quizgen[documents]"')
    with contextlib.suppress(ValueError, TypeError, KeyError):
        told = json.loads(done.stdout)
        return Answer(told["text"], tuple(told["pages"]), tuple(told["notes"]), told["refused"])
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    why = "it needs too much memory" if "MemoryError" in last else "it is broken"
    return Answer(refused=f"cannot be read as {format.upper()}, {why}; export it again, or as Markdown")
