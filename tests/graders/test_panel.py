"""The promises of a grade: it can always be given, it is the same in any company, it shows its words."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.encoders.universal import Universal
from graders.grader import Submission
from graders.panel import MAX_ANSWER, Panel, sentences_of
from questions.records import (
    Citation,
    Flag,
    FlagVerdict,
    FreeText,
    Grade,
    PointState,
    Scored,
    Severity,
    Unscored,
    Verdict,
)
from tests.fakes import FakeEncode
from tests.graders.making import free_text, grade, lines, panel, wordless
from tests.strategies import free_texts, questions

QUESTION = free_text(
    "Queries keep their own projection. All heads share one key matrix, so the cache has 8 times fewer rows.",
    "What does multi-query attention share?",
    ("Queries keep their own projection", "All heads share one key matrix", "the cache has 8 times fewer rows"),
)  # fmt: skip
ANSWERS = (
    "All heads share one key matrix.",
    "每个头共用一个键矩阵，缓存小 8 倍。",
    "The heads do not share the key matrix; the cache has 4 times fewer rows.",
    "I don't know.",
    "",
    "What does multi-query attention share?",
    "Bananas are yellow and rivers flow downhill.",
    "It shares keys. It shares keys. It shares keys.",
    "P(A|B) = P(B|A)P(A)/P(B)",
)
hostile = st.text(
    st.sampled_from("key HEADS 8 not 不 共享 .,;:。，()[]|=^/\n\r\0\u200b\u202e\u0301\ud800é中한😀²½"),
    max_size=80,
)
answers = st.sampled_from(ANSWERS) | st.text(max_size=120) | hostile


def _graded(items: Sequence[Submission]) -> tuple[Grade, ...]:
    return panel()(items)


@given(free_texts | questions, answers)
def test_any_answer_to_any_question_gets_a_grade(question: FreeText, answer: str) -> None:
    (found,) = _graded([Submission(question, answer)])
    if isinstance(found, Unscored):
        free = isinstance(question, FreeText)
        assert not (question.reference or "").strip() if free else found.decided_by == "choice/1"
        return
    assert 0 <= found.score <= 1
    assert found.needs_review == bool(found.review_reasons)
    for point in found.key_points:
        if point.evidence is not None:
            assert point.evidence.quote == answer[point.evidence.start : point.evidence.end]
    if isinstance(question, FreeText):
        assert [point.id for point in found.key_points] in (
            [point.id for point in question.key_points],
            ["all"],
        )


@settings(max_examples=25)
@given(st.lists(answers, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_same_answer_gets_the_same_grade_alone_and_in_any_company(
    given_answers: list[str], chance: random.Random
) -> None:
    alone = [_graded([Submission(QUESTION, answer)])[0] for answer in given_answers]
    order = list(range(len(given_answers)))
    chance.shuffle(order)
    together = _graded([Submission(QUESTION, given_answers[place]) for place in order])
    assert [together[order.index(place)] for place in range(len(order))] == alone


def test_the_real_encoder_grades_alike_alone_and_in_any_company(universal: Universal) -> None:
    graders = Panel(encode=universal)
    rows = lines("near_misses")[:6]
    items = [
        Submission(free_text(row["reference"], row["question"]), row[side])
        for row in rows
        for side in ("good", "bad")
    ]
    together = graders(items)
    assert tuple(graders([item])[0] for item in items) == together
    assert tuple(reversed(graders(items[::-1]))) == together


@given(answers, st.integers(0, 120), st.sampled_from(["\u200b", "\u2060\u00ad", "\ufeff"]))
def test_invisible_characters_change_nothing(answer: str, place: int, invisible: str) -> None:
    hidden = answer[:place] + invisible + answer[place:]
    (plain,), (other,) = (_graded([Submission(QUESTION, text)]) for text in (answer, hidden))
    assert isinstance(plain, Scored)
    assert isinstance(other, Scored)
    unseen = {"key_points": {"__all__": {"evidence"}}}
    assert plain.model_dump(exclude=unseen) == other.model_dump(exclude=unseen)


@given(wordless)
def test_a_blank_answer_earns_nothing(answer: str) -> None:
    found = grade(QUESTION, answer)
    assert (found.score, found.verdict) == (0.0, Verdict.BLANK)


@given(answers)
def test_adding_the_reference_takes_no_credit_from_a_point_that_is_not_contradicted(answer: str) -> None:
    before, after = grade(QUESTION, answer), grade(QUESTION, f"{answer}\n{QUESTION.reference}")
    for one, other in zip(before.key_points, after.key_points, strict=True):
        if PointState.CONTRADICTED not in (one.state, other.state):
            assert other.credit >= one.credit - 1e-4


def test_the_reference_itself_is_correct() -> None:
    found = grade(QUESTION, QUESTION.reference or "")
    assert (found.verdict, found.needs_review) == (Verdict.CORRECT, False)
    assert found.score > 0.95


def test_what_cannot_be_graded_is_unscored_with_a_reason() -> None:
    too_long = Submission(QUESTION, "a" * (MAX_ANSWER + 1))
    without = [Submission(free_text(reference), "anything") for reference in (None, "", " \n")]
    for found in _graded([too_long, *without]):
        assert isinstance(found, Unscored)
        assert found.reason
        assert found.needs_review
    (longest,) = _graded([Submission(QUESTION, "a " * (MAX_ANSWER // 2))])
    assert isinstance(longest, Scored)


def test_no_answers_need_no_encoder() -> None:
    encode = FakeEncode()
    assert Panel(encode=encode)([]) == ()
    Panel(encode=encode)([Submission(QUESTION, ""), Submission(free_text(None), "x")])
    assert encode.calls == 0


def test_a_batch_is_encoded_at_once_and_each_text_once() -> None:
    encode = FakeEncode()
    Panel(encode=encode)([Submission(QUESTION, answer) for answer in ANSWERS * 2])
    (texts,) = encode.asked
    assert len(texts) == len(set(texts))


def test_a_known_false_claim_costs_credit_and_the_verdict() -> None:
    answer = f"{QUESTION.reference} Also, the earth is flat."
    quote = "the earth is flat"

    def find(_question: str, text: str, /) -> Sequence[Flag]:
        start = text.find(quote)
        return () if start < 0 else (_misconception(quote, start),)

    plain, flagged = (
        grade(QUESTION, answer),
        grade(QUESTION, answer, Panel(FakeEncode(), misconceptions=find)),
    )
    assert flagged.score < plain.score
    assert flagged.verdict is not Verdict.CORRECT
    assert "doubtful_claim" in flagged.review_reasons
    assert quote in flagged.feedback
    assert flagged.opinions[-1].why == "An Atlas"


def _misconception(quote: str, start: int) -> Flag:
    return Flag(
        quote=quote,
        start=start,
        end=start + len(quote),
        verdict=FlagVerdict.CONTRADICTED,
        severity=Severity.HIGH,
        correction="It is round.",
        evidence=(Citation(source="An Atlas", locator="p. 1"),),
        detector="facts/1",
        confidence=0.9,
    )


def test_one_question_with_other_flags_is_another_rubric() -> None:
    reference = QUESTION.reference or ""
    words = "All heads share one key matrix"
    flag = _misconception(words, reference.index(words))
    plain, flagged = _graded([Submission(QUESTION, words), Submission(QUESTION, words, (flag,))])
    assert plain != flagged


@pytest.mark.parametrize(
    ("answer", "expected"), [("One. Two.", ("one", "two")), ("", ("",)), ("...", ("...",))]
)
def test_an_answer_always_has_a_sentence_to_encode(answer: str, expected: tuple[str, ...]) -> None:
    assert sentences_of(answer) == expected
