import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.commitment import hedged, leaves_open, taken_back


@pytest.mark.parametrize(
    "answer",
    [
        "It is not true that the encoder uses a causal mask.",
        "It is wrong to say that all heads share one key head.",
        "The following statement is false: all heads share one key head. They need less memory.",
        "认为所有头共享一组键值是一种误解。",
        "以下说法是错误的：所有头共享一组键值；缓存因此更小。",
        "None of these statements is true: all heads share one key head; they need less memory.",
        "The claim that all heads share one key head is false, and so is the claim that they need less memory.",
        "It is wrong to say that they share one; nor is it right that this needs less memory.",
        "“所有头共享一组键值，缓存因此更小”，这种说法根本不符合事实。",
    ],
)
def test_what_is_called_false_is_taken_back(answer: str) -> None:
    assert taken_back(answer) > 0.9


@pytest.mark.parametrize(
    "answer",
    [
        "False positives are negatives that were called positive.",
        "It is important that the keys are cached.",
        "错误率随训练下降，验证集上则先降后升。",
        "The mask hides later tokens, so nothing leaks.",
    ],
)
def test_what_is_about_falsehood_is_not(answer: str) -> None:
    assert taken_back(answer) == 0


@pytest.mark.parametrize(
    "answer",
    [
        "It either grows or shrinks with the temperature.",
        "温度升高可能让分布更平，也可能让分布更尖。",
        "要么放在前面，要么放在后面。",
        "It may rise or it may fall.",
    ],
)
def test_naming_every_alternative_hedges(answer: str) -> None:
    assert hedged(answer) > 0.9


def test_one_alternative_does_not() -> None:
    assert hedged("温度升高让分布更平，低概率的词更容易被选中。") == 0


@pytest.mark.parametrize(
    "answer",
    [
        "Perhaps the lake freezes from the top, perhaps from below; either the ice sinks or it floats, it depends.",
        "可能是粗的先沉，也可能是细的先沉；或许在入海口，或许在上游，不好说。",
    ],
)
def test_who_offers_every_alternative_leaves_it_open(answer: str) -> None:
    assert leaves_open(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "The lake may freeze early, or late in a mild winter.",
        "Either close the valve or stop the pump, then open the drain, wait until it is dry and only then take the lid off.",
        "流速可能变慢，这时粗的颗粒先沉，细的后沉。",
    ],
)
def test_a_doubt_or_two_do_not(answer: str) -> None:
    assert not leaves_open(answer)


@given(st.text(max_size=200))
def test_both_are_shares(answer: str) -> None:
    assert 0 <= taken_back(answer) <= 1
    assert 0 <= hedged(answer) <= 1
