import pytest

from quizgen.extract.evidence import Asks, asks, is_boilerplate
from tests.quizgen.documents import Case, table


@pytest.mark.parametrize("case", table("asks"), ids=lambda case: case["text"] or "empty")
def test_how_strongly_words_ask(case: Case) -> None:
    assert asks(case["text"]) is Asks[case["asks"]]


def test_some_titles_never_ask() -> None:
    assert is_boilerplate("5. 总结")
    assert is_boilerplate("References")
    assert is_boilerplate("【参考】如何理解 RoPE")
    assert not is_boilerplate("什么是总结")
