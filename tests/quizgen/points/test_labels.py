"""What stands before a colon, and whether it names a subject."""

import pytest

from quizgen.points.labels import leading_label, named, size, under
from quizgen.points.markup import marked


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("1. Transformer 及其变体：", "Transformer 及其变体"),
        ("二、旋转位置编码", "旋转位置编码"),
        ("3.2 MoE 的路由", "MoE 的路由"),
        ("BERT（Bidirectional Encoder Representations from Transformers）", "BERT"),
        ("LoRA（低秩适配）", "LoRA（低秩适配）"),
        ("RMSNorm 的公式如下", "RMSNorm 的公式"),
        ("Step 2: warm-up", "warm-up"),
        ("RoPE works", "RoPE"),
        ("主要包括以下几个：", ""),
        ("There are several ways:", ""),
        ("参考答案", ""),
        ("Answer", ""),
        ("为什么需要预热？", ""),
        ("How does it work", ""),
        ("总结", ""),
        ("例如", ""),
        ("", ""),
    ],
)
def test_a_heading_names_its_subject(words: str, name: str) -> None:
    assert named(words) == name


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("MQA：共享键和值", "MQA", "共享键和值"),
        ("**Pre-LN**: before the sublayer", "Pre-LN", "before the sublayer"),
        ("优点——安全", "优点", "安全"),
        ("Dropout – zeroes activations", "Dropout", "zeroes activations"),
        ("GPT-3：采用前置归一化", "GPT-3", "采用前置归一化"),
    ],
)
def test_a_label_is_cut_off(text: str, label: str, rest: str) -> None:
    seen = marked(text)
    found = leading_label(seen, 0, len(text))
    assert found is not None
    assert found.text == label
    assert seen.words(found.end, len(text)) == rest


@pytest.mark.parametrize(
    "text",
    ["例如：BERT", "at 12:30 it ends", "https://example.org/a", "先算内积，再缩放：得到分数", "ends here:"],
)
def test_not_every_colon_ends_a_label(text: str) -> None:
    assert leading_label(marked(text), 0, len(text)) is None


def test_a_generic_label_takes_the_outer_one_along() -> None:
    assert under("MQA", "缺点") == "MQA的缺点"
    assert under("MQA", "Drawbacks") == "MQA Drawbacks"
    assert under("MQA 的优缺点", "缺点") == "MQA 的缺点" or under("MQA的优缺点", "缺点") == "MQA的缺点"
    assert under("注意力", "MQA") == "MQA"
    assert under("注意力", "") == "注意力"


def test_size_counts_characters_and_words() -> None:
    assert size("旋转位置编码") == 6
    assert size("rotary position embedding") == 6
    assert size("RoPE 编码") == 4
    assert size("，。") == 0
