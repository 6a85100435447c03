"""The shipped facts, as a whole."""

import re
from collections import Counter

from graders.facts import FactBase, Verified
from questions.records import Severity

FEWEST_FACTS = 250
TOPICS = 15
_CJK = re.compile(r"[一-鿿]")


def test_there_are_many_facts_on_many_topics(base: FactBase) -> None:
    assert len(base.facts) >= FEWEST_FACTS
    assert sum(bool(pack.facts) for pack in base.packs) >= TOPICS


def test_every_fact_is_in_both_languages(base: FactBase) -> None:
    for fact in base.facts.values():
        assert _CJK.search(fact.zh), fact.id
        assert not _CJK.search(fact.en), fact.id
        for wrong in fact.wrong:
            assert wrong.zh, fact.id
            assert wrong.en, fact.id
            assert not [statement for statement in wrong.en if _CJK.search(statement)], fact.id


def test_no_statement_comes_twice(base: FactBase) -> None:
    statements = Counter(statement for fact in base.facts.values() for statement in (fact.zh, fact.en))
    assert [statement for statement, count in statements.items() if count > 1] == []


def test_every_fact_has_a_primary_source_with_a_place_in_it(base: FactBase) -> None:
    for fact in base.facts.values():
        assert all(len(source.locator) >= 4 for source in fact.sources), fact.id
    # Papers are named by their number, so that they can be found.
    papers = [source.source for fact in base.facts.values() for source in fact.sources]
    assert sum("arXiv:" in paper for paper in papers) > len(papers) / 2
    assert [
        paper for paper in papers if "arXiv" in paper and not re.search(r"arXiv:\d{4}\.\d{4,5}", paper)
    ] == []


def test_it_is_said_how_a_fact_is_known(base: FactBase) -> None:
    known = Counter(fact.verified for fact in base.facts.values())
    assert set(known) == set(Verified)


def test_the_gravest_facts_are_not_most_of_them(base: FactBase) -> None:
    counts = Counter(fact.severity for fact in base.facts.values())
    assert set(counts) == set(Severity)
    assert counts[Severity.HIGH] < len(base.facts) / 2


def test_terms_of_one_kind_compete_and_each_kind_has_several(base: FactBase) -> None:
    kinds = Counter(term.kind for term in base.terms.values())
    assert kinds["model"] > 40
    assert kinds["position"] >= 5
