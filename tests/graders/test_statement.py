import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.lexicon import load
from graders.statement import Clause, analyse


def _clause(text: str) -> Clause:
    (found,) = analyse(text, load()).clauses
    return found


def test_clauses_are_cut_and_keep_their_place() -> None:
    text = "First, it reads the row; then it writes."
    clauses = analyse(text, load()).clauses
    assert [text[clause.start : clause.end].lower() for clause in clauses] == [
        clause.text for clause in clauses
    ]
    assert len(clauses) == 3


@pytest.mark.parametrize(
    ("text", "is_condition"),
    [("if the key is missing", True), ("如果键不存在", True), ("当键不存在", True), ("the key is missing", False), ("iffy", False)],
)  # fmt: skip
def test_a_supposition_is_known(text: str, is_condition: bool) -> None:
    assert _clause(text).is_condition is is_condition


def test_a_label_is_short_and_a_colon_follows() -> None:
    label, content = analyse("Memory: the cache is smaller", load()).clauses
    assert label.is_label
    assert not content.is_label


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("it does not exist", 1),
        ("it doesn't exist", 1),
        ("它不存在于内存", 1),
        ("the row exists in memory", 0),
    ],
)
def test_what_is_denied_is_known(text: str, times: int) -> None:
    assert len(_clause(text).denied) == times


def test_the_scope_of_a_negator_ends() -> None:
    clause = _clause("不合适的缓存会拖累系统的整体性能")
    assert not any("性能" in scope for scope in clause.denied)


def test_numbers_in_names_are_no_quantities() -> None:
    assert _clause("gpt-3 and l2").numbers == ()
    assert [number.value for number in _clause("it has 12 rows").numbers] == [12]


def test_what_others_believe_is_left_out() -> None:
    assert not any(
        "slow" in clause.text
        for clause in analyse("Many people think it is slow. It is fast.", load()).clauses
    )


@given(st.text(max_size=150))
def test_clauses_lie_inside_the_text_and_weigh_something_or_nothing(text: str) -> None:
    statement = analyse(text, load())
    for clause in statement.clauses:
        start, end = statement.folded.back(clause.start, clause.end)
        assert 0 <= start <= end <= len(text)
        assert 0 <= clause.substance <= clause.weight
        assert len(clause.words) == len(clause.surface)
