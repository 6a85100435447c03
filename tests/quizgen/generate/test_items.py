"""Items of replies: each is a candidate, or there is a reason why it is none."""

from typing import Any

import pytest

from questions.records import KINDS
from quizgen.generate.candidate import Candidate
from quizgen.generate.items import judge
from quizgen.generate.replies import Item
from quizgen.generate.stretches import stretches
from tests.quizgen.documents import table
from tests.quizgen.generate.scripted import document

CHINESE = """\
## 位置编码

RoPE 通过旋转矩阵把相对位置信息注入查询和键，不需要额外的可学习参数。
ALiBi 直接在注意力分数上加上与距离成正比的偏置，外推能力较好。
"""


def judged(text: str, item: dict[str, Any], language: str = "en") -> Candidate | str:
    (stretch, *_) = stretches(document(text) if text else document())
    return judge(stretch, language, KINDS, "model/1+m")(Item.model_validate(item))


@pytest.mark.parametrize("case", table("model_items"), ids=lambda case: str(case["why"]))
def test_items(case: dict[str, Any]) -> None:
    found = judged("", case["item"])
    if "refused" in case:
        assert isinstance(found, str)
        assert case["refused"] in found
        return
    assert isinstance(found, Candidate), found
    for name, value in case["takes"].items():
        kept = getattr(found, name)
        assert (list(kept) if isinstance(kept, tuple) else kept) == value, name
    assert found.quote in document().text


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("RoPE 用旋转矩阵把相对位置信息注入查询和键。", ""),
        ("RoPE 用旋转矩阵注入相对位置信息，由 YaRN 提出。", "the notes do not name yarn"),
        ("它在每层增加一组可以训练的前缀向量来提示模型。", "most of it does not stand in the notes"),
        ("RoPE 把 128 维的相对位置信息注入查询和键。", "the notes do not say 128"),
    ],
)
def test_chinese_references_rest_on_the_notes(reference: str, why: str) -> None:
    item = {"kind": "free_text", "question": "RoPE 如何注入位置信息？", "reference": reference,
            "quotes": ["RoPE 通过旋转矩阵把相对位置信息注入查询和键"]}  # fmt: skip
    found = judged(CHINESE, item, "zh")
    if why:
        assert isinstance(found, str)
        assert why in found
    else:
        assert isinstance(found, Candidate)
        assert (found.line_start, found.reference) == (3, reference)


def test_a_chinese_question_may_hold_more_latin_than_chinese() -> None:
    item = {"kind": "free_text", "question": "FlashAttention、RoPE 与 ALiBi 之中，RoPE 用什么？",
            "reference": "旋转矩阵", "quotes": ["RoPE 通过旋转矩阵"]}  # fmt: skip
    assert isinstance(judged(CHINESE, item, "zh"), Candidate)
    assert (
        judged(CHINESE, item | {"question": "What does RoPE use?"}, "zh") == "the question is not in Chinese"
    )


def test_a_picture_is_no_quote() -> None:
    picture = '<img src="curves/of-the-temperature-and-top-p.png" width=300>'
    item = {"kind": "free_text", "question": "RoPE 用什么？", "reference": "旋转矩阵", "quotes": [picture]}
    assert judged(f"{CHINESE}{picture}\nRoPE 的图如上所示，值得仔细看。\n", item, "zh") == (
        "the quote is too short to show anything; copy a whole clause"
    )
