"""The case tables, graded with the real encoder: the bars of the product."""

from collections.abc import Sequence
from statistics import mean

import pytest

from graders.audit.facts import find
from graders.encoders.universal import Universal
from graders.facts import load
from graders.grader import Submission
from graders.panel import Panel
from questions.records import FreeText, Scored, Verdict
from quizgen.keypoints import key_points
from tests.graders.making import Row, free_text, lines

FIRST = 60  # near misses of the balanced set
Graded = tuple[Scored, ...]


class Grades:
    """The grades of the answers of one table, by the field that holds the answer."""

    def __init__(self, graders: Panel) -> None:
        self._graders = graders

    def __call__(self, rows: Sequence[Row], field: str = "answer") -> Graded:
        found = self._graders([Submission(_question(row), row[field]) for row in rows])
        assert all(isinstance(grade, Scored) for grade in found)
        return tuple(grade for grade in found if isinstance(grade, Scored))


def _question(row: Row) -> FreeText:
    question = free_text(row["reference"], row["question"])
    return question.model_copy(update={"key_points": key_points(row["reference"], row["question"])})


@pytest.fixture(scope="module")
def grades(universal: Universal) -> Grades:
    return Grades(Panel(encode=universal))


@pytest.fixture(scope="module")
def near_misses(grades: Grades) -> tuple[Graded, Graded]:
    rows = lines("near_misses")
    return grades(rows, "good"), grades(rows, "bad")


def _right_above_wrong(good: Graded, bad: Graded) -> float:
    return mean(one.score > other.score for one, other in zip(good, bad, strict=True))


def test_right_answers_rank_above_fluent_wrong_ones(near_misses: tuple[Graded, Graded]) -> None:
    good, bad = near_misses
    assert _right_above_wrong(good, bad) >= 0.87
    assert _right_above_wrong(good[:FIRST], bad[:FIRST]) >= 0.86


def test_with_the_known_facts_more_of_them_do(universal: Universal) -> None:
    facts = load()
    knowing = Grades(Panel(encode=universal, misconceptions=lambda asked, said: find(asked, said, facts)))
    rows = lines("near_misses")
    assert _right_above_wrong(knowing(rows, "good"), knowing(rows, "bad")) >= 0.92


def test_hardly_any_wrong_answer_is_called_correct(near_misses: tuple[Graded, Graded]) -> None:
    good, bad = near_misses
    assert not [grade for grade in bad[:FIRST] if grade.verdict is Verdict.CORRECT]
    wrongly = sum(grade.verdict is Verdict.CORRECT for grade in bad)
    assert wrongly <= 0.025 * len(bad)
    # Caution that called nothing correct would be none.
    assert sum(grade.verdict is Verdict.CORRECT for grade in good) >= 3 * wrongly


def test_what_is_not_called_correct_for_its_wording_goes_to_a_person(
    near_misses: tuple[Graded, Graded],
) -> None:
    for grade in (*near_misses[0], *near_misses[1]):
        full = grade.score >= 0.75 and all(point.state == "covered" for point in grade.key_points)
        assert grade.verdict is Verdict.CORRECT or not full or grade.needs_review


# The most that may gain over 0.1 on what they deserve.
GAINED = {
    "question_copied": 0.05,
    "keyword_list": 0.05,
    "shuffled_reference": 0.05,
    "repeated_key_point": 0.05,
    "instructions": 0.05,
    "hidden_characters": 0.05,
    "padding": 0.05,
    "hedging": 0.05,
    "negated_reference": 0.05,
    "mixed_language": 0.3,
    "contradiction_inside": 0.17,
    "fact_exchanged": 0.1,
    "other_reference": 0.14,
    "long_generic": 0.13,
}
BLIND = 0.06
"""The same for the table that was written before the graders were changed, and never tuned to."""
UNSEEN = 0.075
"""And for one that was written later, without reading the graders."""


def _gained(grades: Grades, name: str) -> dict[str, list[bool]]:
    """Of each kind of attack, which answers score over 0.1 more than they deserve."""
    rows = lines(name)
    plain = [row for row in rows if row.get("base_answer")]
    deserved = {
        row["id"]: grade.score for row, grade in zip(plain, grades(plain, "base_answer"), strict=True)
    }
    found: dict[str, list[bool]] = {}
    for row, grade in zip(rows, grades(rows), strict=True):
        most = deserved[row["id"]] if row["id"] in deserved else row["expected_max"]
        found.setdefault(row["family"], []).append(grade.score > most + 0.1)
    return found


