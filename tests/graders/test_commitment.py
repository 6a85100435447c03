import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.commitment import hedged, taken_back


@pytest.mark.parametrize(
    "answer",
    [
        "It is not true that the encoder uses a causal mask.",
        "It is wrong to say that all heads share one key head.",
        "The following statement is false: all heads share one key head. They need less memory.",
        "认为所有头共享一组键值是一种误解。",
        "以下说法是错误的：所有头共享一组键值；缓存因此更小。",
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


@given(st.text(max_size=200))
def test_both_are_shares(answer: str) -> None:
    assert 0 <= taken_back(answer) <= 1
    assert 0 <= hedged(answer) <= 1
