"""A scripted chat model, section by section: good, bad and no replies."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from questions.errors import BudgetSpent, ServiceUnavailable
from questions.records import Kind
from quizgen.generate.candidate import Proposed, Wanted
from quizgen.generate.model import CALLS, ModelWriter
from tests.fakes import FakeChat
from tests.quizgen.generate.scripted import (
    DIVIDES,
    FLATTENS,
    KEEPS,
    TIMED_OUT,
    by_section,
    document,
    free,
    items,
)

ONE = "# Temperature\n\n" + document().text.partition("## Temperature\n\n")[2].partition("\n## ")[0]


def propose(
    chat: FakeChat,
    count: int,
    text: str | None = None,
    kinds: Sequence[Kind] = ("free_text",),
    **options: Any,
) -> Proposed:
    writer = ModelWriter(chat, "scripted", spare=0, **options)
    source = document(text) if text else document()
    return asyncio.run(writer(source, Wanted(count, tuple(kinds))))


def test_good_replies_become_candidates_with_our_lines() -> None:
    told: list[int] = []
    chat = FakeChat(answer=by_section)
    made = propose(chat, 2, advance=told.append)
    assert [(it.text, it.line_start, it.line_end, it.heading_path) for it in made.candidates] == [
        (DIVIDES["question"], 5, 5, ("Sampling", "Temperature")),
        (KEEPS["question"], 10, 10, ("Sampling", "Top-p")),
    ]
    assert all(it.quote in document().text for it in made.candidates)
    assert made.candidates[0].reference == DIVIDES["reference"]
    assert made.candidates[0].maker == "model/1+scripted"
    assert (made.dropped, made.notes, len(chat.asked), sum(told)) == ((), (), 2, 2)


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("not JSON at all", "the reply is no JSON object: not JSON at all"),
        ("", "the reply is empty"),
        ('{"items": [{"kind": "free_text", "question": "Cut o', "the reply is no JSON object"),
        ('{"questions": []}', "the reply has no list of items"),
        (items({"kind": "free_text"}), "question: Field required"),
        (items({**DIVIDES, "question": 7}), "question: Input should be a valid string"),
        ("I am sorry, but I cannot help with that.", "the reply is no JSON object: I am sorry"),
        (items(), "it holds 0 questions, not 1"),
        (items(free("What is it?", "It divides the logits.", "It multiplies the logits")), "do not hold the quote"),
        (items(free("What is it?", "It divides the logits.")), "it quotes nothing"),
        (items(free("What is it?", "A penguin swims under ice.", *DIVIDES["quotes"])), "the reference is not supported"),
        (items(free("What is it?", "It divides the 12 logits.", *DIVIDES["quotes"])), "the notes do not say 12"),
        (items({**DIVIDES, "kind": "riddle"}), "was not asked for"),
        (items({**DIVIDES, "question": "温度有什么作用？"}), "not in English"),
    ],
)  # fmt: skip
def test_a_bad_reply_is_refused_with_its_reason_and_asked_again(bad: str, why: str) -> None:
    chat = FakeChat(bad, items(DIVIDES))
    made = propose(chat, 1, ONE)
    assert [it.text for it in made.candidates] == [DIVIDES["question"]]
    assert len(chat.asked) == 2
    assert "<refused" not in chat.asked[0][1]
    assert why in chat.asked[1][1].partition("<refused")[2]


def test_it_is_asked_again_at_most_twice_and_then_said() -> None:
    chat = FakeChat("no", "no", "no", items(DIVIDES))
    made = propose(chat, 1, ONE)
    assert len(chat.asked) == CALLS == 3
    assert made.candidates == ()
    assert made.notes == ("Temperature (line 3): the reply is no JSON object: no",)


def test_more_than_were_asked_for_are_not_taken() -> None:
    made = propose(FakeChat(items(DIVIDES, FLATTENS)), 1, ONE)
    assert [it.text for it in made.candidates] == [DIVIDES["question"]]
    assert [(it.candidate.text, it.why) for it in made.dropped] == [
        (FLATTENS["question"], "only 1 were asked for")
    ]


def test_fewer_than_were_asked_for_are_kept_and_the_rest_is_asked_for() -> None:
    chat = FakeChat(items(DIVIDES), items(FLATTENS))
    made = propose(chat, 2, ONE)
    assert [it.text for it in made.candidates] == [DIVIDES["question"], FLATTENS["question"]]
    assert DIVIDES["question"] in chat.asked[1][1].partition("<taken")[2]
    assert "Write one question" in chat.asked[1][1]


def test_a_model_that_says_it_cannot_is_believed() -> None:
    chat = FakeChat(items(cannot="the notes say too little"))
    made = propose(chat, 1, ONE)
    assert (made.candidates, len(chat.asked)) == ((), 1)
    assert made.notes == ("Temperature (line 3): the notes say too little",)


def test_another_section_gives_what_one_cannot() -> None:
    def one_cannot(_: str, user: str) -> str:
        return items(KEEPS) if "# Top-p" in user else items(cannot="nothing here")

    made = propose(FakeChat(answer=one_cannot), 1)
    assert [it.text for it in made.candidates] == [KEEPS["question"]]
    assert made.notes == ()
    made = propose(FakeChat(answer=one_cannot), 3)
    assert "Temperature (line 5): nothing here" in made.notes


def test_a_time_out_everywhere_is_an_outage() -> None:
    chat = FakeChat(TIMED_OUT, TIMED_OUT)
    with pytest.raises(ServiceUnavailable, match="within 60 s"):
        propose(chat, 2)
    assert len(chat.asked) == 2


def test_a_time_out_of_one_section_costs_no_other() -> None:
    def one_is_out(_: str, user: str) -> str:
        if "# Top-p" in user:
            raise TIMED_OUT
        return items(DIVIDES) if "<taken" not in user else items(FLATTENS)

    made = propose(FakeChat(answer=one_is_out), 2)
    assert [it.text for it in made.candidates] == [DIVIDES["question"], FLATTENS["question"]]
    assert made.notes == ("Top-p (line 10): the model did not answer within 60 s",)


def test_what_a_critic_objects_to_goes_back_with_the_reason() -> None:
    linked = {**DIVIDES, "question": "Which URL explains the temperature?"}
    chat = FakeChat(items(linked), items(DIVIDES))
    made = propose(chat, 1, ONE)
    assert [it.text for it in made.candidates] == [DIVIDES["question"]]
    assert [it.candidate.text for it in made.dropped] == [linked["question"]]
    assert made.dropped[0].why in chat.asked[1][1].partition("<refused")[2]


def test_a_spent_budget_ends_it_and_what_was_made_is_kept() -> None:
    chat = FakeChat(items(DIVIDES), BudgetSpent("the budget is spent"), BudgetSpent("the budget is spent"))
    made = propose(chat, 3, concurrency=1)
    assert [it.text for it in made.candidates] == [DIVIDES["question"]]
    assert any("the budget is spent" in note for note in made.notes)


def test_the_same_question_twice_is_asked_once() -> None:
    same = {**DIVIDES, "question": "what does the  Temperature do to the logits?"}
    chat = FakeChat(items(DIVIDES, same), items(FLATTENS))
    made = propose(chat, 2, ONE)
    assert [it.text for it in made.candidates] == [DIVIDES["question"], FLATTENS["question"]]
    assert [it.why for it in made.dropped] == ["it was asked already"]


def test_more_are_made_than_wanted_for_a_critic_to_drop() -> None:
    chat = FakeChat(items(DIVIDES, FLATTENS))
    made = asyncio.run(ModelWriter(chat, "m", spare=1.0)(document(ONE), Wanted(1, ("free_text",))))
    assert len(made.candidates) == 2


def test_a_topic_picks_its_sections() -> None:
    chat = FakeChat(answer=by_section)
    made = asyncio.run(ModelWriter(chat, "m", spare=0)(document(), Wanted(2, ("free_text",), topic="TOP-P")))
    assert {it.heading_path[-1] for it in made.candidates} == {"Top-p"}
    assert all("# Top-p" in user for _, user, _ in chat.asked)


def test_only_so_many_calls_at_a_time_and_a_stop_stops_them() -> None:
    text = "".join(f"# Part {n}\n\n{ONE.partition('logits')[2]} Word{n} here.\n\n" for n in range(12))
    running, most, stopped = 0, 0, 0

    async def slow(_: str, __: str, /, *, schema: Mapping[str, object] | None = None) -> str:
        nonlocal running, most, stopped
        assert schema
        running += 1
        most = max(most, running)
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            stopped += 1
            raise
        return ""

    async def impatient() -> None:
        async with asyncio.timeout(0.2):
            await ModelWriter(slow, "slow", concurrency=3)(document(text), Wanted(12))

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    assert (most, stopped) == (3, 3)


def test_a_bug_is_no_outage() -> None:
    with pytest.raises(ExceptionGroup):
        propose(FakeChat(ZeroDivisionError()), 1, ONE)
