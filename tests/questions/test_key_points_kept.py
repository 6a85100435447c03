"""A person's key points outlive what leaves their words alone."""

from questions.key_points_kept import kept_points
from questions.records import FreeText, KeyPoint, KeyPointId, Span, TrueFalse
from tests.questions.making import point, question

OLD = "All heads share one key head. The cache is small."


def rests(reference: str, words: str, name: str = "k") -> KeyPoint:
    start = reference.index(words)
    return KeyPoint(
        id=KeyPointId(name), text=f"says: {words}", weight=0.5, span=Span(start=start, end=start + len(words))
    )


def texts(before: FreeText, now: FreeText) -> list[str]:
    return [found.text for found in kept_points(before, now)]


def test_a_point_follows_its_words() -> None:
    mine = rests(OLD, "The cache is small")
    new = "In MQA, all heads share one key head. The cache is small."
    (kept,) = kept_points(question("q", reference=OLD, points=[mine]), question("q", reference=new))
    assert kept.span is not None
    assert new[kept.span.start : kept.span.end] == "The cache is small"
    assert (kept.id, kept.text, kept.weight) == (mine.id, mine.text, mine.weight)


def test_a_point_falls_with_its_words_and_new_words_bring_their_own() -> None:
    new = "All heads share one key head. Quality may drop."
    before = question(
        "q", reference=OLD, points=[rests(OLD, "All heads share"), rests(OLD, "The cache", "k2")]
    )
    read = [rests(new, "All heads share one key head", "k"), rests(new, "Quality may drop", "k")]
    kept = kept_points(before, question("q", reference=new, points=read))
    assert [found.text for found in kept] == ["says: All heads share", "says: Quality may drop"]
    assert len({found.id for found in kept}) == 2


def test_points_in_own_words_stay_with_half_of_the_reference() -> None:
    before = question("q", reference=OLD, points=[point("mine", "one K for all")])
    assert texts(before, question("q", reference=OLD.replace("small", "tiny"))) == ["one K for all"]
    assert texts(before, question("q", reference="Something else entirely.")) == []
    chinese = question("q", reference="所有查询头共享一组键值", points=[point("mine", "共享 KV")])
    assert texts(chinese, question("q", reference="所有头共享同一组键和值")) == ["共享 KV"]
    assert texts(chinese, question("q", reference="归一化放在前面")) == []


def test_a_reworded_question_keeps_all_of_them() -> None:
    points = [rests(OLD, "The cache"), point("mine")]
    now = question("q", text="How?", reference=OLD, points=[rests(OLD, "All heads", "auto")])
    assert kept_points(question("q", reference=OLD, points=points), now) == tuple(points)


def test_another_kind_of_question_has_none() -> None:
    claim = TrueFalse(id=question("q").id, text="So?", language="en", correct=True)
    assert kept_points(question("q", points=[point("k")]), claim) == ()
    assert kept_points(claim, question("q")) == ()
