import pytest

from quizgen.outline.labels import Role, is_cover, label_of


@pytest.mark.parametrize(
    ("line", "role", "number", "rest"),
    [
        ("Q: what?", Role.QUESTION, None, "what?"),
        ("**Q3. Why?**", Role.QUESTION, "Q3", "Why?"),
        ("- Q：追问？", Role.QUESTION, None, "追问？"),
        ("问题 2：怎么办", Role.QUESTION, "问题 2", "怎么办"),
        ("Question 4: how", Role.QUESTION, "Question 4", "how"),
        ("A: that", Role.ANSWER, None, "that"),
        ("**A1**：that", Role.ANSWER, "A1", "that"),
        ("> **30 秒回答**：简短", Role.ANSWER, None, "简短"),
        ("答：是", Role.ANSWER, None, "是"),
        ("#### 答案：D", Role.ANSWER, None, "D"),
        ("解析：因为", Role.EXPLANATION, None, "因为"),
        ("**追问**：协程呢", Role.QUESTION, None, "协程呢"),
        ("考察点：并发", Role.ASIDE, None, "并发"),
        ("- **Expected Answer**: that", Role.ANSWER, None, "that"),
        ("**候选人回答：** 会", Role.ANSWER, None, "会"),
        ("**回答要点：**", Role.ANSWER, None, ""),
        ("**Interviewer**: and then?", Role.QUESTION, None, "and then?"),
        ("面试官可能会问：为什么", Role.QUESTION, None, "为什么"),
        ("**Candidate**: because", Role.ANSWER, None, "because"),
        ("我：因为", Role.ANSWER, None, "因为"),
        ("1、面试官：为什么", Role.QUESTION, "1、", "为什么"),
        ("- **追问点**：", Role.ASIDE, None, ""),
    ],
)
def test_labels_are_read(line: str, role: Role, number: str | None, rest: str) -> None:
    label = label_of(line)
    assert label is not None
    assert (label.role, label.number.text if label.number else None, label.rest) == (role, number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Q、V 矩阵相乘",
        "A. first option",
        "A good answer is short",
        "问题在于显存",
        "答案很长",
        "Queue: a list",
        "题 3 是难题",
        "Wrong answer: never",
        "What is the answer: forty-two",
        "错误回答：不是",
        "Candidate",
        "我认为：可以",
        "",
    ],
)
def test_words_that_only_begin_like_labels_are_none(line: str) -> None:
    assert label_of(line) is None


def test_a_summary_can_be_a_mere_cover() -> None:
    assert all(
        is_cover(summary)
        for summary in ("", "答案", "<b>Answer</b>", "Show answer", "点击查看答案", "展开 👇")
    )
    assert not is_cover("What is a lock?")
