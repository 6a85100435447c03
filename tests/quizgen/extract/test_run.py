"""Documents of every shape into questions."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.extract import Found, NoAnswer, extract
from quizgen.outline.inline import plain
from quizgen.outline.toc import letters
from quizgen.readers import SourceText, read_path, source_text
from tests.quizgen.documents import SHARED, Case, case_document, case_documents, shared
from tests.strategies import characters
from tests.timing import quickest

PARTS = st.sampled_from(
    [
        "# Title", "## 1. 什么是锁？", "### 2.1 Part", "#### 答案：B", "Q: what is it?", "A: that", "**Why is it so?**",
        "- item", "  - nested?", "1. one?", "2. two", "```python", "```", "~~~", "> 答案：引用", "> text", "$$", "---", "===",
        "| Question | Answer |", "|---|---|", "| what? | yes |", "<details>", "<summary>What is x?</summary>", "</details>",
        "<!--", "-->", "TODO", "[a](#b)", "![p](q.png)", "text of some length, with words.", "", "", "\tcode", "??? q \"why?\"",
        "A. x", "B. y", "答案：A", "问题 3：为何", "<h2>How?</h2>", "<h2>", "[TOC]", "同上", "一、选择题", "\u2028", "ｑ：？",
        "::: details why?", ":::", '{{< details "how?" >}}', "{{< /details >}}", "{% details a %}", "{% enddetails %}",
        '<Fold title="who?">', "</Fold>", "1 - when?", "1. **what is it?** that", "- why so: because it is", "| 问题 | 要点 |",
        "Interviewer: and?", "我：是", "## 1 lock", "## 2 key", "#### What is text", "### text", "title: why?",
    ]
)  # fmt: skip
DOCUMENTS = st.lists(PARTS, min_size=1, max_size=40).map("\n".join).filter(str.strip)


def _answer_ends_as_wanted(found: Found, case: Case) -> bool:
    answer = found.answer or ""
    return answer.startswith(case.get("starts", "")) and answer.endswith(case.get("ends", ""))


def _check(found: Found, case: Case) -> None:
    if "question" in case:
        assert found.question == case["question"]
    assert found.question.startswith(case.get("question_starts", ""))
    assert found.reason == case.get("reason")
    assert (found.answer is None) == ("reason" in case)
    assert _answer_ends_as_wanted(found, case), found.answer
    assert found.kind == case.get("kind", "free_text")
    assert list(found.options) == case.get("options", [])
    assert list(found.correct) == case.get("correct", [])
    source = found.source
    assert source.number == case.get("number", source.number)
    assert list(source.heading_path) == case.get("path", list(source.heading_path))
    assert source.line_end == case.get("last_line", source.line_end)


@pytest.mark.parametrize("name", case_documents("extraction"))
def test_a_document_of_this_shape_gives_its_questions(name: str) -> None:
    text, cases = case_document("extraction", name)
    found = extract(text)
    assert [item.source.line_start for item in found] == [case["line"] for case in cases]
    for item, case in zip(found, cases, strict=True):
        _check(item, case)


def test_the_first_document_gives_exactly_its_questions() -> None:
    path = shared("documents/classic-models-and-architectures.md")
    gold = json.loads(path.with_name(path.name + ".gold.json").read_text("utf-8"))["questions"]
    found = extract(read_path(path))
    assert [item.source.line_start for item in found] == [question["line"] for question in gold]
    for item, question in zip(found, gold, strict=True):
        assert letters(f"{item.source.number}{item.question}") == letters(question["text"])
        assert letters(item.answer or "").startswith(letters(question["answer_first40"]))
        assert abs(len(item.answer or "") - question["answer_chars"]) <= 0.05 * question["answer_chars"] + 20


def test_notes_without_questions_give_none() -> None:
    found = extract(read_path(shared("documents/model-structure-notes.md")))
    assert found == ()


@pytest.mark.parametrize(
    "path", sorted((SHARED / "data/extraction").glob("*.gold.json")), ids=lambda path: path.name[:12]
)
def test_documents_of_other_shapes_give_their_answered_questions(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))["questions"]
    found = extract(read_path(path.with_name(path.name.removesuffix(".gold.json"))))
    want = {question["line"] for question in gold if question["status"] == "answered"}
    got = {item.source.line_start for item in found if item.answer is not None}
    right = len(want & got)
    assert 2 * right >= 0.9 * (len(want) + len(got))


def _is_sound(text: SourceText, found: tuple[Found, ...]) -> None:
    for item in found:
        source = item.source
        assert 1 <= source.line_start <= source.line_end <= len(text.lines)
        assert (item.answer is None) == (item.reason is not None)
        assert item.reason is None or NoAnswer(item.reason)
        assert item.question.strip()
        asked = letters(item.question.partition("\n")[0])
        lines = text.lines[source.line_start - 1 : source.line_end]
        assert asked in letters(" ".join(map(plain, lines))) or asked in letters(" ".join(lines))
    starts = [item.source.line_start for item in found]
    assert starts == sorted(starts)


@given(DOCUMENTS)
def test_the_lines_of_a_source_hold_the_question(document: str) -> None:
    text = source_text(document, "x.md")
    _is_sound(text, extract(text))


@given(st.text(characters, max_size=400).filter(lambda text: bool(text.strip())))
def test_any_text_can_be_read(document: str) -> None:
    text = source_text(document, "x.md")
    _is_sound(text, extract(text))


@given(DOCUMENTS)
def test_spaces_at_line_ends_change_no_question(document: str) -> None:
    plain_text = extract(source_text(document, "x.md"))
    spaced = extract(source_text(document.replace("\n", "  \r\n"), "x.md"))
    assert [item.source.line_start for item in spaced] == [item.source.line_start for item in plain_text]
    assert [letters(item.question) for item in spaced] == [letters(item.question) for item in plain_text]


BOMBS = {
    "nested list": "".join(" " * depth + "- item\n" for depth in range(1400)),
    "unclosed fence": "# a\n```\n" + "some line of code\n" * 55_000,
    "fences that open": "```python\nx\n" * 80_000,
    "quotes": "> " * 500_000,
    "brackets": "[" * 1_000_000,
    "pictures": "![" * 500_000,
    "emphasis": "*" * 1_000_000,
    "blank lines": "# what?\na\n" + "\n" * 1_000_000 + "b",
    "folds": "<details>\n" * 100_000,
    "comments": "<!--\n" * 200_000,
    "nested labels": "".join(" " * depth + "Q: what?\n" for depth in range(1400)),
    "turned cards": "?\n" * 400_000,
    "tagged cards": "x #card\n" * 100_000,
    "colons": "what::" * 160_000,
    "remarks": "Answer (" + "(" * 900_000,
    "named blocks": "::: details what?\n" * 55_000,
    "blocks in curly brackets": '{{< details "what?" >}}\n' * 40_000 + "{{< /other >}}\n" * 20_000,
    "an asking line": "- why " + "so: because " * 80_000,
    "bold lines that count": "**1、what**\n* x\n" * 10_000 + "**1、**\n" * 60_000,
    "spaces": "# what?\nA. " + " " * 1_000_000 + "x\nB. y\n答案：A",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_megabyte_ends_soon(name: str) -> None:
    text = source_text(BOMBS[name], "x.md")
    assert quickest(lambda: extract(text), 5) < 5


def test_cost_grows_linearly() -> None:
    one = "\n\n".join(case_document("extraction", name)[0].text for name in case_documents("extraction"))
    spent = []
    for times in (5, 50):
        text = source_text("\n".join([one] * times), "x.md")
        begun = time.process_time()
        extract(text)
        spent.append(time.process_time() - begun)
    for small, large in pairwise(spent):
        assert large < 25 * max(small, 0.01)
