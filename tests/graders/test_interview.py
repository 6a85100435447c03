"""Transcripts of interviews into questions and answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.interview import exchanges, is_role, turns

KNOWN = {"What is rain?": "rain", "What is snow?": "snow", "什么是雨？": "rain", "什么是雪？": "snow"}


def known(said: str) -> str | None:
    return next((name for words, name in KNOWN.items() if words in said), None)


def answers(text: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.asked, one.answer) for one in exchanges(turns(text), known).exchanges]


@pytest.mark.parametrize(
    "text",
    [
        "面试官：什么是雨？\n候选人：水。\n从云里来。\n面试官：好，什么是雪？\n候选人：冰。\n",
        "[00:01] 面试官: 什么是雨？\n[00:05] 候选人: 水。\n从云里来。\n[00:09] 面试官: 什么是雪？\n[00:12] 候选人: 冰。",
        "**面试官**：什么是雨？\n**候选人**：水。\n从云里来。\n**面试官**：什么是雪？\n**候选人**：冰。",
        "Q：什么是雨？\nA：水。\n从云里来。\nQ：什么是雪？\nA：冰。",
        "问：什么是雨？\n答：水。\n从云里来。\n问：什么是雪？\n答：冰。",
        "王老师 10:01:02\n什么是雨？\n李雷 10:01:20\n水。\n从云里来。\n王老师 10:02:00\n什么是雪？\n李雷 10:02:09\n冰。",
        "王明：什么是雨？\n李雷：水。\n从云里来。\n王明：什么是雪？\n李雷：冰。",
        "A：什么是雨？\nB：水。\n从云里来。\nA：什么是雪？\nB：冰。",
    ],
)
def test_each_way_of_naming_who_speaks(text: str) -> None:
    assert [(asked, answer) for _, asked, answer in answers(text)] == [
        ("rain", "水。\n从云里来。"),
        ("snow", "冰。"),
    ]


def test_a_short_follow_up_goes_on_and_another_question_ends_the_answer() -> None:
    text = (
        "Interviewer: What is rain?\n"
        "Candidate: Water.\n"
        "Interviewer: And then?\n"
        "Candidate: It falls.\n"
        "Interviewer: Where did you work before this year?\n"
        "Candidate: In a bakery.\n"
        "Interviewer: What is snow?\n"
        "Candidate: Ice.\n"
    )
    assert answers(text) == [(1, "rain", "Water.\nIt falls."), (7, "snow", "Ice.")]
    (left,) = exchanges(turns(text), known).unknown
    assert (left.line, left.said) == (5, "Where did you work before this year?")


def test_labels_inside_an_answer_are_no_speakers() -> None:
    text = (
        "面试官：什么是雨？\n候选人：\n优点：湿。\n缺点：湿。\n优点：多。\n面试官：什么是雪？\n候选人：冰。"
    )
    assert answers(text) == [(1, "rain", "优点：湿。\n缺点：湿。\n优点：多。"), (6, "snow", "冰。")]


def test_who_answered_is_named() -> None:
    talk = exchanges(turns("面试官：什么是雨？\n韩梅梅：水。\n面试官：什么是雪？\n韩梅梅：冰。"), known)
    assert talk.speakers == ("韩梅梅",)
    assert not is_role("韩梅梅")
    assert is_role("面试官2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Some prose.\nMore of it.",
        "Note: one.\nTip: two.\nNote: three.",
        "姓名：张三\n日期：5 月\n雨是水。",
    ],
)
def test_other_texts_are_no_transcripts(text: str) -> None:
    assert turns(text) == ()


@given(st.text(alphabet="面试官候选人：:\n?？Q A12*[]", max_size=200))
def test_any_text_is_read_and_nothing_said_is_invented(text: str) -> None:
    for turn in turns(text):
        assert all(part.strip() in text for part in turn.said.split("\n"))
