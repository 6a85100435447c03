from graders.audit.categories import detect
from graders.audit.reading import Reference, read
from graders.facts import FactBase


def strangers(base: FactBase, question: str, answer: str) -> list[str]:
    (flags,) = detect([read(Reference("1", question, answer), base)])
    for flag in flags:
        assert answer[flag.start : flag.end] == flag.quote
        assert flag.evidence
        assert flag.correction
    return [flag.quote for flag in flags]


def test_a_library_is_no_model(base: FactBase) -> None:
    answer = "1.  BERT：\n\n    双向编码器。\n\n2.  LLaMA：\n\n    解码器。\n\n3.  PyTorch Lightning：\n\n    轻量框架。\n"
    assert strangers(base, "主流的大模型有哪些？", answer) == ["PyTorch Lightning"]
    assert strangers(base, "Which models are common?", "- BERT\n- T5\n- vLLM: fast") == ["vLLM"]


def test_a_closed_model_is_no_open_one(base: FactBase) -> None:
    assert strangers(base, "常见的开源模型有哪些？", "- LLaMA\n- Qwen\n- GPT-4：很强") == ["GPT-4"]
    assert strangers(base, "常见的大模型有哪些？", "- LLaMA\n- Qwen\n- GPT-4：很强") == []


def test_an_activation_is_no_norm(base: FactBase) -> None:
    assert strangers(base, "归一化方法有哪些？", "- LayerNorm\n- RMSNorm\n- GELU") == ["GELU"]


def test_other_lists_are_left_alone(base: FactBase) -> None:
    assert strangers(base, "训练 BERT、T5 用什么框架？", "- PyTorch\n- BERT\n- T5") == []
    assert strangers(base, "大模型有哪些？", "- BERT\n- 用 PyTorch 训练的模型") == []
    assert strangers(base, "大模型有哪些？", "BERT、T5、PyTorch") == []
