"""Whether a fact base does what it says: every wrong statement is found, and no right one is."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations, product

from graders.audit import claims, facts
from graders.audit.reading import Reference, read
from graders.facts import Fact, FactBase
from graders.facts.base import groups
from graders.facts.plain import folded
from graders.overlap import likeness, words_of
from questions.errors import BadSetting

_SHORTEST_NAME = 2
_ALIKE = 0.9  # from which likeness two statements about one thing say the same
_NUMBERED = re.compile(r"arXiv:\d{4}\.\d{4,5}")
_NO_SOURCE = re.compile(
    r"^\W*(?:todo|tbd|unknown|none|n/?a|\?+|xxx+|somewhere|the internet|网上|未知|待补充)\W*$", re.IGNORECASE
)


def lint(
    base: FactBase, only: Collection[str] | None = None, terms: Collection[str] | None = None
) -> tuple[str, ...]:
    """What is amiss in *base*, one line each, which begins with the fact or term; nothing when it is fit for use.

    With *only*, ids of facts, and *terms* what is amiss with those: they are tried against all others, and the right
    statements of all others against them.
    """
    ids = frozenset(base.facts if only is None else only)
    broken = tuple(_broken_patterns(base, ids if only is not None else None))
    if broken:
        return broken
    named = _names(base, frozenset(base.terms if terms is None else terms))
    return (*named, *_sources(base, ids), *_doubles(base, ids), *_clashes(base, ids), *_statements(base, ids))


def _broken_patterns(base: FactBase, ids: Collection[str] | None) -> Iterator[str]:
    """What is not well formed in the packs that hold the facts *ids*, or in all; compiling takes time."""
    packs = [pack for pack in base.packs if ids is None or any(fact.id in ids for fact in pack.facts)]
    for group in dict.fromkeys(group for pack in packs for group in groups(pack)):
        try:
            base.pattern(group)
        except BadSetting as error:
            yield str(error)


def _names(base: FactBase, terms: Collection[str]) -> Iterator[str]:
    """A name must lead to one term, or the wrong facts are looked at."""
    owners: dict[str, str] = {}
    for term, entry in base.terms.items():
        for name in entry.names:
            spelt = folded(name).replace(" ", "")
            if len(spelt) < _SHORTEST_NAME and term in terms:
                yield f"{term}: the name {name!r} is too short to be found"
            owner = owners.setdefault(spelt, term)
            if owner != term and {owner, term} & set(terms):
                yield f"{term}: the name {name!r} belongs to {owner} and to {term}; leave it to one"


def _sources(base: FactBase, ids: Collection[str]) -> Iterator[str]:
    for name in ids:
        for source in base.facts[name].sources:
            if _NO_SOURCE.match(source.source) or _NO_SOURCE.match(source.locator):
                yield f"{name}: {source.source!r}, {source.locator!r} is no source that one can look up"
            if "arxiv" in source.source.lower() and not _NUMBERED.search(source.source):
                yield f"{name}: write the paper's number, as arXiv:1706.03762, so that it can be found"


def _doubles(base: FactBase, ids: Collection[str]) -> Iterator[str]:
    """Facts about the same thing that say the same."""
    about: dict[str, list[Fact]] = defaultdict(list)
    for fact in base.facts.values():
        about[fact.about[0]].append(fact)
    for together in about.values():
        for one, other in combinations(together, 2):
            if {one.id, other.id} & set(ids) and likeness(words_of(one.en), words_of(other.en)) >= _ALIKE:
                yield f"{one.id} and {other.id} say the same; leave one"


def _clashes(base: FactBase, ids: Collection[str]) -> Iterator[str]:
    """Facts that give one thing other values of one slot, or other numbers."""
    seen: dict[tuple[str, str], tuple[str, frozenset[object]]] = {}
    for fact in base.facts.values():
        filled: dict[str, frozenset[object]] = {
            f"holds.{name}": frozenset(each) for name, each in fact.holds.items()
        }
        filled |= {f"counts.{name}": frozenset(each) for name, each in fact.counts.items()}
        for term, (name, values) in product(fact.about, filled.items()):
            other, before = seen.setdefault((term, name), (fact.id, values))
            if not before & values and {fact.id, other} & set(ids):
                yield f"{fact.id} and {other} give {term} other values of {name}; one of them is wrong"


def _statements(base: FactBase, ids: Collection[str]) -> Iterator[str]:
    about = {term for name in ids for term in base.facts[name].about}
    for fact in base.facts.values():
        for statement in dict.fromkeys((fact.zh, fact.en, *fact.right)):
            if not any(
                about.intersection(base.lineage(each.term)) for each in base.mentions(folded(statement))
            ):
                continue  # no fact of *ids* is looked at
            for other in _found(base, "", statement):
                if fact.id in ids or other in ids:
                    yield f"{other} flags a right statement of {fact.id}: {statement}"
        if fact.id in ids:
            yield from _wrong_statements(base, fact)


def _wrong_statements(base: FactBase, fact: Fact) -> Iterator[str]:
    for wrong in fact.wrong:
        question = _question(wrong.asked)
        for statement in (*wrong.zh, *wrong.en):
            if fact.id not in _found(base, question, statement):
                yield f"{fact.id} does not find its own wrong statement: {statement}"


def _question(asked: tuple[str, ...]) -> str:
    """A question that holds the first plain alternative of each group."""
    words = (part for group in asked for part in group.split("|")[:1])
    return " ".join(word.replace("*", "").replace("…", " ") for word in words)


def _found(base: FactBase, question: str, statement: str) -> list[str]:
    reading = read(Reference(id="", question=question, answer=statement), base)
    flags = (*facts.find_in(reading), *claims.detect([reading])[0])
    said = {flag.corrections["en"] for flag in flags}
    return [each.id for each in base.facts.values() if each.en in said]
