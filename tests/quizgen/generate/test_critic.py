"""What the critic objects to."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from quizgen.generate.candidate import Candidate, Wanted
from quizgen.generate.choose import choose
from quizgen.generate.critic import Critic
from quizgen.generate.written import written
from quizgen.readers import source_text
from tests.fakes import FakeEncode

TEXT = source_text(
    "# 细胞\n\n线粒体是细胞进行有氧呼吸的主要场所。\n\n叶绿体是植物进行光合作用的场所。\n\n核糖体是合成蛋白质的场所。\n",
    "cells.md",
)
CHOICE = Candidate(
    kind="single_choice",
    text="哪一项是有氧呼吸的主要场所？",
    quote="线粒体是细胞进行有氧呼吸的主要场所。",
    line_start=3,
    line_end=3,
    options=("线粒体", "叶绿体", "核糖体"),
    correct=(0,),
)
CLOZE = replace(
    CHOICE,
    kind="cloze",
    text="____是细胞进行有氧呼吸的主要场所。",
    options=(),
    correct=(),
    accepts=("线粒体",),
)
FREE = replace(
    CHOICE, kind="free_text", text="请介绍线粒体。", options=(), correct=(), reference=CHOICE.quote
)
JUDGED = replace(CHOICE, kind="true_false", text=CHOICE.quote, options=(), correct=(), truth=True)


def why(made: Candidate) -> str:
    kept, dropped = Critic()(TEXT, [made])
    assert len(kept) + len(dropped) == 1
    return dropped[0].why if dropped else ""


@pytest.mark.parametrize("made", [CHOICE, CLOZE, FREE, JUDGED], ids=lambda made: made.kind)
def test_a_sound_question_is_kept(made: Candidate) -> None:
    assert why(made) == ""


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (replace(CHOICE, options=("线粒体", "叶绿体")), "fewer than three"),
        (replace(CHOICE, options=("线粒体", "叶绿体", "叶绿体 ")), "fewer than three"),
        (replace(CHOICE, correct=(3,)), "not among the options"),
        (replace(CHOICE, correct=()), "not among the options"),
        (replace(CHOICE, correct=(0, 1)), "several right options"),
        (replace(CHOICE, kind="multiple_choice", correct=(0, 1, 2)), "no option is wrong"),
        (replace(CHOICE, options=("线粒体", "叶绿体", "以上都对")), "speaks of the others"),
        (replace(CHOICE, options=("线粒体", "叶绿体", "All of the above")), "speaks of the others"),
        (
            replace(CHOICE, options=("线粒体是细胞进行有氧呼吸的主要场所", "叶绿体", "核糖体")),
            "by its length",
        ),
        (replace(CLOZE, text="线粒体是场所。"), "exactly one gap"),
        (replace(CLOZE, text="____是____的场所。"), "exactly one gap"),
        (replace(CLOZE, accepts=()), "nothing may fill"),
        (replace(FREE, reference=None), "no reference"),
        (replace(JUDGED, truth=None), "not said whether"),
        (replace(CHOICE, text="？"), "nothing is asked"),
        (replace(CHOICE, line_end=99), "not in the document"),
        (replace(CHOICE, quote="高尔基体是细胞器。"), "quote is not in the document"),
        (replace(CLOZE, accepts=("高尔基体",)), "not in the quoted lines"),
        (replace(FREE, reference="细胞的动力工厂"), "reference is not in the document"),
        (replace(CHOICE, text="线粒体是什么的主要场所？"), "stands in the question"),
        (replace(CHOICE, heading_path=("线粒体",)), "stands in the question"),
        (replace(CLOZE, text="线粒体：____是细胞进行有氧呼吸的主要场所。"), "stands in the question"),
        (replace(CLOZE, heading_path=("细胞", "线粒体")), "stands in the question"),
        (replace(FREE, text="论文链接 https://example.org 讲了什么？"), "about a link"),
        (replace(FREE, text="这篇论文的作者是谁？"), "about a paper"),
        (replace(FREE, text="Who published the theory, and in which year?"), "about a paper"),
        (replace(FREE, text="下图中的曲线说明了什么？"), "about a figure"),
        (replace(FREE, text="关注公众号后可以得到什么？"), "about promotion"),
    ],
)
def test_what_is_not_sound_is_dropped_with_the_reason(made: Candidate, reason: str) -> None:
    assert reason in why(made)


def test_the_same_question_twice_is_asked_once() -> None:
    kept, dropped = Critic()(TEXT, [CLOZE, replace(CLOZE, text="____ 是细胞进行有氧呼吸的主要场所。")])
    assert kept == (CLOZE,)
    assert [item.why for item in dropped] == ["another question asks the same"]


def test_what_the_bank_holds_is_not_asked_again() -> None:
    critic = Critic(held=written(TEXT, [CLOZE]))
    kept, dropped = critic(TEXT, [CLOZE, CHOICE])
    assert kept == (CHOICE,)
    assert "the bank" in dropped[0].why


class Same:
    """Takes all texts for one."""

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        return [[1.0, 0.0] for _ in texts]


def test_other_words_for_the_same_are_found_by_an_encoder() -> None:
    other = replace(CHOICE, text="下列哪一项是细胞有氧呼吸的场所？")
    assert Critic().twin(other, [CHOICE]) is None
    assert Critic(encode=Same()).twin(other, [CHOICE]) == "another question asks the same in other words"
    assert Critic(encode=Same()).twin(replace(other, correct=(1,)), [CHOICE]) is None
    held = written(TEXT, [CHOICE])
    assert held[0].id in (Critic(encode=Same(), held=held).twin(other, []) or "")


def test_texts_that_share_next_to_nothing_are_not_encoded() -> None:
    encode = FakeEncode()
    critic = Critic(encode=lambda texts: encode(texts).tolist())
    assert critic.twin(replace(FREE, text="What is osmosis?"), [FREE]) is None
    assert encode.calls == 0


def test_kinds_take_turns_and_twins_are_passed_over() -> None:
    made = [
        CHOICE,
        CLOZE,
        FREE,
        JUDGED,
        replace(JUDGED, truth=False, text="叶绿体是细胞进行有氧呼吸的主要场所。"),
    ]
    taken, dropped = choose(made, Wanted(4, seed=1), Critic().twin)
    assert len(taken) == 2  # one sentence carries no more
    assert dropped == ()
    none, refused = choose(made, Wanted(4), lambda *_: "seen before")
    assert none == ()
    assert {item.why for item in refused} == {"seen before"}
