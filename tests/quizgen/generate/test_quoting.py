import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.generate.quoting import find, fold, folded

TEXT = "The **KV cache** holds\nkeys and values，不用重新计算。 Café ﬁne “quoted”."


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("KV cache holds keys", "KV cache** holds\nkeys"),
        ("kv  CACHE", "KV cache"),
        ("keys and values,不用重新", "keys and values，不用重新"),
        ("ＫＶ ｃａｃｈｅ", "KV cache"),
        ("cafe\u0301 fine", "Café ﬁne"),
        ('"quoted"', "“quoted”"),
        ("The KV … values", "The **KV cache** holds\nkeys and values"),
        ("The KV ... quoted", "The **KV cache** holds\nkeys and values，不用重新计算。 Café ﬁne “quoted"),
        ("values ... The KV", None),
        ("keys or values", None),
        ("", None),
        ("** ``", None),
        ("…", None),
    ],
)
def test_quotes_are_found_where_they_stand(quote: str, there: str | None) -> None:
    found = find(quote, fold(TEXT))
    assert (TEXT[slice(*found)] if found else None) == there


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_what_stands_there_is_found_and_reads_the_same(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    found = find(quote, fold(text))
    if folded(quote) and "…" not in quote and "..." not in quote:
        assert found is not None
        assert folded(text[slice(*found)]).find(folded(quote)) >= 0
    elif found:
        assert 0 <= found[0] < found[1] <= len(text)
