"""The facts, ready to be asked: by id, by term, and which terms a text mentions."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TypeVar, cast

from graders.facts.packs import SHIPPED, is_shipped, pack_files, read_pack
from graders.facts.pattern import compile_group
from graders.facts.plain import folded
from graders.facts.problems import problems
from graders.facts.records import Attribute, Category, Count, Dimension, Fact, Pack, Slot, Term
from questions.errors import BadSetting

_IZE = re.compile(r"(?<=[a-z]i)[sz](?=(?:e|es|ed|er|ing|ation|ations)(?![a-z]))")
_LATIN = re.compile(r"[A-Za-z]{3,}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mention:
    """A term, at characters *start* up to *end* of a plain text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class FactBase:
    """All packs as one.  BadSetting when ids are doubled, terms unknown or patterns not well formed."""

    packs: tuple[Pack, ...]
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _derived: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for problem in problems(self):
            raise BadSetting(problem)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by its id."""
        return {fact.id: fact for pack in self.packs for fact in pack.facts}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Every term by its id."""
        return {name: term for pack in self.packs for name, term in pack.terms.items()}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every word list by its name."""
        return {name: group for pack in self.packs for name, group in pack.words.items()}

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """Every category by its id."""
        return {name: category for pack in self.packs for name, category in pack.categories.items()}

    @cached_property
    def attributes(self) -> Mapping[str, Attribute]:
        """Every attribute by its id."""
        return {name: attribute for pack in self.packs for name, attribute in pack.attributes.items()}

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every slot by its id."""
        return {name: slot for pack in self.packs for name, slot in pack.slots.items()}

    @cached_property
    def counts(self) -> Mapping[str, Count]:
        """Every kind of number by its id."""
        return {name: count for pack in self.packs for name, count in pack.counts.items()}

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Every dimension by its id."""
        return {name: each for pack in self.packs for name, each in pack.dimensions.items()}

    @cached_property
    def _lineage(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.terms:
            line = [name]
            while (parent := self.terms[line[-1]].parent) is not None and parent not in line:
                line.append(parent)
            found[name] = tuple(line)
        return found

    @cached_property
    def _by_term(self) -> Mapping[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.facts.values():
            for term in fact.about:
                found.setdefault(term, []).append(fact)
        return {term: tuple(facts) for term, facts in found.items()}

    @cached_property
    def umbrellas(self) -> frozenset[str]:
        """Terms that stand for several things which may differ, such as a family of models."""
        return frozenset(term.parent for term in self.terms.values() if term.parent)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every Latin word that the packs use or list, in lower case: a text that uses it has not misspelt it."""
        lookalikes = frozenset(word for pack in self.packs for word in pack.lookalikes)
        return frozenset(word.lower() for word in self._words_used) | lookalikes

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """The words that may be meant by a misspelt one, as the packs write them, by their lower case."""
        names = (name for term in self.terms.values() for name in term.names)
        listed = (word for pack in self.packs for word in pack.technical)
        found: dict[str, str] = {}
        for word in (*listed, *(word for name in names for word in _LATIN.findall(name))):
            found.setdefault(word.lower(), word)
        return found

    @cached_property
    def _words_used(self) -> tuple[str, ...]:
        names = (name for term in self.terms.values() for name in term.names)
        right = (fact.en for fact in self.facts.values())
        wrong = (words for fact in self.facts.values() for each in fact.wrong for words in each.en)
        sources = (source.source for fact in self.facts.values() for source in fact.sources)
        listed = (word for pack in self.packs for word in pack.technical)
        return tuple(
            word for text in (*names, *right, *wrong, *sources, *listed) for word in _LATIN.findall(text)
        )

    @cached_property
    def _index(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Names by their first four characters (all of a shorter one), the longest first, each with its term."""
        found: dict[str, set[tuple[str, str]]] = {}
        for term, entry in self.terms.items():
            for name in entry.names:
                for spelt in _spellings(folded(name)):
                    found.setdefault(spelt[:4], set()).add((spelt, term))
        return {
            head: tuple(sorted(names, key=lambda pair: (-len(pair[0]), pair)))
            for head, names in found.items()
        }

    @cached_property
    def _heads(self) -> re.Pattern[str]:
        """The characters that a name may begin with, wherever no Latin letter or digit parts them from another."""
        heads = "".join(sorted(map(re.escape, {head[0] for head in self._index})))
        return re.compile(f"[{heads}](?<![A-Za-z0-9]{{2}})" if heads else "(?!)")

    def lineage(self, term: str) -> tuple[str, ...]:
        """*term* and the wider terms it is one of."""
        return self._lineage[term]

    def about(self, terms: Iterable[str]) -> tuple[Fact, ...]:
        """The facts about any of *terms* or a wider term, each once, in a fixed order."""
        wanted = {line for term in terms for line in self._lineage[term]}
        found = {fact.id: fact for term in sorted(wanted) for fact in self._by_term.get(term, ())}
        return tuple(found.values())

    def about_exactly(self, term: str) -> tuple[Fact, ...]:
        """The facts about *term* itself."""
        return self._by_term.get(term, ())

    def mentions(self, plain: str) -> tuple[Mention, ...]:
        """The terms that a *plain* text names, left to right, longest name first, none inside another."""
        return tuple(self._mentions(plain))

    def _mentions(self, plain: str) -> Iterator[Mention]:
        named, read = self._index.get, 0
        for head in self._heads.finditer(plain, 0, max(0, len(plain) - 1)):
            start = head.start()
            if start < read:
                continue
            for name, term in (
                *named(plain[start : start + 4], ()),
                *named(plain[start : start + 3], ()),
                *named(plain[start : start + 2], ()),
            ):
                if plain.startswith(name, start) and (end := _word_end(plain, start, name)):
                    yield Mention(term, start, end)
                    read = end
                    break

    def pattern(self, group: str) -> re.Pattern[str]:
        """The regular expression of *group*, compiled once."""
        if group not in self._patterns:
            self._patterns[group] = compile_group(group, self.words, self.names)
        return self._patterns[group]

    def derived(self, make: "Callable[[FactBase], T]") -> T:
        """What *make* makes of this base; made once, for it takes time."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast(T, self._derived[make])

    def names(self, term: str) -> tuple[str, ...]:
        """All names of *term* and of the terms that are one.  BadSetting when there is no such term."""
        if term not in self.terms:
            raise BadSetting(f"the fact base has no term {term!r}; add it under [terms]")
        return tuple(
            name for each, line in self._lineage.items() if term in line for name in self.terms[each].names
        )


def _spellings(name: str) -> Iterator[str]:
    """*name* with and without its spaces (at most three of them), with -ise and -ize."""
    parts = name.split(" ")
    if len(parts) > 4:
        yield name
        return
    for joins in product((" ", ""), repeat=len(parts) - 1):
        joined = "".join(part + join for part, join in zip(parts, (*joins, ""), strict=True))
        yield joined
        if _IZE.search(joined):
            yield _IZE.sub("s", joined)
            yield _IZE.sub("z", joined)


def _word_end(plain: str, start: int, name: str) -> int:
    """Where the name ends (a plural s included), or 0 when it is only a part of a longer word."""
    end = start + len(name)
    if _is_latin(name[0]) and start and (_is_latin(plain[start - 1]) or plain.endswith("o(", 0, start)):
        return 0  # "O(L2)" does not name L2
    if not _is_latin(name[-1]) or end == len(plain) or not _is_latin(plain[end]):
        return end
    if plain[end] == "s" and (end + 1 == len(plain) or not _is_latin(plain[end + 1])):
        return end + 1
    return 0


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def load(paths: Sequence[Path] = ()) -> FactBase:
    """The shipped facts, and those of the packs at *paths* (files, or folders of them), each once.

    Raises BadSetting with the file and what is wrong in it.
    """
    added = [read_pack(file) for file in pack_files(paths) if not is_shipped(file)]
    base = FactBase((*_shipped(), *added))
    # Patterns are compiled when they are first needed; those that were never tried are tried now.
    for group in (group for pack in added for group in groups(pack)):
        base.pattern(group)
    return base


@cache
def _shipped() -> tuple[Pack, ...]:
    """The packs that ship; reading them takes a second."""
    return tuple(read_pack(file) for file in pack_files([SHIPPED]))


def groups(pack: Pack) -> Iterator[str]:
    """Every pattern of *pack*."""
    for fact in pack.facts:
        for wrong in fact.wrong:
            yield from (*wrong.says, *wrong.asked, *wrong.unless, *wrong.unless_anywhere)
        for trend in fact.trends:
            yield from (trend.of, trend.on)
    for dimension in pack.dimensions.values():
        yield from (dimension.more, dimension.less, *([dimension.noun] if dimension.noun else []))
    yield from (category.listed for category in pack.categories.values())
    for slot in pack.slots.values():
        yield from (*slot.values.values(), *slot.unless, *([slot.cue] if slot.cue else []))
    for count in pack.counts.values():
        yield from (count.cue, *count.unless)
