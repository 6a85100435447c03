import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.lexicon import load
from graders.mixing import belief
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.text import fold
from tests.graders.making import free_text

LEXICON = load()
REFERENCE = "学习率太大时训练会发散，太小时训练收敛很慢，所以要先升高再降低。"
QUESTION = "学习率为什么要变化？"


def _prepared(reference: str = REFERENCE, question: str = QUESTION) -> Prepared:
    return prepare(rubric_of(free_text(reference, question), ()), LEXICON)


def _belief(answer: str, reference: str = REFERENCE) -> float:
    return belief(fold(answer).text, _prepared(reference))


@pytest.mark.parametrize(
    "answer",
    [
        REFERENCE,
        "The training diverges with a large learning rate and converges slowly with a small one.",
        "用 AdamW 和 warmup 时，学习率太大会发散，太小收敛慢，所以先升后降。",
        "调用 open()、read() 之后再训练，学习率先升后降，否则训练会发散，收敛也慢。",
        "",
    ],
)
def test_one_language_and_terms_in_it_are_believed(answer: str) -> None:
    assert _belief(answer) == 1


def test_a_mixture_is_believed_as_far_as_it_agrees() -> None:
    right = _belief(
        "Learning rate 太 large 时 training 会 diverge，太 small 时 converge 很 slow，所以先 increase 再 decrease。"
    )
    wrong = _belief(
        "它 depends on 用户的 birthday，the colour 要和 window 一样，不然 the computer 会 forget 名字。"
    )
    assert right > 0.8
    assert wrong == pytest.approx(0.2)


def test_an_english_reference_is_no_other_case() -> None:
    english = "A large learning rate makes the training diverge, a small one makes it converge slowly."
    assert (
        _belief("The training 用 large learning rate 会 diverge，用 small one 就 converge 得很慢。", english)
        > 0.8
    )
    assert (
        _belief(
            "The cat 在窗户上睡觉，and the dog 想要 eat the fish，因为今天的 weather 很好 and it is warm。",
            english,
        )
        < 0.3
    )


@given(st.text(max_size=120))
def test_a_belief_is_a_share(answer: str) -> None:
    assert 0.2 <= _belief(answer) <= 1
