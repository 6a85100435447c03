from hypothesis import given
from hypothesis import strategies as st

from api.reports.passages import passage

TEXT = "One.\n\nTwo begins\nand ends.\n\nThree."


def test_words_stand_in_their_paragraph() -> None:
    start = TEXT.index("and")
    seen = passage(TEXT, start, start + 3)
    assert (seen.before, seen.quote, seen.after) == ("Two begins\n", "and", " ends.")


def test_a_long_paragraph_is_cut() -> None:
    seen = passage("a" * 2000 + "X" + "b" * 2000, 2000, 2001)
    assert (seen.before[0], seen.quote, seen.after[-1]) == ("…", "X", "…")
    assert len(seen.before) < 500


@given(st.text(alphabet="ab \n", max_size=40), st.integers(0, 50), st.integers(0, 50))
def test_no_offsets_are_too_much(text: str, start: int, end: int) -> None:
    seen = passage(text, start, end)
    assert seen.quote == text[start : max(start, end)]
    assert (seen.before + seen.quote + seen.after) in text
