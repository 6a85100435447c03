"""Words and what they are to each other: exclusive values, synonyms, negators.

The data lie beside this file as JSON; README.md there says how to extend them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from graders.text import Token, fold, stem, tokens
from graders.wordlists import word_list

Role = Literal["axis", "synonym", "negator", "soft", "neutral", "function"]

# "No X unless Y" says "X with Y": no negation that can be counted.
_EXCEPTIONS = ("unless", "except", "otherwise", "除非", "否则")

JOINERS = frozenset("-/")  # "pre-norm" is "pre norm"
_SMALL = frozenset(("negator", "soft", "function"))
_FEW = 3  # values of an axis that truly exclude each other

GENERAL = "axes_general"
ENTITIES = ("axes_learning", "axes_science")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a found alias is: a value on an axis, a member of a synonym group, a negator...

    An *entity* is a thing that clauses can be about, not a property or direction.  A *crowded* axis has so
    many values that another one is mostly another subject, not the opposite.
    """

    role: Role
    name: str
    value: int = 0
    entity: bool = False
    crowded: bool = False


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """All that an alias means, and what is asked of it for every text.

    *main* is what it counts as: a thing rather than a property, and a value rather than a synonym (else
    two opposites with synonyms of their own would be two units, and never meet); *unit* is its name, ""
    without one.  *names* are all of its meanings with their values.  It *negates*, or *softens*: denies by
    half and no more ("prevents", against "allows", is a value of its own); a small one is no content.
    *values* are those of its meanings that are values of axes.
    """

    meanings: tuple[Meaning, ...]
    main: Meaning | None
    unit: str
    names: frozenset[str]
    negates: bool
    softens: bool
    is_small: bool
    values: tuple[Meaning, ...]


def sense_of(meanings: Sequence[Meaning]) -> Sense:
    """The sense of an alias with these *meanings*."""
    told = [meaning for meaning in meanings if meaning.role in ("axis", "synonym")]
    main = min(told, key=lambda meaning: (not meaning.entity, meaning.role != "axis"), default=None)
    names = frozenset(f"{unit_name(meaning)}:{meaning.value}" for meaning in told)
    roles = {meaning.role for meaning in meanings}
    return Sense(
        tuple(meanings),
        main,
        unit_name(main) if main else "",
        names,
        negates="negator" in roles,
        softens="soft" in roles and "axis" not in roles,
        is_small=roles <= _SMALL,
        values=tuple(meaning for meaning in meanings if meaning.role == "axis"),
    )


def unit_name(meaning: Meaning) -> str:
    """A name that no word has; ``~`` marks values that say nothing about what a clause is about."""
    return ("~" if meaning.role == "axis" and not meaning.entity else "=") + meaning.name


