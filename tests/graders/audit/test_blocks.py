import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.audit.blocks import blocks


def said(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text)]


def leads(text: str, words: str) -> list[str]:
    block = next(block for block in blocks(text) if words in text[block.start : block.end])
    return [text[start:end].strip("*# ") for start, end in block.leads]


def test_marks_are_no_words_and_code_says_nothing() -> None:
    text = "# A\n\n- one\n1. two\n> three\n\n---\n\n```\ncode\n```\n\n| x | y |\n|---|---|\n| z | w |\n"
    assert said(text) == [
        ("heading", "A"),
        ("bullet", "one"),
        ("numbered", "two"),
        ("line", "three"),
        ("cell", " w "),
    ]


def test_a_number_with_a_point_is_no_list_mark() -> None:
    assert said("1.5B 参数") == [("line", "1.5B 参数")]
    assert said("1.参数") == [("numbered", "参数")]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("# A\n\n## B\n\nx", "x", ["A", "B"]),
        ("# A\n\n# B\n\nx", "x", ["B"]),
        ("1. A：\n\n   x\n", "x", ["A："]),
        ("1. A：\n\n2. B：\n\nx", "x", ["B："]),
        ("**A**\n\nx", "x", ["A"]),
        ("1、**A（B）：**\n\n- **概念：** x", "x", ["A（B）："]),
        ("- A\n  - x", "x", ["A"]),
        ("- A\n- x", "x", []),
        ("| m | n |\n|---|---|\n| a | x |", "x", ["n", "a"]),
    ],
)
def test_what_leads_a_block(text: str, words: str, expected: list[str]) -> None:
    assert leads(text, words) == expected


def test_a_label_is_short_and_ends_with_a_colon() -> None:
    (block,) = blocks("**GPT-3**：采用前标准化")
    assert block.label == (0, len("**GPT-3**："))
    assert blocks("它采用前标准化，效果好：比如")[0].label is None
    assert blocks("see https://example.org")[0].label is None


def test_wrapped_english_lines_and_formulas_are_one_block() -> None:
    assert len(blocks("the model uses\npost norm")) == 1
    assert len(blocks("第一行\n第二行")) == 2
    assert len(blocks("$$\na\n= b\n$$")) == 1


@given(st.text(alphabet="a1中。：:-*#|>` \n.$", max_size=120))
def test_blocks_are_in_order_and_inside(text: str) -> None:
    found = blocks(text)
    assert all(0 <= block.start <= block.end <= len(text) for block in found)
    assert [block.start for block in found] == sorted(block.start for block in found)
