import math

import numpy as np
import pytest

from graders.agreement.items import ItemFigures, item_figures
from graders.agreement.measures import Figure
from graders.audit import Reference
from graders.audit.statistics import Statistics, severity_of
from questions.records import FlagVerdict, Severity

NAN = math.nan
SOME = Figure(0.4, 0.3, 0.5)


def figures(told: Figure, facility: Figure = SOME, rated: int = 40) -> ItemFigures:
    return ItemFigures(learners=rated, rated=rated, facility=facility, discrimination=told)


@pytest.mark.parametrize(
    ("told", "facility", "severity"),
    [
        (Figure(-0.6, -0.8, -0.3), SOME, Severity.HIGH),
        (Figure(-0.4, -0.7, -0.1), SOME, Severity.MEDIUM),
        (Figure(-0.1, -0.4, 0.2), Figure(0.2, 0.1, 0.35), Severity.LOW),
        (Figure(-0.1, -0.4, 0.2), Figure(0.8, 0.7, 0.9), None),
        (Figure(0.4, 0.1, 0.6), SOME, None),
        (Figure(NAN), SOME, None),
        (Figure(-0.9), SOME, None),
    ],
)
def test_the_severity_goes_by_the_evidence(told: Figure, facility: Figure, severity: Severity | None) -> None:
    assert severity_of(figures(told, facility)) is severity


def test_the_flag_says_where_to_look_and_rests_on_the_attempts() -> None:
    found = Statistics({"q": figures(Figure(-0.6, -0.8, -0.3))})
    (flag,), none = found([Reference("q", "Why?", "  Because.\n"), Reference("other", "Why?", "Because.")])
    assert none == ()
    assert (flag.quote, flag.start, flag.end) == ("Because.", 2, 10)
    assert flag.verdict is FlagVerdict.UNSUPPORTED
    assert "-0.60 [-0.80, -0.30]" in flag.correction
    assert set(flag.corrections) == {"zh", "en"}
    assert flag.evidence[0].source
    assert "40 learners" in flag.evidence[0].locator
    assert found([Reference("q", "为什么？", "因为这样。")])[0][0].correction.startswith("其他题目")
    assert found([Reference("q", "Why?", " ")]) == ((),)


def test_a_question_that_good_learners_miss_is_found_among_others() -> None:
    learners, questions = 60, 6
    able = np.linspace(0, 1, learners)
    right = np.array(
        [[(able[person] > 0.15 * item) for item in range(questions)] for person in range(learners)]
    )
    right[:, 3] = able < 0.5  # the key is wrong: those who know are marked down
    question = np.tile(np.arange(questions), learners)
    learner = np.repeat(np.arange(learners), questions)
    told = item_figures(question, learner, right.ravel().astype(float))
    flags = Statistics({str(item): told[item] for item in range(questions)})(
        [Reference(str(item), "Why?", "Because.") for item in range(questions)]
    )
    assert [bool(each) for each in flags] == [False, False, False, True, False, False]
    assert flags[3][0].severity in (Severity.HIGH, Severity.MEDIUM)


def test_few_learners_tell_nothing() -> None:
    learner, question = np.arange(10).repeat(4), np.tile(np.arange(4), 10)
    score = np.array([0.0, 1.0, 1.0, 1.0] * 5 + [1.0, 0.0, 0.0, 0.0] * 5)
    told = item_figures(question, learner, score)
    assert [severity_of(each) for each in told] == [None] * 4
