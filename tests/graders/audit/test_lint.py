import re
from pathlib import Path

import pytest

from graders.audit.lint import lint
from graders.facts import Fact, FactBase, Pack, Term, Wrong, read_pack

ROOT = Path(__file__).parents[3]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """The pack of the manual."""
    manual = (ROOT / "docs" / "fact-packs.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert found
    path = tmp_path / "pack.toml"
    path.write_text(found[1].replace("@reduces", "减少"), "utf-8")
    return read_pack(path)


def changed(pack: Pack, **fact: object) -> FactBase:
    (first,) = pack.facts
    return FactBase((pack.model_copy(update={"facts": (first.model_copy(update=fact),)}),))


def first_wrong(pack: Pack, **wrong: object) -> tuple[Wrong]:
    return (pack.facts[0].wrong[0].model_copy(update=wrong),)


def test_every_shipped_wrong_statement_is_found_and_no_right_one(base: FactBase) -> None:
    """Also says that no two facts contradict each other, and that each name belongs to one term."""
    assert lint(base) == ()


def test_the_pack_of_the_manual_is_fit_for_use(pack: Pack) -> None:
    assert lint(FactBase((pack,))) == ()


def test_a_name_with_two_owners_is_reported(pack: Pack) -> None:
    terms = {**pack.terms, "other": Term(kind="index", names=("B-Tree",))}
    lines = lint(FactBase((pack.model_copy(update={"terms": terms}),)))
    assert any("'B-Tree' belongs to btree and to other" in line for line in lines)


def test_a_name_that_is_too_short_is_reported(pack: Pack) -> None:
    terms = {**pack.terms, "other": Term(kind="index", names=("B",))}
    lines = lint(FactBase((pack.model_copy(update={"terms": terms}),)))
    assert any("'B' is too short" in line for line in lines)


def test_a_wrong_statement_that_is_not_found_is_reported(pack: Pack) -> None:
    fact: Fact = pack.facts[0]
    lines = lint(changed(pack, wrong=first_wrong(pack, says=("nothing says this",))))
    assert f"{fact.id} does not find its own wrong statement: {fact.wrong[0].zh[0]}" in lines


def test_a_right_statement_that_is_flagged_is_reported(pack: Pack) -> None:
    fact = pack.facts[0]
    lines = lint(changed(pack, right=fact.wrong[0].zh))
    assert any(line.startswith(f"{fact.id} flags a right statement of {fact.id}") for line in lines)


def test_a_pattern_that_is_not_well_formed_is_reported(pack: Pack) -> None:
    (line,) = lint(changed(pack, wrong=first_wrong(pack, says=("@nowhere",))))
    assert "@nowhere" in line
