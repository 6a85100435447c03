"""The mask of a reference has its length, and shows what may be split and what is only decoration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.points.markup import BLOCK, DROPPED, SOLID, marked


@given(st.text(alphabet=st.sampled_from("a 。*`$[]()<>!\n#|~_=\\&;-（）:/hb")))
def test_the_mask_has_the_length_of_the_text(text: str) -> None:
    assert len(marked(text).mask) == len(text)


def test_words_lose_their_decoration() -> None:
    text = "**粗体** 和 `code`，[链接](https://example.org/a)、~~删~~ 与 &lt;unk&gt;"
    assert marked(text).words(0, len(text)) == "粗体 和 code，链接、删 与 <unk>"


@pytest.mark.parametrize(
    "text", ["2**10", "x**2", "__init__", "a * b", "p > 0.05", "snake_case_name", "a == b"]
)
def test_signs_that_mean_something_stay(text: str) -> None:
    assert marked(text).words(0, len(text)) == text


@pytest.mark.parametrize(
    "solid", ["$a, b$", "$ \\beta, 1 $", "$$x; y$$", "\\(x, y\\)", "\\[x,\ny\\]", "`a, b`"], ids=repr
)
def test_formulas_and_code_are_solid(solid: str) -> None:
    mask = marked(f"甲{solid}乙").mask
    assert set(mask[1:-1]) <= {SOLID, DROPPED}


def test_punctuation_in_brackets_is_solid() -> None:
    assert "，" not in marked("注意力（一种加权，可微）").mask


def test_a_fenced_block_is_one_line() -> None:
    text = "甲\n```python\na = 1\n\nb = 2\n```\n乙"
    lines = marked(text).mask.split("\n")
    assert [line[:1] for line in lines if line.strip(DROPPED)] == ["甲", BLOCK, "乙"]


def test_a_fence_inside_a_longer_fence_is_code() -> None:
    text = "````\n```\nx\n```\n````"
    start = marked(text).mask.index(BLOCK)
    assert marked(text).code(start, text.rindex("\n")) == "```\nx\n```"


def test_a_block_in_a_list_loses_its_indent() -> None:
    text = "- 例\n  ```\n  if a:\n      b\n  ```\n"
    start = text.index("  if")
    assert marked(text).code(start, text.index("\n  ```\n", start)) == "if a:\n    b"
