"""What every way of making questions gives: a candidate, the words it rests on, and why it is right.

Rules and chat models give the same shape, so one critic judges both and one place writes the records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from questions.records import KINDS, Kind
from quizgen.readers import SourceText

GAP = "____"
"""The gap of a cloze."""

MODEL = "model/"
"""How the makers begin that are chat models."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One question, not yet in the bank.

    *text* is what is asked, without markup around it; for a cloze it holds `GAP` once.
    *quote* is a verbatim part of the document's lines *line_start* to *line_end* (1-based, inclusive),
    and the right answer follows from it.  *reason* says in one sentence why the answer is right.

    By kind: free_text has *reference* (verbatim, too); a choice has *options* and the positions of the right
    ones in *correct*; true_false has *truth*; cloze has *accepts*, the first of which stands in the document.
    """

    kind: Kind
    text: str
    quote: str
    line_start: int
    line_end: int
    heading_path: tuple[str, ...] = ()
    reason: str = ""
    reference: str | None = None
    options: tuple[str, ...] = ()
    correct: tuple[int, ...] = ()
    truth: bool | None = None
    accepts: tuple[str, ...] = ()
    maker: str = "rules/1"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: *count* questions of *kinds*, the same ones for the same *seed*.

    *language* None leaves it to the document; *topic* is looked for in the headings above a section.
    """

    count: int
    kinds: tuple[Kind, ...] = KINDS
    seed: int = 0
    language: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that will not be asked, and why."""

    candidate: Candidate
    why: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a maker gives for one document: more candidates than wanted, and what it refused itself.

    *notes* say, a line each, what kept it from giving more.
    """

    candidates: tuple[Candidate, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()


class Propose(Protocol):
    """Makes candidates of a document; the rules do it, and a chat model does."""

    async def __call__(self, text: SourceText, wanted: Wanted, /) -> Proposed:
        """Candidates for *wanted*, the best first; raises ServiceUnavailable when a model is out."""
        ...


class Encode(Protocol):
    """Texts into vectors of length one, a row each."""

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        """The rows of *texts*."""
        ...
