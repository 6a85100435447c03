"""A document that was read again: which of its questions is which question of the bank.

Exact before alike, the own document before others, one to one.  It is decided on words and headings, never
on line numbers.  What it means for a question that it was found are the rules of `questions.settle`.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from questions.changes import Held, Inventory, Link, Plan
from questions.records import DocumentId, Question, QuestionId
from questions.settle import settle
from quizgen.alike import Words, alike, similarity, words_of
from quizgen.likeness import Neighbours

_CANDIDATES = 6
"""How many questions of the bank are compared with one that has no exact match."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A question of one side, that of the documents or that of the bank, at its place there."""

    place: int
    document: DocumentId
    headings: tuple[str, ...]
    words: Words
    line: int
    live: bool = True


_Key = Callable[[_Side], Hashable]

_HERE: tuple[_Key, ...] = (
    lambda side: (side.document, side.words.asked, side.words.right, side.headings),
    lambda side: (side.document, side.words.asked, side.words.right),
)
_ANYWHERE: _Key = lambda side: (side.words.asked, side.words.right)  # noqa: E731 - one of a row of keys
_ASKED_HERE: tuple[_Key, ...] = (
    lambda side: (side.document, side.words.asked, side.headings),
    lambda side: (side.document, side.words.asked),
)


def plan(inventory: Inventory) -> Plan:
    """What becomes of every question, when the documents say what *inventory* says.

    Raises what `settle` raises.
    """
    return settle(inventory, match(inventory))


def match(inventory: Inventory) -> dict[QuestionId, Link]:
    """By the id that a question has in its document: which question of the bank it is.

    No question of the bank is named twice.  Similarity 1 is the same question with the same answer.
    """
    pairs = _Pairs(inventory)
    for key in _HERE:
        pairs.exact(pairs.read, key)
    pairs.exact(pairs.beside, _HERE[-1])
    for key in _ASKED_HERE:
        pairs.alone(key)
    pairs.exact(pairs.read, _ANYWHERE)
    pairs.fuzzy()
    return pairs.links()


class _Pairs:
    """The pairs found so far, by the places of both sides."""

    def __init__(self, inventory: Inventory) -> None:
        self._held = inventory.held
        self._coming = [
            (reading.document.id, question)
            for reading in inventory.readings
            for question in reading.questions
        ]
        self.new = [_side(at, place, question) for at, (place, question) in enumerate(self._coming)]
        self.read = [_held_side(at, it, it.read) for at, it in enumerate(self._held)]
        # What is in the bank beside what the document said last: the approved words, or a person's.
        self.beside = [
            _held_side(at, it, face)
            for at, it in enumerate(self._held)
            for face in (it.question, it.said)
            if face is not None and face is not it.read
        ]
        self._pairs: dict[int, tuple[int, float]] = {}
        self._used: set[int] = set()

    def exact(self, old: Sequence[_Side], key: _Key) -> None:
        """Pairs those with the same key in their order; what is in its document goes before what was."""
        for olds, news in self._groups(old, key):
            # Nothing but their order tells those that are the same in all.
            olds.sort(key=lambda side: (not side.live, side.line, side.place))
            distinct = {side.place: side for side in olds}  # a question may have two faces there
            for one, other in zip(distinct, news, strict=False):
                self._pair(one, other.place, 1.0)

    def alone(self, key: _Key) -> None:
        """Pairs two that are the only ones with their key; what has left its document counts if nothing else."""
        for olds, news in self._groups(self.read, key):
            live = [side for side in olds if side.live] or olds
            if len(live) == len(news) == 1:
                one, other = live[0], news[0]
                self._pair(one.place, other.place, similarity(one.words, other.words))

    def fuzzy(self) -> None:
        """Pairs what is alike enough, the most alike first.

        What has left its document is no longer looked for: only the same words bring it back.
        """
        olds = [side for side in self.read if side.live and side.place not in self._used]
        news = [side for side in self.new if side.place not in self._pairs]
        near = Neighbours([side.words.found_by for side in olds])
        found = []
        for new in news:
            for at in near.of(new.words.found_by, _CANDIDATES):
                old = olds[at]
                score = alike(old.words, new.words, elsewhere=old.document != new.document)
                if score is not None:
                    moved = old.headings != new.headings
                    found.append((-score, moved, abs(old.place - new.place), old.place, new.place))
        for score, _, _, old_place, new_place in sorted(found):
            if old_place not in self._used and new_place not in self._pairs:
                self._pair(old_place, new_place, -score)

    def links(self) -> dict[QuestionId, Link]:
        """What was found, by ids."""
        return {
            self._coming[new][1].id: Link(self._held[old].id, round(how, 3))
            for new, (old, how) in self._pairs.items()
        }

    def _groups(self, old: Sequence[_Side], key: _Key) -> Iterator[tuple[list[_Side], list[_Side]]]:
        """Those that are still alone and have the same key, of both sides, each in its order."""
        olds: defaultdict[Hashable, list[_Side]] = defaultdict(list)
        for side in old:
            if side.place not in self._used:
                olds[key(side)].append(side)
        news: defaultdict[Hashable, list[_Side]] = defaultdict(list)
        for side in self.new:
            if side.place not in self._pairs:
                news[key(side)].append(side)
        return ((olds[name], news[name]) for name in news if name in olds)

    def _pair(self, old: int, new: int, how: float) -> None:
        self._pairs[new] = (old, how)
        self._used.add(old)


def _side(place: int, document: DocumentId, question: Question, *, live: bool = True) -> _Side:
    source = question.source
    headings, line = (source.heading_path, source.line_start) if source else ((), 0)
    return _Side(place, document, headings, words_of(question), line, live)


def _held_side(place: int, held: Held, question: Question) -> _Side:
    return _side(place, held.document_id, question, live=held.in_document)
