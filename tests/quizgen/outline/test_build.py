from hypothesis import given
from hypothesis import strategies as st

from quizgen.outline import Kind, Outline, outline
from quizgen.readers import source_text
from tests.strategies import characters


def _outline(*lines: str) -> Outline:
    return outline(source_text("\n".join(lines), "x.md"))


def _titles(shape: Outline) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in shape.sections()]


def test_headings_of_every_make_divide_the_document() -> None:
    shape = _outline(
        "Title", "=====", "", "Part", "----", "", "### 1. Closed ###", "", "##2.没有空格", "", "<h3>Html</h3>", "", "1. #### In an item"
    )  # fmt: skip
    assert _titles(shape) == [
        (1, "Title"),
        (2, "Part"),
        (3, "Closed"),
        (2, "没有空格"),
        (3, "Html"),
        (4, "In an item"),
    ]


def test_what_only_looks_like_a_heading_does_not() -> None:
    shape = _outline(
        "#tag", "", "#!/bin/sh", "", "```", "# comment", "```", "", "A sentence.", "---", "", "$$", "a", "=", "$$", "", "<!--", "# gone", "-->", "", "- item", "---"
    )  # fmt: skip
    assert _titles(shape) == []
    assert shape.kinds[9] is Kind.RULE


def test_a_space_parts_a_number_where_its_neighbours_count_too() -> None:
    shape = _outline("## 1 Locks", "## 2 Keys", "## 2024 Doors", "## 7 Dwarfs", "## 3D prints")
    numbers = [(s.number.text if s.number else None, s.title) for s in shape.sections()]
    assert numbers == [
        ("1", "Locks"), ("2", "Keys"), (None, "2024 Doors"), (None, "7 Dwarfs"), (None, "3D prints")
    ]  # fmt: skip


def test_a_heading_that_repeats_the_question_above_divides_nothing() -> None:
    shape = _outline("# T", "", "#### What is caching", "", "### Caching", "", "text", "", "#### Next")
    assert _titles(shape) == [(1, "T"), (4, "What is caching"), (4, "Next")]


def test_named_blocks_are_folds() -> None:
    shape = _outline(
        "::: details Why?", "so", ":::", "::: tip", "x", ":::", "::: details", "hidden", ":::", '{{< expand "How?" >}}', "thus",
        "{{< /expand >}}", "{% hint Who? %}", "we", "{% endhint %}", '<Tab title="When?">', "now", "</Tab>", "::: info Open?"
    )  # fmt: skip
    assert [(fold.summary, fold.make, fold.cover) for fold in shape.folds] == [
        ("Why?", "details", False),
        ("", "details", True),
        ("How?", "expand", False),
        ("Who?", "hint", False),
        ("When?", "tab", False),
    ]


def test_numbers_nest_headings_of_one_level() -> None:
    shape = _outline("## 2. Two", "## 2.1 Part", "## 2.2 Part", "## 3. Three")
    assert [(s.title, [child.title for child in s.children]) for s in shape.root.children] == [
        ("Two", ["Part", "Part"]),
        ("Three", []),
    ]


def test_furniture_divides_nothing() -> None:
    shape = _outline(
        "### created: 2025-01-01 updated: 2025-01-02",
        "",
        "## 目录",
        "",
        "- [A](#a)",
        "",
        "### A",
        "text",
        "#### 答案：B",
        "more",
    )
    assert _titles(shape) == [(2, "目录"), (3, "A")]
    assert shape.toc == {4}
    assert shape.root.children[0].children == ()


def test_tables_of_contents_in_any_form_are_seen() -> None:
    links = ["- [One](#one)", "  - [Two](#two)", "- [Three]()"]
    titles = ["1. One", "2. Two", "3. Three"]
    rows = [
        "| No | Q |",
        "| -- | - |",
        "| 1 | [One](#one) |",
        "| 2 | [Two](#two) |",
        "| 3 | [Three](#three) |",
    ]
    body = ["", "# One", "", "# Two", "", "# Three"]
    assert _outline(*links, *body).toc == {0, 1, 2}
    assert _outline(*titles, *body).toc == {0, 1, 2}
    assert _outline(*rows, *body).toc == {0, 1, 2, 3, 4}
    assert _outline("\\[toc]", *body).toc == {0}
    assert _outline("- [One](https://example.org)", "- [Two](https://example.org)", *body).toc == set()


def test_a_fence_left_open_ends_at_the_next_heading() -> None:
    lines = ["# A", "", "```", "code", "", "## B", "", "text", "", "```sh", "# comment", "```", "", "## C"]
    assert [title for _, title in _titles(_outline(*lines))] == ["A", "B", "C"]


def test_front_matter_is_no_text() -> None:
    shape = _outline("---", "title: x", "tags:", "  - y", "---", "", "# A")
    assert shape.kinds[:5] == (Kind.FRONT,) * 5
    assert _titles(shape) == [(1, "A")]


def test_a_line_knows_the_titles_around_it() -> None:
    shape = _outline("# A", "", "## 1. B", "text", "# C")
    assert shape.path(3) == ("A", "1. B")
    assert shape.path(4) == ("C",)


@given(st.text(characters, max_size=300))
def test_sections_tile_the_document(text: str) -> None:
    if not text.strip():
        return
    shape = outline(source_text(text, "x"))
    assert len(shape.kinds) == len(shape.lines)
    for section in shape.sections():
        assert section.start < section.body <= section.own_end <= section.end <= len(shape.lines)
        edges = [section.own_end, *(child.end for child in section.children)]
        assert [child.start for child in section.children] == edges[:-1]