class Mention(NamedTuple):
    """An alias found in a token sequence: tokens *first* up to but not including *last*."""

    first: int
    last: int
    sense: Sense

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """All that the alias means."""
        return self.sense.meanings


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What each alias means, and which lengths the aliases that begin with a token have, longest first."""

    senses: Mapping[Key, Sense] = field(repr=False)
    lengths: Mapping[str, tuple[int, ...]] = field(repr=False)

    def find(self, sequence: Sequence[Token]) -> tuple[Mention, ...]:
        """The longest aliases in *sequence*, left to right, never overlapping."""
        words = tuple([token.text for token in sequence])
        found: list[Mention] = []
        read = 0
        for position, word in enumerate(words):
            for length in self.lengths.get(word, ()) if position >= read else ():
                sense = self.senses.get(words[position : position + length])
                if sense is not None:
                    read = position + length
                    found.append(Mention(position, read, sense))
                    break
        return tuple(found)

    def extended(self, axes: Mapping[str, Sequence[Sequence[str]]]) -> "Lexicon":
        """This lexicon with further *axes*; their aliases keep the meanings that they have here."""
        if not axes:
            return self
        extra: dict[Key, list[Meaning]] = {}
        _add_axes(extra, axes, entity=True)
        more = {
            # A longer alias hides the shorter ones inside it, so it takes over what the first of them means.
            alias: sense_of(tuple(dict.fromkeys((*self._first_inside(alias), *meanings))))
            for alias, meanings in extra.items()
        }
        lengths = dict(self.lengths)
        for alias in more:
            lengths[alias[0]] = tuple(sorted({*lengths.get(alias[0], ()), len(alias)}, reverse=True))
        return Lexicon({**self.senses, **more}, lengths)

    def _first_inside(self, alias: Key) -> tuple[Meaning, ...]:
        inside = self.find([Token(word, 0, 0) for word in alias])[:1]
        return tuple(value for mention in inside for value in mention.sense.values)


def _lexicon(senses: Mapping[Key, Sense]) -> Lexicon:
    lengths: dict[str, set[int]] = {}
    for alias in senses:
        lengths.setdefault(alias[0], set()).add(len(alias))
    return Lexicon(senses, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()})


def _key(alias: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(fold(alias).text) if token.text not in JOINERS)


def _add_axes(
    into: dict[tuple[str, ...], list[Meaning]], axes: Mapping[str, Sequence[Sequence[str]]], entity: bool
) -> None:
    for name, values in axes.items():
        for value, aliases in enumerate(values):
            _add(into, aliases, Meaning("axis", name, value, entity, crowded=len(values) > _FEW))


def _add(into: dict[tuple[str, ...], list[Meaning]], aliases: Iterable[str], meaning: Meaning) -> None:
    for alias in aliases:
        key = _key(alias)
        if key and meaning not in into.setdefault(key, []):
            into[key].append(meaning)


def _give_role(table: dict[tuple[str, ...], list[Meaning]], key: tuple[str, ...], role: Role) -> None:
    """Adds what a word does to the clause that it stands in.

    A negator or a function word is nothing else: "does not exist" must count like "is not there".  A soft
    negator keeps its other meanings.  Only of a word without a meaning is it said that it negates nothing.
    """
    if role in ("negator", "function"):
        table[key] = [Meaning(role, role)]
    elif role == "soft":
        table.setdefault(key, []).append(Meaning(role, role))
    else:
        table.setdefault(key, [Meaning(role, role)])


def build(
    general: Mapping[str, Sequence[Sequence[str]]],
    entities: Iterable[Mapping[str, Sequence[Sequence[str]]]],
    synonyms: Sequence[Sequence[str]],
    roles: Mapping[Role, Sequence[str]],
) -> Lexicon:
    """A lexicon of the given tables; see README.md beside the data for their shapes."""
    table: dict[tuple[str, ...], list[Meaning]] = {}
    stop = frozenset((*word_list("stopwords")["zh"], *(stem(word) for word in word_list("stopwords")["en"])))
    for number, group in enumerate(synonyms):
        _add(
            table,
            [word for word in group if not set(_key(word)) <= stop],
            Meaning("synonym", f"synonym-{number}"),
        )
    _add_axes(table, general, entity=False)
    for part in entities:
        _add_axes(table, part, entity=True)
    for role, words in roles.items():
        for word in words:
            _give_role(table, _key(word), role)
    table.pop((), None)
    return _lexicon({alias: sense_of(meanings) for alias, meanings in table.items()})


@cache
def load() -> Lexicon:
    """The lexicon that ships with quizgen."""
    negation = word_list("negation")
    return build(
        general=word_list(GENERAL),
        entities=[word_list(name) for name in ENTITIES],
        synonyms=word_list("synonyms"),
        roles={
            "negator": _both(negation["negators"]),
            "soft": (*_both(negation["weak_negators"]), *_EXCEPTIONS),
            "function": word_list("stopwords")["phrases"],
            "neutral": (*negation["not_negation"], *word_list("hidden")),
        },
    )


def _both(by_language: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(word for words in by_language.values() for word in words)
