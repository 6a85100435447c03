"""The detectors: what each is called, which version signs its flags, what it needs, what it looks for.

One file each.  Those that need more than the answers and the fact base are run by whoever has that: the attempts
of learners are in the bank, and a chat model is asked over the network.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graders.audit import categories, claims, consistency, facts, form, relevance, statistics, typos
from graders.audit.reading import Reading
from questions.errors import BadInput
from questions.records import Flag

Detect = Callable[[Sequence[Reading]], Sequence[tuple[Flag, ...]]]


class Need(StrEnum):
    """What a detector needs beside the answers."""

    FACTS = "facts"
    NOTHING = "nothing"
    ATTEMPTS = "attempts"
    MODEL = "chat model"


@dataclass(frozen=True, slots=True)
class Detector:
    """A row of the table.  *signs* is how its flags are signed; *detect* is None where it *needs* more than facts."""

    name: str
    signs: str
    detect: Detect | None
    needs: Need
    finds: str


TABLE = (
    Detector("facts", facts.DETECTOR, facts.detect, Need.FACTS, "claims in the wordings that a fact lists as wrong"),
    Detector("claims", claims.DETECTOR, claims.detect, Need.FACTS, "other values and numbers than a fact has for the subject"),
    Detector("categories", categories.DETECTOR, categories.detect, Need.FACTS, "things listed among things of another sort"),
    Detector("consistency", consistency.DETECTOR, consistency.detect, Need.FACTS, "two places that cannot both be right"),
    Detector("form", form.DETECTOR, form.detect, Need.NOTHING, "answers that say nothing, or break off"),
    Detector("relevance", relevance.DETECTOR, relevance.detect, Need.FACTS, "answers that do not answer their question"),
    Detector("typos", typos.DETECTOR, typos.detect, Need.FACTS, "misspelt technical terms"),
    Detector("statistics", statistics.DETECTOR, None, Need.ATTEMPTS, "questions that good learners miss"),
    Detector("judge", "judge/1", None, Need.MODEL, "claims that a chat model holds to be wrong"),
    Detector("consensus", "consensus/1", None, Need.MODEL, "references that answers of chat models contradict"),
)  # fmt: skip
NAMES = tuple(row.name for row in TABLE)
OFFLINE: Mapping[str, Detect] = {row.name: row.detect for row in TABLE if row.detect is not None}


def chosen(only: Collection[str] = (), without: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the detectors that are on: those of *only* (else all), less those of *without*.

    Raises BadInput for a name that is in no row, and when nothing is left.
    """
    for name in (*only, *without):
        if name not in NAMES:
            raise BadInput(f"there is no detector {name!r}; choose from {', '.join(NAMES)}")
    left = tuple(name for name in NAMES if (not only or name in only) and name not in without)
    if not left:
        raise BadInput("every detector is switched off; leave one on")
    return left
