"""Which question of the bank is meant, where only its words are given, and not quite the same ones."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from questions.records import Question, QuestionId, Status
from quizgen.assemble import normal_form
from quizgen.likeness import Grams, Neighbours, grams, likeness

ALIKE = 0.7
"""The likeness that other words of one question must reach."""
HEARD = 0.7
"""The share of a question's n-grams that must be in a turn in which it was asked, among other words."""
AHEAD = 0.08
"""How far the best must be ahead of the next, else it cannot be told which is meant."""
_SHORTEST_HEARD = 4  # n-grams; shorter questions occur in what is no question
_PART = 0.9  # from this share of its n-grams on, a question is part of a longer one
_CANDIDATES = 24

_END_MARKS = " ?!.:;。…\"'“”"
_MARKS = re.compile(r"[?,，、:;()（）\-]")
_WORD = re.compile(r"[a-z0-9+#]+")
_PARTICLES = re.compile(r"[的了地得呢吗啊吧嘛呀]")  # a question is the same with one more or less
_NOT = re.compile(r"[不没无非未]")
# Words without which a question asks the same.
_IDLE = frozenset(
    "a an the is are was were be do does did can could would you your i me we us it its of in to for on at by with "
    "and or what which please explain describe tell about between there any some next question okay ok well so "
    "let s now first then".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """The question that is meant; *exact* when its words are there but for marks, width and case."""

    question: Question
    exact: bool


@dataclass(frozen=True, slots=True)
class _Words:
    form: str
    grams: Grams
    words: frozenset[str]
    nots: int


class Finder:
    """Finds a question of *questions* by its words; active ones go before drafts of the same words."""

    def __init__(self, questions: Sequence[Question]) -> None:
        order = sorted(questions, key=lambda one: (one.status is not Status.ACTIVE, one.id))
        self._questions = [one for one in order if one.status is not Status.RETIRED]
        self._by_id = {one.id: one for one in self._questions}
        self._words = [_words(one.text) for one in self._questions]
        self._exact: dict[str, Question] = {}
        for one, words in zip(self._questions, self._words, strict=True):
            self._exact.setdefault(words.form, one)
        self._near = Neighbours([words.grams for words in self._words])
        self.called = lru_cache(maxsize=4096)(self._called)
        self.heard = lru_cache(maxsize=4096)(self._heard)

    def by_id(self, name: str) -> Found | None:
        """The question of this id."""
        found = self._by_id.get(QuestionId(name.strip()))
        return Found(found, exact=True) if found else None

    def _called(self, text: str) -> Found | None:
        """The question that *text* gives, also with a word more or less."""
        given = _words(text)
        same = self._exact.get(given.form)
        return Found(same, exact=True) if same else self._best(given, _alike, ALIKE)

    def _heard(self, text: str) -> Found | None:
        """The question that was asked in *text*, with other words around it."""
        given = _words(text)
        same = self._exact.get(given.form)
        return Found(same, exact=True) if same else self._best(given, _within, HEARD)

    def _best(self, given: _Words, rate: Callable[[_Words, _Words], float], least: float) -> Found | None:
        near = [(rate(given, self._words[place]), place) for place in self._near.of(given.grams, _CANDIDATES)]
        fit = [(score, len(self._words[place].grams), -place) for score, place in near if score >= least]
        if not fit:
            return None
        score, _, place = max(fit)
        best = self._words[-place]
        rivals = [self._words[-other] for rated, _, other in fit if rated > score - AHEAD]
        # "What is attention" is heard in "What is attention masking", and is not what was asked.
        if any(_share(rival.grams, best.grams) < _PART for rival in rivals):
            return None
        return Found(self._questions[-place], exact=rate is _within and best.form in given.form)


def _words(text: str) -> _Words:
    form = normal_form(text).strip(_END_MARKS)
    latin = {_stem(word) for word in _WORD.findall(text.casefold())} - _IDLE
    return _Words(
        form, grams(_PARTICLES.sub("", _MARKS.sub("", form))), frozenset(latin), len(_NOT.findall(form))
    )


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _alike(given: _Words, known: _Words) -> float:
    """Zero where a term, a number or a negation tells them apart: L1 is not L2."""
    same = given.words == known.words and given.nots == known.nots
    return likeness(given.grams, known.grams) if same else 0.0


def _within(given: _Words, known: _Words) -> float:
    fit = known.words <= given.words and known.nots <= given.nots and len(known.grams) >= _SHORTEST_HEARD
    return _share(known.grams, given.grams) if fit else 0.0


def _share(part: Grams, whole: Grams) -> float:
    """How much of *part* is in *whole*."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / max(len(part), 1)
