import pytest

from graders.difference import ClashKind, Flips, axis_flips, kept
from graders.lexicon import load
from graders.statement import Clause, analyse

EXCHANGED, ORDER, NEGATION = ClashKind.EXCHANGED, ClashKind.ORDER, ClashKind.NEGATION


def _clause(text: str) -> Clause:
    (found,) = analyse(text, load()).clauses
    return found


@pytest.mark.parametrize(
    ("things", "properties", "kind"),
    [
        ((), (), None),
        ((NEGATION,), (), NEGATION),
        ((), (EXCHANGED,), EXCHANGED),
        ((EXCHANGED,), (EXCHANGED,), None),
        ((NEGATION, EXCHANGED), (), None),
        ((NEGATION, EXCHANGED), (EXCHANGED,), NEGATION),
        ((), (EXCHANGED, EXCHANGED), EXCHANGED),
    ],
)
def test_an_odd_number_of_turns_is_a_contradiction(
    things: tuple[ClashKind, ...], properties: tuple[ClashKind, ...], kind: ClashKind | None
) -> None:
    assert Flips(things, properties).kind == kind


@pytest.mark.parametrize(
    ("claim", "clause", "things", "properties"),
    [
        ("the service is fast at night", "the service is slow at night", (), (EXCHANGED,)),
        ("the service is fast at night", "the service is fast at night", (), ()),
        ("温度升高时反应速率增大", "温度升高时反应速率减小", (), (EXCHANGED,)),
    ],
)
def test_axes_are_compared(
    claim: str, clause: str, things: tuple[ClashKind, ...], properties: tuple[ClashKind, ...]
) -> None:
    assert axis_flips(_clause(claim), _clause(clause)) == Flips(things, properties)


def test_what_is_kept_is_a_share_of_the_claim() -> None:
    claim = _clause("bakers knead dough")
    assert kept(claim, claim) == 1
    assert kept(claim, _clause("bakers knead clay")) == pytest.approx(2 / 3)
    assert kept(_clause("of"), claim) == 0
