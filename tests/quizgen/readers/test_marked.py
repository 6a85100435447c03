"""Org, reStructuredText and AsciiDoc into Markdown, line by line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.extract import extract
from quizgen.readers import read_bytes
from quizgen.readers.marked import asciidoc, org, rst
from quizgen.readers.marked.sheet import Sheet

ADOC = """= Harbour questions
:toc:

// a remark
== Ships

=== What is draught?

How deep the keel lies below the water.
Read link:https://example.org/draught[more of it].

[source,python]
----
# not a heading
draught = 7.5
----

=== Why does a ship list?

.Reasons
* cargo that moved
** coal above all
. water on one side

=== What is ballast?

image::ballast.png[tanks]
"""


def test_asciidoc() -> None:
    text = read_bytes(ADOC.encode(), "harbour.adoc")
    assert text.format == "asciidoc"
    first, second, third = extract(text)
    assert (first.question, first.source.line_start) == ("What is draught?", 7)
    assert "[more of it](https://example.org/draught)" in (first.answer or "")
    assert "```python\n# not a heading\ndraught = 7.5\n```" in (first.answer or "")
    assert second.answer == "**Reasons**\n- cargo that moved\n  - coal above all\n1. water on one side"
    assert (third.reason, third.source.line_start) == ("image_only", 25)
    assert [(asset.target, asset.line) for asset in text.assets] == [("ballast.png", 27)]


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("* TODO [#A] What is it?   :tag:other:", "# What is it?"),
        ("** Part", "## Part"),
        ("*bold* words", "*bold* words"),
        ("see [[https://x.y/z][here]] and [[file:a.png]]", "see [here](https://x.y/z) and ![](a.png)"),
        ("|---+---|", "|---|---|"),
        ("# a remark", ""),
        ("#+AUTHOR: me", ""),
        ("#+BEGIN_SRC c", "```c"),
    ],
)
def test_a_line_of_org(line: str, written: str) -> None:
    assert org.rewritten([line]).lines[0] == written


def test_drawers_of_org_are_no_text() -> None:
    lines = ["* A", ":PROPERTIES:", ":ID: x", ":END:", "said", ":NOTE:", "said too"]
    assert org.rewritten(lines).lines == ["# A", "", "", "", "said", ":NOTE:", "said too"]


def test_blocks_of_rst() -> None:
    lines = [
        "Title", "=====", "", ".. code-block:: c", "   :linenos:", "", "   x;", "", "    y;", "", "After::", "", "  z", "",
        ".. a remark", "   that goes on", "", ".. note::", "", "   Mind *this* :ref:`place <x>` and ``x``.",
    ]  # fmt: skip
    written = rst.rewritten(lines)
    assert [line for line in written.lines if line] == [
        "# Title", "```c", "x;", " y;", "```", "After:", "```", "z", "```", "   Mind *this* `place` and `x`.",
    ]  # fmt: skip
    assert [written.origins[written.lines.index(line)] for line in ("# Title", "x;", "z")] == [0, 6, 12]


REWRITTEN = [asciidoc.rewritten, org.rewritten, rst.rewritten]
LINES = st.lists(
    st.sampled_from(
        ["* a", "** b?", "= t", "== u", "----", "====", "....", "~~~~", ".. x::", ".. code-block:: c", ".. y", "::", "a::", "  b",
         "#+BEGIN_SRC", "#+END_SRC", ":A:", ":END:", "", "", "words", "What is it?", ".t", "|-+-|", "'''", "+", "``", ":r:`x`"]
    ),
    max_size=30,
)  # fmt: skip


@given(LINES)
def test_nothing_raises_and_every_line_has_its_place(lines: list[str]) -> None:
    for rewrite in REWRITTEN:
        sheet: Sheet = rewrite(lines)
        assert len(sheet.lines) == len(sheet.origins)
        assert sheet.origins == sorted(sheet.origins)
        assert all(0 <= origin < len(lines) for origin in sheet.origins)


@pytest.mark.parametrize(
    "part",
    [".. x\n", ".. code-block:: c\n", "a::\n\n", ":A:\n", "* a\n", "----\n", "title\n-----\n", " .. y::\n"],
)
def test_a_hostile_megabyte_ends_soon(part: str) -> None:
    lines = (part * (1_000_000 // len(part))).split("\n")
    begun = time.process_time()
    for rewrite in REWRITTEN:
        rewrite(lines)
    assert time.process_time() - begun < 5


def test_blocks_in_blocks_cost_no_more() -> None:
    lines = [" " * depth + ".. x::" for depth in range(1400)]
    begun = time.process_time()
    rst.rewritten(lines)
    assert time.process_time() - begun < 5
