"""Formulas in a text, in a normal form that ignores the order of factors and terms.

The form is shallow on purpose: it tells P(B|A)P(A)/P(B) from P(B|A)P(B)/P(A), and not x(y+z) from xy+xz.
What it cannot decide counts as equal.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_BODY = re.compile(r"[a-z0-9α-ωςσμ_()\[\]{}|^*/+\-=√·×.,'\s\\∑∏∫∂∇²³ᵀ⊤π]{3,}")
_OPERATOR = re.compile(r"[=^√/*·×+|]|(?<=[\w)])\s*-\s*(?=[\w(])|\b(?:log|exp|softmax|sqrt|max|min)\s*\(")
_ATOM = re.compile(r"[a-zα-ω]+(?:_\{?[a-z0-9]+\}?)?|\d+(?:\.\d+)?|[\^√|+\-]")
_FUNCTIONS = frozenset(
    "log exp softmax sqrt max min sum sin cos tan tanh sigmoid attention relu gelu swish sigma".split()
)
# The parts of a run that commas and colons outside brackets leave, and in these what is no English word.
_PART = re.compile(r"(?:[^,;:(]|\([^()]*\)|\()+")
_PIECE = re.compile(
    r"(?:(?!\b[a-z]{3,}\b).|" + "|".join(rf"\b{name}\b" for name in sorted(_FUNCTIONS)) + r")+", re.DOTALL
)
# What a stroke divides by: a function or a bracket, else one name or number with its power.
_BELOW = re.compile(
    r"/\s*(?:[a-zα-ω√]{0,12}\((?:[^()]|\([^()]*\))*\)|√?[a-zα-ω0-9_.]+(?:\^(?:\{[^{}]*\}|[a-zα-ω0-9]+))?)"
)
_AROUND = " .\n\t"
_SMALLEST = 3  # atoms
_LONGEST_PRODUCT = 3  # letters
_LETTERS = 3  # words, all of one or two letters, are prose or a list
_WHOLE = 0.6  # share of the atoms below which a formula is a part of another, said in passing
_ALIKE, _ALIKE_NAMED = 0.7, 0.4  # from which likeness two formulas mean the same; with equal left sides less


@dataclass(frozen=True, slots=True)
class Formula:
    """*left* side (or ""), and the multisets of atoms of the right side above and below its strokes."""

    left: str
    above: tuple[tuple[str, int], ...]
    below: tuple[tuple[str, int], ...]
    start: int
    end: int

    @property
    def atoms(self) -> Counter[str]:
        """All atoms of the right side."""
        return Counter(dict(self.above)) + Counter(dict(self.below))

    def same(self, other: "Formula") -> bool:
        """Whether both have the same normal form (sides of the equation may be left out)."""
        return self.above == other.above and self.below == other.below

    def rival(self, other: "Formula") -> bool:
        """Whether both mean to say the same thing, and do not."""
        if self.same(other) or (self.left and other.left and self.left != other.left):
            return False
        mine, theirs = self.atoms, other.atoms
        shared = mine & theirs
        common = sum(shared.values())
        if not any(atom[0].isalpha() for atom in shared):
            return False  # two calculations with numbers: other steps are no other formula
        alike = 2 * common / (sum(mine.values()) + sum(theirs.values()))
        whole = sum(theirs.values()) >= _WHOLE * sum(mine.values())
        return whole and common >= 2 and alike >= (_ALIKE_NAMED if self.left and other.left else _ALIKE)


def formulas(text: str) -> tuple[Formula, ...]:
    """The formulas in folded *text*, left to right."""
    return tuple(_formulas(text))


def _formulas(text: str) -> Iterator[Formula]:
    for found in _BODY.finditer(text):
        offset = found.start()
        for part in _PART.finditer(found[0]):
            for piece in _PIECE.finditer(part[0]):
                body = piece[0].strip(_AROUND)
                if _looks_like_one(body):
                    before = len(piece[0]) - len(piece[0].lstrip(_AROUND))
                    start = offset + part.start() + piece.start() + before
                    yield _parsed(body, start, start + len(body))


def _looks_like_one(body: str) -> bool:
    """An equation, or at least two operators on at least three atoms, and no string of short words."""
    words = body.split()
    spelt = len(words) > _LETTERS and all(len(word) <= 2 and word.isalpha() for word in words)
    return not spelt and len(_ATOM.findall(body)) >= _SMALLEST and len(_OPERATOR.findall(body)) > 1


def _parsed(body: str, start: int, end: int) -> Formula:
    left, _, right = body.rpartition("=")
    right = right or body
    above = _atoms(_BELOW.sub(" ", right))
    below = _atoms(" ".join(found[0] for found in _BELOW.finditer(right)))
    return Formula(re.sub(r"\s+", "", left), above, below, start, end)


def _atoms(text: str) -> tuple[tuple[str, int], ...]:
    """The atoms of *text* and how often each comes; QK counts as Q times K."""
    counts = Counter(part for atom in _ATOM.findall(text) for part in _factors(atom))
    return tuple(sorted(counts.items()))


def _factors(atom: str) -> tuple[str, ...]:
    is_product = atom.isalpha() and len(atom) <= _LONGEST_PRODUCT and atom not in _FUNCTIONS
    return tuple(atom) if is_product else (atom,)
