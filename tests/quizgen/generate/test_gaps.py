"""Gaps that the notes alone can fill."""

import pytest

from quizgen.generate.gaps import gaps, spellings
from tests.quizgen.generate.making import made


@pytest.mark.parametrize(
    ("sentence", "text", "accepts"),
    [
        ("红烧肉要用小火炖 60 分钟才会软烂。", "红烧肉要用小火炖 ____ 分钟才会软烂。", "60"),
        (
            "DDPM 的整体思想是用模型来预测图像中的噪声。",
            "DDPM 的整体思想是用模型来预测图像中的____。",
            "噪声",
        ),
        (
            "线粒体分布在细胞质中，被称为细胞的“动力车间”。",
            "线粒体分布在细胞质中，被称为细胞的“____”。",
            "动力车间",
        ),
        ("RoPE 只对 Q 和 K 做旋转，V 保持不变。", "RoPE 只对 ____ 做旋转，V 保持不变。", "Q 和 K"),
        ("A promise without consideration is called a gratuitous promise.", None, "gratuitous promise"),
    ],
)
def test_the_gap_is_what_the_sentence_fixes(sentence: str, text: str | None, accepts: str) -> None:
    found = made(gaps, f"# 笔记\n\n{sentence}\n")
    if text is None:  # the name shares a word with the rest of its sentence
        assert all("____" in each.text for each in found)
        return
    assert [each.text.removeprefix("笔记：") for each in found] == [text]
    assert found[0].accepts[0] == accepts


def test_two_numbers_would_tell_each_other() -> None:
    assert made(gaps, "# 笔记\n\n人的体细胞有 46 条染色体，精子有 23 条染色体。\n") == []


def test_years_and_links_are_no_gaps() -> None:
    assert made(gaps, "# 笔记\n\nTransformer 在 2017 年被提出，共有 8 个作者参与。\n") == []


def test_an_abbreviation_is_asked_once() -> None:
    found = made(
        gaps, "# N\n\nDirect Preference Optimization (DPO) is simple.\n\nDPO needs no reward model.\n"
    )
    assert [(each.text, each.accepts) for each in found] == [
        ("The abbreviation DPO stands for ____.", ("Direct Preference Optimization",))
    ]


def test_numbers_may_be_written_in_words() -> None:
    assert spellings("3") == ("3", "三", "three")
    assert spellings("Six") == ("Six", "6")
    assert spellings("46") == ("46",)
