"""Questions on lists, and on things told side by side."""

from quizgen.generate.listed import listed, told_apart
from quizgen.generate.listings import listings
from quizgen.generate.terms import terms_of
from tests.quizgen.generate.making import made, notes, right, wrong

STAGES = """\
# 对齐

## RLHF

RLHF 由三个阶段组成：

1. **监督微调**：用示范数据继续训练模型
2. 奖励学习：把成对的偏好变成打分模型
3. 强化微调：按打分更新模型的策略

## 直接偏好优化（DPO）

直接偏好优化（DPO）不训练单独的打分模型，直接用成对的偏好更新语言模型的参数。
"""


def test_lists_in_a_sentence_and_below_a_line() -> None:
    read = notes(
        "跨膜运输分为三种方式：自由扩散、协助扩散和主动运输。\n\nThere are three types of error: fraudulent, negligent and innocent.\n\n"
        "常见的激活函数有很多：例如 ReLU、Tanh 等。\n"
    )
    found = {each.head: each.names for each in listings(read, terms_of(read))}
    assert found == {
        "跨膜运输分为三种方式": ("自由扩散", "协助扩散", "主动运输"),
        "There are three types of error": ("fraudulent", "negligent", "innocent"),
    }


def test_a_count_that_does_not_match_makes_no_list() -> None:
    read = notes("跨膜运输分为四种方式：自由扩散、协助扩散和主动运输。\n")
    assert listings(read, terms_of(read)) == ()


def test_order_count_gap_and_outsider() -> None:
    found = made(listed, STAGES)
    cloze = {each.accepts[0]: each.text for each in found if each.kind == "cloze"}
    assert cloze["三"] == "RLHF 由____个阶段组成。"
    assert any(name in cloze for name in ("监督微调", "奖励学习", "强化微调"))
    (place, outside) = sorted(
        (each for each in found if each.kind == "single_choice"), key=lambda each: "不在" in each.text
    )
    assert set(place.options) == {"监督微调", "奖励学习", "强化微调"}
    number = int(place.text.rpartition("第 ")[2][0])
    assert right(place) == [("监督微调", "奖励学习", "强化微调")[number - 1]]
    assert right(outside) == ["直接偏好优化（DPO）"]


def test_a_stranger_that_may_be_a_member_is_no_outsider() -> None:
    text = STAGES.replace("直接偏好优化（DPO）", "奖励建模")
    assert not any("不在" in each.text for each in made(listed, text))


def test_each_is_asked_about_among_those_beside_it() -> None:
    text = "## 采样\n\n- top-k：只保留概率最高的几个词元\n- top-p：只保留累计概率达到阈值的词元\n- 温度：把 logits 除以一个正数\n"
    choices = made(told_apart, text, "single_choice")
    named = [each for each in choices if right(each) == ["top-k"]]
    assert sorted(wrong(named[0])) == ["top-p", "温度"]
    false = [each for each in made(told_apart, text, "true_false") if not each.truth]
    assert "top-k：只保留累计概率达到阈值的词元。" in [each.text for each in false]


def test_advantages_stand_against_disadvantages_alone() -> None:
    text = "## 数据并行\n\n优点：实现起来非常简单\n\n缺点：每张卡都要放下全部参数\n\n应用：中小规模模型的训练任务\n"
    judged = made(told_apart, text, "true_false")
    assert {each.text for each in judged if not each.truth} == {
        "数据并行的优点：每张卡都要放下全部参数。",
        "数据并行的缺点：实现起来非常简单。",
    }
    assert made(told_apart, text, "single_choice") == []