@pytest.fixture(scope="module")
def gained(grades: Grades) -> dict[str, list[bool]]:
    return _gained(grades, "attacks")


@pytest.mark.parametrize("family", sorted(GAINED))
def test_an_attack_gains_little(gained: dict[str, list[bool]], family: str) -> None:
    assert mean(gained[family]) <= GAINED[family]


def test_few_attacks_gain_at_all(gained: dict[str, list[bool]]) -> None:
    assert mean(each for found in gained.values() for each in found) <= 0.065


def test_few_attacks_gain_that_nobody_had_in_mind(grades: Grades) -> None:
    for name, most in (("attacks_blind", BLIND), ("attacks_unseen", UNSEEN)):
        gained = _gained(grades, name)
        assert mean(each for found in gained.values() for each in found) <= most


def test_honest_answers_to_the_same_questions_keep_theirs(grades: Grades) -> None:
    assert mean(grade.score for grade in grades(lines("honest_unseen"))) >= 0.5


def test_words_in_a_row_add_nothing_to_an_answer(grades: Grades) -> None:
    rows = [row for row in lines("judge_attacks") if row["family"] == "glued_fragments"]
    pairs = zip(grades(rows), grades(rows, "base_answer"), strict=True)
    assert sum(glued.score > base.score + 0.1 for glued, base in pairs) <= 1


@pytest.mark.parametrize(("name", "least"), [("honest_blind", 0.75), ("mixed_language", 0.65)])
def test_honest_answers_in_own_words_and_in_two_languages_keep_their_credit(
    grades: Grades, name: str, least: float
) -> None:
    assert mean(grade.score for grade in grades(lines(name))) >= least


def test_a_right_answer_in_two_languages_is_far_above_a_wrong_one(grades: Grades) -> None:
    right = grades([row for row in lines("mixed_language") if row["quality"] == "right"])
    wrong = grades([row for row in lines("attacks") if row["family"] == "mixed_language"])
    assert mean(grade.score for grade in right) >= mean(grade.score for grade in wrong) + 0.4


def test_not_knowing_earns_nothing(grades: Grades) -> None:
    rows = [row for row in lines("nothing") if row["verdict"] == "blank"]
    assert mean(grade.score == 0 for grade in grades(rows)) >= 0.95


def test_honest_answers_that_hold_such_words_earn_something(grades: Grades) -> None:
    assert [grade.feedback for grade in grades(lines("not_nothing")) if not grade.score] == []


@pytest.mark.parametrize("name", ["paraphrases", "near_copies"])
def test_honest_rewording_loses_little_to_contradictions(grades: Grades, name: str) -> None:
    found = grades(lines(name))
    # The first opinion is the coverage before contradictions.
    assert mean((grade.opinions[0].score or 0.0) - grade.score for grade in found) <= 0.05


def test_most_harmless_changes_stay_correct(grades: Grades) -> None:
    assert mean(grade.verdict is Verdict.CORRECT for grade in grades(lines("near_copies"))) > 0.5


def test_the_words_shown_are_those_of_the_answer(grades: Grades) -> None:
    rows = [*lines("near_copies"), *lines("partials")]
    for row, grade in zip(rows, grades(rows), strict=True):
        for point in grade.key_points:
            if point.evidence is not None:
                assert point.evidence.quote == row["answer"][point.evidence.start : point.evidence.end] != ""


def _losses(grades: Grades, rows: Sequence[Row]) -> list[float]:
    """What each answer scores less in the other language than in that of the question."""
    pairs = zip(grades(rows, "answer_same"), grades(rows, "answer_other"), strict=True)
    return [same.score - other.score for same, other in pairs]


def test_an_answer_in_the_other_language_loses_little(grades: Grades) -> None:
    assert max(_losses(grades, lines("cross_language"))) <= 0.1


def test_other_translations_lose_little_on_average_and_few_lose_much(grades: Grades) -> None:
    rows = [row for row in lines("cross_language_more") if row["quality"] != "wrong"]
    lost = _losses(grades, rows)
    assert mean(lost) <= 0.02
    assert mean(each > 0.1 for each in lost) <= 0.2


def test_a_wrong_answer_gains_nothing_by_another_language(grades: Grades) -> None:
    rows = [row for row in lines("cross_language_more") if row["quality"] == "wrong"]
    same, other = grades(rows, "answer_same"), grades(rows, "answer_other")
    assert mean(each.score for each in other) <= mean(each.score for each in same) + 0.05
    assert sum(each.score > 0.3 for each in other) <= sum(each.score > 0.3 for each in same)
    assert not [each for each in other if each.verdict is Verdict.CORRECT]
