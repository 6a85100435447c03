import pytest

from graders.inconsistency import contradicts_itself
from graders.lexicon import load
from graders.statement import analyse
from tests.graders.making import claims

PUMP = "The pump increases the pressure in the pipe. It does not heat the water."
水泵 = "水泵使管道内的压力升高，水泵不会加热管道里的水。"


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        (PUMP, "The pump increases the pressure in the pipe. Then again the pump decreases the pressure in the pipe."),
        (PUMP, "It does not heat the water, though it does heat the water."),
        (水泵, "水泵使管道内的压力升高。水泵使管道内的压力降低。"),
        (水泵, "水泵不会加热管道里的水，但是水泵会加热管道里的水。"),
    ],
)  # fmt: skip
def test_a_thing_and_its_opposite_are_seen(reference: str, answer: str) -> None:
    assert contradicts_itself(analyse(answer, load()), claims(reference))


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        (PUMP, "The pump increases the pressure in the pipe and does not heat the water."),
        (PUMP, "1. The pump increases the pressure.\n2. A valve decreases the pressure."),
        ("Pumps increase the pressure, valves decrease the pressure.", "A pump increases the pressure. A valve decreases the pressure."),
        ("水泵升高压力，阀门降低压力。", "水泵升高压力。阀门降低压力。"),
        (PUMP, "If the pump decreases the pressure in the pipe it is broken; the pump increases the pressure in the pipe."),
        (PUMP, ""),
    ],
)  # fmt: skip
def test_a_contrast_that_the_reference_makes_a_list_and_a_condition_are_none(
    reference: str, answer: str
) -> None:
    assert not contradicts_itself(analyse(answer, load()), claims(reference))
