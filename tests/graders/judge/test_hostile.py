"""Words in a row are not read, words to the grader are seen; honest answers stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge.hostile import speaks_to_grader
from graders.rows import without_rows
from tests.test_cases import rows_of

SEEN = {"direct_order", "fake_heading", "forged_json", "full_width", "zero_width", "self_praise"}


@pytest.mark.parametrize("row", rows_of("judge_attacks"), ids=lambda row: row["id"])
def test_attacks_are_seen(row: dict[str, str]) -> None:
    if row["family"] == "glued_fragments":
        assert without_rows(row["answer"]).strip(" 。.") == row["base_answer"].strip("。.")
    elif row["family"] in SEEN:
        assert speaks_to_grader(row["answer"])


@pytest.mark.parametrize("name", ["paraphrases", "partials", "near_copies", "not_nothing", "judge_benign"])
def test_honest_answers_are_read_whole(name: str) -> None:
    assert [row["id"] for row in rows_of(name) if without_rows(row["answer"]) != row["answer"]] == []


def test_few_honest_answers_seem_to_speak_to_the_grader() -> None:
    honest = [row for name in ("paraphrases", "partials", "near_copies") for row in rows_of(name)]
    assert sum(speaks_to_grader(row["answer"]) for row in honest) <= len(honest) // 100


@pytest.mark.parametrize(
    "answer",
    [
        "f(x) = { return alpha beta gamma delta epsilon zeta eta theta; }",
        "TCP, UDP, ICMP, ARP, DNS, HTTP, FTP, SSH, SMTP, SNMP",
        "采用链式存储结构",
        "",
        "alpha beta gamma delta epsilon zeta eta theta",  # all of it: nothing else would be left
    ],
)
def test_code_lists_and_terms_stay(answer: str) -> None:
    assert without_rows(answer) == answer


@given(st.text(max_size=80))
def test_what_is_left_is_as_long_as_before(text: str) -> None:
    left = without_rows(text)
    assert len(left) == len(text)
    assert all(one in (other, " ") for one, other in zip(left, text, strict=True))
