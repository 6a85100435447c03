from dataclasses import replace

import pytest
from hypothesis import given

from graders.grader import Submission
from graders.rubric import rubric_of
from questions.records import (
    Flag,
    FlagVerdict,
    FreeText,
    KeyPoint,
    KeyPointId,
    PointState,
    QuestionId,
    Scored,
    Severity,
    Span,
)
from tests.graders.making import grade, panel
from tests.strategies import free_texts

REFERENCE = "MQA 让所有查询头共享同一个 Q 和 V，因此能捕捉更多上下文。KV 缓存随之大幅减小。"
WRONG = "所有查询头共享同一个 Q 和 V"
RIGHT = "所有查询头共享同一组 K 和 V，每个头仍有自己的 Q"
PARTS = ("MQA 让所有查询头共享同一个 Q 和 V", "因此能捕捉更多上下文", "KV 缓存随之大幅减小")


def _flag(severity: Severity = Severity.HIGH, verdict: FlagVerdict = FlagVerdict.CONTRADICTED) -> Flag:
    start = REFERENCE.index(WRONG)
    return Flag(
        quote=WRONG,
        start=start,
        end=start + len(WRONG),
        verdict=verdict,
        severity=severity,
        correction=RIGHT,
        corrections={"en": "All query heads share one set of K and V; each head keeps its own Q"},
        detector="facts/1",
        confidence=0.9,
    )


def _question() -> FreeText:
    return FreeText(
        id=QuestionId("q"),
        text="MQA 怎样减小缓存？",
        language="zh",
        reference=REFERENCE,
        key_points=tuple(
            KeyPoint(
                id=KeyPointId(f"k{number}"),
                text=part,
                weight=weight,
                span=Span(start=REFERENCE.index(part), end=REFERENCE.index(part) + len(part)),
            )
            for number, (part, weight) in enumerate(zip(PARTS, (0.5, 0.25, 0.25), strict=True))
        ),
    )


def _graded(answer: str, *flags: Flag) -> Scored:
    (found,) = panel()([Submission(_question(), answer, flags)])
    assert isinstance(found, Scored)
    return found


def test_a_correction_is_accepted_in_every_language_and_what_follows_weighs_little() -> None:
    plain, mended = rubric_of(_question(), ()), rubric_of(_question(), (_flag(),))
    assert [point.disputed for point in mended.points] == [True, False, False]
    assert len(mended.points[0].accepts) == 2
    assert mended.points[1].weight < plain.points[1].weight
    assert mended.points[2].weight > plain.points[2].weight


@pytest.mark.parametrize(
    "flag",
    [_flag(Severity.MEDIUM), _flag(Severity.LOW), _flag(verdict=FlagVerdict.TYPO), _flag(verdict=FlagVerdict.CONTESTED)],
)  # fmt: skip
def test_lesser_flags_leave_what_is_asked_as_it_is(flag: Flag) -> None:
    flagged, plain = rubric_of(_question(), (flag,)), rubric_of(_question(), ())
    assert [replace(point, doubted=False) for point in flagged.points] == list(plain.points)
    weighs = flag.severity is not Severity.LOW and flag.verdict is not FlagVerdict.TYPO
    assert [point.doubted for point in flagged.points] == [weighs, False, False]


def test_a_flag_of_medium_severity_makes_the_grades_that_rest_on_it_less_sure() -> None:
    flag = _flag(Severity.MEDIUM)
    for answer in (PARTS[0], " ".join(PARTS)):
        plain, doubted = _graded(answer), _graded(answer, flag)
        assert doubted.score == plain.score
        assert doubted.confidence <= 0.75
        assert doubted.confidence <= plain.confidence
    elsewhere = _graded(PARTS[2])
    if elsewhere.key_points[0].state is PointState.MISSING:
        assert _graded(PARTS[2], flag).confidence == elsewhere.confidence


def test_a_right_answer_scores_at_least_as_high_as_the_flagged_wrong_sentence() -> None:
    right, wrong = _graded(RIGHT, _flag()), _graded(PARTS[0], _flag())
    assert right.score >= wrong.score
    assert right.key_points[0].credit >= wrong.key_points[0].credit
    assert "disputed_reference" in right.review_reasons
    assert "disputed_reference" in wrong.review_reasons


def test_repeating_a_disputed_claim_earns_at_most_half_of_its_point() -> None:
    assert _graded(PARTS[0], _flag()).key_points[0].credit <= 0.5
    assert _graded(PARTS[0]).key_points[0].credit > 0.5


@given(free_texts.filter(lambda question: bool((question.reference or "").strip())))
def test_the_weights_add_up_to_one(question: FreeText) -> None:
    rubric = rubric_of(question, ())
    assert sum(point.weight for point in rubric.points) == pytest.approx(1)
    assert len(rubric.points) == max(1, len(question.key_points))


def test_without_key_points_the_reference_is_the_one_point() -> None:
    question = _question().model_copy(update={"key_points": ()})
    (point,) = rubric_of(question, ()).points
    assert (point.text, point.weight) == (REFERENCE, 1.0)
    assert grade(question, REFERENCE).score > 0.9


def test_an_english_sentence_ends_at_its_full_stop() -> None:
    parts = ("It was trained for 3.5 days", "thus it is cheap, e.g. for labs", "It has 12 layers")
    text = f"{parts[0]}, {parts[1]}. {parts[2]}."
    points = tuple(
        KeyPoint(
            id=KeyPointId(f"k{number}"),
            text=part,
            weight=1 / 3,
            span=Span(start=text.index(part), end=text.index(part) + len(part)),
        )
        for number, part in enumerate(parts)
    )
    question = FreeText(
        id=QuestionId("q"), text="How was it trained?", language="en", reference=text, key_points=points
    )
    wrong = _flag().model_copy(
        update={"quote": "3.5 days", "start": text.index("3.5"), "end": text.index("3.5") + 8}
    )
    rubric = rubric_of(question, [wrong])
    assert [point.disputed for point in rubric.points] == [True, False, False]
    assert [point.follows_disputed for point in rubric.points] == [False, True, False]
    last = wrong.model_copy(update={"quote": "12", "start": text.index("12"), "end": text.index("12") + 2})
    assert [point.follows_disputed for point in rubric_of(question, [last]).points] == [False, False, False]
