import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.alternatives import Alternatives, alternatives_in
from graders.grader import Submission
from graders.panel import Panel
from questions.records import Scored
from tests.fakes import FakeEncode
from tests.graders.making import free_text


@pytest.mark.parametrize(
    ("question", "reference", "expected"),
    [
        ("Name one kind of memory.", "Registers, caches or main memory.", (1, 3)),
        (
            "Give two examples of sorting algorithms.",
            "Merge sort; heap sort; quick sort; insertion sort.",
            (2, 4),
        ),
        ("What reduces variance?", "Any of: bagging, more data, stronger regularisation.", (1, 3)),
        ("说出一种归一化方法。", "LayerNorm、BatchNorm、RMSNorm 等。", (1, 3)),
        ("怎样缓解显存不足？", "激活重计算、梯度累积、ZeRO，任选两种即可。", (2, 3)),
    ],
)
def test_alternatives_are_seen(question: str, reference: str, expected: tuple[int, int]) -> None:
    found = alternatives_in(question, reference)
    assert found is not None
    assert (found.needed, len(found.texts)) == expected


@pytest.mark.parametrize(
    ("question", "reference"),
    [
        ("Give a definition of entropy.", "The expected surprise, or the mean number of bits."),
        ("自注意力有什么特点？", "任意两个位置之间只隔一步；可以并行计算；复杂度随长度平方增长。"),
        ("什么时候会死锁？", "四个条件同时成立时；只要破坏其中任意一个，死锁就不会发生。"),
        ("Why is dropout used?", "It prevents co-adaptation; it acts like an ensemble."),
    ],
)
def test_what_must_all_be_said_is_no_choice(question: str, reference: str) -> None:
    assert alternatives_in(question, reference) is None


@given(st.text(max_size=80), st.text(max_size=200))
def test_there_are_always_more_than_needed(question: str, reference: str) -> None:
    found = alternatives_in(question, reference)
    assert found is None or (isinstance(found, Alternatives) and 1 <= found.needed < len(found.texts))


def test_one_of_several_earns_what_all_of_them_do() -> None:
    question = free_text("ReLU、GELU、SiLU、tanh，任选其一。", "写出一种常用的激活函数。")
    panel = Panel(FakeEncode())
    one, other = panel([Submission(question, "GELU"), Submission(question, "二分查找")])
    assert isinstance(one, Scored)
    assert isinstance(other, Scored)
    assert one.score > 0.7
    assert other.score < 0.2
