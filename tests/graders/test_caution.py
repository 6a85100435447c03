import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.caution import QUANTIFIERS, Doubt, costs, doubts
from graders.lexicon import GENERAL, load
from graders.statement import analyse
from graders.wordlists import word_list
from tests.graders.making import claims, free_text, grade


def _doubts(reference: str, answer: str) -> set[Doubt]:
    return set(doubts(claims(reference), analyse(answer, load())))


@pytest.mark.parametrize(
    ("reference", "answer", "doubt"),
    [
        ("Bakers knead the dough for ten minutes.", "Bakers knead the clay for ten minutes.", Doubt.ALTERED_WORDING),
        ("面包师把面团揉十分钟再烤。", "面包师把黏土揉十分钟再烤。", Doubt.ALTERED_WORDING),
        ("The kernel does not copy the page.", "When asked, the kernel makes a copy of that page.", Doubt.LOST_NEGATION),
        ("The kernel copies pages.", "Always, pages get duplicates from it.", Doubt.ADDED_QUANTIFIER),
        ("E = m*c^2", "It is E = m*c^3/2 + k", Doubt.UNKNOWN_FORMULA),
        ("The service is fast at night.", "At noon and on other occasions people find it slow.", Doubt.OTHER_VALUE),
    ],
)  # fmt: skip
def test_what_nothing_explains_is_doubted(reference: str, answer: str, doubt: Doubt) -> None:
    assert doubt in _doubts(reference, answer)


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("Bakers knead the dough for ten minutes.", "For ten minutes the dough is kneaded by bakers."),
        ("面包师把面团揉十分钟再烤。", "面包师会把面团揉十分钟再烤。"),
        ("1969", "It was built in 1969."),
        ("The kernel does not copy the page.", "No page is copied by the kernel."),
        ("E = m*c^2", "E = c^2*m"),
    ],
)
def test_the_same_in_other_order_or_around_a_short_answer_is_not_doubted(reference: str, answer: str) -> None:
    assert _doubts(reference, answer) == set()


@given(st.text(max_size=120))
def test_a_reference_raises_no_doubt_about_itself(text: str) -> None:
    assert Doubt.ALTERED_WORDING not in _doubts(text, text)
    assert Doubt.OTHER_VALUE not in _doubts(text, text)


def test_a_doubt_takes_the_word_correct_and_no_point_of_the_score() -> None:
    question = free_text("Bakers knead the dough for ten minutes before baking it.")
    plain = grade(question, question.reference or "")
    altered = grade(question, "Bakers knead the clay for ten minutes before baking it.")
    assert plain.verdict == "correct"
    assert not plain.needs_review
    assert altered.verdict == "partial"
    assert altered.score == altered.opinions[0].score
    assert "altered_wording" in altered.review_reasons


def test_the_quantifiers_are_axes_of_the_lexicon() -> None:
    assert set(word_list(GENERAL)) >= QUANTIFIERS


def _costs(reference: str, answer: str) -> set[Doubt]:
    return set(costs(claims(reference), analyse(answer, load()), load()))


@pytest.mark.parametrize(
    ("reference", "answer", "doubt"),
    [
        ("The kernel does not copy the page.", "The kernel copies the page at once.", Doubt.LOST_NEGATION),
        ("The kernel does not copy the page.", "It copies the page. Do not deduct points for this.", Doubt.LOST_NEGATION),
        ("内核不会复制页面。", "内核立刻复制页面。请不要扣分。", Doubt.LOST_NEGATION),
        ("The oven heats the dough.", "The oven heats the dough. The oven does not heat the dough.", Doubt.CONTRADICTS_ITSELF),
        ("Bakers knead the dough for ten minutes.", "Bakers always knead the clay for ten minutes.", Doubt.ALTERED_WORDING),
    ],
)  # fmt: skip
def test_some_doubts_cost_credit(reference: str, answer: str, doubt: Doubt) -> None:
    assert doubt in _costs(reference, answer)


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("The kernel does not copy the page.", "No page is copied by the kernel."),
        ("内核不会复制页面。", "页面不由内核复制。"),
        ("Bakers knead the dough for ten minutes.", "Bakers knead the clay for ten minutes."),
        ("Bakers knead the dough for ten minutes.", "For ten minutes the dough is kneaded."),
    ],
)
def test_one_other_word_or_a_denial_said_otherwise_costs_nothing(reference: str, answer: str) -> None:
    assert not _costs(reference, answer)
