"""Notes into statements."""

from hypothesis import given
from hypothesis import strategies as st

from quizgen.generate.statements import read_notes
from quizgen.readers import source_text
from tests.quizgen.generate.making import SUBJECTS, notes, subject
from tests.strategies import characters


def test_a_statement_knows_its_lines_label_heading_and_emphasis() -> None:
    read = notes(
        "# Heat\n\n## 1. Conduction\n\nHeat moves through a body that\nstays in place. **Metals** do it well.\n\n"
        "- **Speed**: it is slow in wood.\n"
    )
    first, second, third = read.statements
    assert (first.words, first.first, first.last) == (
        "Heat moves through a body that stays in place.",
        5,
        6,
    )
    assert first.quote == "Heat moves through a body that\nstays in place."
    assert (first.topic.path, first.topic.subject) == (("Heat", "1. Conduction"), "Conduction")
    assert second.bold == ("Metals",)
    assert (third.label, third.words, third.item >= 0) == ("Speed", "it is slow in wood.", True)


def test_what_is_no_statement_is_left_out() -> None:
    read = notes(
        "# Notes\n\n[TOC]\n\nLink: https://example.org/a\n\n![figure](a.png)\n\n```python\nprint('The cell is small.')\n```\n\n"
        "Why is that so?\n\n## References\n\nA book about heat and its many uses.\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    assert read.statements == ()


def test_the_options_of_a_question_are_no_statements() -> None:
    read = notes(
        "## Q1. What is the capital of France?\n\n- A: Paris is the capital of France.\n- B: Lyon is the capital of France.\n\n"
        "**Answer: A**\n\n## Q2. What is heat?\n\nHeat is energy that moves from warm to cold bodies.\n"
    )
    assert not any("Lyon" in each.words for each in read.statements)
    assert any(each.words.startswith("Heat is energy") for each in read.statements)


def test_a_heading_that_names_a_part_speaks_of_what_stands_above_it() -> None:
    subjects = {
        each.topic.path[-1]: each.topic.subject
        for each in notes(
            "# 线粒体笔记\n\n## 概述\n\n线粒体分布在细胞质基质中。\n\n## 为什么有两层膜？\n\n内膜折叠成嵴，增大了面积。\n"
        ).statements
    }
    assert subjects == {"概述": "线粒体", "为什么有两层膜？": ""}


def test_every_quote_of_our_notes_stands_in_its_lines() -> None:
    for name in SUBJECTS:
        text = subject(name)
        for each in read_notes(text).statements:
            assert each.quote in "\n".join(text.lines[each.first - 1 : each.last])


@given(st.text(characters, max_size=300).filter(lambda text: bool(text.strip())))
def test_any_notes_can_be_read(words: str) -> None:
    text = source_text(f"# A\n{words}\n## B\n- {words}", "x.md")
    for each in read_notes(text).statements:
        assert each.words.strip()
        assert 1 <= each.first <= each.last <= len(text.lines)
        assert each.quote in text.text
