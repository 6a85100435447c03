"""A scripted judge: asked once, once more, then the next model, then not at all."""

import asyncio
import json
import math
from typing import Any

import pytest

from graders.chat.types import ChatRequest, FailureKind, Reply, TokenChoice
from graders.grader import Submission
from graders.judge import Judge, Judgement, Mode, NoJudgement, Outcome
from graders.judge.prompting import prompts_digest
from questions.errors import BudgetSpent, ServiceUnavailable
from questions.records import Option, OptionId, QuestionId, SingleChoice
from tests.fakes import FakeConverse, Scripted, outage
from tests.graders.judge.making import GOOD, SAID, offline, reply, submission, verdict

ITEM = submission()
BAD = reply(verdict(1, "covered", "not there"), verdict(2, "covered", "nor this"))


def judged(converse: FakeConverse, mode: str = "always", *models: str) -> tuple[Outcome, ...]:
    judge = Judge(converse, models or ("fake",), Mode.parse(mode))
    return asyncio.run(judge(ITEM, offline(ITEM)))


def one(converse: FakeConverse, mode: str = "always", *models: str) -> Outcome:
    (outcome,) = judged(converse, mode, *models)
    return outcome


def named(text: str, model: str) -> Reply:
    return Reply(text, model, prompt_tokens=100, completion_tokens=20, cost=0.5)


def test_a_good_reply_is_a_judgement() -> None:
    converse = FakeConverse(GOOD)
    found = one(converse)
    assert isinstance(found, Judgement)
    assert found.grader == f"judge/1+fake+{prompts_digest()}"
    assert [result.state for result in found.marks.results] == [
        "covered",
        "contradicted",
        "partial",
        "missing",
    ]
    assert 0 < found.marks.score < 0.5
    assert converse.asked[0].purpose == "judge"


def test_a_number_from_the_model_is_never_used() -> None:
    plain = one(FakeConverse(GOOD))
    boasting = one(FakeConverse(json.dumps({**json.loads(GOOD), "score": 1.0, "total": "100/100"})))
    assert isinstance(plain, Judgement)
    assert isinstance(boasting, Judgement)
    assert plain.marks == boasting.marks


def test_a_reply_that_cannot_be_used_is_asked_for_once_more_with_the_error_and_nothing_of_it() -> None:
    converse = FakeConverse(BAD, GOOD)
    assert isinstance(one(converse), Judgement)
    first, again = converse.asked
    assert [turn.role for turn in again.messages] == ["system", "user"]
    assert "key point 1: the quote does not stand in the answer" in again.messages[1].content
    assert "not there" not in again.messages[1].content
    assert again.digest != first.digest


def test_then_the_next_model_is_asked() -> None:
    def answer(request: ChatRequest) -> Scripted:
        return named(GOOD, "second") if "first" in request.besides else named(BAD, "first")

    converse = FakeConverse(answer=answer)
    found = one(converse, "always", "first", "second")
    assert isinstance(found, Judgement)
    assert found.grader.startswith("judge/1+second+")
    assert [request.besides for request in converse.asked] == [(), (), ("first",)]


def test_then_there_is_no_judgement_and_it_says_why() -> None:
    def answer(request: ChatRequest) -> Scripted:
        return named(BAD, "second" if request.besides else "first")

    found = one(FakeConverse(answer=answer), "always", "first", "second")
    assert isinstance(found, NoJudgement)
    assert "first gave no reply that can be used" in found.why
    assert "second gave no reply that can be used" in found.why
    assert "not there" not in found.why


@pytest.mark.parametrize("kind", list(FailureKind))
def test_an_outage_is_no_judgement(kind: FailureKind) -> None:
    found = one(FakeConverse(outage(kind)))
    assert isinstance(found, NoJudgement)
    assert kind.value in found.why


def test_an_outage_after_a_bad_reply_tells_of_both() -> None:
    found = one(FakeConverse(BAD, outage(FailureKind.TIMED_OUT)))
    assert isinstance(found, NoJudgement)
    assert "timed out" in found.why


def test_a_spent_budget_is_the_callers_to_decide() -> None:
    with pytest.raises(BudgetSpent):
        one(FakeConverse(BudgetSpent("no more")))


def test_a_bug_is_seen() -> None:
    with pytest.raises(ZeroDivisionError):
        one(FakeConverse(ZeroDivisionError()))


def test_commit_first_answers_before_it_sees_the_answer() -> None:
    converse = FakeConverse("The moon pulls the water.", GOOD)
    found = one(converse, "commit-first")
    assert isinstance(found, Judgement)
    assert len(found.replies) == 2
    first, second = converse.asked
    assert SAID not in "".join(turn.content for turn in first.messages)
    assert second.messages[2].content == "The moon pulls the water."
    assert found.grader.endswith(prompts_digest(commit=True))


def test_a_panel_of_one_model_asks_it_with_other_seeds() -> None:
    converse = FakeConverse(GOOD, GOOD, GOOD)
    assert len(judged(converse, "panel:3")) == 3
    assert [(request.seed, request.temperature) for request in converse.asked] == [
        (0, 0.0),
        (1, 0.7),
        (2, 0.7),
    ]


def test_a_panel_of_several_models_asks_each() -> None:
    def answer(request: ChatRequest) -> Scripted:
        return named(GOOD, next(name for name in ("a", "b") if name not in request.besides))

    outcomes = judged(FakeConverse(answer=answer), "panel:3", "a", "b")
    assert [it.grader.split("+")[1] for it in outcomes if isinstance(it, Judgement)] == ["a", "b", "a"]


def letters(choices: dict[str, float]) -> Reply:
    logs = tuple((name, math.log(share)) for name, share in choices.items())
    return Reply(logs[0][0], "fake", tokens=(TokenChoice(*logs[0], others=logs[1:]),))


def test_logprobs_ask_about_one_point_a_call() -> None:
    converse = FakeConverse(*(letters({"A": 0.6, "C": 0.4}) for _ in range(4)))
    found = one(converse, "logprobs")
    assert isinstance(found, Judgement)
    assert found.marks.score == pytest.approx(0.6)
    assert found.grader.endswith(prompts_digest(one_by_one=True))
    assert len(converse.asked) == 4


def test_logprobs_without_probabilities_are_no_judgement() -> None:
    found = one(FakeConverse("A", "A", "A", "A"), "logprobs")
    assert isinstance(found, NoJudgement)
    assert "without probabilities" in found.why


def test_an_estimate_knows_the_requests_beforehand() -> None:
    for mode in ("always", "panel:3", "logprobs"):
        converse = FakeConverse(answer=lambda _: GOOD)
        judged(converse, mode)
        planned = Judge(converse, ("fake",), Mode.parse(mode)).requests(ITEM)
        assert {it.digest for it in planned} == {it.digest for it in converse.asked}
    assert len(Judge(FakeConverse(), ("fake",), Mode.parse("commit-first")).requests(ITEM)) == 2


def test_it_is_asked_about_free_text_alone() -> None:
    options: Any = (Option(id=OptionId("a"), text="x"), Option(id=OptionId("b"), text="y"))
    choice = SingleChoice(id=QuestionId("q"), text="?", language="en", options=options, correct=OptionId("a"))
    with pytest.raises(TypeError, match="single_choice"):
        asyncio.run(Judge(FakeConverse(GOOD), ("fake",))(Submission(choice, "a"), offline(ITEM)))


def test_an_outage_is_told_by_its_kind() -> None:
    assert issubclass(type(outage(FailureKind.EMPTY)), ServiceUnavailable)
