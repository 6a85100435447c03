"""Claims that turn a trend or an order of two things round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit.claims import detect
from graders.audit.reading import Reference, read
from graders.facts import FactBase
from graders.facts.packs import parse_pack
from questions.errors import BadSetting

PACK = """
title = "Cars"

[terms]
van = { kind = "car", names = ["货车", "van"] }
coupe = { kind = "car", names = ["跑车", "coupe"] }
bike = { kind = "car", names = ["摩托", "bike"] }

[dimensions.speed]
zh = "速度"
en = "speed"
noun = "速度"
more = "更快|faster"
less = "更慢|slower"

[[facts]]
id = "load-slows"
about = ["van"]
zh = "货车装得越多越慢。"
en = "The more a van holds, the slower it is."
severity = "medium"
sources = [{ source = "A manual", locator = "p. 1" }]
verified = "recalled"
trends = [{ of = "载重|load", on = "速度|speed", falls = true }, { of = "载重|load", on = "油耗|consumption" }]
[[facts.wrong]]
zh = ["货车的载重越大，速度越快。"]
en = ["A larger load raises the speed of a van."]

[[facts]]
id = "coupe-first"
about = ["coupe", "van"]
zh = "跑车比货车快。"
en = "A coupe is faster than a van."
severity = "medium"
sources = [{ source = "A manual", locator = "p. 2" }]
verified = "recalled"
orders = [{ by = "speed", more = "coupe", less = "van" }]
[[facts.wrong]]
zh = ["货车比跑车更快。"]
en = ["A van is faster than a coupe."]
"""


@pytest.fixture(scope="module")
def cars() -> FactBase:
    return FactBase((parse_pack(PACK),))


def flagged(base: FactBase, text: str) -> list[str]:
    return [flag.corrections["en"] for flag in detect([read(Reference("", "", text), base)])[0]]


@pytest.mark.parametrize(
    "text",
    [
        "货车的载重越大，速度越快。",
        "增大货车的载重会提高速度。",
        "货车的速度随载重的增加而提高。",
        "货车的速度与载重成正比。",
        "货车载重越小，油耗越高。",
        "货车的载重过小会导致速度下降。",
        "A larger load raises the speed of a van.",
        "The speed of a van increases with its load.",
        "A van's consumption drops when the load is raised.",
        "Lowering the load of a van reduces its speed.",
        "货车比跑车更快。",
        "货车的速度比跑车要高。",
        "跑车的速度低于货车。",
        "与跑车相比，货车更快。",
        "Compared with a van, a coupe is slower.",
        "A van is faster than a coupe.",
    ],
)
def test_the_other_direction_is_flagged(cars: FactBase, text: str) -> None:
    assert flagged(cars, text)


@pytest.mark.parametrize(
    "text",
    [
        "货车的载重越大，速度越慢，油耗越高。",
        "货车载重过大会使速度下降，过小则浪费运力，速度提高。",
        "货车的速度随载重的增加而下降。",
        "增大货车的载重并不会提高速度。",
        "载重越大，速度越快，这种说法是错的：货车恰好相反。",
        "摩托的载重越大，速度越快。",
        "Does a larger load raise the speed of a van?",
        "The load of a van is larger and its speed is a matter of taste.",
        "跑车比货车更快。",
        "货车比跑车更慢，但比摩托更快。",
        "货车装得更多，但速度比跑车慢。",
        "A coupe is faster than a van, a van is slower.",
        "A van is not faster than a coupe.",
        "货车和跑车谁更快？",
        "货车比摩托更快。",
    ],
)
def test_the_right_direction_and_what_is_not_claimed_are_left_alone(cars: FactBase, text: str) -> None:
    assert not flagged(cars, text)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('by = "speed"', 'by = "weight"'), "weight"),
        (('less = "van" }', 'less = "bike" }'), "bike"),
    ],
)
def test_an_order_names_a_dimension_and_two_of_its_terms(change: tuple[str, str], problem: str) -> None:
    with pytest.raises(BadSetting, match=problem):
        FactBase((parse_pack(PACK.replace(*change)),))


@given(st.text(alphabet="货车跑比更快慢的载重速度越大小,。 vanisfthcoupe", max_size=60))
def test_any_words_are_read(text: str) -> None:
    base = FactBase((parse_pack(PACK),))
    for flag in detect([read(Reference("", "", text), base)])[0]:
        assert text[flag.start : flag.end] == flag.quote
