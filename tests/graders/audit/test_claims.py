"""Claims that fill a slot, count, or write a formula otherwise than a fact does."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit import Auditor, Reference
from graders.audit.claims import detect
from graders.audit.reading import read
from graders.facts import FactBase
from questions.records import Flag, Severity
from tests.graders.facts.loaded import shipped

CASES = Path(__file__).parents[2] / "cases"


def found(base: FactBase, text: str, question: str = "") -> list[Flag]:
    return list(detect([read(Reference("", question, text), base)])[0])


def quotes(base: FactBase, text: str, question: str = "") -> list[str]:
    return [flag.quote for flag in found(base, text, question)]


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        ("", "BLOOM 的位置信息来自旋转位置编码。", "BLOOM 的位置信息来自旋转位置编码"),
        ("", "XLNet is pre-trained, like BERT, by masking 15 percent of the tokens.", None),
        ("LLaMA 的激活函数？", "前馈层换成了 GeGLU，其余不变。", "前馈层换成了 GeGLU"),
        ("", "In Mixtral all eight experts work on every token.", "In Mixtral all eight experts work on every token"),
        ("", "- **GPT-3**：有 48 层。", "有 48 层"),
        ("", "GPT-3 has a context window of 4096 tokens.", "GPT-3 has a context window of 4096 tokens"),
        ("", "E4M3 has 5 exponent bits.", "E4M3 has 5 exponent bits"),
        ("精确率怎么算？", "精确率 $P=\\frac{TP}{TP+FN}$。", None),
        ("", "缩放点积注意力的公式是 softmax(QK^T/d_k)V。", None),
        ("", "ZeRO-1 shards the parameters.", "ZeRO-1 shards the parameters"),
        ("", "| 模型 | 位置编码 |\n|---|---|\n| BLOOM | 用 RoPE |", "用 RoPE"),
        ("", "| 模型 | 位置编码 |\n|---|---|\n| BLOOM | RoPE |", "RoPE"),
        ("", "> | 模型 | 位置编码 |\n> |---|---|\n> | BLOOM | RoPE |", "RoPE"),
        ("", "## BLOOM\n\n- 激活函数：SwiGLU\n", "SwiGLU"),
        ("", "Qwen2 的注意力沿用 MHA。", "Qwen2 的注意力沿用 MHA"),
    ],
)  # fmt: skip
def test_another_value_or_number_than_the_facts_is_found(
    base: FactBase, question: str, text: str, quote: str | None
) -> None:
    flags = [
        flag
        for flag in Auditor(base, {"claims": detect})([Reference("", question, text)])[0].flags
        if flag.severity is not Severity.LOW
    ]
    if quote is not None:
        assert quote in [flag.quote for flag in flags]
    assert all(text[flag.start : flag.end] == flag.quote for flag in flags)


@pytest.mark.parametrize(
    "text",
    [
        "BLOOM 没有用 RoPE，而是 ALiBi。",
        "与用 RoPE 的 LLaMA 不同，BLOOM 采用 ALiBi。",
        "BLOOM 采用 RoPE 吗？",
        "如果 BLOOM 采用 RoPE，外推会更差。",
        "有人认为 BLOOM 采用 RoPE，其实不对。",
        "LLaMA 用 SwiGLU 代替了 ReLU。",
        "LLaMA replaces plain ReLU by SwiGLU in its feed-forward layers.",
        "In LLaVA 1.5 the linear layer was replaced by a two-layer MLP.",
        "LLaVA 1.5 中，线性层升级为两层 MLP。",
        "GPT-3 的前 12 层也用稀疏注意力。",
        "GPT-3 has 175B parameters (1.75 x 10^11) and ninety-six layers.",
        "BERT-large 有 24 层，base 只有 12 层。",
        "LLaMA-2 70B uses GQA; the 7B and 13B models keep multi-head attention.",
        "BART 用双向编码器加自回归解码器。",
        "- 位置编码（RoPE 还是 ALiBi）：BLOOM 选了 ALiBi。",
        "ZeRO-1/2/3 依次切分优化器状态、梯度和参数。",
        "ZeRO-1 shards the optimizer states and keeps gradients and parameters whole.",
        "$h = W_0 x + \\frac{\\alpha}{r} BAx$ 是 LoRA 的前向计算。",
        "$$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\left(\\frac{QK^T}{\\sqrt{d_k}}\\right)V$$",
        "如果一张卡放得下，就用数据并行。否则按层切分模型。",
    ],
)
def test_what_is_denied_compared_replaced_or_about_something_else_is_left_alone(
    base: FactBase, text: str
) -> None:
    assert quotes(base, text) == []


def test_formulas_are_compared_in_their_normal_form(base: FactBase) -> None:
    right = ("P = TP / (FP + TP)", "$P=\\frac{TP}{TP+FP}$", "$\\mathrm{P} = TP/(TP+FP)$")
    for text in right:
        assert quotes(base, text, "什么是精确率？") == []
    assert len(quotes(base, "P = TP / (TP + FN)", "什么是精确率？")) == 1
    assert len(quotes(base, "F1 = P*R/(P+R)", "F1 分数怎么算？")) == 1
    assert quotes(base, "F1 = 2PR/(P+R)", "F1 分数怎么算？") == []
    assert quotes(base, "GELU(x) = 0.5x(1+tanh[...])", "GELU") == []  # written otherwise, not wrong


def test_the_narrower_thing_has_the_say(base: FactBase) -> None:
    assert quotes(base, "Llama 2 7B 使用分组查询注意力。") == ["Llama 2 7B 使用分组查询注意力"]
    assert quotes(base, "Llama 2 70B 使用分组查询注意力。") == []


def test_a_flag_says_all_that_a_person_needs(base: FactBase) -> None:
    (flag,) = found(base, "BLOOM 的位置信息来自旋转位置编码。")
    assert flag.detector == "claims/1"
    assert set(flag.corrections) == {"zh", "en"}
    assert flag.correction == flag.corrections["zh"]
    assert all(source.source and source.locator for source in flag.evidence)
    assert flag.evidence
    assert 0 < flag.confidence < 1


def test_what_two_detectors_find_by_one_fact_is_said_once(base: FactBase) -> None:
    (audited,) = Auditor(base)([Reference("", "", "GPT-3 采用 Post-LN。")])
    assert len(audited.flags) == 1


def rows() -> list[dict[str, Any]]:
    lines = (CASES / "audit_claims_blind.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_statements_written_without_a_look_at_the_detectors(base: FactBase) -> None:
    """Half wrong, half right, about subjects that the facts know."""
    cases = rows()
    audited = Auditor(base)([Reference(row["id"], row["question"], row["text"]) for row in cases])
    flagged = {each.id for each in audited if any(flag.severity is not Severity.LOW for flag in each.flags)}
    wrong = {row["id"] for row in cases if row["label"] == "shaky"}
    assert len(wrong) >= 60
    assert len(cases) - len(wrong) >= 60
    assert len(flagged & wrong) >= 0.9 * len(flagged)
    assert len(flagged & wrong) >= 0.45 * len(wrong)


@given(st.text(alphabet="BLOOM用RoPE有24层，。：\n-*`$|# =/()TPFN", max_size=80))
def test_offsets_are_exact_whatever_is_written(text: str) -> None:
    for flag in found(shipped(), text, "BLOOM 用什么位置编码？精确率？"):
        assert flag.quote == text[flag.start : flag.end] != ""
