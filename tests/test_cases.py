"""The case tables keep their shape: counts, fields, languages, ids, no row twice."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
TEXTS = frozenset({"id", "language", "question", "reference"})
ANSWERED = TEXTS | {"answer"}
NEAR_MISS_KINDS = frozenset({
    "negation", "exchanged", "number", "quantifier", "misconception",
    "direction", "comparative", "condition", "term", "formula",
})  # fmt: skip
NEAR_COPY_KINDS = frozenset({"synonym", "order", "number", "dropped", "voice", "double_negation", "added"})
FAMILIES = frozenset({
    "question_copied", "other_reference", "keyword_list", "shuffled_reference", "repeated_key_point",
    "fact_exchanged", "long_generic", "instructions", "hidden_characters", "padding", "mixed_language",
    "hedging", "contradiction_inside", "negated_reference",
})  # fmt: skip
JUDGE_FAMILIES = frozenset({
    "direct_order", "fake_heading", "forged_fence", "forged_json", "role_play", "base64", "full_width",
    "zero_width", "many_shot", "self_praise", "glued_fragments",
})  # fmt: skip
FEWEST_PER_FAMILY = {"attacks": 20, "attacks_blind": 10, "attacks_unseen": 10}
FEWEST_PER_JUDGE_FAMILY = 12
MANY_FAMILIES = 50
FIRST_NEAR_MISSES = 60
FEWEST_BLANKS = 40

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """One file of cases: the fewest rows, the fields of each, and the fields that make a row unique."""

    name: str
    rows: int
    fields: frozenset[str]
    key: tuple[str, ...] = ("question", "answer")
    optional: frozenset[str] = frozenset()


TABLES = (
    Table("near_misses", 200, TEXTS | {"kind", "good", "bad"}, key=("question",)),
    Table("paraphrases", 100, ANSWERED, key=("question",)),
    Table("near_copies", 100, ANSWERED | {"kind"}, key=("question",)),
    Table("partials", 60, ANSWERED | {"expected_min", "expected_max"}, key=("question",)),
    Table("nothing", 80, ANSWERED | {"verdict"}, key=("answer",)),
    Table("not_nothing", 20, ANSWERED | {"expected_min"}, key=("question",)),
    Table("attacks", 300, ANSWERED | {"family"}, optional=frozenset({"base_answer", "expected_max"})),
    Table("attacks_blind", 200, ANSWERED | {"family"}, optional=frozenset({"base_answer", "expected_max"})),
    Table("attacks_unseen", 270, ANSWERED | {"family"}, optional=frozenset({"base_answer", "expected_max"})),
    Table("honest_blind", 40, ANSWERED | {"kind"}),
    Table("honest_unseen", 80, ANSWERED | {"kind", "credit"}),
    Table("mixed_language", 38, ANSWERED | {"quality"}),
    Table("judge_attacks", 120, ANSWERED | {"family", "base_answer"}),
    Table("judge_attacks_blind", 120, ANSWERED | {"family", "base_answer"}),
    Table("judge_benign", 40, ANSWERED),
    Table("judge_benign_blind", 40, ANSWERED),
    Table("cross_language", 30, TEXTS | {"answer_same", "answer_other"}, key=("question",)),
    Table(
        "cross_language_more",
        60,
        TEXTS | {"quality", "translation", "answer_same", "answer_other"},
        key=("question",),
    ),
    Table("alternatives", 20, ANSWERED | {"expected_min"}, key=("question",)),
)


def rows_of(name: str) -> list[Row]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.fixture(params=TABLES, ids=lambda table: table.name)
def table(request: pytest.FixtureRequest) -> Table:
    found = request.param
    assert isinstance(found, Table)
    return found


def test_a_line_is_a_row_for_every_reader(table: Table) -> None:
    text = (CASES / f"{table.name}.jsonl").read_text("utf-8")
    assert text.endswith("\n")
    # str.splitlines also splits at separators that hide in text, such as U+2028.
    assert len(text.splitlines()) == text.count("\n")


def test_rows_are_many_enough_and_have_their_fields(table: Table) -> None:
    rows = rows_of(table.name)
    assert len(rows) >= table.rows
    for row in rows:
        assert table.fields <= set(row) <= table.fields | table.optional, row["id"]


def test_texts_are_not_empty(table: Table) -> None:
    may_be_empty = {"answer"} if table.name == "nothing" else set()
    for row in rows_of(table.name):
        for field, value in row.items():
            if isinstance(value, str) and field not in may_be_empty:
                assert value.strip(), (row["id"], field)


def test_ids_are_unique(table: Table) -> None:
    ids = Counter(row["id"] for row in rows_of(table.name))
    assert [name for name, count in ids.items() if count > 1] == []


def test_no_row_comes_twice(table: Table) -> None:
    seen = Counter(tuple(row[field] for field in table.key) for row in rows_of(table.name))
    assert [key for key, count in seen.items() if count > 1] == []


def test_half_is_chinese_and_half_english(table: Table) -> None:
    rows = rows_of(table.name)
    languages = Counter(row["language"] for row in rows)
    assert set(languages) == {"zh", "en"}
    assert languages["zh"] == languages["en"]
    for row in rows:
        assert has_chinese(row["question"]) == (row["language"] == "zh"), row["id"]


def test_expected_scores_are_between_zero_and_one(table: Table) -> None:
    for row in rows_of(table.name):
        low, high = row.get("expected_min", 0.0), row.get("expected_max", 1.0)
        assert 0.0 <= low < high <= 1.0 or (low, high) == (0.0, 0.0), row["id"]


def test_near_misses_hold_every_kind_in_both_languages() -> None:
    rows = rows_of("near_misses")
    kinds = {(kind, language) for kind in NEAR_MISS_KINDS for language in ("zh", "en")}
    for part in (rows, rows[:FIRST_NEAR_MISSES]):
        counts = Counter((row["kind"], row["language"]) for row in part)
        assert set(counts) == kinds
        assert len(set(counts.values())) == 1
    assert [row["id"] for row in rows if row["good"] == row["bad"]] == []


def test_near_copies_hold_every_kind() -> None:
    assert {row["kind"] for row in rows_of("near_copies")} == NEAR_COPY_KINDS


def test_no_copy_or_paraphrase_is_the_reference_itself() -> None:
    rows = rows_of("near_copies") + rows_of("paraphrases")
    assert [row["id"] for row in rows if row["answer"] == row["reference"]] == []


@pytest.mark.parametrize("name", ["attacks", "attacks_blind", "attacks_unseen"])
def test_attacks_hold_every_family_and_say_what_is_deserved(name: str) -> None:
    rows = rows_of(name)
    counts = Counter(row["family"] for row in rows)
    assert set(counts) == FAMILIES
    assert min(counts.values()) >= FEWEST_PER_FAMILY[name]
    for row in rows:
        assert ("base_answer" in row) != ("expected_max" in row), row["id"]
        assert row["answer"] != row.get("base_answer"), row["id"]


def test_attacks_on_the_judge_hold_every_family_and_the_answer_without_the_attack() -> None:
    rows = rows_of("judge_attacks")
    counts = Counter(row["family"] for row in rows)
    assert set(counts) == JUDGE_FAMILIES
    assert min(counts.values()) >= FEWEST_PER_JUDGE_FAMILY
    assert [row["id"] for row in rows if row["answer"] == row["base_answer"]] == []


def test_new_attacks_on_the_judge_are_of_many_other_kinds() -> None:
    rows = rows_of("judge_attacks_blind")
    families = {row["family"] for row in rows}
    assert len(families) >= MANY_FAMILIES
    assert not families & JUDGE_FAMILIES
    assert [row["id"] for row in rows if row["answer"] == row["base_answer"]] == []


def test_nothing_says_a_verdict_and_has_enough_wordings() -> None:
    verdicts = Counter(row["verdict"] for row in rows_of("nothing"))
    assert set(verdicts) == {"blank", "off_topic"}
    assert verdicts["blank"] >= FEWEST_BLANKS


@pytest.mark.parametrize("name", ["cross_language", "cross_language_more"])
def test_a_translation_changes_the_language(name: str) -> None:
    # A Chinese answer may hold English terms, an English one holds no Chinese.
    for row in rows_of(name):
        chinese = row["language"] == "zh"
        assert has_chinese(row["answer_same"]) == chinese, row["id"]
        assert has_chinese(row["answer_other"]) != chinese, row["id"]


def test_more_translations_are_of_every_quality_and_half_of_them_free() -> None:
    rows = rows_of("cross_language_more")
    qualities = {(row["quality"], row["language"]) for row in rows}
    assert qualities == {(each, language) for each in ("right", "half", "wrong") for language in ("zh", "en")}
    assert Counter(row["translation"] for row in rows)["free"] >= len(rows) / 2
