"""Which values a clause takes on the axes of the lexicon, and on those of its subject."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from graders.content import Parsed
from graders.lexicon import Meaning, Mention
from graders.quantity import is_unit

Values = Mapping[str, tuple[int, ...]]


class Axes(NamedTuple):
    """*values* are those that the clause itself takes on each axis, in order; *inherited* those of its subject.

    *mentioned* are the values with every repeat.  *entities* are the axes of things, not of properties;
    *crowded* those with many values; *twins* the axes that one word sets at once.
    """

    values: Values
    mentioned: Values
    inherited: Values
    entities: frozenset[str]
    crowded: frozenset[str]
    twins: frozenset[frozenset[str]]


_NONE = Axes({}, {}, {}, frozenset(), frozenset(), frozenset())


def axes_of(parsed: Parsed, subject: Values) -> Axes:
    """The axes of a clause whose *subject*, where it names none of its own, was named before."""
    told = [mention for mention in parsed.mentions if mention.sense.values]
    if not told and not subject:
        return _NONE
    mentioned = _mentioned(mention.sense.values for mention in told if not _is_unit(parsed, mention))
    own = {axis: _without_repeats(values) for axis, values in mentioned.items()}
    inherited = {axis: value for axis, value in subject.items() if axis not in own}
    meanings = [meaning for mention in told for meaning in mention.sense.values]
    together = [inherited, *([meaning.name for meaning in mention.sense.values] for mention in told)]
    return Axes(
        values=own,
        mentioned=mentioned,
        inherited=inherited,
        entities=frozenset([meaning.name for meaning in meanings if meaning.entity]),
        crowded=frozenset([meaning.name for meaning in meanings if meaning.crowded]),
        twins=frozenset([frozenset(axes) for axes in together if len(axes) > 1]),
    )


def subject_of(parsed: Parsed, axes: Axes) -> Values:
    """What a clause is about: a named thing at its very start, if it is the only one of its kind."""
    first = next((mention for mention in parsed.mentions if mention.first <= 1), None)
    if first is None:
        return {}
    return {
        meaning.name: (meaning.value,)
        for meaning in first.sense.values
        if meaning.entity and len(axes.values.get(meaning.name, ())) == 1
    }


def _is_unit(parsed: Parsed, mention: Mention) -> bool:
    """Whether it is the unit of a number: "2 KB" and "2048 bytes" are compared as quantities."""
    before = parsed.tokens[mention.first - 1].text if mention.first else ""
    return before[:1].isdigit() and is_unit(parsed.tokens[mention.first].text)


def _without_repeats(values: tuple[int, ...]) -> tuple[int, ...]:
    return values if len(values) == 1 else tuple(value for value, _ in groupby(values))


def _mentioned(told: Iterable[Sequence[Meaning]]) -> Values:
    values: dict[str, tuple[int, ...]] = {}
    for meanings in told:
        for meaning in meanings:
            values[meaning.name] = (*values.get(meaning.name, ()), meaning.value)
    return values
