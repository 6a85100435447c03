"""HTML into Markdown-like lines that know where they come from."""

import re
import time
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.extract import extract
from quizgen.outline.toc import letters
from quizgen.readers import SourceText, read_bytes
from quizgen.readers.html import convert
from tests.quizgen.documents import table
from tests.strategies import characters
from tests.timing import quickest

PARTS = st.sampled_from(
    [
        "<h1>", "</h1>", "<h2>What is it?</h2>", "<h3>", "<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<ol>",
        "<table>", "<tr>", "<td>", "<th>", "</table>", "<pre>", "</pre>", "<code>", "</code>", "<b>", "</b>", "<a href=x>", "</a>",
        "<details>", "<summary>Why?", "</summary>", "</details>", "<blockquote>", "</blockquote>", "<dl>", "<dt>Who?", "<dd>",
        "<img src=a.png alt=b>", "<br>", "<hr>", "<script>", "</script>", "<!--", "-->", "<nav>", "</nav>", "<math>", "</math>",
        "<button>How?", "</button>", "words", "什么是锁？", "\n", "\r\n", " ", "&lt;", "&#x110000;", "&amp", "<", ">", "\"", "'", "<a b=\"",
        "1. one?", "</", "<!doctype html>", "<![CDATA[", "]]>", "<input type=checkbox>", "<td colspan=9999999999>", "<li value=-1>", "|",
    ]
)  # fmt: skip
PAGES = st.lists(PARTS, min_size=1, max_size=60).map("".join)
PIECES = table("html/pieces")


@pytest.mark.parametrize("case", PIECES, ids=[case["why"] for case in PIECES])
def test_a_piece_of_html_becomes_these_lines(case: dict[str, Any]) -> None:
    lines = list(convert(case["html"]).lines)
    while lines and not lines[-1]:
        lines.pop()
    assert lines == case["lines"]


def test_lines_know_where_they_stand() -> None:
    page = b"""<html><body>
<h1>Locks</h1>

<h2>1. What is
a lock?</h2>
<p>Only one holder
at a time.</p>
<h2>2. What is a spin lock?</h2>
<pre>
while (taken)
    ;
</pre>
<p><img src="spin.png" alt="">
"""
    text = read_bytes(page, "locks.html")
    assert text.format == "html"
    first, second = extract(text)
    assert (first.source.line_start, first.source.line_end) == (4, 7)
    assert (second.source.line_start, second.source.line_end) == (8, 13)
    assert second.answer == "```\nwhile (taken)\n    ;\n```\n\n![](spin.png)"
    assert [(asset.target, asset.line) for asset in text.assets] == [("spin.png", 13)]
    assert text.line_count == 13


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gbk", "gb18030"), ("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "utf-8")],
)
def test_the_declared_encoding_is_believed_where_it_is_not_utf8(declared: str, encoding: str) -> None:
    words = "什麼是鎖？" if declared == "big5" else "什么是锁？"
    page = f'<html><head><meta charset="{declared}"></head><h1>{words}</h1>'
    text = read_bytes(page.encode(declared), "x.html")
    assert text.text == f"# {words}"
    assert text.encoding == encoding


def test_a_page_is_known_by_its_beginning() -> None:
    for name in ("x", "x.txt", "x.md"):
        assert read_bytes(b"\xef\xbb\xbf<!-- saved --> <!DOCTYPE html><p>a", name).format == "html"
    assert read_bytes(b"# a\n<html>", "x.md").format == "markdown"


def test_a_page_without_words_is_refused_in_one_line() -> None:
    from questions.errors import UnreadableDocument

    with pytest.raises(UnreadableDocument, match="no text in this page"):
        read_bytes(b"<html><script>x</script></html>", "x.html")


def _words(html: str) -> str:
    return letters(unescape(re.sub(r"<[^<>]*>", "", html)))


def _is_sound(text: SourceText, page: str) -> None:
    source = page.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(text.origins) == len(text.lines)
    assert all(1 <= first <= last <= len(source) for first, last in text.origins)
    for item in extract(text):
        place = item.source
        assert 1 <= place.line_start <= place.line_end <= len(source)


@given(PAGES)
def test_no_page_is_too_broken(page: str) -> None:
    converted = convert(page)
    assert len(converted.lines) == len(converted.origins)
    if "".join(converted.lines).strip():
        _is_sound(read_bytes(page.encode(), "x.html"), page)


@given(st.text(characters, max_size=200), st.text(characters, max_size=200))
def test_any_text_between_any_tags(before: str, after: str) -> None:
    page = f"{before}<h2>What is it?</h2>{after}"
    converted = convert(page)
    assert len(converted.lines) == len(converted.origins)


QUESTIONS = st.lists(st.integers(1, 99), min_size=2, max_size=5, unique=True)
GAPS = st.sampled_from(["", "\n", "\n\n", " ", "<!-- x -->\n", "<div>\n</div>"])


@given(QUESTIONS, st.lists(GAPS, min_size=5, max_size=5), st.sampled_from(["h2", "h4"]))
def test_the_lines_of_a_source_hold_the_question(numbers: list[int], gaps: list[str], tag: str) -> None:
    parts = [
        f"{gap}<{tag}>What is{gap[:1]} thing <b>no. {n}</b>?</{tag}>{gap}<p>It is that,{gap} {n}.</p>"
        for n, gap in zip(numbers, gaps, strict=False)
    ]
    page = "<!doctype html>\n<h1>Interview questions</h1>" + "".join(parts)
    text = read_bytes(page.encode(), "x.html")
    found = extract(text)
    assert len(found) == len(numbers)
    for item in found:
        lines = page.split("\n")[item.source.line_start - 1 : item.source.line_end]
        assert letters(item.question) in _words("\n".join(lines))


BOMBS = {
    "open tags": "<div><b>x" * 110_000,
    "open lists": "<ul><li>x" * 110_000,
    "open quotes": "<blockquote>x" * 77_000,
    "open cells": "<table><tr><td>x" * 62_000,
    "rows": "<tr><td>x" * 110_000,
    "closing tags": "</div></li></b>" * 66_000,
    "brackets": "<" * 1_000_000,
    "attributes": "<a b='" * 160_000,
    "one tag": "<a " + "b=c " * 250_000,
    "comments": "<!--" * 250_000,
    "sections": "<![CDATA[" * 110_000,
    "scripts": "<script>" * 125_000,
    "entities": "&#x" * 330_000,
    "blank code": "<pre>" + "\n" * 1_000_000 + "</pre>x",
    "terms": "<dl><dt>x" * 110_000,
    "items below quotes": "<blockquote>" * 40_000 + "<li>x" * 40_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_megabyte_ends_soon(name: str) -> None:
    assert quickest(lambda: convert(BOMBS[name]), 5) < 5


def test_cost_grows_linearly() -> None:
    page = "<h2>What?</h2><p>That <b>is</b> it.</p><ul><li>a<li>b</ul><table><tr><td>c<td>d</table>\n"
    spent = []
    for times in (500, 5000):
        begun = time.process_time()
        convert(page * times)
        spent.append(time.process_time() - begun)
    for small, large in pairwise(spent):
        assert large < 25 * max(small, 0.01)
