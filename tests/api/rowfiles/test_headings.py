"""What columns are for."""

import pytest

from api.rowfiles.headings import NAMES, Role, bare, is_remark, role_of, roles, scored_by


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("ID", Role.ID),
        ("Question_ID", Role.QUESTION_ID),
        ("题目：", Role.QUESTION),
        ("Student Answer *", Role.ANSWER),
        ("回答（必填）", Role.ANSWER),
        ("参考答案", Role.REFERENCE),
        ("Ｓｃｏｒｅ", Role.SCORE),
        ("满分", Role.MAX_SCORE),
        ("您的姓名", Role.LEARNER),
        ("时间戳", Role.OTHER),
    ],
)
def test_headings_of_both_languages(heading: str, role: Role) -> None:
    named = role_of(heading)
    assert named is not None
    assert named[0] is role


def test_no_name_has_two_roles() -> None:
    every = [name for names in NAMES.values() for name in names]
    assert len(every) == len(set(every))
    assert all(role_of(name) for name in every)


def test_a_name_goes_before_an_address() -> None:
    assert roles(["Email Address", "姓名", "学号", "x"])[Role.LEARNER] == 1


def test_the_columns_of_a_marked_form() -> None:
    assert scored_by("What is rain? [Score]") == "What is rain?"
    assert is_remark("What is rain? [Feedback]")
    assert scored_by("What is rain?") is None
    assert not is_remark("What is rain?")
    assert bare("什么是雨？ (必填) *") == "什么是雨？"
