from typing import Any

import pytest
from pydantic import ValidationError

from graders.facts import Fact, Term, Wrong

WRONG = {"zh": ["错"], "en": ["wrong"], "says": ["wrong"]}
FACT: dict[str, Any] = {
    "id": "a-fact",
    "about": ["rope"],
    "zh": "对",
    "en": "right",
    "severity": "high",
    "sources": [{"source": "a paper", "locator": "Sec. 1"}],
    "verified": "recalled",
    "wrong": [WRONG],
}


def test_a_fact_is_read_from_plain_data() -> None:
    fact = Fact.model_validate(FACT)
    assert fact.wrong[0].gap == 16
    assert fact.verdict == "contradicted"


@pytest.mark.parametrize(
    "change",
    [
        {"id": "Not A Slug"},
        {"about": []},
        {"zh": " "},
        {"wrong": []},
        {"sources": []},
        {"sources": [{"source": "a paper", "locator": " "}]},
        {"verified": "believed"},
        {"severity": "grave"},
        {"colour": "red"},
        {"wrong": [{"zh": ["错"], "en": ["wrong"]}]},
        {"wrong": [{**WRONG, "zh": [], "en": []}]},
        {"zh": "", "en": ""},
        {"wrong": [{**WRONG, "gap": 0}]},
    ],
)
def test_a_fact_that_lacks_something_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate({**FACT, **change})


def test_a_fact_in_one_language_says_the_same_in_both() -> None:
    told = {key: value for key, value in FACT.items() if key != "zh"}
    fact = Fact.model_validate({**told, "wrong": [{"en": ["wrong"], "says": ["wrong"]}]})
    assert (fact.zh, fact.en) == ("right", "right")
    assert fact.wrong[0].zh == ()


def test_a_wrong_statement_may_be_found_by_a_number_alone() -> None:
    value = {"unit": "layer", "right": [12]}
    assert Wrong.model_validate({"zh": ["错"], "en": ["wrong"], "value": value}).value is not None


def test_a_term_may_be_one_of_a_wider_term() -> None:
    assert Term.model_validate({"kind": "model", "names": ["GPT-3"], "is": "gpt"}).parent == "gpt"
