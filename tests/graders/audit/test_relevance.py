import pytest

from graders.audit.reading import Reference, read
from graders.audit.relevance import detect
from graders.facts import FactBase
from questions.records import Flag, FlagVerdict, Severity


def checked(base: FactBase, question: str, answer: str | None) -> tuple[Flag, ...]:
    return detect([read(Reference("1", question, answer), base)])[0]


@pytest.mark.parametrize(
    ("question", "answer", "says"),
    [
        ("Why does attention cost a lot for long inputs?", "Attention costs a lot for long inputs.", "gives the question back"),
        ("为什么大模型的推理很慢？", "大模型的推理很慢。", "只是重复了题目"),
        ("What is a saddle point of the loss?", "What is a saddle point? How is it left?", "only asks"),
        ("什么是梯度消失？", "什么是梯度消失？为什么会这样？", "只有提问"),
        ("什么是 ALiBi？", "RoPE 通过旋转查询和键来编码位置，旋转角由绝对位置决定，点积只与相对位置有关。", "题目问的是 ALiBi，答案讲的是 RoPE"),
        ("What is ALiBi?", "RoPE rotates queries and keys by an angle that grows with the position.", "about ALiBi, the answer about RoPE"),
    ],
)  # fmt: skip
def test_what_does_not_answer_is_flagged(base: FactBase, question: str, answer: str, says: str) -> None:
    (flag,) = checked(base, question, f" {answer}\n")
    assert flag.severity is Severity.MEDIUM
    assert flag.verdict in (FlagVerdict.INCOMPLETE, FlagVerdict.UNSUPPORTED)
    assert (flag.quote, flag.start) == (answer, 1)
    assert says in flag.correction
    assert flag.evidence[0].locator == question


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is RoPE an absolute or a relative position encoding?", "Relative."),
        ("Does attention cost a lot for long inputs?", "Attention costs a lot for long inputs."),
        ("大模型的推理很慢吗？", "大模型的推理很慢。"),
        ("Who measured the earth?", "Eratosthenes did."),
        ("Why is it so?", "Is it so? Because the bias grows with the distance."),
        ("What is MQA?", "Multi-head attention in which all queries share one key head and one value head."),
        ("什么是 MQA？", "与 MHA 不同，所有查询头共享一组键和值，从而缩小缓存。"),
        ("什么是 ALiBi？", "它在注意力分数上加一个随距离线性增长的偏置，不学习位置向量。"),
        ("除了 ALiBi 还有什么位置编码？", "RoPE 通过旋转查询和键来编码位置，旋转角由位置决定。"),
        ("What does LLaMA use in place of ALiBi?", "RoPE rotates queries and keys by an angle that grows."),
        ("什么是位置编码？", "RoPE 通过旋转查询和键来编码位置，旋转角由位置决定。"),
        ("What is RoPE?", "ALiBi adds a bias; RoPE rotates queries and keys by an angle that grows."),
        ("What is ALiBi?", "RoPE."),
        ("What is ALiBi?", "RoPE rotates queries and keys, see ![ALiBi](alibi.png) for the difference."),
        ("", "RoPE rotates queries and keys by an angle that grows with the position."),
    ],
)
def test_what_answers_is_not(base: FactBase, question: str, answer: str) -> None:
    assert checked(base, question, answer) == ()


@pytest.mark.parametrize("answer", [None, "", "  "])
def test_an_empty_answer_is_a_matter_of_form(base: FactBase, answer: str | None) -> None:
    assert checked(base, "What is ALiBi?", answer) == ()
