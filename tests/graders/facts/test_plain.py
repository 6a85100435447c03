import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.facts.plain import folded, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**MQA** 与 `GQA`", "mqa与gqa"),
        ("Pre-LN、pre_norm", "pre ln、pre norm"),
        ("ＧＰＴ３：⼀个", "gpt3:一个"),
        ("看[这里](https://example.org/a_b)的图 ![图](a.png)", "看这里的图"),
        ("见 https://example.org/x?y=1 的说明", "见的说明"),
        ("a<br>b &#x20; c", "a b c"),
        ("O(n²)、O(n^2)、$O(n^{2})$", "o(n2)、o(n2)、o(n2)"),
        ("√d_k 与 $\\sqrt{d_k}$", "sqrt d k与sqrtdk"),
        (
            "$$\\log \\frac{\\pi_{\\text{ref}}\\left(y\\right)}{\\pi_\\theta(y)}$$",
            "logfracpiref(y)pitheta(y)",
        ),
        ("8×7B – β", "8x7b - beta"),
        ("Hello,  World. It\u200b is", "hello, world. it is"),
    ],
)
def test_writing_is_brought_to_one_form(written: str, read: str) -> None:
    assert folded(written) == read


@given(st.text(alphabet="aB1 中，。*`_-$\\[](){}<>!^√²ﬁ\n", max_size=60))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    found = plain(text)
    assert len(found.text) == len(found.origin)
    assert list(found.origin) == sorted(found.origin)
    assert all(0 <= at < len(text) for at in found.origin)


@given(st.text(alphabet="ab中 。,", max_size=30), st.text(alphabet="ab中 。,", max_size=30))
def test_a_part_has_the_offsets_of_the_whole(before: str, words: str) -> None:
    part = plain(before + words, len(before))
    assert all(at >= len(before) for at in part.origin)
    assert part.text == plain(words).text


def test_a_span_is_that_of_the_original_words() -> None:
    text = "采用 **Post-LN** 结构"
    found = plain(text)
    start = found.text.index("post ln")
    left, right = found.span(start, start + len("post ln"))
    assert text[left:right] == "Post-LN"
