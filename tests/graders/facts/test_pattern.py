import re
from collections.abc import Sequence

import pytest

from graders.facts.pattern import compile_group
from graders.facts.plain import folded
from questions.errors import BadSetting

WORDS = {"reduces": "减少|reduc*"}
NAMES = {"pre-norm": ("Pre-Norm", "前标准化")}


def names(term: str) -> Sequence[str]:
    if term not in NAMES:
        raise BadSetting(f"no term {term}")
    return NAMES[term]


def found(group: str, text: str) -> re.Match[str] | None:
    return compile_group(group, WORDS, names).search(folded(text))


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("每个查询|each query", "每个查询对应多个键"),
        ("each query", "Each query attends"),
        ("feed-forward", "the feedforward network"),
        ("feed-forward", "the feed forward network"),
        ("decoder", "two decoders"),
        ("stabil*", "stabilises training"),
        ("normali*", "normalization"),
        ("不", "这并不成立"),
        ("summarise", "they summarize it"),
        ("<pre-norm>", "采用前标准化"),
        ("<pre-norm>", "a prenorm model"),
        ("@reduces", "reducing memory"),
        ("在…之后", "在自注意力之后"),
        ("keeps…key head", "keeps a single key head"),
        ("/o\\(n(?!2)/", "O(n) time"),
        ("(-1,1)", "(-1, 1)"),
        ("/states?[^,.]{0,9}2 bytes/", "its states take 2 bytes"),
        ("/[0-9.]+2 bytes/", "its states take 0.12 bytes"),
        ("/fp16|[vV]1[.]5/", "in v1.5 and FP16"),
    ],
)
def test_a_group_is_found(group: str, text: str) -> None:
    assert found(group, text)


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("each query", "reach query"),
        ("rope", "european"),
        ("stable", "unstable"),
        ("/o\\(n(?!2)/", "O(n²) time"),
        ("/states?[^,.]{0,9}2 bytes/", "its states take 12 bytes"),
        ("/states?[^,;]{0,9}2 bytes/", "its states take 1.2 bytes"),
        ("在…之后", "在。之后"),
        ("在…之后", "在这一段非常非常非常非常长的文字之后"),
        ("保留…参数", "保留结构而不增加参数"),
        ("keeps…heads", "keeps quality without heads"),
    ],
)
def test_a_group_is_not_found(group: str, text: str) -> None:
    assert found(group, text) is None


@pytest.mark.parametrize("group", ["a||b", "|a", "a|", "@missing", "<missing>", "/open", "/(/", " "])
def test_a_group_that_means_nothing_is_refused(group: str) -> None:
    with pytest.raises(BadSetting):
        compile_group(group, WORDS, names)
