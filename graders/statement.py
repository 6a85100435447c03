"""A text as clauses that can be compared: what each is about, which values it takes, whether it denies."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graders.axes import Axes, Values, axes_of, subject_of
from graders.content import Parsed, Placed, Said, has_digit, names, parse, placed_units, said, words
from graders.lexicon import Lexicon
from graders.quantity import Quantity, quantities
from graders.reported import own_words
from graders.text import Folded, Token, clauses, fold, tokens_of

_CONDITION = re.compile(
    r"(?:\d+[.)、])?\s*"
    r"(?:if|when|whenever|once|suppose|assuming|given|如果|若|假如|假设|倘若|一旦|要是|当|只要)(?![a-z])"
)
_CLOSING = ("", ",", ".", ";", "。", "!", "\n")
_LABEL = 3.0  # a heavier clause before a colon is a claim
_SCOPE_LATIN, _SCOPE_CJK = 8, 10  # tokens after a negator that it can deny
_OF = 5  # tokens after a negator among which 的 ends what it denies: "不合适的 X" is an X


class Clause(NamedTuple):
    """One clause of a text: the folded characters *start* to *end*.

    *units* are content words in canonical form with their weights: every value of an axis is the same
    unit, and so is every synonym of a group, so that a clause and its opposite have the same units.
    *weight* is their sum, *substance* without mere directions, quantities or other general values.
    *said* are the words as they stand, each with what else says the same: here opposites differ.
    *words* are the content words in order, in canonical form, and *surface* is what stands there.
    *denied* holds the units in the scope of each negator; *softened* says that it denies by half.
    *is_label* says that a colon follows, *is_condition* that it only supposes something, *is_closed*
    that a stop or comma or nothing follows.
    """

    start: int
    end: int
    text: str
    units: Mapping[str, float]
    weight: float
    substance: float
    said: tuple[Said, ...]
    words: tuple[str, ...]
    surface: tuple[str, ...]
    axes: Axes
    denied: tuple[frozenset[str], ...]
    softened: bool
    numbers: tuple[Quantity, ...]
    names: frozenset[str]
    is_label: bool
    is_condition: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A folded text with its clauses."""

    folded: Folded
    clauses: tuple[Clause, ...]


def analyse(text: str, lexicon: Lexicon) -> Statement:
    """*text* as clauses; what the writer only reports or denies in favour of something else is left out."""
    folded = fold(text)
    return Statement(folded, tuple(_with_subjects(folded, lexicon)))


def _with_subjects(folded: Folded, lexicon: Lexicon) -> Iterator[Clause]:
    text, cased = own_words(folded.text), _cased(folded)
    subject: Values = {}
    spans = clauses(text)
    for span, found in zip(spans, tokens_of(text, spans), strict=True):
        parsed = parse(found, lexicon)
        axes = axes_of(parsed, subject)
        yield _clause(text, cased, span, parsed, axes)
        subject = subject_of(parsed, axes) or subject


def _cased(folded: Folded) -> str:
    """The folded text with the capitals of the original."""
    if folded.original.islower() or not folded.original.upper().isupper():
        return folded.text
    if folded.original.isascii() and folded.original.isprintable():
        return folded.original  # folded letter by letter
    return "".join(
        letter.upper() if folded.original[at].isupper() else letter
        for letter, at in zip(folded.text, folded.at, strict=True)
    )


def _clause(text: str, cased: str, span: tuple[int, int], parsed: Parsed, axes: Axes) -> Clause:
    start, end = span
    placed = tuple(placed_units(parsed))
    units = {unit: weight for _, unit, weight in placed}
    heavy = sum(units.values())
    numbers = tuple(_numbers(text, span, parsed.tokens))
    pairs = tuple(words(parsed))
    denied = tuple(_denied(parsed, placed))
    return Clause(
        start=start,
        end=end,
        text=text[start:end],
        units=units,
        weight=heavy,
        substance=sum([weight for unit, weight in units.items() if unit[0] != "~"]),
        said=(*said(parsed), *(Said(f"#{number.value:g}", 1.0, frozenset()) for number in numbers)),
        words=tuple(word for word, _ in pairs),
        surface=tuple(surface for _, surface in pairs),
        axes=axes,
        denied=denied,
        softened=any(mention.sense.softens for mention in parsed.mentions),
        numbers=numbers,
        names=frozenset(names(parsed, cased)),
        is_label=text[end : end + 1] == ":" and heavy <= _LABEL and not any(denied),
        is_condition=bool(_CONDITION.match(text, start)),
        is_closed=text[end : end + 1] in _CLOSING,
    )


def _numbers(text: str, span: tuple[int, int], sequence: Sequence[Token]) -> Iterator[Quantity]:
    """The quantities of a clause; the number in a name (gpt-3) is none."""
    start, end = span
    given = quantities(text[start:end])
    if not given:
        return
    named = [token for token in sequence if token.text[0].isalpha() and has_digit(token.text)]
    held = {place for token in named for place in range(token.start, token.end)}
    for found in given:
        if found.start + start not in held:
            yield Quantity(found.value, found.unit, found.start + start, found.end + start)


def _denied(parsed: Parsed, placed: Sequence[Placed]) -> Iterator[frozenset[str]]:
    """For each negator the units in its scope."""
    for mention in parsed.mentions:
        if mention.sense.negates:
            yield _within(placed, mention.first, _reach(parsed.tokens, mention.first, mention.last))
    for index, token in enumerate(parsed.tokens):
        if token.text == "t" and _is_contracted_not(parsed.tokens, index):
            yield _within(placed, index + 1, index + 1 + _SCOPE_LATIN)


def _within(placed: Sequence[Placed], start: int, end: int) -> frozenset[str]:
    """The units of the tokens *start* up to *end*."""
    return frozenset(unit for index, unit, _ in placed if start <= index < end)


def _is_contracted_not(sequence: Sequence[Token], index: int) -> bool:
    """Whether the t at *index* is that of "isn't"."""
    before = sequence[index - 1] if index else None
    return before is not None and before.text.endswith("n") and before.end == sequence[index].start - 1


def _reach(sequence: Sequence[Token], first: int, last: int) -> int:
    """Where the scope of the negator at *first* up to *last* ends."""
    if not sequence[first].is_cjk:
        return last + _SCOPE_LATIN
    near = range(last, min(len(sequence), last + _OF))
    of = next((index for index in near if sequence[index].text == "的"), None)
    return last + _SCOPE_CJK if of is None else of
