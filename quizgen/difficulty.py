"""How hard a question is: estimated from its words, until learners have shown it.

The number is the share of the score that a learner is expected to miss.  The estimate is

    base + 0.30 length + 0.20 points + 0.10 terms + 0.10 question

where *base* is what the kind alone is worth (guessing finds half of the true statements, and few gaps);
*length* is u / (u + 80) for a right answer of u words (two Chinese characters make one); *points* is
p / (p + 6) for p key points, or options, after the first; *terms* is t / (t + 8) for t different technical
terms in the right answer; *question* is u / (u + 40) for the words of the question.  Each grows with what
has to be said or read, and ever more slowly.

From `FEWEST` learners on, what they missed takes its place, drawn towards the estimate as much as their
number is small (`measured`).
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import fmean, pvariance

from questions.records import (
    Cloze,
    Difficulty,
    Facility,
    FreeText,
    Kind,
    Level,
    MultipleChoice,
    Question,
    QuestionId,
    SingleChoice,
    TrueFalse,
)

FEWEST = 8
"""From so many learners on their scores count."""
HARD, EASY = 0.6, 0.4
"""From the first on a question is hard, below the second it is easy."""

BASE: Mapping[Kind, float] = {
    "true_false": 0.2,
    "single_choice": 0.25,
    "multiple_choice": 0.35,
    "cloze": 0.35,
    "free_text": 0.25,
}
_READ = 20_000  # characters; what follows makes nothing harder
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_\u3400-\u9fff\uf900-\ufaff]+")
# Acronyms, names with a number or a capital inside, code and formulas, long words of English.
_TERM = re.compile(
    r"`[^`\n]+`|\$[^$\n]+\$|(?<![A-Za-z0-9])(?:[A-Za-z]+-?[A-Z0-9][A-Za-z0-9.+-]*|[a-z]{10,})(?![a-z])"
)

_STRENGTH = 8.0  # learners that an estimate is worth, where the bank cannot tell
_STRENGTHS = (2.0, 50.0)
_QUESTIONS = 10  # from so many measured questions on the bank can tell


@dataclass(frozen=True, slots=True)
class Difficulties:
    """The difficulty of any question, given how learners did at those that they answered."""

    facilities: Mapping[QuestionId, Facility]
    strength: float = _STRENGTH

    @classmethod
    def of(cls, facilities: Mapping[QuestionId, Facility]) -> "Difficulties":
        """With the strength that *facilities* tell."""
        return cls(facilities, strength(facilities.values()))

    def __call__(self, question: Question) -> Difficulty:
        """Measured where enough learners answered, else estimated."""
        guess = estimate(question)
        found = self.facilities.get(question.id)
        if found is None or found.attempts < FEWEST:
            return guess
        return measured(guess, found, self.strength)


def estimate(question: Question) -> Difficulty:
    """The difficulty that the words of *question* suggest."""
    answer, steps = _asked_for(question)
    value = (
        BASE[question.kind]
        + 0.30 * _grown(_words(answer), 80)
        + 0.20 * _grown(max(0, steps - 1), 6)
        + 0.10 * _grown(len(set(_TERM.findall(answer[:_READ]))), 8)
        + 0.10 * _grown(_words(question.text), 40)
    )
    return _difficulty(value)


def measured(guess: Difficulty, found: Facility, strength: float) -> Difficulty:
    """What learners missed, drawn towards *guess* as if that were *strength* more learners.

    The posterior mean of a normal model; with a strength made of all questions it is the empirical Bayes
    estimate of Efron and Morris (1975).
    """
    value = (found.attempts * (1 - found.mean) + strength * guess.value) / (found.attempts + strength)
    return _difficulty(value, found.attempts)


def strength(facilities: Collection[Facility]) -> float:
    """How many learners an estimate is worth: the variance within questions over that between them.

    By the method of moments: the variance of the means, less what chance adds to it.  Where the questions
    are alike an estimate is worth much; where they differ, little.  Kept within 2..50, and 8 where fewer
    than 10 questions have enough learners.
    """
    told = [each for each in facilities if each.attempts >= FEWEST]
    if len(told) < _QUESTIONS:
        return _STRENGTH
    # Of n scores the variance over all is (n - 1) / n of what it is for all learners.
    within = [each.variance * each.attempts / (each.attempts - 1) for each in told]
    by_chance = fmean(each / facility.attempts for each, facility in zip(within, told, strict=True))
    between = pvariance([each.mean for each in told]) * len(told) / (len(told) - 1) - by_chance
    low, high = _STRENGTHS
    return high if between <= 0 else min(high, max(low, fmean(within) / between))


def _asked_for(question: Question) -> tuple[str, int]:
    """The right answer, and in how many parts it comes or is to be told from others."""
    match question:
        case FreeText():
            return question.reference or "", len(question.key_points)
        case SingleChoice():
            return next(o.text for o in question.options if o.id == question.correct), len(question.options)
        case MultipleChoice():
            return "\n".join(o.text for o in question.options if o.id in question.correct), len(
                question.options
            )
        case TrueFalse():
            return "", 1
        case Cloze():
            return min(question.accepts, key=len), 1


def _words(text: str) -> float:
    plain = unicodedata.normalize("NFKC", text[:_READ])
    return len(_HAN.findall(plain)) / 2 + len(_WORD.findall(plain))


def _grown(amount: float, half: float) -> float:
    return amount / (amount + half)


def _difficulty(value: float, attempts: int = 0) -> Difficulty:
    kept = round(min(1.0, max(0.0, value)), 3)
    level = Level.HARD if kept >= HARD else Level.EASY if kept < EASY else Level.MEDIUM
    return Difficulty(
        value=kept,
        level=level,
        attempts=attempts,
        origin=f"from {attempts} attempts" if attempts else "estimated",
    )
