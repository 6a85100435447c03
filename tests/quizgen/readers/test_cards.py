"""Flash cards in columns."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import UnreadableDocument
from quizgen.extract import extract
from quizgen.readers import read_bytes
from quizgen.readers.cards import is_cards


def _pairs(data: str, name: str) -> list[tuple[str, str | None, int]]:
    found = extract(read_bytes(data.encode(), name))
    return [(item.question, item.answer, item.source.line_start) for item in found]


def test_two_columns_with_tabs() -> None:
    cards = "osmosis\twater moves\n什么是锁？\t一次只有一个持有者 | 互斥\n"
    assert _pairs(cards, "x.tsv") == [
        ("osmosis", "water moves", 1),
        ("什么是锁？", "一次只有一个持有者 | 互斥", 2),
    ]


def test_text_in_which_every_line_has_one_tab_is_cards() -> None:
    assert read_bytes(b"a\tb\nc\td\ne\tf\n", "x.txt").format == "cards"
    assert read_bytes(b"a\tb\nc\td\ne\tf\n", "x.md").format == "markdown"
    assert not is_cards(b"\ta\n\tb\n\tc\n")
    assert not is_cards(b"a\tb\nc\td\n")
    assert not is_cards(b"a\tb\nc\td\te\nf\tg\n")


def test_what_anki_says_about_its_columns() -> None:
    cards = "#separator:semicolon\n#html:true\n#deck column:1\n#tags column:4\nd;What is <b>it</b>?;a<br>b > c;t\n"
    assert _pairs(cards, "x.txt") == [("What is it?", "a\nb > c", 5)]


def test_columns_by_their_names() -> None:
    cards = 'id,Answer,Topic,Question\n1,"two, or\nthree",x,How many?\n2,,y,Which?\n'
    assert _pairs(cards, "x.csv") == [("How many?", "two, or\nthree", 2), ("Which?", None, 4)]


def test_gaps_are_blanks() -> None:
    assert _pairs(
        "The {{c1::Nile::river}} flows {{c2::north}}\tsee a map\nThe {{c1::Po}}\t\nx\ty\n", "x.tsv"
    )[:2] == [
        ("The ____ flows ____", "see a map", 1),
        ("The ____", "Po", 2),
    ]


def test_a_lone_quotation_mark_swallows_nothing() -> None:
    assert len(_pairs('"half a quote\ta\nb?\tc\nd?\te\n', "x.tsv")) == 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a,b,c\n1,2,3\n", "which column asks"),
        ("question,answer\n", "no line has both"),
        ("a\t" + "x" * 200_000 + "\nb\tc\n", "cannot be split"),
    ],
)
@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_what_is_no_list_of_cards_is_refused(data: str, says: str, limit: int) -> None:
    before = csv.field_size_limit(limit)  # another reader of the process may have set its own
    try:
        _refused(data, says)
    finally:
        csv.field_size_limit(before)


def _refused(data: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says):
        read_bytes(data.encode(), "x.csv" if "," in data else "x.tsv")


@given(
    st.lists(st.text(st.sampled_from('ab?"\t,;|\n<>&{}:c1'), max_size=20), min_size=1, max_size=8).map(
        "\n".join
    )
)
def test_any_columns_are_read_or_refused(cards: str) -> None:
    for name in ("x.tsv", "x.csv"):
        try:
            extract(read_bytes(cards.encode(), name))
        except UnreadableDocument as error:
            assert "\n" not in str(error)  # noqa: PT017  (either will do)
