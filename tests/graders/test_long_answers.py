"""Fifty thousand characters of anything are graded in seconds: nothing is quadratic in a learner's text."""

import time

import pytest

from graders.grader import Submission
from graders.panel import MAX_ANSWER, Panel
from questions.records import Scored
from tests.fakes import FakeEncode
from tests.graders.making import free_text

SECONDS = 10  # a quadratic search takes minutes
QUESTION = free_text(
    "Batch normalization comes before the activation, not after it, and keeps 2 statistics. P(A|B) = P(B|A)P(A)/P(B). "
    "编码器在解码器之前运行，比循环网络更快，共享 128 个参数，而不是增加延迟。",
    "What is the difference between the encoder and the decoder? 编码器和解码器的区别是什么？",
)  # fmt: skip
REPEATED = {
    "letters": "a", "accented": "é", "commas": "a,", "spaces": " ", "brackets": "(", "pairs of brackets": "(a)",
    "negators": "not ", "Chinese negators": "不", "denials": "not the ", "Chinese denials": "而不是", "beliefs": "people think ",
    "numerals": "九", "digits": "9", "versions": "1.1", "thousands": ",111", "strokes": "1/2/", "equations": "x+y=",
    "relations": "在", "comparisons": "比", "than": " than", "labels": "a: ", "names": "GPT3 ", "mixed scripts": "a\u0430",
    "zero width": "\u200b", "surrogates": "\ud800", "combining": "e\u0301", "emoji": "😀", "lines": "encoder\n", "quotes": '"',
    "dots": "." , "dots and a letter": ".a", "not knowing": "I don't know. ", "hyphens": "-", "list": "编码器，解码器，",
    "no stops": "编码器在解码器之前运行比循环网络更快共享", "contractions": "isn't ", "rare characters": "\U00020000", "Hangul": "한",
}  # fmt: skip


def _graded(answer: str) -> Scored:
    (found,) = Panel(encode=FakeEncode())([Submission(QUESTION, answer)])
    assert isinstance(found, Scored)
    return found


@pytest.mark.parametrize("piece", REPEATED.values(), ids=list(REPEATED))
def test_a_long_row_of_one_thing(piece: str) -> None:
    started = time.process_time()
    _graded(("é" + piece * (MAX_ANSWER // len(piece)))[:MAX_ANSWER])
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "before", ["x^", "not", "the key,", "from ", "log", "3", "people think", "it is often", "(", "a."]
)
def test_a_long_gap(before: str) -> None:
    started = time.process_time()
    _graded((before + " " * MAX_ANSWER)[: MAX_ANSWER - 2] + "a,")
    assert time.process_time() - started < SECONDS


def test_the_reference_again_and_again() -> None:
    reference = QUESTION.reference or ""
    started = time.process_time()
    _graded((reference * (MAX_ANSWER // len(reference) + 1))[:MAX_ANSWER])
    assert time.process_time() - started < SECONDS
