"""Why a person should look, in words."""

import pytest

from api.reasons import IN_WORDS, in_words
from graders import rows
from graders.caution import Doubt
from graders.judge import deciding
from graders.verdicts import review_reasons
from questions.records import Unscored

GIVEN = (
    *review_reasons(0.0, disputed=True, false=1, doubts=tuple(Doubt)),
    deciding.UNAVAILABLE,
    deciding.DISAGREES,
    deciding.DIVIDED,
    rows.UNLIKE,
    deciding.TO_GRADER,
)


def test_every_reason_that_a_grader_gives_has_words() -> None:
    assert set(GIVEN) == set(IN_WORDS)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", "评分把握不大；答案前后矛盾；new_reason"),
        ("en", "the grade is not sure; the answer contradicts itself; new_reason"),
    ],
)
def test_reasons_are_said_in_the_language_of_the_grade(language: str, says: str) -> None:
    reasons = ("low_confidence", "contradicts_itself", "new_reason")
    grade = Unscored(decided_by="t", language=language, reason="r", review_reasons=reasons)
    assert in_words(grade) == says
