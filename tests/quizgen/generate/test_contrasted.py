"""True statements and their false twins."""

import pytest

from quizgen.generate.contrasted import contrasted
from quizgen.generate.opposites import exchanges
from tests.quizgen.generate.making import made


@pytest.mark.parametrize(
    ("words", "twins"),
    [
        ("升高温度会加快反应速率", []),  # two words of the table: which one is wrong?
        ("催化剂能加快反应速率", ["催化剂能减慢反应速率"]),
        ("The method increases the memory.", ["The method decreases the memory."]),
        ("BERT is encoder-only.", ["BERT is decoder-only."]),
        ("该方法不增加计算量", []),
        ("如果学习率增大，训练就会发散", ["如果学习率增大，训练就会收敛"]),
        ("This does not increase the memory.", []),
        ("值越大，损失越小", []),
        ("Memory is no longer needed.", []),
        ("需要注意的是形状", []),
    ],
)
def test_one_word_is_exchanged_where_that_makes_it_false(words: str, twins: list[str]) -> None:
    assert [each.words for each in exchanges(words)] == twins


@pytest.mark.parametrize(
    ("sentence", "false"),
    [
        (
            "位置信息不是加在词嵌入上，而是加在注意力分数上。",
            "位置信息不是加在注意力分数上，而是加在词嵌入上。",
        ),
        ("加开水而不是冷水，肉质不会变硬。", "加冷水而不是开水，肉质不会变硬。"),
        ("老抽的颜色比生抽更深。", "生抽的颜色比老抽更深。"),
        ("DPO 在小模型上全面优于 PPO。", "PPO 在小模型上全面优于 DPO。"),
        ("与 PPO 方法不同，DPO 绕过了奖励建模。", "与 DPO 方法不同，PPO 绕过了奖励建模。"),
        (
            "Acceptance takes effect when the letter is posted, not when it is received.",
            "Acceptance takes effect when it is received, not when the letter is posted.",
        ),
        (
            "Expectation damages are larger than reliance damages.",
            "Reliance damages are larger than expectation damages.",
        ),
    ],
)
def test_the_two_sides_change_places(sentence: str, false: str) -> None:
    judged = made(contrasted, f"# 笔记\n\n{sentence}\n", "true_false")
    assert {(each.text, each.truth) for each in judged} >= {(sentence, True), (false, False)} or {
        each.text.partition("：")[2] or each.text.partition(": ")[2] for each in judged
    } >= {false}


@pytest.mark.parametrize(
    "sentence",
    [
        "可能会增大模型的显存占用。",
        "如下图所示，准确率提高了很多。",
        "该论文于 2019 年提高了准确率。",
        "它提高了模型的泛化能力。",
        "DPO 和 PPO 的效果一样，都优于 SFT 的结果。",
    ],
)
def test_what_is_unsure_points_elsewhere_or_holds_for_both_is_not_judged(sentence: str) -> None:
    false = [each for each in made(contrasted, f"# 笔记\n\n{sentence}\n") if each.truth is False]
    assert not any(each.text.startswith(("PPO", "它", "该", "如")) or "可能" in each.text for each in false)


def test_a_statement_without_a_subject_gets_that_of_its_heading() -> None:
    (true, false) = made(contrasted, "## Monkey\n\n1. 增大输入图像的分辨率，同时控制计算量\n", "true_false")
    assert true.text == "Monkey：增大输入图像的分辨率，同时控制计算量。"
    assert false.text == "Monkey：减小输入图像的分辨率，同时控制计算量。"
    assert "“增大”" in false.reason
