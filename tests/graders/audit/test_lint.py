import re
from dataclasses import replace
from pathlib import Path

from graders.audit.lint import lint
from graders.facts import FactBase, Term, load

ROOT = Path(__file__).parents[3]


def test_every_wrong_statement_is_found_and_no_right_one(base: FactBase) -> None:
    """Also says that no two facts contradict each other, and that each name belongs to one term."""
    assert lint(base) == ()


def _with(base: FactBase, **changes: object) -> FactBase:
    pack = next(pack for pack in base.packs if pack.facts)
    return replace(
        base, packs=(*(each for each in base.packs if each is not pack), pack.model_copy(update=changes))
    )


def test_a_name_with_two_owners_is_reported(base: FactBase) -> None:
    extra = Term(kind="model", names=("RoPE",))
    pack = base.packs[0]
    doubled = _with(base, terms={**next(p for p in base.packs if p.facts).terms, "other": extra})
    assert pack is not None
    assert any("'RoPE' belongs to" in line or "belongs to other" in line for line in lint(doubled))


def test_a_wrong_statement_that_is_not_found_is_reported(base: FactBase) -> None:
    pack = next(pack for pack in base.packs if pack.facts)
    fact = pack.facts[0]
    deaf = fact.wrong[0].model_copy(update={"says": ("nothing says this",)})
    facts = (fact.model_copy(update={"wrong": (deaf,)}), *pack.facts[1:])
    assert any(f"{fact.id} does not find" in line for line in lint(_with(base, facts=facts)))


def test_a_right_statement_that_is_flagged_is_reported(base: FactBase) -> None:
    pack = next(pack for pack in base.packs if pack.facts)
    fact = pack.facts[0]
    eager = fact.model_copy(update={"right": fact.wrong[0].zh})
    lines = lint(_with(base, facts=(eager, *pack.facts[1:])))
    assert any(f"{fact.id} flags a right statement of {fact.id}" in line for line in lines)


def test_a_pattern_that_is_not_well_formed_is_reported(base: FactBase) -> None:
    pack = next(pack for pack in base.packs if pack.facts)
    fact = pack.facts[0]
    broken = fact.wrong[0].model_copy(update={"says": ("@nowhere",)})
    facts = (fact.model_copy(update={"wrong": (broken,)}), *pack.facts[1:])
    assert any("@nowhere" in line for line in lint(_with(base, facts=facts)))


def test_the_pack_of_the_manual_is_fit_for_use(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "fact-packs.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert found
    (tmp_path / "pack.toml").write_text(found[1], "utf-8")
    assert lint(load([tmp_path])) == ()
