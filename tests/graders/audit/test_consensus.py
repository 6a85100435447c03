"""Scripted chat models answer without the reference; the grader's own signals compare."""

import asyncio
import json
from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from graders.audit.consensus import WAYS, Consensus
from graders.audit.judge import Judged
from graders.chat.types import FailureKind
from graders.prompts import digest_of
from questions.records import FlagVerdict, FreeText, Severity
from tests.fakes import FakeChat, Scripted, outage
from tests.graders.making import free_text, panel

POINTS = ("Pre-norm puts the normalisation before the sublayer.", "It trains more stably than post-norm.")
ASKED = free_text(" ".join(POINTS), "What is pre-norm?", POINTS)
SAME = "Pre-norm puts the normalisation before the sublayer and trains more stably than post-norm."
OTHER = "Pre-norm puts the normalisation after the sublayer. It trains more stably than post-norm."
ELSE = "Bananas grow in warm countries and are picked green."


def said(text: str) -> str:
    return json.dumps({"answer": text, "unknown": False})


UNKNOWN = json.dumps({"answer": "", "unknown": True})


def judged(*script: Scripted, question: FreeText = ASKED, samples: int = 3) -> Judged:
    consensus = Consensus([("scripted", FakeChat(*script))], panel(), samples=samples)
    (found,) = asyncio.run(consensus([question]))
    return found


@pytest.mark.parametrize(
    ("replies", "shares"),
    [
        ((SAME, SAME, SAME), []),
        ((OTHER, SAME, SAME), []),  # one that disagrees is seldom right
        ((OTHER, OTHER, SAME), [0.667]),
        ((OTHER, OTHER, OTHER), [1.0]),
    ],
)
def test_the_share_that_contradicts_a_point_is_how_sure_the_flag_is(
    replies: tuple[str, ...], shares: list[float]
) -> None:
    found = judged(*(said(text) for text in replies))
    assert [flag.confidence for flag in found.flags] == shares
    for flag in found.flags:
        assert (flag.quote, flag.verdict, flag.severity) == (
            POINTS[0],
            FlagVerdict.CONTESTED,
            Severity.MEDIUM,
        )
        assert (ASKED.reference or "")[flag.start : flag.end] == flag.quote
        assert "after the sublayer" in flag.correction
        assert "after the sublayer" in flag.evidence[0].quote
        assert flag.evidence[0].locator == f"{round(shares[0] * 3)} of 3 answers"


def test_answers_that_say_something_else_are_a_small_flag_on_all_of_it() -> None:
    (flag,) = judged(said(ELSE), said(ELSE), said(ELSE)).flags
    assert (flag.quote, flag.severity, flag.confidence) == (ASKED.reference, Severity.LOW, 1.0)


def test_who_does_not_know_is_not_counted() -> None:
    (flag,) = judged(said(OTHER), UNKNOWN, said(OTHER)).flags
    assert (flag.confidence, flag.evidence[0].locator) == (1.0, "2 of 2 answers")
    assert judged(UNKNOWN, UNKNOWN, UNKNOWN) == Judged()
    assert judged(said(OTHER), UNKNOWN, UNKNOWN) == Judged()


def test_an_outage_is_a_reason() -> None:
    found = judged(outage(FailureKind.TIMED_OUT), outage(FailureKind.TIMED_OUT), said(OTHER))
    assert found.flags == ()
    assert "1 usable answers" in found.why_not
    assert "timed out" in found.why_not


def test_a_reply_that_is_no_json_is_asked_for_once_more() -> None:
    (flag,) = judged("Let me think.", said(OTHER), said(OTHER), samples=2).flags
    assert flag.confidence == 1.0
    assert "no JSON" in judged("a", "b", "c", "d", samples=2).why_not


def test_models_take_turns_and_are_named() -> None:
    one, two = FakeChat(said(OTHER), said(OTHER)), FakeChat(said(OTHER), said(OTHER))
    consensus = Consensus([("one", one), ("two", two)], panel(), samples=4)
    (found,) = asyncio.run(consensus([ASKED]))
    assert found.flags[0].evidence[0].source == "one, two"
    assert [len(one.asked), len(two.asked)] == [2, 2]
    ways = [user.strip().splitlines()[-1] for _, user, _ in one.asked]
    assert ways == list(WAYS["en"][:2])


def test_the_reference_is_never_shown() -> None:
    chat = FakeChat(answer=lambda _, __: said(SAME))
    asyncio.run(Consensus([("m", chat)], panel(), samples=12)([ASKED, ASKED]))
    assert len({user for _, user, _ in chat.asked}) == 12
    assert all("sublayer" not in system + user for system, user, _ in chat.asked)


def test_a_question_without_reference_is_passed_over() -> None:
    bare = ASKED.model_copy(update={"reference": None, "key_points": ()})
    assert judged(question=bare) == Judged()


def test_a_point_without_a_place_is_looked_for() -> None:
    points = tuple(point.model_copy(update={"span": None}) for point in ASKED.key_points)
    (flag,) = judged(
        said(OTHER), said(OTHER), question=ASKED.model_copy(update={"key_points": points}), samples=2
    ).flags
    assert flag.quote == POINTS[0]


def test_the_words_that_are_sent() -> None:
    assert digest_of("answer_rules", "answer_ask") == snapshot("451486df")
    assert len(WAYS["zh"]) == len(WAYS["en"])
    chat = FakeChat(UNKNOWN)
    asyncio.run(replace(Consensus([("m", chat)], panel()), samples=1)([ASKED]))
    assert chat.asked[0][1] == snapshot("""\
<question 00a38b481a01>
What is pre-norm?
</question 00a38b481a01>

Answer as in an examination.
""")
