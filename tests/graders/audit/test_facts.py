import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit.facts import find
from graders.facts import FactBase
from questions.records import Flag, FlagVerdict, Severity
from tests.graders.facts.loaded import shipped

CASES = Path(__file__).parents[2] / "cases"
FOUND, FALSE = 0.95, 0.01


def strong(question: str, text: str, base: FactBase) -> list[Flag]:
    return [flag for flag in find(question, text, base) if flag.severity is not Severity.LOW]


def rows(name: str) -> list[dict[str, Any]]:
    text = (CASES / name).read_text("utf-8")
    if name.endswith(".json"):
        found: list[dict[str, Any]] = json.loads(text)
        return found
    return [json.loads(line) for line in text.splitlines()]


def test_shaky_claims_in_other_words_are_found(base: FactBase) -> None:
    cases = rows("audit_shaky.json")
    missed = [row["text"] for row in cases if not strong(row["question"], row["text"], base)]
    assert len(missed) <= (1 - FOUND) * len(cases), missed


def test_sound_claims_about_the_same_things_are_left_alone(base: FactBase) -> None:
    cases = rows("audit_sound.json")
    flagged = [row["text"] for row in cases if strong(row["question"], row["text"], base)]
    assert len(flagged) <= FALSE * len(cases), flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("GPT-3：采用前标准化。Post-LN 在初始化时梯度不均匀，深层训练不稳定。", False),
        ("GPT-3：采用前标准化。充分训练的 Post-Norm 效果往往略好。", False),
        ("GPT-3 is pre-norm. Post-LN needs a warm-up to train at depth.", False),
        ("GPT-3：规模很大。采用 Post-LN，训练稳定。", True),
        ("GPT-3：Post-LN 在残差之后归一化。", True),
    ],
)
def test_a_sentence_that_opens_with_a_name_speaks_of_it(base: FactBase, text: str, flagged: bool) -> None:
    about_gpt = [flag for flag in strong("", text, base) if "GPT-3" in flag.correction]
    assert bool(about_gpt) is flagged


@pytest.mark.parametrize("name", ["audit_shaky.json", "audit_sound.json"])
def test_the_tables_are_large_enough_and_in_both_languages(name: str) -> None:
    cases = rows(name)
    for language in ("zh", "en"):
        assert sum(row["language"] == language for row in cases) >= 40
    assert len(cases) >= 80
    assert len({row["text"] for row in cases}) == len(cases)


def test_right_answers_of_the_graders_tables_are_left_alone(base: FactBase) -> None:
    """Written by others for another purpose, without a look at the facts."""
    right = [
        (row["question"], row[field]) for row in rows("near_misses.jsonl") for field in ("reference", "good")
    ]
    right += [
        (row["question"], row["answer"])
        for name in ("paraphrases", "near_copies")
        for row in rows(f"{name}.jsonl")
    ]
    flagged = [text for question, text in right if strong(question, text, base)]
    assert len(flagged) <= FALSE * len(right), flagged


