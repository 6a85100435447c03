"""Whether a fact base does what it says: every wrong statement is found, and no right one is."""

from collections.abc import Iterator

from graders.audit import claims, facts
from graders.audit.reading import Reference, read
from graders.facts import FactBase
from graders.facts.base import groups
from graders.facts.plain import folded
from questions.errors import BadSetting

_SHORTEST_NAME = 2


def lint(base: FactBase) -> tuple[str, ...]:
    """What is amiss in *base*, one line each; nothing when it is fit for use."""
    broken = tuple(_broken_patterns(base))
    return broken or (*_names(base), *_statements(base))


def _broken_patterns(base: FactBase) -> Iterator[str]:
    for group in dict.fromkeys(group for pack in base.packs for group in groups(pack)):
        try:
            base.pattern(group)
        except BadSetting as error:
            yield str(error)


def _names(base: FactBase) -> Iterator[str]:
    """A name must lead to one term, or the wrong facts are looked at."""
    owners: dict[str, str] = {}
    for term, entry in base.terms.items():
        for name in entry.names:
            spelt = folded(name).replace(" ", "")
            if len(spelt) < _SHORTEST_NAME:
                yield f"{term}: the name {name!r} is too short to be found"
            if owners.setdefault(spelt, term) != term:
                yield f"the name {name!r} belongs to {owners[spelt]} and to {term}; leave it to one"


def _statements(base: FactBase) -> Iterator[str]:
    for fact in base.facts.values():
        for statement in (fact.zh, fact.en, *fact.right):
            for other in _found(base, "", statement):
                yield f"{other} flags a right statement of {fact.id}: {statement}"
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
