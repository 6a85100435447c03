"""What the columns of a table are for, by their headings, in Chinese and English."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Role(StrEnum):
    """What a column holds."""

    ID = "id"
    QUESTION_ID = "question_id"
    QUESTION = "question"
    REFERENCE = "reference"
    ANSWER = "answer"
    LEARNER = "learner"
    SCORE = "score"
    MAX_SCORE = "max_score"
    SCORE_NORM = "score_norm"
    OTHER = "other"


# In one role the names that tell more stand first: a name before an address, an address before a number.
NAMES: dict[Role, tuple[str, ...]] = {
    Role.ID: ("id", "answer id", "row id", "response id", "答案id", "回答id"),
    Role.QUESTION_ID: ("question id", "questionid", "qid", "题目id", "问题id", "题目编号", "问题编号"),
    Role.QUESTION: (
        "question", "question text", "prompt", "问题", "题目", "题干", "试题", "面试题", "问题内容", "题目内容",
    ),
    Role.REFERENCE: (
        "reference", "reference answer", "model answer", "expected answer", "参考答案", "标准答案", "正确答案",
    ),
    Role.ANSWER: (
        "answer", "student answer", "learner answer", "candidate answer", "answer text", "response", "reply",
        "回答", "作答", "学生答案", "学生回答", "考生答案", "考生回答", "候选人回答", "回答内容", "作答内容",
        "答题内容", "学员答案", "学员回答", "答案",
    ),
    Role.LEARNER: (
        "learner", "name", "full name", "your name", "student", "student name", "candidate", "candidate name",
        "interviewee", "user", "username", "姓名", "名字", "你的姓名", "您的姓名", "学生姓名", "学生", "学员",
        "学员姓名", "候选人", "候选人姓名", "考生", "考生姓名", "应聘者", "用户", "用户名", "昵称", "学号",
        "考号", "student id", "email", "e mail", "email address", "邮箱", "电子邮件", "电子邮件地址",
    ),
    Role.SCORE: (
        "score", "mark", "marks", "grade", "points", "human score", "my score", "teacher score",
        "分数", "得分", "评分", "打分", "给分", "成绩", "人工评分", "人工分数", "老师评分", "教师评分",
        "我的分数", "我的评分", "我的打分",
    ),
    Role.MAX_SCORE: ("max score", "max", "maximum", "out of", "full marks", "满分"),
    Role.SCORE_NORM: ("score norm",),
    Role.OTHER: (
        "timestamp", "time", "date", "submitted at", "时间戳", "时间", "提交时间", "开始时间", "结束时间", "日期",
        "备注", "note", "notes", "comment", "comments", "feedback", "反馈", "序号", "no", "total score", "总分",
    ),
}  # fmt: skip
_BY_NAME = {name: (role, rank) for role, names in NAMES.items() for rank, name in enumerate(names)}
_ASIDE = re.compile(
    r"\s*[(（\[【](?:必填|选填|可选|required|optional|多选题?|单选题?|简答题?|\*)[)）\]】]\s*$|\s*\*+\s*$"
)
_SCORE_OF = re.compile(r"(?P<of>.+?)\s*[\[【](?:score|得分|分数|评分)[\]】]", re.IGNORECASE)
_FEEDBACK_OF = re.compile(r".+?\s*[\[【](?:feedback|反馈|评语)[\]】]", re.IGNORECASE)
_GAPS = re.compile(r"[\s_\-]+")


def bare(heading: str) -> str:
    """*heading* without the remarks that forms put behind it: "(required)", "*"."""
    while (shorter := _ASIDE.sub("", heading)) != heading:
        heading = shorter
    return heading.strip()


def role_of(heading: str) -> tuple[Role, int] | None:
    """What a column of this heading is for, and how far down the list of names it stands."""
    folded = unicodedata.normalize("NFKC", bare(heading)).casefold()
    return _BY_NAME.get(_GAPS.sub(" ", folded).strip(" :："))


def roles(headings: Sequence[str]) -> dict[Role, int]:
    """The column for each role: of several the one whose name tells most, the first of equals."""
    found: dict[Role, tuple[int, int]] = {}
    for column, heading in enumerate(headings):
        named = role_of(heading)
        if named and (named[0] not in found or named[1] < found[named[0]][0]):
            found[named[0]] = (named[1], column)
    return {role: column for role, (_, column) in found.items()}


def scored_by(heading: str) -> str | None:
    """The heading of the column that this one gives the scores of, as quizzes of Google Forms have them."""
    found = _SCORE_OF.fullmatch(heading.strip())
    return found["of"] if found else None


def is_remark(heading: str) -> bool:
    """Whether the column holds what cannot be an answer: times, notes, feedback, personal data."""
    return role_of(heading) is not None or bool(_FEEDBACK_OF.fullmatch(heading.strip()))
