"""Blueprints into quizzes: counts add up, the same gives the same, nothing twice, nothing that is not active."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questions.records import (
    KINDS,
    MOST_ASKED,
    Blueprint,
    FreeText,
    LeftOut,
    Level,
    Option,
    OptionId,
    Question,
    QuestionId,
    Quiz,
    Shortfall,
    SingleChoice,
    Source,
    Status,
    TopicShare,
)
from quizgen.difficulty import estimate
from quizgen.quizzes import apportion, draw, planned, under

AT = datetime(2026, 1, 1, tzinfo=UTC)
TOPICS = ("Attention", "RoPE", "Fine-tuning")


def asked(number: int, *headings: str, text: str = "", **more: Any) -> FreeText:
    return FreeText(
        id=QuestionId(f"q-{number}"),
        text=text or f"What is {number}?",
        language=more.pop("language", "en"),
        reference=more.pop("reference", "It is a number."),
        source=Source(document="n.md", line_start=number + 1, line_end=number + 1, heading_path=headings),
        **more,
    )


def drawn(questions: Sequence[Question], seen: Sequence[str] = (), **fields: Any) -> Quiz:
    plan = Blueprint.model_validate({"seed": 1} | fields)
    return draw(plan, questions, estimate, seen=frozenset(QuestionId(name) for name in seen), at=AT)


def ids(quiz: Quiz) -> list[str]:
    return [item.question_id for item in quiz.items]


@st.composite
def banks(draw_: st.DrawFn) -> list[Question]:
    made: list[Question] = []
    for number in range(draw_(st.integers(0, 25))):
        headings = draw_(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True))
        made.append(
            asked(
                number,
                *headings,
                text=f"What is {draw_(st.integers(0, 20))}?",
                status=draw_(st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.DRAFT, Status.RETIRED])),
                language=draw_(st.sampled_from(["en", "zh"])),
                reference=draw_(st.sampled_from(["short", "A b c. " * 60, None, " "])),
            )
        )
    return made


@st.composite
def blueprints(draw_: st.DrawFn) -> Blueprint:
    names = draw_(st.lists(st.sampled_from((*TOPICS, "*")), max_size=4, unique=True))
    counts = [draw_(st.none() | st.integers(1, 6)) for _ in names]
    counted = sum(count or 0 for count in counts)
    weighted = not names or None in counts
    return Blueprint(
        topics=tuple(TopicShare(topic=n, count=c) for n, c in zip(names, counts, strict=True)),
        total=counted + draw_(st.integers(1, 12)) if weighted else None,
        kinds=draw_(st.sampled_from([(), ("free_text",), KINDS])),
        difficulty=tuple(draw_(st.lists(st.sampled_from(Level), max_size=2))),
        language=draw_(st.none() | st.sampled_from(["en", "zh"])),
        fill=draw_(st.booleans()),
        seed=draw_(st.integers(0, 9)),
    )


@given(blueprints(), banks(), st.randoms(use_true_random=False), st.sets(st.integers(0, 24)))
def test_the_laws_of_a_quiz(plan: Blueprint, bank: list[Question], chance: Any, seen: set[int]) -> None:
    lately = frozenset(QuestionId(f"q-{number}") for number in seen)
    quiz = draw(plan, bank, estimate, seen=lately, at=AT)
    shuffled = list(bank)
    chance.shuffle(shuffled)
    assert draw(plan, shuffled, estimate, seen=lately, at=AT) == quiz
    by_id = {question.id: question for question in bank}
    found = [by_id[item.question_id] for item in quiz.items]
    assert len(set(ids(quiz))) == len({question.text for question in found}) == len(found)
    for question, item in zip(found, quiz.items, strict=True):
        assert question.status is Status.ACTIVE
        assert isinstance(question, FreeText)
        assert (question.reference or "").strip()
        assert question.id not in lately
        assert plan.language in (None, question.language)
        assert not plan.difficulty or estimate(question).level in plan.difficulty
        assert under(item.topic, question)
        assert item.version == question.version
    got = Counter(item.topic for item in quiz.items)
    names = [share.topic for share in plan.topics] or ["*"]
    wanted = dict(zip(names, planned(plan), strict=True))
    assert sum(wanted.values()) == plan.wanted
    missing = {one.topic: one.wanted - one.found for one in quiz.shortfalls}
    if plan.fill:
        assert len(quiz.items) <= plan.wanted
    else:
        assert got == Counter({name: wanted[name] - missing.get(name, 0) for name in names})
        assert quiz.missing == sum(missing.values())


@given(st.integers(0, 500), st.lists(st.floats(0, 100) | st.integers(0, 5).map(float), max_size=8))
def test_seats_are_dealt_out_to_the_last(seats: int, weights: list[float]) -> None:
    given_ = apportion(seats, weights)
    total = sum(weights)
    assert sum(given_) == (seats if total else 0)
    for seat, weight in zip(given_, weights, strict=True):
        quota = seats * weight / total if total else 0.0
        assert quota - 1 - 1e-6 < seat < quota + 1 + 1e-6  # the quota rule


@pytest.mark.parametrize(
    ("seats", "weights", "dealt"),
    [
        (10, [1, 1, 1], (4, 3, 3)),
        (7, [0.5, 0.3, 0.2], (4, 2, 1)),
        (1, [1, 1], (1, 0)),
        (5, [0, 1], (0, 5)),
        (0, [1, 2], (0, 0)),
        (3, [], ()),
    ],
)
def test_the_largest_remainders_win(seats: int, weights: list[float], dealt: tuple[int, ...]) -> None:
    assert apportion(seats, weights) == dealt


def test_another_seed_another_quiz_and_a_new_question_leaves_the_others() -> None:
    bank = [asked(number, "Attention") for number in range(40)]
    first = ids(drawn(bank, total=10))
    assert ids(drawn(bank, total=10, seed=2)) != first
    assert len(set(first) - set(ids(drawn([*bank, asked(99)], total=10)))) <= 1


def test_topics_that_share_questions_are_all_served_where_that_can_be() -> None:
    both = [asked(number, "Attention", "RoPE") for number in range(2)]
    only = [asked(number, "Attention") for number in range(2, 4)]
    for seed in range(20):
        quiz = drawn(
            [*both, *only],
            topics=[{"topic": "attention", "count": 2}, {"topic": "rope", "count": 2}],
            seed=seed,
        )
        assert quiz.shortfalls == ()
        assert Counter(item.topic for item in quiz.items) == {"attention": 2, "rope": 2}


def test_a_chain_of_exchanges_is_found() -> None:
    bank = [asked(0, "a"), asked(1, "a", "b"), asked(2, "b", "c"), asked(3, "c")]
    topics = [{"topic": name, "count": count} for name, count in (("a", 1), ("b", 1), ("c", 2))]
    for seed in range(20):
        assert drawn(bank, topics=topics, seed=seed).missing == 0


def test_a_shortfall_says_what_became_of_the_others() -> None:
    bank = [
        asked(0, "RoPE"),
        asked(1, "RoPE", status=Status.DRAFT),
        asked(2, "RoPE", reference=None),
        asked(3, "RoPE", language="zh"),
        asked(4, "RoPE"),
        asked(5, "RoPE", text="WHAT  is 0?"),
        asked(6, "RoPE", status=Status.RETIRED),
        asked(7, "RoPE", reference="word " * 400),
        asked(8, "Other"),
    ]
    quiz = drawn(
        bank,
        ["q-4"],
        topics=[{"topic": "rope", "count": 5}],
        language="en",
        difficulty=["easy"],
        learner="mia",
    )
    (short,) = quiz.shortfalls
    assert short == Shortfall(
        topic="rope",
        wanted=5,
        found=1,
        left_out={
            LeftOut.DRAFT: 1,
            LeftOut.NO_ANSWER: 1,
            LeftOut.LANGUAGE: 1,
            LeftOut.SEEN: 1,
            LeftOut.DIFFICULTY: 1,
            LeftOut.REPEATED: 1,
        },
    )
    assert str(short).startswith(
        "rope: 1 of 5; the others are 1 not approved yet, 1 without a reference answer"
    )
    assert quiz.missing == 4
    assert str(drawn([], total=2).shortfalls[0]) == "*: 0 of 2; the bank has no more"


def test_what_is_missing_is_filled_up_only_where_asked() -> None:
    bank = [asked(0, "RoPE"), *(asked(number, "Attention") for number in range(1, 9)), asked(20, "Other")]
    topics = [{"topic": "rope", "count": 3}, {"topic": "attention", "count": 2}]
    assert len(drawn(bank, topics=topics).items) == 3
    filled = drawn(bank, topics=topics, fill=True)
    assert Counter(item.topic for item in filled.items) == {"rope": 1, "attention": 4}
    assert [short.topic for short in filled.shortfalls] == ["rope"]
    assert filled.missing == 0
    assert drawn(bank, topics=[{"topic": "rope"}, {"topic": "attention"}], total=1, fill=True).missing == 0
    assert drawn(bank[:3], topics=topics, fill=True).missing == 2


def test_choices_with_the_same_text_and_other_options_are_two_questions() -> None:
    def choice(number: int, *texts: str) -> SingleChoice:
        options = tuple(Option(id=OptionId(str(place)), text=text) for place, text in enumerate(texts))
        return SingleChoice(
            id=QuestionId(f"q-{number}"),
            text="Which is right?",
            language="en",
            options=options,
            correct=OptionId("0"),
        )

    bank = [choice(0, "a", "b"), choice(1, "a", "c"), choice(2, "B ", "A")]
    assert len(drawn(bank, total=3).items) == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "say how many"),
        ({"topics": [{"topic": "a"}]}, "say how many"),
        ({"topics": [{"topic": "a", "count": 3}], "total": 2}, "the counts add up to 3"),
        ({"topics": [{"topic": "a", "count": 3}], "total": 4}, "the counts add up to 3"),
        ({"topics": [{"topic": "a", "count": 3}, {"topic": "b"}], "total": 3}, "the counts add up to 3"),
        ({"topics": [{"topic": "a", "count": 3, "weight": 2}]}, "a count and a weight"),
        ({"topics": [{"topic": "A b", "count": 3}, {"topic": "a  B", "count": 1}]}, "twice"),
        ({"topics": [{"topic": str(n), "count": MOST_ASKED} for n in range(2)]}, "at most"),
        ({"total": 3, "exclude_days": 7}, "name the learner"),
        ({"total": 3, "colour": "red"}, "Extra inputs"),
        ({"total": MOST_ASKED + 1}, "less than or equal"),
    ],
)
def test_a_blueprint_that_does_not_add_up_is_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Blueprint.model_validate(fields)


def test_a_blueprint_without_a_seed_gets_one_and_keeps_it() -> None:
    plan = Blueprint(total=3)
    assert Blueprint.model_validate_json(plan.model_dump_json()) == plan
    assert len({Blueprint(total=3).seed for _ in range(5)}) > 1
