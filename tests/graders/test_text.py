import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.text import Folded, clauses, fold, is_cjk, language_of, sentences, stem, tokens
from tests.graders.making import Row, table

anything = st.text(max_size=200)
hostile = st.text(
    st.sampled_from("aZ 9.,;:。，；()[]“”\n\r\t\f\0\u200b\u202e\u0301\ud800é中文の한😀²½ⅳﬁ-—^/"), max_size=200
)


def _pieces(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    folded = fold(text)
    return [text[slice(*folded.back(start, end))] for start, end in spans]


@pytest.mark.parametrize("case", table("folded"), ids=lambda case: ascii(case["text"]))
def test_texts_are_folded(case: Row) -> None:
    assert fold(case["text"]).text == case["folded"]


@pytest.mark.parametrize("case", table("sentences"), ids=lambda case: ascii(case["text"][:30]))
def test_texts_are_cut_into_sentences_and_clauses(case: Row) -> None:
    folded = fold(case["text"]).text
    assert _pieces(case["text"], sentences(folded)) == case["sentences"]
    assert _pieces(case["text"], clauses(folded)) == case["clauses"]


@given(anything | hostile)
def test_every_folded_character_comes_from_a_place_and_places_never_go_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.at) == len(folded.text)
    assert list(folded.at) == sorted(folded.at)
    assert all(0 <= place < len(text) for place in folded.at)


@given(anything | hostile, st.data())
def test_any_part_of_the_folded_text_leads_back_into_the_original(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.back(start, end)
    assert 0 <= first <= last <= len(text)
    # A letter may fold into several, and part of it then stands for the whole.
    assert folded.text[start:end] in fold(text[first:last]).text


@given(anything | hostile)
def test_folding_again_changes_nothing_but_marks_that_folding_made(text: str) -> None:
    once = fold(text).text
    assert not any(unicodedata.category(letter) in ("Cf", "Cs", "Co") for letter in once)
    assert fold(once.replace("^", "")).text == once.replace("^", "")


@given(anything | hostile, st.integers(0, 200))
def test_invisible_characters_change_nothing(text: str, place: int) -> None:
    assert fold(text[:place] + "\u200b\u2060" + text[place:]).text == fold(text).text


@given(anything | hostile)
def test_sentences_and_clauses_lie_in_order_inside_the_text_and_are_never_blank(text: str) -> None:
    folded = fold(text).text
    for spans in (sentences(folded), clauses(folded)):
        flat = [place for span in spans for place in span]
        assert flat == sorted(flat)
        assert all(folded[start:end].strip() == folded[start:end] != "" for start, end in spans)


@given(anything | hostile)
def test_tokens_lie_in_order_and_are_never_empty(text: str) -> None:
    folded = fold(text).text
    found = tokens(folded)
    flat = [place for token in found for place in (token.start, token.end)]
    assert flat == sorted(flat)
    assert all(token.text and token.start < token.end for token in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The models shared 12 layers", ["the", "model", "share", "12", "layer"]),
        ("GPT-3 和 L1", ["gpt3", "和", "l1"]),
        ("共享 KV", ["共", "享", "kv"]),
        ("1,024 <= 2", ["1,024", "<", "=", "2"]),
        ("don't", ["don", "t"]),
        ("naïve", ["naiv"]),
        ("", []),
    ],
)
def test_tokens_are_stems_numbers_signs_and_characters(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(fold(text).text)] == expected


def test_a_word_without_end_is_cut() -> None:
    assert len(stem("a" * 50_000)) < 100


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Attention", "en"),
        ("注意力", "zh"),
        ("用 KV cache 减少计算", "zh"),
        ("the word 注 in English text", "en"),
        ("1 + 1 = 2", ""),
        ("", ""),
        ("😀", ""),
    ],
)
def test_the_language_is_that_of_most_letters(text: str, language: str) -> None:
    assert language_of(text) == language


def test_long_sentences_are_cut_at_commas() -> None:
    text = ", ".join(["a clause of some length that goes on"] * 12)
    parts = sentences(text)
    assert len(parts) > 1
    assert all(end - start <= 144 for start, end in parts)


@pytest.mark.parametrize(
    ("letter", "expected"), [("中", True), ("한", True), ("𠀀", True), ("a", False), ("あ", False)]
)
def test_scripts_read_by_the_character(letter: str, expected: bool) -> None:
    assert is_cjk(letter) is expected


def test_offsets_at_the_end_are_those_of_the_end() -> None:
    assert Folded("abc", "abc", (0, 1, 2)).back(3, 3) == (3, 3)
    assert Folded("abc", "abc", (0, 1, 2)).back(1, 1) == (1, 1)
    assert fold("ﬁn").back(1, 2) == (0, 1)
