"""How one question is put to a person at a terminal, and how what they type becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graders.choice import picked, truth
from graders.screens import Nothing, nothing_in
from questions.records import (
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    SingleChoice,
    TrueFalse,
)
from quizgen.shown import labels, listed, right_answer, shown_options

if TYPE_CHECKING:
    from questions.records import Question

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


@dataclass(frozen=True, slots=True)
class Put:
    """What is shown under the question's text, and what may be typed.

    *lines*: whether the answer may have several.  *read* makes an answer for the grader of what was typed;
    None when it cannot be told what is meant.  *solution* is what is right.
    """

    hint: str
    read: Callable[[str], str | None]
    solution: str
    shown: tuple[str, ...] = ()
    lines: bool = False


def put(question: Question, seed: int) -> Put:
    """How *question* is asked in a round of this *seed*."""
    match question:
        case FreeText():
            return Put(
                "In your own words; an empty line ends it.", _as_typed, right_answer(question), lines=True
            )
        case TrueFalse():
            return Put("t or f (对/错)", _truth, right_answer(question))
        case Cloze():
            return Put("The missing words", _as_typed, right_answer(question))
        case SingleChoice():
            return _choice(question, "One letter", seed)
        case MultipleChoice():
            return _choice(question, "All letters that are right, such as A C", seed)


def _choice(question: SingleChoice | MultipleChoice, hint: str, seed: int) -> Put:
    """Letters are those of the order that is shown; the answer holds ids, whatever their own order is."""
    options = shown_options(question, seed)
    letters = [OptionId(label) for label in labels(len(options))]
    meant = dict(zip(letters, options, strict=True))
    renamed = {option.id: letter for letter, option in meant.items()}
    seen = question.model_copy(
        update={
            "options": tuple(Option(id=letter, text=option.text) for letter, option in meant.items()),
            "correct": renamed[question.correct]
            if isinstance(question, SingleChoice)
            else frozenset(renamed[right] for right in question.correct),
        }
    )

    def read(typed: str) -> str | None:
        named = picked(seen, typed)
        if not named:
            return _no_idea(typed)
        ids = [option.id for option in question.options if renamed[option.id] in named]
        return (", " if all(set(each) <= _PLAIN for each in ids) else "\n").join(ids)

    return Put(hint, read, right_answer(question, options), listed(options))


def _as_typed(typed: str) -> str:
    return typed


def _truth(typed: str) -> str | None:
    return _no_idea(typed) if truth(typed) is None else typed


def _no_idea(typed: str) -> str | None:
    """*typed* where it says that the learner does not know; a slip of the finger is no answer."""
    return typed if nothing_in(typed, "") is Nothing.IGNORANCE else None
