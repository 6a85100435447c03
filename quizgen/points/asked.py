"""What a question asks for, as far as it changes how its reference is read."""

import re
from dataclasses import dataclass

from quizgen.points import wording
from quizgen.points.subjects import pair

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z0-9][A-Za-z0-9_.+-]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """*listing*: the things enumerated are what is asked for.  *both*: the two things compared.  *grams*: its words."""

    listing: bool = False
    both: tuple[str, str] | None = None
    grams: frozenset[str] = frozenset()


def asked(question: str) -> Asked:
    """What *question* asks for; its first 2,000 characters decide."""
    question = question[:2000]
    naming = wording.STOP_ASKED.sub(" ", question)
    return Asked(bool(wording.ASKS_LIST.search(question)), pair(question), grams(naming))


def grams(words: str) -> frozenset[str]:
    """English words and Chinese character pairs of *words*, folded: what two texts are compared by."""
    found: set[str] = set()
    for run in _RUN.findall(words.casefold()):
        if run[0] < "\u3400":
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return frozenset(found)
