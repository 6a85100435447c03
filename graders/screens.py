"""Answers that say nothing: blank, "I don't know", the question given back.

A screen decides only where there is no content left to grade; "I don't know the exact number, but ..."
is an answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from graders.overlap import words_of
from graders.text import fold, language_of, tokens
from graders.wordlists import alternation, at_edges, word_list


class Nothing(StrEnum):
    """Why an answer holds nothing to grade."""

    BLANK = "blank"
    IGNORANCE = "does_not_know"
    ECHO = "copies_question"


_WORDS = word_list("ignorance")
_SAID = _WORDS["said"]
_IGNORANCE = re.compile(alternation([*_SAID["zh"], *_SAID["en"]]))
# The same by language, to look whether any of it stands there at all.
_HINTS = (re.compile(alternation(_SAID["zh"])), re.compile(at_edges(_SAID["en"])))
_FILLER = re.compile(alternation([*_WORDS["filler"]["zh"], *_WORDS["filler"]["en"]]))
_ALONE = re.compile(alternation(_WORDS["alone"]))
_HEAD = 8  # characters of a reference in which its yes or no stands
_BEFORE = 3  # words before "I don't know" that still may be politeness
_FEW = 8  # words beside "I don't know" that still may be small talk
_LETTER = re.compile(r"[^\W_]")
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Echo:
    """How much of the question an answer repeats, and how much it adds (shares of token count, 0..1)."""

    repeated: float
    added: float


def nothing_in(answer: str, question: str, reference: str = "") -> Nothing | None:
    """Why *answer* holds nothing to grade, or None.

    A bare "no" is an answer where the *reference* begins with one.  Beside "I don't know" a few further
    words count only when they share something with the *reference* that the question does not give away.
    """
    text = fold(answer).text.strip()
    if not _LETTER.search(text):
        return Nothing.BLANK
    if _says_nothing_alone(text, reference) or _only_ignorance(text, question, reference):
        return Nothing.IGNORANCE
    echo = echo_of(answer, question)
    if echo.repeated >= 0.75 and echo.added <= 0.15:
        return Nothing.ECHO
    return None


def _says_nothing_alone(text: str, reference: str) -> bool:
    """Whether it is one of the words that alone mean nothing, however it is spelt: none, N/A, n.a."""
    bare = _BETWEEN.sub(" ", text).strip()
    spelt = (bare, bare.replace(" ", ""))
    return any(_ALONE.fullmatch(word) for word in spelt) and bare not in fold(reference).text[:_HEAD]


def _only_ignorance(text: str, question: str, reference: str) -> bool:
    """Whether nothing but not knowing is said; a few other words after it are let pass.

    Only where it comes first: "the new pushes out the old, which is forgotten" is an answer.  Not in
    another language than the reference's, whose words could not be recognised.
    """
    text = text.replace("’", "'")
    first = _IGNORANCE.search(text) if any(hint.search(text) for hint in _HINTS) else None
    if not first:
        return False
    left = _words(_FILLER.sub(" ", _IGNORANCE.sub(" ", text)))
    if not left or len(left) > _FEW or len(_words(_FILLER.sub(" ", text[: first.start()]))) > _BEFORE:
        return not left
    wanted = _words(reference) - _words(question)
    return not left & wanted and language_of(text) == language_of(fold(reference).text)


def _words(text: str) -> frozenset[str]:
    """Stems of at least two letters, numbers, and pairs of Chinese characters."""
    return frozenset(word for word in words_of(text) if len(word) > 1 or word.isdigit())


def echo_of(answer: str, question: str) -> Echo:
    """How much of *question* the *answer* repeats, and which share of the answer is not the question's."""
    said = [token.text for token in tokens(fold(answer).text)]
    asked = [token.text for token in tokens(fold(question).text)]
    if not said or not asked:
        return Echo(0.0, 1.0)
    said_set, asked_set = set(said), set(asked)
    return Echo(
        repeated=len(asked_set & said_set) / len(asked_set),
        added=sum([token not in asked_set for token in said]) / len(said),
    )
