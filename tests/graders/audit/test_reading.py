import time

import pytest

from graders.audit.reading import LONGEST, Reading, Reference, read
from graders.facts import FactBase


def sentences(base: FactBase, answer: str, question: str = "") -> list[str]:
    reading = read(Reference("", question, answer), base)
    return [reading.text[each.start : each.end] for each in reading.sentences]


def test_sentences_end_where_people_end_them(base: FactBase) -> None:
    assert sentences(base, "一。二！三；四") == ["一。", "二!", "三;", "四"]
    assert sentences(base, "One is 3.5. Two, e.g. this. Three") == ["one is 3.5.", "two, e.g. this.", "three"]


def test_a_question_states_nothing(base: FactBase) -> None:
    reading = read(Reference("", "", "为什么？因为。Is it so? It is."), base)
    assert [each.asks for each in reading.sentences] == [True, False, True, False]


def test_a_sentence_without_end_is_cut_at_commas(base: FactBase) -> None:
    found = sentences(base, "很长的句子，" * 400)
    assert len(found) > 3
    assert max(map(len, found)) <= 600


def test_a_yes_says_what_was_asked(base: FactBase) -> None:
    assert sentences(base, "会，有两个矩阵。", "LoRA 会增加延迟吗？")[-1] == "lora会增加延迟"
    assert sentences(base, "Yes.", "Does it add latency?")[-1] == "does it add latency"
    assert sentences(base, "不会。", "LoRA 会增加延迟吗？") == ["不会。"]
    assert sentences(base, "It does not.", "Does it add latency?") == ["it does not."]
    assert sentences(base, "会议上说过。", "LoRA 会增加延迟吗？") == ["会议上说过。"]
    assert sentences(base, "会。", "LoRA 是什么？") == ["会。"]


def test_the_quote_of_what_was_affirmed_is_the_yes(base: FactBase) -> None:
    reading: Reading = read(Reference("", "LoRA 会增加延迟吗？", "会的，一点点。"), base)
    last = reading.sentences[-1]
    assert reading.quote(last.start + 1, last.end - 1)[0] == "会的"


def test_the_language_is_that_of_the_answer_or_else_of_the_question(base: FactBase) -> None:
    assert read(Reference("", "什么？", "It is so"), base).language == "en"
    assert read(Reference("", "什么？", ""), base).language == "zh"
    assert read(Reference("", "", None), base).language == "en"


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "$",
        "|",
        "<a",
        "<!--",
        "\\(",
        "a\n",
        "- a\n",
        "# MQA\n",
        "GPT-3 ",
        "每个查询多个键值，",
        "> ",
    ],
)
def test_time_is_bounded_whatever_is_written(base: FactBase, piece: str) -> None:
    text = piece * (2 * LONGEST // len(piece))
    started = time.process_time()
    reading = read(Reference("", "MQA 是什么？", text), base)
    assert len(reading.mentions) <= LONGEST
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ReAct 把推理和行动交替起来。", True),
        ("We built it with ReAct agents.", True),
        ("React 由 Facebook 开发。", False),
        ("They react to what they see.", False),
    ],
)
def test_a_name_that_is_a_word_as_well_counts_as_it_is_written(
    base: FactBase, text: str, named: bool
) -> None:
    reading = read(Reference("", text, text, heading_path=(text,)), base)
    found = (reading.mentions, reading.asked_about, reading.headings[0], reading.place((0, len(text)))[1])
    assert [any(each.term == "react" for each in mentions) for mentions in found] == [named] * 4
