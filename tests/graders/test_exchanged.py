import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.exchanged import exchanged_terms
from graders.lexicon import load
from graders.text import fold, tokens
from tests.graders.making import free_text, grade, lines

BREAD = (
    "The baker mixes flour with water and yeast, lets the dough rise in a warm place for an hour, "
    "and bakes it in a hot oven until the crust is brown."
)
TEA = "采茶之后先把鲜叶摊晾，再用高温杀青破坏酶的活性，接着揉捻使茶汁附在表面，最后烘干以便保存。"


def _exchanged(original: str, copy: str) -> int:
    was, now = ([token.text for token in tokens(fold(text).text)] for text in (original, copy))
    return exchanged_terms(was, now, load())


@pytest.mark.parametrize(
    ("original", "copy", "terms"),
    [
        (BREAD, BREAD.replace("yeast", "vinegar"), 1),
        (BREAD, BREAD.replace("yeast", "vinegar").replace("crust", "window"), 2),
        (TEA, TEA.replace("杀青", "冷冻"), 1),
        (TEA, TEA.replace("茶汁", "泥沙").replace("保存", "发芽"), 2),
        (BREAD, BREAD.replace("hot", "cold"), 1),
        (BREAD, BREAD.replace("lets", "does not let"), 1),
        (
            "Each spring the diploid cells divide and the haploid ones rest in the cold soil below the old trees.",
            "Each spring the haploid cells divide and the diploid ones rest in the cold soil below the old trees.",
            2,
        ),
    ],
)
def test_a_term_in_the_place_of_another_in_a_long_copy_is_seen(original: str, copy: str, terms: int) -> None:
    assert _exchanged(original, copy) == terms


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        (BREAD, BREAD),
        (BREAD, BREAD.replace("brown", "browned")),
        (BREAD, BREAD.replace("an hour", "1 hour")),
        (BREAD, BREAD.replace("The baker mixes", "Bread includes")),
        (TEA, TEA.replace("采茶之后", "采茶后").replace("，最后", "，然后最后")),
        (
            BREAD,
            "Flour, water and yeast are mixed; the dough rests until it has risen and is baked until brown.",
        ),
        ("The oven heats the dough.", "The oven heats the stone."),
        (BREAD, ""),
        ("", BREAD),
    ],
)
def test_forms_numbers_other_sentences_and_short_texts_are_none(original: str, copy: str) -> None:
    assert _exchanged(original, copy) == 0


@given(st.text(max_size=80))
def test_a_text_exchanges_nothing_with_itself(text: str) -> None:
    assert _exchanged(text, text) == 0
    assert _exchanged(BREAD, text) == 0


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("near_copies", "answer"),
        ("paraphrases", "answer"),
        ("near_misses", "good"),
        ("honest_blind", "answer"),
    ],
)
def test_no_honest_answer_of_ours_has_exchanged_a_term(name: str, field: str) -> None:
    assert [row["id"] for row in lines(name) if _exchanged(row["reference"], row[field])] == []


def test_an_exchanged_term_costs_credit_and_is_a_reason_for_a_review() -> None:
    question = free_text(BREAD, "How is bread made?", [BREAD])
    whole, once, twice = (
        grade(question, answer)
        for answer in (
            BREAD,
            BREAD.replace("yeast", "vinegar"),
            BREAD.replace("yeast", "vinegar").replace("crust", "window"),
        )
    )
    assert twice.score < once.score < 0.7 * whole.score
    assert "altered_wording" in once.review_reasons
