import pytest

from graders.audit.form import detect
from graders.audit.reading import Reference, read
from graders.facts import FactBase
from questions.records import Flag, FlagVerdict, Severity


def checked(base: FactBase, answer: str | None, question: str = "什么是 MQA？") -> tuple[Flag, ...]:
    return detect([read(Reference("1", question, answer), base)])[0]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        " \n\t",
        "TODO",
        "待补充。",
        "（略）",
        "TBD",
        "见下文",
        "![图](a.png)",
        "论文链接：https://arxiv.org/abs/2304.08485\n\n参考链接：\n",
        "[点击查看答案](https://example.org)",
        "See https://example.org/paper",
        '<img src="a.png" />',
    ],
)
def test_an_answer_that_says_nothing_is_flagged(base: FactBase, answer: str | None) -> None:
    (flag,) = checked(base, answer)
    assert flag.verdict is FlagVerdict.INCOMPLETE
    assert flag.severity is Severity.MEDIUM
    assert flag.quote == (answer or "")[flag.start : flag.end]
    assert flag.evidence


@pytest.mark.parametrize(
    "answer",
    [
        "MQA 共享键值。",
        "12",
        "是。",
        "共享键值；",
        "见图 ![图](a.png)，键值共享。",
        "$O(n^2)$",
        "```\ncode\n```",
        "略有提升。",
    ],
)
def test_an_answer_that_says_something_is_not(base: FactBase, answer: str) -> None:
    assert checked(base, answer) == ()


@pytest.mark.parametrize(
    "answer", ["它的优点包括：", "因为它共享键值，", "It shares the keys and", "例子如下\n```python\nx = 1"]
)
def test_an_answer_that_breaks_off_is_a_slight_flaw(base: FactBase, answer: str) -> None:
    (flag,) = checked(base, answer)
    assert flag.severity is Severity.LOW
    assert answer[flag.start : flag.end] == flag.quote != ""


def test_the_correction_is_in_the_language_of_the_question(base: FactBase) -> None:
    (flag,) = checked(base, "", "What is MQA?")
    assert flag.correction.startswith("The answer is empty")
