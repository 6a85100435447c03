"""What is wrong with packs taken together: doubled ids, and names that nothing has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graders.facts.records import Fact

if TYPE_CHECKING:
    from graders.facts.base import FactBase

_TABLES = {
    "terms": "term",
    "words": "word list",
    "categories": "category",
    "attributes": "attribute",
    "slots": "slot",
    "counts": "count",
    "dimensions": "dimension",
}


def problems(base: FactBase) -> Iterator[str]:
    """What is wrong with *base*, one line each."""
    yield from _doubled("fact", ((fact.id, pack.title) for pack in base.packs for fact in pack.facts))
    for table, sort in _TABLES.items():
        yield from _doubled(
            sort, ((name, pack.title) for pack in base.packs for name in getattr(pack, table))
        )
    for name, term in base.terms.items():
        if term.parent is not None and term.parent not in base.terms:
            yield f"the term {name} is a {term.parent}, which is not a term"
    for fact in base.facts.values():
        yield from _of_fact(fact, base)
    yield from _of_categories(base)
    for name, attribute in base.attributes.items():
        yield from (
            f"the attribute {name} has {term}, which is not a term"
            for term in attribute.values
            if term not in base.terms
        )


def _of_categories(base: FactBase) -> Iterator[str]:
    for name, category in base.categories.items():
        yield from (
            f"the category {name} lists {term}, which is not a term"
            for term in category.members
            if term not in base.terms
        )
        yield from (
            f"the category {name} has the unknown rival {rival}"
            for rival in category.rivals
            if rival not in base.categories
        )


def _of_fact(fact: Fact, base: FactBase) -> Iterator[str]:
    unknown = [term for term in (*fact.about, *fact.not_for) if term not in base.terms]
    if unknown:
        yield f"the fact {fact.id} names {', '.join(unknown)}, which no pack has as a term"
    for name, values in fact.holds.items():
        if name not in base.slots:
            yield f"the fact {fact.id} fills {name}, which no pack has as a slot"
            continue
        yield from (
            f"the fact {fact.id} fills {name} with {value}, which is none of its values"
            for value in values
            if value not in base.slots[name].values
        )
    yield from (
        f"the fact {fact.id} counts {name}, which no pack has under [counts]"
        for name in fact.counts
        if name not in base.counts
    )
    yield from _of_orders(fact, base)


def _of_orders(fact: Fact, base: FactBase) -> Iterator[str]:
    for order in fact.orders:
        if order.by not in base.dimensions:
            yield f"the fact {fact.id} compares by {order.by}, which no pack has under [dimensions]"
        yield from (
            f"the fact {fact.id} orders {term}, which is not one of the terms it is about"
            for term in (order.more, order.less)
            if term not in fact.about
        )


def _doubled(sort: str, names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names that come twice; each is given with the title of its pack."""
    seen: dict[str, str] = {}
    for name, title in names:
        if name in seen:
            yield f"two packs have a {sort} called {name}, {seen[name]!r} and {title!r}; rename one"
        seen.setdefault(name, title)
