"""Whether two questions are one that was edited, judged by the words of question and answer."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from questions.records import Cloze, FreeText, Question, TrueFalse
from quizgen.assemble import normal_form
from quizgen.likeness import Grams, grams, likeness, merged, rare_grams

ALIKE = 0.6
"""What the mean likeness of question and answer must reach.  Of 136,000 pairs of different questions in
ten real collections four reach it (L1 and L2 in one template); a question that was reworded while half of
its answer was rewritten does as well."""

SAME_ANSWER = 0.7
"""From here on, the answer alone tells the question, however that is asked now."""

SHORT = 12
"""n-grams of an answer below which it says little: many questions are answered "Yes" or "O(1)"."""

ALIKE_SHORT = 0.8
"""What the mean must reach where an answer is short."""

SAME_QUESTION = 0.9
"""What the question must reach where there is no answer to compare: a typo mended, a mark added."""

ELSEWHERE = 0.15
"""How much more alike a question of another document must be: templates repeat from file to file."""

_END_MARKS = " ?!.:;。"
_WORD = re.compile(r"[A-Za-z0-9+#]+")
_NAMES = re.compile(r"[0-9]|[A-Za-z][A-Z]")


@dataclass(frozen=True)
class Words:
    """What a question asks and what it calls right, folded; without white space, numbering, list markers."""

    asked: str
    right: str
    names: frozenset[str]

    @cached_property
    def asked_grams(self) -> Grams:
        """The n-grams of what is asked."""
        return grams(self.asked)

    @cached_property
    def right_grams(self) -> Grams:
        """The n-grams of what is called right."""
        return grams(self.right)

    @cached_property
    def found_by(self) -> Grams:
        """What it is looked up by, among many."""
        rare = (rare_grams(self.asked), rare_grams(self.right))
        return merged(self.asked_grams, self.right_grams, *rare)


def words_of(question: Question) -> Words:
    """The words of *question*.  Marks at its end do not count: they come and go."""
    asked = "\n".join(_asked(question))
    return Words(
        asked=normal_form(asked).rstrip(_END_MARKS),
        right=normal_form("\n".join(_right(question))),
        names=frozenset(filter(_NAMES.search, _WORD.findall(unicodedata.normalize("NFKC", asked)))),
    )


def alike(one: Words, other: Words, *, elsewhere: bool = False) -> float | None:
    """How alike two questions are, or None when they are two; *elsewhere*: in another document."""
    asked = likeness(one.asked_grams, other.asked_grams)
    more = ELSEWHERE if elsewhere else 0.0
    if not one.right or not other.right:
        # Nothing but a name may differ in a template, so a name decides.
        same = asked >= SAME_QUESTION + more and one.names == other.names
        return asked if same else None
    right = likeness(one.right_grams, other.right_grams)
    mean = (asked + right) / 2
    if min(len(one.right_grams), len(other.right_grams)) < SHORT:
        return mean if mean >= ALIKE_SHORT + more else None
    same = mean >= ALIKE + more or right >= SAME_ANSWER + more
    return mean if same else None


def similarity(one: Words, other: Words) -> float:
    """How alike two questions are that are known to be one: the mean of question and answer."""
    asked = likeness(one.asked_grams, other.asked_grams)
    return (asked + likeness(one.right_grams, other.right_grams)) / 2


def _asked(question: Question) -> Iterator[str]:
    yield question.text
    if not isinstance(question, FreeText | TrueFalse | Cloze):
        yield from (option.text for option in question.options)


def _right(question: Question) -> Iterator[str]:
    if isinstance(question, FreeText):
        yield question.reference or ""
        return
    if isinstance(question, Cloze):
        yield from question.accepts
    elif isinstance(question, TrueFalse):
        yield str(question.correct)
    else:
        right = {question.correct} if isinstance(question.correct, str) else question.correct
        yield from (option.text for option in question.options if option.id in right)
    yield question.explanation or ""
