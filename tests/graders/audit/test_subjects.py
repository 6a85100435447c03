import pytest

from graders.audit.reading import Reference, read
from graders.audit.subjects import is_about, subject
from graders.facts import FactBase

AT = "@"  # marks the words whose subject is asked for


def terms(base: FactBase, text: str, kind: str, question: str = "", heads: tuple[str, ...] = ()) -> set[str]:
    marked = text.index(AT)
    text = text.replace(AT, "")
    reading = read(Reference("", question, text, heading_path=heads), base)
    start = next(i for i, at in enumerate(reading.origin) if at >= marked)
    found = subject(reading, reading.sentence_at(start), start, start + 2, kind)
    return set(found.terms) if found else set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-3 采用@后标准化", {"gpt-3"}),
        ("GPT-2、GPT-3 和 OPT-175B 都采用@前标准化", {"gpt-2", "gpt-3", "opt"}),
        ("LLaMA 用前标准化，而 GPT-3 用@后标准化", {"gpt-3"}),
        ("与 LLaMA 不同，GPT-3 用@后标准化", {"gpt-3"}),
        ("GPT-3 与 LLaMA 不同，采用@后标准化", {"gpt-3"}),
        ("GPT-3：与 BERT 相似，采用@后标准化", {"gpt-3"}),
        ("GPT-3 沿用 BERT 的@后标准化", {"gpt-3"}),
        ("GPT-3 在 BERT 的基础上训练，采用@后标准化", {"gpt-3"}),
        ("GPT-3 由 BERT 初始化，采用@后标准化", {"gpt-3"}),
        ("GPT-3, initialised from BERT, uses @post-norm", {"gpt-3"}),
        ("GPT-3 介于 BERT 和 LLaMA 之间，采用@后标准化", {"gpt-3"}),
        ("GPT-3 lies between BERT and LLaMA and uses @post-norm", {"gpt-3"}),
        ("GPT-3 无需像 BERT 那样微调，采用@后标准化", {"gpt-3"}),
        ("在 BERT 出现之前，模型@采用后标准化", set()),
        ("GPT-3 摒弃了 BERT，@采用后标准化", {"gpt-3"}),
        ("它取代 BERT，@采用后标准化", set()),
        ("It drops BERT and uses @post-norm", set()),
        ("Before BERT, models used @post-norm", set()),
        ("Unlike LLaMA, GPT-3 uses @post-norm", {"gpt-3"}),
        ("GPT-3, compared with BERT, uses @post-norm", {"gpt-3"}),
        ("@采用后标准化的是 GPT-3", {"gpt-3"}),
        ("LLaMA 不这样做，@采用后标准化的是 GPT-3", {"gpt-3"}),
        ("LLaMA is easier to train than BERT, which @needs warm-up", {"bert"}),
        ("GPT-3：先说别的。这种模型@采用后标准化", {"gpt-3"}),
        ("先说 GPT-3。\n\n它@采用后标准化", {"gpt-3"}),
        ("先说 GPT-3。\n\n另外@采用后标准化", set()),
        ("1. GPT-3\n   - 特点一\n   - @采用后标准化", {"gpt-3"}),
        ("1. GPT-3：\n\n2. LLaMA：\n\n@采用前标准化", {"llama"}),
        ("### GPT-3\n\n@采用后标准化", {"gpt-3"}),
        ("| | GPT-3 | LLaMA |\n|---|---|---|\n| 归一化 | @后标准化 | 前 |", {"gpt-3"}),
    ],
)
def test_the_subject_of_a_model(base: FactBase, text: str, expected: set[str]) -> None:
    assert terms(base, text, "model") == expected


def test_the_question_and_the_headings_come_last(base: FactBase) -> None:
    assert terms(base, "@采用后标准化", "model", question="GPT-3 的归一化？") == {"gpt-3"}
    assert terms(base, "@采用后标准化", "model", heads=("模型", "GPT-3")) == {"gpt-3"}
    both = "GPT-3 和 LLaMA 的归一化？"
    assert terms(base, "@采用后标准化", "model", question=both) == {"gpt-3", "llama"}
    assert terms(base, "@采用后标准化", "model", question=both, heads=("LLaMA",)) == {"llama"}
    assert terms(base, "@采用后标准化", "model", question="与 BERT 相比，GPT-3 如何？") == {"gpt-3"}


def test_of_several_named_above_none_is_picked_but_all_named_together_are_meant(base: FactBase) -> None:
    reading = read(Reference("", "GPT-3 和 LLaMA 的归一化？", "采用后标准化。GPT-2 和 LLaMA 都如此"), base)
    above = subject(reading, 0, 0, 2, "model")
    here = subject(reading, 1, len(reading.text) - 3, len(reading.text) - 2, "model")
    assert above is not None
    assert here is not None
    assert not is_about(reading, above, frozenset({"gpt-3"}))
    assert is_about(reading, above, frozenset({"gpt-3", "llama"}))
    assert is_about(reading, here, frozenset({"gpt-2"}))
    assert is_about(reading, here, frozenset({"gpt"}))  # GPT-2 is one
