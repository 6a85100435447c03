import numpy as np

from graders.contradiction import Limits
from graders.coverage import shipped_model
from graders.lexicon import load
from graders.marking import Marker
from graders.panel import sentences_of
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.target import target_of
from graders.text import fold
from questions.records import GraderId, PointState, Scored, Verdict
from tests.fakes import FakeEncode
from tests.graders.making import free_text

PARTS = ("All heads share one key matrix", "the cache has 8 times fewer rows")
QUESTION = free_text(", so ".join(PARTS) + ".", "What does multi-query attention share?", PARTS)


def _prepared() -> Prepared:
    return prepare(rubric_of(QUESTION, ()), load())


def _marked(answer: str) -> Scored:
    encode, prepared = FakeEncode(), _prepared()
    vectors = dict(zip(prepared.texts, encode(prepared.texts), strict=True))
    marker = Marker(shipped_model(), Limits(), lambda _question, _text: (), GraderId("coverage/1+fake"))
    return marker(target_of(prepared, vectors), answer, encode(sentences_of(answer)))


def test_what_is_to_be_encoded_holds_every_point() -> None:
    assert {fold(part).text for part in PARTS} <= set(_prepared().texts)


def test_each_point_shows_the_words_that_earned_it() -> None:
    answer = "First, every head has the same key matrix. The cache has 8 times fewer rows."
    found = _marked(answer)
    quotes = [point.evidence.quote for point in found.key_points if point.evidence]
    assert quotes[1] == "The cache has 8 times fewer rows"
    assert all(quote in answer for quote in quotes)
    assert found.decided_by == "coverage/1+fake"


def test_a_contradicted_point_shows_the_words_that_contradict_it() -> None:
    found = _marked("All heads share one key matrix, so the cache has 4 times fewer rows.")
    states = [point.state for point in found.key_points]
    assert states == [PointState.COVERED, PointState.CONTRADICTED]
    evidence = found.key_points[1].evidence
    assert evidence is not None
    assert "4 times" in evidence.quote
    assert [opinion.why for opinion in found.opinions] == ["coverage before contradictions", "number"]
    assert found.score < (found.opinions[0].score or 0)


def test_an_answer_about_something_else_is_off_topic() -> None:
    encode, prepared = FakeEncode(), _prepared()
    away = {text: -row for text, row in zip(prepared.texts, encode(prepared.texts), strict=True)}
    marker = Marker(shipped_model(), Limits(), lambda _question, _text: (), GraderId("coverage/1+fake"))
    answer = "Bananas ripen in warm weather."
    found = marker(target_of(prepared, away), answer, encode(sentences_of(answer)))
    assert (found.score, found.verdict) == (0.0, Verdict.OFF_TOPIC)


def test_rows_of_no_length_are_no_division_by_zero() -> None:
    prepared = _prepared()
    vectors = {text: np.zeros(4, dtype=np.float32) for text in prepared.texts}
    marker = Marker(shipped_model(), Limits(), lambda _question, _text: (), GraderId("coverage/1+fake"))
    empty = np.zeros((1, 4), dtype=np.float32)
    assert 0 <= marker(target_of(prepared, vectors), PARTS[0], empty).score <= 1


def test_an_answer_is_marked_in_its_own_language() -> None:
    assert _marked("所有的头共用一个键矩阵，缓存的行数少 8 倍。").language == "zh"
    assert _marked("8").language == "en"
