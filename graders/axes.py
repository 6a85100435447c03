"""Which values a clause takes on the axes of the lexicon, and on those of its subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.content import Parsed
from graders.lexicon import Mention
from graders.text import Token

Values = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Axes:
    """*values* are those that the clause itself takes on each axis, in order; *inherited* those of its subject.

    *entities* are the axes of things, not of properties; *crowded* those with many values; *twins* the
    axes that one word sets at once.
    """

    values: Values
    inherited: Values
    entities: frozenset[str]
    crowded: frozenset[str]
    twins: frozenset[frozenset[str]]


def axes_of(parsed: Parsed, subject: Values) -> Axes:
    """The axes of a clause whose *subject*, where it names none of its own, was named before."""
    own = _values(parsed.mentions)
    inherited = {axis: value for axis, value in subject.items() if axis not in own}
    meanings = [meaning for mention in parsed.mentions for meaning in mention.meanings]
    together = [inherited.keys(), *(_axes_at(mention) for mention in parsed.mentions)]
    return Axes(
        values=own,
        inherited=inherited,
        entities=frozenset(meaning.name for meaning in meanings if meaning.role == "axis" and meaning.entity),
        crowded=frozenset(meaning.name for meaning in meanings if meaning.crowded),
        twins=frozenset(frozenset(axes) for axes in together if len(axes) > 1),
    )


def subject_of(parsed: Parsed, axes: Axes) -> Values:
    """What a clause is about: a named thing at its very start, if it is the only one of its kind."""
    first = next((mention for mention in parsed.mentions if mention.first <= 1), None)
    if first is None:
        return {}
    return {
        meaning.name: (meaning.value,)
        for meaning in first.meanings
        if meaning.role == "axis" and meaning.entity and len(axes.values[meaning.name]) == 1
    }


def _axes_at(mention: Mention) -> list[str]:
    return [meaning.name for meaning in mention.meanings if meaning.role == "axis"]


def _values(mentions: Sequence[Mention]) -> dict[str, tuple[int, ...]]:
    values: dict[str, tuple[int, ...]] = {}
    for mention in mentions:
        for meaning in mention.meanings:
            if meaning.role == "axis" and values.get(meaning.name, (-1,))[-1] != meaning.value:
                values[meaning.name] = (*values.get(meaning.name, ()), meaning.value)
    return values
