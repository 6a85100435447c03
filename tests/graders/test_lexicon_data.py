"""The data in graders/lexicon keeps its promises (graders/lexicon/README.md says what they are)."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

import graders
from graders.text import fold, tokens
from graders.wordlists import word_list

Words = tuple[str, ...]
Axes = dict[str, list[list[str]]]

FOLDER = Path(graders.__file__).parent / "lexicon"
AXIS_FILES = ("axes_general.json", "axes_learning.json", "axes_science.json")
FEWEST_AXES = {"axes_general.json": 150, "axes_learning.json": 120, "axes_science.json": 200}

# One Chinese character is an alias only for a reason; hidden.json lists the words that hold it by accident.
ONE_CHARACTER = {
    "plain adjectives that end a clause (方差小, 速度快)": "大小高低多少快慢长短强弱深浅宽窄厚薄近远新旧早晚冷热好坏差易难",
    "plain verbs of change (参数增了)": "增减升降",
    "the two sides": "左右",
    "a data structure with no longer name": "栈",
    "acids, bases and elements with no longer name": "酸碱氢氧氮碳钠钾钙铁铜铝硅氯氦硫磷锌",
}
ALLOWED = frozenset("".join(ONE_CHARACTER.values()))

PAIRED = ("paired_negators", "contrast_pairs", "comparison_pairs")
LISTED = ("not_negation", "contrast_before", "comparison_before", "misbelief", "denied_after")


def read(name: str) -> object:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"), object_pairs_hook=without_repeats)


def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Plain json keeps the last of two equal keys and says nothing."""
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"a name twice: {sorted(n for n in names if names.count(n) > 1)}"
    return dict(pairs)


@cache
def words(alias: str) -> Words:
    """*alias* as the detector sees it: folded, stemmed, joining signs dropped."""
    return tuple(token.text for token in tokens(fold(alias).text) if token.text not in "-/")


def strings(value: object) -> list[str]:
    assert isinstance(value, list)
    for item in value:
        assert isinstance(item, str)
        assert words(item), f"no token in {item!r}"
        assert item == item.strip()
    return value


def axes(name: str) -> Axes:
    value = read(name)
    assert isinstance(value, dict)
    return {axis: [strings(aliases) for aliases in values] for axis, values in value.items()}


def opposed() -> Iterator[tuple[frozenset[Words], str]]:
    """Every pair of aliases with different values on one axis, with that axis."""
    for name in AXIS_FILES:
        for axis, values in axes(name).items():
            for one, other in combinations(values, 2):
                for left in map(words, one):
                    yield from ((frozenset((left, words(right))), axis) for right in other)


@pytest.mark.parametrize("name", AXIS_FILES)
def test_an_axis_has_two_or_more_values_and_a_value_has_aliases(name: str) -> None:
    found = axes(name)
    assert len(found) >= FEWEST_AXES[name]
    assert all(len(values) >= 2 and all(values) for values in found.values())
    assert all(axis == axis.lower().strip() and " " not in axis for axis in found)


def test_an_axis_is_in_one_file() -> None:
    names = [axis for name in AXIS_FILES for axis in axes(name)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", AXIS_FILES)
def test_no_alias_twice_within_an_axis(name: str) -> None:
    for axis, values in axes(name).items():
        seen = [words(alias) for aliases in values for alias in aliases]
        assert len(seen) == len(set(seen)), f"{axis}: {[alias for alias in seen if seen.count(alias) > 1]}"


@pytest.mark.parametrize("name", AXIS_FILES)
def test_one_chinese_character_only_with_a_reason(name: str) -> None:
    short = {
        alias for values in axes(name).values() for aliases in values for alias in aliases if len(alias) == 1
    }
    assert {alias for alias in short if not alias.isascii()} <= ALLOWED


def test_two_words_oppose_each_other_on_one_axis_only() -> None:
    # Two flips for one exchange would cancel out: an even number of flips is no contradiction.
    seen: dict[frozenset[Words], str] = {}
    for pair, axis in opposed():
        assert seen.setdefault(pair, axis) == axis, f"{sorted(pair)} on {seen[pair]} and {axis}"


def test_synonyms_never_join_two_values_of_one_axis() -> None:
    groups = read("synonyms.json")
    assert isinstance(groups, list)
    assert len(groups) >= 250
    against = dict(opposed())
    for group in groups:
        members = [words(word) for word in strings(group)]
        assert len(members) >= 2
        assert len(members) == len(set(members)), f"twice in {group}"
        for left, right in combinations(members, 2):
            assert frozenset((left, right)) not in against, f"{left} and {right} in {group}"


def test_a_translation_holds_both_languages_and_nothing_twice() -> None:
    groups = read("translations.json")
    assert isinstance(groups, list)
    assert len(groups) >= 900
    for group in groups:
        members = [words(word) for word in strings(group)]
        assert len(members) == len(set(members)), f"twice in {group}"
        assert {word.isascii() for word in group} == {True, False}, f"one language in {group}"


def test_negation_has_its_parts() -> None:
    value = read("negation.json")
    assert isinstance(value, dict)
    assert set(value) == {"negators", "weak_negators", *PAIRED, *LISTED}
    for part in ("negators", "weak_negators"):
        assert set(value[part]) == {"zh", "en"}
        assert all(strings(value[part][language]) for language in ("zh", "en"))
    assert all(strings(value[part]) for part in LISTED)
    assert all(len(strings(pair)) == 2 for part in PAIRED for pair in value[part])


def test_negators_say_no_and_nothing_else_does() -> None:
    value = read("negation.json")
    assert isinstance(value, dict)
    strong, weak = (
        {words(word) for language in ("zh", "en") for word in strings(value[part][language])}
        for part in ("negators", "weak_negators")
    )
    assert not strong & weak
    assert not strong & {words(word) for word in strings(value["not_negation"])}


def test_a_hidden_word_is_longer_than_the_alias_in_it() -> None:
    aliases = {
        words(alias) for name in AXIS_FILES for values in axes(name).values() for v in values for alias in v
    }
    hidden = [words(word) for word in strings(read("hidden.json"))]
    assert len(hidden) == len(set(hidden))
    for word in hidden:
        assert word not in aliases, f"{word} is an alias itself"
        parts = (word[i:j] for i, j in combinations(range(len(word) + 1), 2))
        assert any(part in aliases for part in parts), f"{word} hides nothing"


def test_every_file_is_written_one_value_a_line() -> None:
    for name in (*AXIS_FILES, "synonyms.json", "translations.json", "negation.json", "hidden.json"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert "\\u" not in text
        assert all(line.count("[") <= 1 for line in text.splitlines())


@pytest.mark.parametrize("pattern", word_list("ignorance")["said"]["en"])
def test_a_bar_in_a_pattern_of_not_knowing_stands_in_brackets(pattern: str) -> None:
    inside = re.compile(r"\((?:[^()])*\)")
    while inside.search(pattern):
        pattern = inside.sub("", pattern)
    assert "|" not in pattern  # `at_edges` takes the edge of the word out of it
