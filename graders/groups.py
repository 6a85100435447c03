"""Answers to one question that say the same: grade one, and all of its group are graded.

Two answers are the same when they are identical after folding, and nearly the same when their sentences lie
near each other, each holds nearly all content words of the other, and neither contradicts the other.  In a group every two
answers are so; a chain of small steps does not lead from right to wrong.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from graders.claims import claims_of
from graders.contradiction import Limits, clashes
from graders.grader import Encode, Vectors
from graders.lexicon import Lexicon
from graders.statement import Statement, analyse
from graders.text import fold

_ROWS = 1024  # answers whose neighbours are looked up at once; bounds the memory


@dataclass(frozen=True, slots=True)
class Nearness:
    """From which cosine, and which share of the content words of each, two answers may be the same.

    The defaults were measured on six sets graded by people: of the answers put together that differ in
    their wording, 0 to 5 % have a human score more than a quarter of the scale away from their speaker's.
    """

    cosine: float = 0.8
    words: float = 0.85

    def __post_init__(self) -> None:
        if not (0 < self.cosine <= 1 and 0 < self.words <= 1):
            raise ValueError(f"a nearness is above 0 and at most 1: {self}")


USUAL = Nearness()


@dataclass(frozen=True, slots=True)
class Group:
    """Places of answers that say the same, rising.

    *identical* says that they differ in nothing but case, width, space and invisible characters.
    *speaker* is the place of the one that stands for all: the first with the most frequent wording.
    """

    members: tuple[int, ...]
    speaker: int
    identical: bool


def groups(
    answers: Sequence[str],
    encode: Encode,
    lexicon: Lexicon,
    nearness: Nearness = Nearness(),
) -> tuple[Group, ...]:
    """Every answer's group, by its first member; an answer like no other is a group by itself.

    Which answers stand together does not depend on their order.
    """
    places: dict[str, list[int]] = {}
    for place, answer in enumerate(answers):
        places.setdefault(_plain(answer), []).append(place)
    # The most frequent wordings lead; the text decides among equals, so that the order never does.
    texts = sorted(places, key=lambda text: (-len(places[text]), text))
    found = [
        Group(
            members=tuple(sorted(place for text in together for place in places[text])),
            speaker=places[together[0]][0],
            identical=len(together) == 1,
        )
        for together in _together(texts, encode, _Same(texts, lexicon, nearness))
    ]
    return tuple(sorted(found, key=lambda group: group.members))


def _plain(answer: str) -> str:
    """*answer* without what makes no difference: case, width, space, a stop at the end."""
    return " ".join(fold(answer).text.split()).rstrip(".。!; ")


@dataclass(frozen=True, slots=True)
class _Content:
    """A text analysed: its content words, and what must be the same to the letter.

    *words* are in canonical form, synonyms made one, without what carries no meaning; a Chinese character
    stands with its neighbour.  *exact* are numbers, one-letter names and the values taken on every axis.
    """

    statement: Statement
    words: Counter[str]
    exact: frozenset[str]


def _content(text: str, lexicon: Lexicon) -> _Content:
    statement = analyse(text, lexicon)
    words = Counter(word for clause in statement.clauses for word in _paired(clause.words))
    named = [word for word in words if len(word) == 1 or any(letter.isdigit() for letter in word)]
    values = [
        name
        for clause in statement.clauses
        for unit in clause.said
        for name in unit.names
        if not name.startswith("=synonym")
    ]
    numbers = [f"#{number.value:g}" for clause in statement.clauses for number in clause.numbers]
    return _Content(statement, words, frozenset((*named, *values, *numbers)))


def _paired(words: Sequence[str]) -> Iterator[str]:
    """*words*, with each run of single Chinese characters as its pairs."""
    for place, word in enumerate(words):
        if not _is_character(word):
            yield word
        elif place + 1 < len(words) and _is_character(words[place + 1]):
            yield word + words[place + 1]


def _is_character(word: str) -> bool:
    return len(word) == 1 and "㐀" <= word <= "\ufaff"


@dataclass(frozen=True, slots=True)
class _Same:
    """Whether two of *texts*, named by their places, say the same, once they are known to be near."""

    texts: Sequence[str]
    lexicon: Lexicon
    nearness: Nearness
    _contents: dict[int, _Content] = field(default_factory=dict)

    def __call__(self, one: int, other: int) -> bool:
        """Whether each says what the other says, and neither contradicts the other."""
        mine, theirs = self._of(one), self._of(other)
        # "Bulb A" and "bulb B", "layer 2" and "layer 3" are one letter apart and not the same.
        return (
            mine.exact == theirs.exact
            and self._share(mine.words, theirs.words) >= self.nearness.words
            and not self._contradicts(mine, theirs)
            and not self._contradicts(theirs, mine)
        )

    @staticmethod
    def _share(mine: Counter[str], theirs: Counter[str]) -> float:
        """The smaller of the shares of either's words that the other has too, as often."""
        most = max(mine.total(), theirs.total())
        return (mine & theirs).total() / most if most else 1.0

    def _contradicts(self, mine: _Content, theirs: _Content) -> bool:
        claims = claims_of([mine.statement], mine.statement, analyse("", self.lexicon), frozenset())
        return bool(clashes(claims, theirs.statement, Limits()))

    def _of(self, place: int) -> _Content:
        if place not in self._contents:
            self._contents[place] = _content(self.texts[place], self.lexicon)
        return self._contents[place]


def _together(texts: Sequence[str], encode: Encode, same: _Same) -> list[list[str]]:
    """*texts* in groups: each joins the first group all of whose texts it is near to and the same as."""
    if not texts:
        return []
    rows = encode(texts)
    found: list[list[int]] = []
    group_of: dict[int, int] = {}
    for place, near in enumerate(_earlier_and_near(rows, same.nearness.cosine)):
        nearby = set(near)
        for number in sorted({group_of[other] for other in near}):
            if nearby.issuperset(found[number]) and all(same(other, place) for other in found[number]):
                break
        else:
            number = len(found)
            found.append([])
        found[number].append(place)
        group_of[place] = number
    return [[texts[place] for place in members] for members in found]


def _earlier_and_near(rows: Vectors, least: float) -> Iterator[list[int]]:
    """For each row the places before it whose cosine with it is at least *least*."""
    for start in range(0, len(rows), _ROWS):
        block = rows[start : start + _ROWS] @ rows[: start + _ROWS].T
        for offset, cosines in enumerate(block):
            yield np.flatnonzero(cosines[: start + offset] >= least).tolist()
