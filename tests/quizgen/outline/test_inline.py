import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.outline.inline import has_image, has_link, is_only_links, link_targets, plain


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Q1：什么是锁？**  ", "Q1：什么是锁？"),
        ("What is `a * b * c`? [[src]](https://example.org)", "What is `a * b * c`?"),
        ("<a name=x></a>3. *Why* <b>now</b>?", "3. Why now?"),
        ("[How to wait](https://example.org/a_(b))", "How to wait"),
        ("see https://example.org/x，然后", "see ，然后"),
        ("![picture](a.png) after", "after"),
        ("What is it? \u200d⭐️ 👶", "What is it?"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        (r"a \* b &amp; c&nbsp;d", "a * b & c d"),
        ("done :rocket: now", "done now"),
        ("  plain   words ", "plain words"),
    ],
)
def test_markup_is_taken_off(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_links_and_pictures_are_told_apart() -> None:
    assert has_link("[a](b)")
    assert has_link("https://example.org")
    assert not has_link("[x] (not a link)")
    assert has_image("<img src=a>")
    assert not has_image("an image")
    assert is_only_links("- [a](b), [c](d)")
    assert not is_only_links("- [a](b) says more")
    assert link_targets("[a](#x) and [b]()") == ["#x", ""]


@given(st.text(alphabet="*_`[]()!<>a \\:&#;👶", max_size=60))
def test_any_line_can_be_read(line: str) -> None:
    assert plain(line) == plain(line).strip()
