import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.screens import Nothing, echo_of, nothing_in
from tests.graders.making import Row, lines, table, wordless

QUESTION = "What is the difference between a process and a thread?"


@pytest.mark.parametrize("case", table("screens"), ids=lambda case: ascii(case["answer"][:40]))
def test_only_what_says_nothing_is_screened_out(case: Row) -> None:
    assert nothing_in(case["answer"], case["question"], case["reference"]) == case["why"]


def test_nearly_every_wording_of_not_knowing_is_seen() -> None:
    rows = [row for row in lines("nothing") if row["verdict"] == "blank"]
    seen = [nothing_in(row["answer"], row["question"], row["reference"]) is not None for row in rows]
    assert sum(seen) >= 0.95 * len(rows)


def test_honest_answers_are_never_screened_out() -> None:
    for row in lines("not_nothing"):
        assert nothing_in(row["answer"], row["question"], row["reference"]) is None, row["id"]


@given(wordless)
def test_what_has_no_letter_and_no_digit_is_blank(answer: str) -> None:
    assert nothing_in(answer, QUESTION, "A process has its own memory.") is Nothing.BLANK


@given(st.text(max_size=120), st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_screened(answer: str, question: str, reference: str) -> None:
    nothing_in(answer, question, reference)


def test_an_echo_is_measured_on_both_sides() -> None:
    assert echo_of(QUESTION, QUESTION).repeated == 1.0
    assert echo_of(QUESTION, QUESTION).added == 0.0
    assert echo_of("Memory is shared.", QUESTION).added > 0.5
    assert echo_of("", QUESTION).repeated == echo_of("x", "").repeated == 0.0


def test_a_forgotten_word_inside_an_answer_is_no_ignorance() -> None:
    reference = "做出一种选择时所放弃的其他选择中价值最高的那个。"
    english = "Of all the things you give up by choosing this one, the most valuable one."
    assert nothing_in(english, "机会成本是什么？", reference) is None
    forgetting = "微调后新任务把旧任务的能力冲掉，原来会的都忘了。"
    assert (
        nothing_in(forgetting, "什么是灾难性遗忘？", "学习新任务后，模型在旧任务上的表现急剧下降。") is None
    )
