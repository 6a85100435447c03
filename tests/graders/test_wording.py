"""What learners read, pinned: a change of these words is a change of the product."""

from inline_snapshot import snapshot

from graders.wording import feedback, say
from questions.records import KeyPointId, PointResult, PointState, Verdict

COVERED, PARTIAL, MISSING, CONTRADICTED = PointState


def _point(text: str, state: PointState) -> PointResult:
    return PointResult(id=KeyPointId("k"), text=text, state=state, credit=0.5)


def _feedback(
    verdict: Verdict,
    *points: PointResult,
    doubtful: tuple[str, ...] = (),
    disputed: bool = False,
    unsure: bool = False,
    language: str = "en",
) -> str:
    return feedback(verdict, points, doubtful, disputed=disputed, unsure=unsure, language=language)


def test_a_full_mark_answer_gets_no_advice() -> None:
    points = (_point("Keys are shared.", COVERED), _point("Queries are not.", COVERED))
    assert _feedback(Verdict.CORRECT, *points) == snapshot(
        "Every key point is there, and nothing speaks against them."
    )
    assert _feedback(Verdict.CORRECT, *points, language="zh") == snapshot("要点齐全，没有发现问题。")


def test_what_is_missing_half_said_and_turned_round_is_named() -> None:
    points = (
        _point("Keys are shared.", COVERED),
        _point("Queries are not.", PARTIAL),
        _point("The cache is smaller.", MISSING),
        _point("Decoding is faster.", CONTRADICTED),
    )
    assert _feedback(Verdict.PARTIAL, *points) == snapshot(
        "1 of 4 key points are there. Said the other way round: Decoding is faster. Still missing: The cache is smaller. Only partly said: Queries are not."
    )
    chinese = (
        _point("键是共享的。", COVERED),
        _point("查询不是。", PARTIAL),
        _point("缓存更小；", MISSING),
        _point("解码更快。", CONTRADICTED),
    )
    assert _feedback(Verdict.PARTIAL, *chinese, language="zh") == snapshot(
        "已答到 1/4 个要点。与参考答案相反：解码更快。还缺：缓存更小。说得不够完整：查询不是。"
    )


def test_long_lists_are_cut() -> None:
    points = [_point(f"point {number}", MISSING) for number in range(5)]
    assert _feedback(Verdict.INCORRECT, *points) == snapshot(
        "0 of 5 key points are there. Still missing: point 0; point 1; point 2 and 2 more."
    )
    assert _feedback(Verdict.INCORRECT, *points, language="zh") == snapshot(
        "已答到 0/5 个要点。还缺：point 0；point 1；point 2 等 5 点。"
    )


def test_doubts_and_disputes_are_told() -> None:
    point = _point("Keys are shared.", COVERED)
    assert _feedback(Verdict.PARTIAL, point, unsure=True) == snapshot(
        "1 of 1 key points are there. Some of it differs from the reference; a person should confirm that it is right."
    )
    assert _feedback(Verdict.PARTIAL, point, unsure=True, language="zh") == snapshot(
        "已答到 1/1 个要点。有些说法与参考答案不完全一样，是否同样正确需要人工确认。"
    )
    assert _feedback(Verdict.PARTIAL, point, doubtful=("the earth is flat",), disputed=True) == snapshot(
        "1 of 1 key points are there. This may be wrong: “the earth is flat”. Part of the reference is in doubt; a person should look at this one."
    )
    assert _feedback(
        Verdict.PARTIAL, point, doubtful=("地球是平的",), disputed=True, language="zh"
    ) == snapshot("已答到 1/1 个要点。这句话可能有误：“地球是平的”。参考答案中有一处存疑，本题建议人工复核。")


def test_an_answer_about_something_else_is_told_so_and_no_more() -> None:
    assert _feedback(Verdict.OFF_TOPIC, _point("Keys are shared.", MISSING)) == snapshot(
        "The answer is not about the question."
    )
    assert _feedback(Verdict.OFF_TOPIC, _point("键", MISSING), language="zh") == snapshot("答案与题目无关。")


def test_other_languages_are_answered_in_english() -> None:
    assert say("blank", "de") == say("blank", "en") == snapshot("Nothing was answered.")
    assert say("blank", "zh") == snapshot("没有作答。")
    assert say("too_long", "en", limit=50_000) == snapshot(
        "the answer has more than 50000 characters; shorten it"
    )