@pytest.mark.parametrize(
    "text",
    [
        "MQA 里不是每个查询有多个键值对，而是所有查询头共享一组。",
        "MQA 并没有让每个查询对应多组键值。",
        "有人认为 MQA 中每个查询有多个键值对，其实不对。",
        "常见误解：MQA 中每个查询对应多个键值对。实际上它们是共享的。",
        "“MQA 中每个查询对应多个键值对”这种说法是错误的。",
        "MQA 中每个查询是否对应多个键值对？",
        "如果 MQA 中每个查询对应多个键值对，缓存就不会变小。",
        "与 MHA 每个查询对应多个键值对不同，MQA 只保留一组。",
        "MHA 中每个查询头有多个不同的键值对；MQA 则共享。",
        "It is often said that MQA gives each query several key-value pairs, but in fact they share one.",
        "MQA does not give each query several key-value pairs.",
        "If MQA gave each query several key-value pairs, it would save nothing.",
        "Does MQA give each query several key-value pairs?",
        "```\nMQA: each query has several key-value pairs\n```",
    ],
)
def test_what_is_denied_asked_or_only_supposed_is_no_claim(base: FactBase, text: str) -> None:
    assert find("", text, base) == ()


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        ("", "MQA 中每个查询与多个键值对交互，速度快。", "MQA 中每个查询与多个键值对交互"),
        ("", "- **MQA**：\n  - 每个查询与多个键值对交互", "每个查询与多个键值对交互"),
        ("MQA 是什么？", "每个查询与多个键值对交互。", "每个查询与多个键值对交互"),
        ("模型有哪几类？", "第一类：prefix Decoder\n输入双向，输出单向\n代表：ChatGLM2", "ChatGLM2"),
        ("", "### MQA\n\n每个查询与多个键值对交互。", "每个查询与多个键值对交互"),
        ("", "**MQA**\n\n这种方法里，每个查询与多个键值对交互。", "每个查询与多个键值对交互"),
        ("", "| 方法 | 键值 |\n|---|---|\n| MQA | 每个查询有多个键值对 |", "每个查询有多个键值对"),
        ("", "GPT-3：先前的做法不变。它采用 `Post-LN`。", "它采用 `Post-LN`"),
        ("GPT-3 的归一化放在哪里？", "Post-LN。", "Post-LN"),
        ("LoRA 会增加推理延迟吗？", "会，因为多了两个矩阵。", "会"),
        ("Does LoRA add inference latency?", "Yes, a little.", "Yes"),
    ],
)
def test_the_subject_may_stand_anywhere_above(base: FactBase, question: str, text: str, quote: str) -> None:
    flags = find(question, text, base)
    assert quote in [flag.quote for flag in flags]
    assert all(text[flag.start : flag.end] == flag.quote for flag in flags)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("MHA 和 MQA 的区别？", "每个查询头有各自的键值头。"),
        ("LoRA 会增加推理延迟吗？", "不会。"),
        ("位置编码有哪些？", "可学习的编码（有参数）、RoPE（更常用）、ALiBi（外推好）。"),
        ("RoPE 为什么要插值？", "加法编码没有见过更远的位置，直接外推会有偏移。"),
        ("", "MQA：所有头共享键值。\n\nMHA：每个查询头有多组不同的键值对。"),
        ("", "| 方法 | 键值 |\n|---|---|\n| MHA | 每个头有独立的键值 |\n| MQA | 共享 |"),
    ],
)
def test_a_claim_about_something_else_or_about_no_one_in_particular_is_left_alone(
    base: FactBase, question: str, text: str
) -> None:
    assert strong(question, text, base) == []


def test_a_flag_says_all_that_a_person_needs(base: FactBase) -> None:
    (flag,) = find("", "GPT-3 采用后标准化结构。", base)
    assert flag.verdict is FlagVerdict.CONTRADICTED
    assert flag.severity is Severity.HIGH
    assert flag.correction == flag.corrections["zh"] != flag.corrections["en"]
    assert all(source.source and source.locator for source in flag.evidence)
    assert flag.detector == "facts/1"
    assert 0 < flag.confidence <= 1


def test_the_correction_is_in_the_language_of_the_answer(base: FactBase) -> None:
    (flag,) = find("GPT-3 用什么归一化？", "GPT-3 is a post-norm model.", base)
    assert flag.correction == flag.corrections["en"]


def test_numbers_are_compared(base: FactBase) -> None:
    assert strong("", "GPT-3 有 1750 亿参数。", base) == []
    assert strong("", "GPT-3 has 175B parameters.", base) == []
    assert strong("", "GPT-3 有 15 亿参数。", base)
    assert strong("", "ChatGLM-6B 有 62 亿参数。", base) == []


def test_one_wrong_half_of_a_contrast_is_found(base: FactBase) -> None:
    quotes = [flag.quote for flag in strong("", "BERT 采用编码器，GPT 也采用 Transformer 编码器。", base)]
    assert quotes == ["GPT 也采用 Transformer 编码器"]


@given(st.text(alphabet="MQA每个查询多键值对GPT-3后标准化采用不，。：\n-*`$|# ", max_size=80))
def test_offsets_are_exact_whatever_is_written(text: str) -> None:
    for flag in find("MQA 是什么？", text, shipped()):
        assert flag.quote == text[flag.start : flag.end] != ""


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    find(text, text, shipped())
