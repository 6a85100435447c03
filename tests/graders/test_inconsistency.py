import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.inconsistency import contradicts_itself
from graders.lexicon import load
from graders.statement import analyse
from tests.graders.making import free_text, grade


@pytest.mark.parametrize(
    "answer",
    [
        "The pump increases the pressure in the pipe. Then again the pump decreases the pressure in the pipe.",
        "It does not heat the water, though it does heat the water.",
        "水泵使管道内的压力升高。水泵使管道内的压力降低。",
        "水泵不会加热管道里的水，但是水泵会加热管道里的水。",
        "The valve lets hot water out and cold water in. Actually, the valve lets cold water out and hot water in.",
        "Cells of the liver store sugar for the night. Of course, cells of the liver never store sugar.",
        "The upper lake is deep, so it is cold. The upper lake is shallow, so it is warm.",
        "The pump fills the tank with water and opens the valve. However, the pump does not fill the tank.",
        "水泵把水送进水箱，再打开阀门。可是水泵并没有把水送进水箱。",
        "The server answers the caller and closes the line. Nevertheless the server never answers the caller.",
        "The older pump is fast and has the better seal. Actually the older pump is slow and has the worse seal.",
    ],
)
def test_a_thing_and_its_opposite_are_seen(answer: str) -> None:
    assert contradicts_itself(analyse(answer, load()))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "The pump increases the pressure in the pipe and does not heat the water.",
        "1. The pump increases the pressure.\n2. A valve decreases the pressure.",
        "A pump increases the pressure. A valve decreases the pressure.",
        "水泵升高压力。阀门降低压力。",
        "If the pump decreases the pressure in the pipe it is broken; the pump increases the pressure in the pipe.",
        "At high speed the pump is loud. At low speed the pump is quiet.",
        "温度越高，分布越平坦；温度越低，分布越尖锐。",
        "Lists can be changed. Tuples are fixed. They cannot be changed.",
        "The pump stops at night. The pump does not stop at night in winter.",
        "The pump fills the tank with water. The valve does not fill the tank, it drains it.",
        "The server answers the caller. However, a busy server does not answer any other caller at the same time.",
        "水泵把水送进水箱。阀门不会把水送进水箱。",
        "The shorter the rope, the faster the swing. The longer the rope, the slower the swing.",
        "Some think that the pump heats the water; in fact the pump does not heat it, but it raises the pressure.",
    ],
)
def test_a_contrast_a_list_a_condition_and_a_restriction_are_none(answer: str) -> None:
    assert not contradicts_itself(analyse(answer, load()))


@given(st.text(max_size=200))
def test_it_reads_anything_and_a_single_sentence_is_none(text: str) -> None:
    contradicts_itself(analyse(text, load()))
    assert not contradicts_itself(analyse("水泵使压力升高", load()))


def test_who_says_both_things_gains_nothing_by_the_right_one() -> None:
    reference = "The pump increases the pressure in the pipe."
    question = free_text(reference, "What does the pump do?", [reference])
    opposite = "The pump decreases the pressure in the pipe."
    both = grade(question, f"{reference} Then again, {opposite}")
    assert grade(question, opposite).score <= both.score <= 0.4 * grade(question, reference).score
    assert "contradicts_itself" in both.review_reasons
