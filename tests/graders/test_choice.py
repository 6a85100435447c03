import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.choice import Closed, grade_choice
from questions.records import (
    Cloze,
    MultipleChoice,
    Option,
    OptionId,
    QuestionId,
    Scored,
    SingleChoice,
    TrueFalse,
    Unscored,
    Verdict,
)
from tests.graders.making import Row, table
from tests.strategies import questions


def _question(case: Row) -> Closed:
    asked = {"id": QuestionId("q"), "text": case.get("text", "Which?"), "language": "en"}
    options = tuple(
        Option(id=OptionId(f"o{number}"), text=text) for number, text in enumerate(case.get("options", ()))
    )
    match case["kind"]:
        case "single_choice":
            return SingleChoice(**asked, options=options, correct=options[case["correct"]].id)
        case "multiple_choice":
            correct = frozenset(options[index].id for index in case["correct"])
            return MultipleChoice(**asked, options=options, correct=correct)
        case "true_false":
            return TrueFalse(**asked, correct=case["correct"])
        case _:
            return Cloze(**asked, accepts=tuple(case["correct"]))


@pytest.mark.parametrize("case", table("choices"), ids=lambda case: f"{case['kind']} {case['answer']!a}")
def test_closed_questions_are_graded(case: Row) -> None:
    found = grade_choice(_question(case), case["answer"])
    if case["score"] is None:
        assert isinstance(found, Unscored)
        assert found.reason
    else:
        assert isinstance(found, Scored)
        assert found.score == pytest.approx(case["score"])
        assert found.verdict == case["verdict"]


@given(questions.filter(lambda question: question.kind != "free_text"), st.text(max_size=60))
def test_any_answer_to_a_closed_question_gets_a_grade(question: Closed, answer: str) -> None:
    found = grade_choice(question, answer)
    assert found.score is None or 0 <= found.score <= 1


@given(
    st.integers(0, 4),
    st.sampled_from(["{}", "({})", "{}.", " {} ", "选{}", "The answer is {}", "答案：{}", "option {}"]),
)
def test_an_option_may_be_named_by_its_letter_in_many_ways(index: int, said: str) -> None:
    case = {"kind": "single_choice", "options": ["up", "down", "left", "right", "none"], "correct": index}
    for letter in ("ABCDE"[index], "abcde"[index], "ＡＢＣＤＥ"[index]):
        found = grade_choice(_question(case), said.format(letter))
        assert found.score == 1, said
        assert found.verdict is Verdict.CORRECT
