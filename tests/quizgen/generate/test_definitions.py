"""What the notes say a thing is."""

import pytest

from quizgen.generate.defined import defined
from quizgen.generate.definitions import definitions
from quizgen.generate.terms import terms_of
from tests.quizgen.generate.making import made, notes, right, wrong

ORGANS = """\
# 细胞

## 线粒体

线粒体是细胞进行有氧呼吸的主要场所。

## 叶绿体

叶绿体是绿色植物进行光合作用的场所。

## 核糖体

核糖体是合成蛋白质的场所，没有膜结构。
"""


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("渗透作用是指水分子通过半透膜的扩散。", "渗透作用"),
        ("与传统做法相比，RoPE编码是一种乘性位置编码方法。", "RoPE编码"),
        ("善意取得指在无权处分时受让人依法取得物权的制度。", "善意取得"),
        ("Duress refers to illegitimate pressure that leaves no practical choice.", "Duress"),
        ("An offer is a statement of the terms on which a person is willing to be bound.", "offer"),
        ("Osmosis (OS) is the movement of water through a membrane.", "Osmosis"),
        ("它是一种常见的位置编码方法，效果很好。", None),
        ("主要的区别是训练时使用的数据完全不同。", None),
        ("效果是非常好的，比以前的做法要快得多。", None),
        ("The main idea is a simple change of the loss function.", None),
        ("This is a statement of the terms of the whole contract.", None),
        ("The price is extra computation, about one more forward pass.", None),
        ("It may be that osmosis is perhaps a kind of diffusion.", None),
    ],
)
def test_only_a_definition_defines(sentence: str, term: str | None) -> None:
    read = notes(f"# 笔记\n\n{sentence}\n")
    found = [each.term for each in definitions(read, terms_of(read))]
    assert found == ([term] if term else [])


def test_the_gap_takes_every_name_and_none_of_them_is_shown() -> None:
    (cloze,) = made(
        defined, "## 旋转位置编码（RoPE）\n\nRoPE（旋转位置编码）是一种按位置旋转查询和键的方法。\n", "cloze"
    )
    assert cloze.text == "____是一种按位置旋转查询和键的方法。"
    assert set(cloze.accepts) == {"RoPE", "旋转位置编码"}
    assert cloze.heading_path == ()


def test_other_terms_of_the_document_are_the_wrong_options() -> None:
    choices = made(defined, ORGANS, "single_choice")
    terms = [each for each in choices if right(each) == ["线粒体"]]
    assert [sorted(wrong(each)) for each in terms] == [["叶绿体", "核糖体"]]
    meanings = [each for each in choices if right(each) == ["细胞进行有氧呼吸的主要场所"]]
    assert len(meanings) == 1
    assert "“线粒体”" in meanings[0].text


def test_a_term_that_fits_the_description_too_is_no_wrong_option() -> None:
    text = ORGANS + "\n## 动力工厂\n\n动力工厂是细胞进行有氧呼吸的主要场所，也叫线粒体。\n"
    for each in made(defined, text, "single_choice"):
        if "线粒体" in right(each):
            assert "动力工厂" not in each.options


def test_a_statement_with_the_meaning_of_another_term_is_false() -> None:
    judged = made(defined, ORGANS, "true_false")
    assert {each.truth for each in judged} == {True, False}
    (crossed,) = [each for each in judged if not each.truth and each.text.startswith("线粒体")]
    assert crossed.text == "线粒体是绿色植物进行光合作用的场所。"
    assert "叶绿体" in crossed.reason
