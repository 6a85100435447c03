"""Key points: what a reference falls into, and the laws that hold for any text."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.records import KeyPoint
from quizgen.keypoints import MOST, READ, key_points

CASES = Path(__file__).parent.parent / "cases" / "keypoints.json"
FEWEST_CASES = 40
SECONDS = 3.0
"""What a reference of 1 MB may take."""

PIECES = (
    "# ", "- ", "1. ", "> ", "**", "*", "`", "```\n", "~~~", "$", "$$", "|", "---\n", "\n", "\n\n", "  ", "：", ": ", "，", "、", "。",
    "；", "；而", "但是", "(", "（", "）", ")", "[a](b)", "![](c)", "<br>", "&amp;", "例如", "如", "and", "whereas ", "The former ", "前者",
    "MQA", "RoPE 是旋转", "shares one head", "是", "它", "3.14", "有A、B和C", "1) ", "（1）", "（2）", "\\(", "\\)", "\\*", "http://x.y", "?", "？", "\x00",
)  # fmt: skip
markdown = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


@dataclass(frozen=True)
class Case:
    """A reference, and the texts of its key points."""

    why: str
    reference: str
    points: tuple[str, ...]
    question: str = ""


def cases() -> list[Case]:
    rows = json.loads(CASES.read_text("utf-8"))
    return [Case(**{**row, "points": tuple(row["points"])}) for row in rows]


def letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def steps(points: Sequence[KeyPoint]) -> int:
    return sum(round(10_000 * point.weight) for point in points)


def test_the_table_is_long_enough_and_in_both_languages() -> None:
    rows = cases()
    assert len(rows) >= FEWEST_CASES
    assert len({case.why for case in rows}) == len(rows)
    chinese = sum(any("\u4e00" <= letter <= "\u9fff" for letter in case.reference) for case in rows)
    assert len(rows) / 3 < chinese < len(rows) * 3 / 4


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.why)
def test_a_reference_falls_into_these_points(case: Case) -> None:
    assert [point.text for point in key_points(case.reference, case.question)] == list(case.points)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.why)
def test_a_span_covers_the_words_that_the_point_rests_on(case: Case) -> None:
    for point in key_points(case.reference, case.question):
        assert point.span is not None
        words = letters(case.reference[point.span.start : point.span.end])
        assert letters(point.text).endswith(words[-3:]), point


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.why)
def test_no_decoration_remains(case: Case) -> None:
    for point in key_points(case.reference, case.question):
        if "\n" not in point.text:  # code is left as it is
            assert "**" not in point.text
            assert "`" not in point.text
            assert not point.text.startswith((">", "* ", "- ", "1. ", "# "))


def assert_lawful(reference: str, points: Sequence[KeyPoint]) -> None:
    assert len(points) <= MOST
    assert len({point.id for point in points}) == len(points)
    assert not points or steps(points) == 10_000
    before = 0
    for point in points:
        assert point.text.strip()
        assert point.span is not None
        assert before <= point.span.start < point.span.end <= len(reference)
        before = point.span.end
        assert point.weight == round(point.weight, 4)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_is_read(reference: str, question: str) -> None:
    assert_lawful(reference, key_points(reference, question))


@settings(max_examples=400, deadline=None)
@given(markdown, st.sampled_from(["", "有哪些？", "A 和 B 的区别是什么？", "Which methods exist?"]))
def test_any_markdown_is_read(reference: str, question: str) -> None:
    points = key_points(reference, question)
    assert_lawful(reference, points)
    assert points == key_points(reference, question)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Lu"]), max_size=60))
def test_lone_surrogates_and_controls_are_read(reference: str) -> None:
    points = key_points(reference)
    assert_lawful(reference, points)
    assert all("\x00" not in point.text for point in points)
    "".join(point.text for point in points).encode("utf-8")


def test_words_in_plain_sight_are_found_again() -> None:
    reference = "RMSNorm 去掉了减均值的步骤。它只按均方根缩放输入。"
    first, second = key_points(reference)
    assert first.span is not None
    assert second.span is not None
    assert reference[first.span.start : first.span.end] == "RMSNorm 去掉了减均值的步骤"
    assert reference[second.span.start : second.span.end] == "它只按均方根缩放输入"
    assert second.text == "RMSNorm：只按均方根缩放输入"


def test_an_id_stays_when_other_claims_are_added() -> None:
    before = "- 梯度累积把多个小批次的梯度相加\n- 混合精度训练用 FP16 做前向计算\n"
    after = before + "- 激活重算在反向传播时重新计算中间结果\n"
    assert [point.id for point in key_points(after)][:2] == [point.id for point in key_points(before)]


def test_an_id_does_not_depend_on_decoration() -> None:
    plain = key_points("LoRA：冻结原有权重，训练两个低秩矩阵")
    bold = key_points("* **LoRA**： 冻结原有权重，训练两个低秩矩阵。")
    assert [point.id for point in plain] == [point.id for point in bold]


def weights(reference: str, question: str = "") -> list[float]:
    return [point.weight for point in key_points(reference, question)]


def test_an_example_weighs_less_than_a_claim() -> None:
    claim, example = weights("BPE merges the most frequent pair of symbols. For example, t and h become th.")
    assert example < claim


def test_a_side_remark_weighs_less_than_a_claim() -> None:
    claim, remark = weights("词表越大，序列越短，嵌入矩阵也越大。顺便说一句，早期的词表只有几万个词元。")
    assert remark < claim


def test_terms_and_numbers_weigh_more() -> None:
    plain, rich = weights("它让整个训练的过程变得更平稳一些。GPT-3 有 175B 参数，上下文为 2048 个 token。")
    assert rich > plain


def test_what_was_asked_about_weighs_more() -> None:
    reference = "显存占用随序列长度线性增长。训练速度受通信带宽的限制。"
    memory, speed = weights(reference, "显存占用由什么决定？")
    assert memory > speed
    memory, speed = weights(reference, "训练速度由什么决定？")
    assert memory < speed


def test_a_long_reference_is_capped_and_its_weights_add_up() -> None:
    reference = "".join(f"- 第{n}步把模块{n}的输出送入模块{n + 1}并记录结果\n" for n in range(1, 31))
    points = key_points(reference)
    assert len(points) == MOST
    assert steps(points) == 10_000
    assert points[0].span is not None
    assert points[-1].span is not None
    assert points[0].span.start < 20
    assert points[-1].span.end >= len(reference) - 2


def test_a_heavier_point_stands_for_more_claims_after_merging() -> None:
    names = "".join(f"- 方法{n}\n" for n in range(20))
    claim = "- RoPE 用 2 维旋转矩阵把位置信息乘到 Query 和 Key 上，底数为 10000\n"
    texts = [point.text for point in key_points(names + claim)]
    assert any(text.startswith("RoPE 用 2 维旋转矩阵") for text in texts)
    assert any("；" in text for text in texts)


def test_only_a_head_of_a_book_is_read() -> None:
    reference = "注意力把查询和键做内积。\n\n" + "甲" * READ + "。尾巴在这里说了另外一件事。"
    assert not any("尾巴" in point.text for point in key_points(reference))


BOMBS = {
    "claims": "残差连接把输入加到输出上，缓解梯度消失；MQA：共享键和值。\n\n- **LoRA**：低秩，省显存\n",
    "commas": "啊，",
    "stops": "a. ",
    "one word": "a",
    "brackets": "[![(（",
    "links": "[a](",
    "fences": "```a\n",
    "mathematics": "$a $$ \\( ",
    "labels": "标签：内容\n",
    "items": "- - 1. ",
    "table": "|a|b|\n|--|--|\n",
    "comments": "<!-- <b",
    "stars": "**a* _b",
    "entities": "&amp;&#",
    "carriage returns": "a\r\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_megabyte_is_read_in_time(name: str) -> None:
    bomb = (BOMBS[name] * (1_000_000 // len(BOMBS[name]) + 1))[:1_000_000]
    began = time.process_time()
    assert_lawful(bomb, key_points(bomb, "A 和 B 有哪些区别？"))
    assert time.process_time() - began < SECONDS
