import pytest

from quizgen.extract.substance import is_furniture, is_metadata, is_pointer, is_promotion, why_empty
from tests.quizgen.documents import Case, table


@pytest.mark.parametrize("case", table("no_answers"), ids=lambda case: case["why"])
def test_what_is_no_answer_and_why(case: Case) -> None:
    reason = why_empty(case["lines"])
    assert (reason.value if reason else None) == case["reason"]


def test_furniture_and_promotion_are_seen() -> None:
    assert is_furniture("  <br/> ")
    assert is_furniture("[返回目录](#目录)")
    assert not is_furniture("The top of the heap [holds](x) the least.")
    assert is_promotion("公众号：某某，扫码关注")
    assert not is_promotion("follow the gradient")


def test_a_way_to_another_page_is_furniture_and_a_sentence_before_a_link_is_not() -> None:
    assert is_furniture("[← All topics](../README.md)")
    assert not is_furniture("[The topics](../README.md)")
    assert is_pointer("See the docs. [Read more](https://example.org)")
    assert not is_pointer("A star that flares up. [Read more](https://example.org)")


def test_lines_that_only_file_a_question_are_seen() -> None:
    assert is_metadata("> **Company**: Riga ｜ **Round**: 2 ｜ **Date**: 2020-01-01")
    assert is_metadata("*Difficulty: easy | Topic: tides*")
    assert not is_metadata("Topic: the tide turns twice a day, and why it does is asked often.")
    assert not is_metadata("Cause: wind | Effect: waves")
