"""Questions of the bank by words that are not quite theirs."""

import pytest

from api.usecases.finding import Finder
from questions.records import FreeText, QuestionId, Status

TEXTS = [
    "大模型常用的激活函数有哪些？",
    "L1 正则化的作用是什么？",
    "为什么现在的大模型大多是decoder-only的架构？",
    "什么是注意力？",
    "什么是注意力掩码？",
    "What is the difference between multi-query and grouped-query attention?",
    "How does dropout work?",
    "哪些操作不需要梯度？",
]


def asked(number: int, text: str, status: Status = Status.ACTIVE) -> FreeText:
    return FreeText(id=QuestionId(f"q-{number}"), text=text, language="zh", status=status)


FINDER = Finder([asked(number, text) for number, text in enumerate(TEXTS)])


@pytest.mark.parametrize(
    ("words", "number", "exact"),
    [
        ("大模型常用的激活函数有哪些?", 0, True),
        ("3. 大模型常用的激活函数有哪些", 0, True),
        ("大模型常用激活函数有哪些", 0, False),
        ("Difference between multi query and grouped query attention", 5, False),
        ("how does dropout work", 6, True),
        ("L2 正则化的作用是什么？", None, False),
        ("哪些操作需要梯度？", None, False),
        ("大模型有哪些", None, False),
        ("", None, False),
    ],
)
def test_a_question_by_its_words(words: str, number: int | None, exact: bool) -> None:
    found = FINDER.called(words)
    if number is None:
        assert found is None
    else:
        assert found is not None
        assert (found.question.id, found.exact) == (f"q-{number}", exact)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("好的，那我们来看下一个问题，大模型常用的激活函数有哪些？", 0),
        ("嗯。那什么是注意力掩码呢？", 4),
        ("嗯。那什么是注意力呢？请讲讲。", 3),
        ("OK, so how does dropout work, would you say?", 6),
        ("你最近做过什么项目？", None),
        ("说说 L2 正则化的作用是什么？", None),
    ],
)
def test_a_question_among_other_words(said: str, number: int | None) -> None:
    found = FINDER.heard(said)
    assert (found.question.id if found else None) == (None if number is None else f"q-{number}")


def test_two_that_are_as_near_are_not_guessed_at() -> None:
    finder = Finder([asked(1, "请介绍一下模型并行的基本原理"), asked(2, "请介绍一下模型并行的基本方法")])
    assert finder.called("请介绍一下模型并行的基本") is None


def test_active_questions_go_first_and_retired_ones_are_not_asked() -> None:
    text = TEXTS[0]
    finder = Finder([asked(1, text, Status.RETIRED), asked(2, text, Status.DRAFT), asked(3, text)])
    found = finder.called(text)
    assert found is not None
    assert found.question.id == "q-3"
    assert finder.by_id("q-1") is None
    assert finder.by_id(" q-2 ") is not None
