import pytest

from graders.audit.reading import Reference, read
from graders.audit.typos import detect
from graders.facts import FactBase
from questions.records import Severity


def slips(base: FactBase, *answers: str, group: str = "") -> list[tuple[str, str]]:
    readings = [read(Reference(str(i), "", answer, group=group), base) for i, answer in enumerate(answers)]
    flags = [flag for found in detect(readings) for flag in found]
    assert all(flag.severity is Severity.LOW and flag.evidence for flag in flags)
    return [(flag.quote, flag.evidence[0].locator) for flag in flags]


@pytest.mark.parametrize(
    ("text", "quote", "term"),
    [
        ("RoPE 是旋转编码，RoPE 没有参数，RoPR的出发点是相对位置。", "RoPR", "RoPE"),
        ("时间维度的convelution和attention操作", "convelution", "convolution"),
        ("the trasnformer uses attention", "trasnformer", "transformer"),
        ("RoPE 是一种 embeding 方法，用于 embedding 之后", "embeding", "embedding"),
    ],
)
def test_a_misspelt_term_is_found_with_what_is_meant(
    base: FactBase, text: str, quote: str, term: str
) -> None:
    assert slips(base, text) == [(quote, term)]


@pytest.mark.parametrize(
    "text",
    [
        "RoPE 用一次，RoPR 也用一次",  # nothing says which is meant
        "LLaMA and LLaVA and BERT and BART and T5",
        "normalisation, normalised, normalizing, normalization of RoPE",
        "RoPE needs routine neutral perception and optical contests",
        "`trasnformer` and https://example.org/trasnformer of RoPE",
        "The mode of the model RoPE, the model",
        "Trasnformers have nothing to do with the weather here",  # no term of the subject is named
    ],
)
def test_other_words_are_left_alone(base: FactBase, text: str) -> None:
    assert slips(base, text) == []


def test_the_other_answers_of_a_document_show_what_is_usual(base: FactBase) -> None:
    answers = ("RoPE 是旋转编码。RoPE 很常用。", "RoPR 对 Q 和 K 做旋转，见 BERT。")
    assert slips(base, *answers, group="notes.md") == [("RoPR", "RoPE")]
    assert slips(base, *answers) == []
