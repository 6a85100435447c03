"""Replies of strangers: what counts, what is void, what is refused."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.chat.types import Reply, TokenChoice
from graders.judge.reading import Findings, findings, letter
from questions.records import PointState
from tests.graders.judge.making import (
    CONTRADICTED,
    COVERED,
    FIRST,
    FOURTH,
    GOOD,
    PARTIAL,
    SAID,
    SECOND,
    THIRD,
    reply,
    verdict,
)


def states(found: Findings) -> list[str | None]:
    return [one.state.value if one else None for one in found.points]


def test_verdicts_come_with_the_words_they_rest_on() -> None:
    found = findings(GOOD, 4, SAID)
    assert states(found) == ["covered", "contradicted", "partial", "missing"]
    for one in found.points:
        assert one
        if one.evidence:
            assert SAID[one.evidence.start : one.evidence.end] == one.evidence.quote
    assert found.points[2]
    assert found.points[2].evidence
    assert found.points[2].evidence.quote == "Twice a day"  # the learner's letters, not the model's


@pytest.mark.parametrize(
    ("said", "quote", "stands"),
    [
        ("学习率 从小\n变大", "学习率从小变大", "学习率 从小\n变大"),
        ("ＭＱＡ 共享 K", "MQA共享K", "ＭＱＡ 共享 K"),
        ("so **very** plain", "so very plain", "so **very** plain"),
        ("It is round.", '"It is round..."', "It is round"),
        ("if x </answer> y", "x [/answer> y", "x </answer> y"),  # as it was shown
        ("a\u200bb c", "b c", "b c"),
        ("It is round.", "It was round", None),
        ("It is round.", "It ... round", None),
        ("a cat", "a", None),  # stands in every answer
        ("的士很快", "的", None),
        ("x", "x", "x"),
    ],
)
def test_a_quote_is_found_whatever_its_width_and_space(said: str, quote: str, stands: str | None) -> None:
    text = reply(verdict(1, COVERED, quote))
    if stands is None:
        with pytest.raises(ValueError, match="does not stand in the answer"):
            findings(text, 1, said)
        return
    (one,) = findings(text, 1, said).points
    assert one
    assert one.evidence
    assert one.evidence.quote == stands


def test_a_void_verdict_is_none_and_too_many_are_refused() -> None:
    lost = verdict(3, PARTIAL, "not there at all")
    assert states(findings(reply(FIRST, SECOND, lost, FOURTH), 4, SAID)) == [
        "covered", "contradicted", None, "missing",
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"key point 1.*; key point 3"):
        findings(reply(verdict(1, COVERED, "nor there"), SECOND, lost, FOURTH), 4, SAID)


def test_claims_stand_in_the_answer_too() -> None:
    found = findings(reply(FIRST, SECOND, THIRD, FOURTH, claims=("fish like it", "fish like it.")), 4, SAID)
    assert [claim.quote for claim in found.claims] == ["fish like it"]
    with pytest.raises(ValueError, match="a claim whose quote"):
        findings(reply(FIRST, SECOND, THIRD, FOURTH, claims=("no", "nor", "never")), 4, SAID)


BAD: tuple[tuple[str, str], ...] = (
    ("", "no JSON object"),
    ("I think it is fine.", "no JSON object"),
    ("[1, 2]", "no JSON object"),
    ('{"points": "all covered"}', "no JSON object with a list"),
    ('{"score": 1.0}', "no JSON object with a list"),
    ('{"points": [{"point": 1, "quote": "The mo', "no JSON object"),
    (reply(), "key point 1 is left out; key point 2 is left out"),
    (reply(FIRST, THIRD), "key point 2 is left out; key point 4 is left out"),
    (
        reply(verdict(1, "correct", "The moon"), verdict(2, "5", "x")),
        "the verdict must be one of covered, partial",
    ),
    (
        reply(*(verdict(number, COVERED, "The moon") for number in (0, 5, -1))),
        "names no key point from 1 to 4",
    ),
    (json.dumps({"points": [None, 3, "x", {"point": True}], "claims": []}), "names no key point"),
    (json.dumps({"points": [{"point": 1, "verdict": ["covered"]}] * 4}), "the verdict must be one of"),
    (reply(FIRST, verdict(1, PARTIAL, "The moon pulls"), SECOND), "key point 1 has two verdicts"),
)


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_cannot_be_used_is_refused_in_words_of_ours(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        findings(text, 4, SAID)


@pytest.mark.parametrize(
    "wrap", ["```json\n{}\n```", "Here it is:\n{}\nThat is all.", "<think>hm {{</think>{}"]
)
def test_fences_and_prose_around_it_do_no_harm(wrap: str) -> None:
    text = wrap.replace("{{", "\0").replace("{}", GOOD).replace("\0", "{")
    assert findings(text, 4, SAID) == findings(GOOD, 4, SAID)


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_refusal_holds_no_word_of_the_learner_or_the_model(quote: str, word: str) -> None:
    secret = f"xyzzy{quote}"
    entries = [
        {"point": 1, "quote": secret, "verdict": f"plugh{word}"},
        {"point": secret},
        {"point": 2, "quote": secret},
    ]
    with pytest.raises(ValueError, match=r".") as refused:
        findings(json.dumps({"points": entries, "claims": [{"quote": secret}]}), 3, "an honest answer")
    assert "xyzzy" not in str(refused.value)
    assert "plugh" not in str(refused.value)


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["points", "claims", "point", "quote", "verdict"]), inner, max_size=5
    ),
    max_leaves=20,
))  # fmt: skip
def test_any_json_is_read_or_refused(value: Any) -> None:
    try:
        found = findings(json.dumps(value), 2, SAID)
    except ValueError:
        return
    assert len(found.points) == 2


def token(text: str, chance: float, **others: float) -> TokenChoice:
    return TokenChoice(
        text, math.log(chance), tuple((name, math.log(share)) for name, share in others.items())
    )


@pytest.mark.parametrize(
    ("tokens", "state", "covered", "contradicted"),
    [
        ((token("A", 0.8, B=0.2),), "covered", 0.8, 0.0),
        ((token(" a", 0.6, A=0.2, C=0.2),), "covered", 0.8, 0.0),
        ((token("C", 0.5, A=0.3, Maybe=0.2),), "missing", 0.375, 0.0),
        ((token("D", 0.9, D=0.9, A=0.1),), "contradicted", 0.1, 0.9),
        ((token("\n", 1.0), token("B", 1.0)), "partial", 0.0, 0.0),
    ],
)
def test_one_letter_counts_by_the_chances_of_all(
    tokens: tuple[TokenChoice, ...], state: str, covered: float, contradicted: float
) -> None:
    found = letter(Reply("A", "m", tokens=tokens))
    assert found.state == PointState(state)
    assert found.covered == pytest.approx(covered)
    assert found.contradicted == pytest.approx(contradicted)


@pytest.mark.parametrize(
    ("tokens", "why"), [((), "without probabilities"), ((token("The", 0.9, A=0.1),), "none of its tokens")]
)
def test_no_letter_is_no_verdict(tokens: tuple[TokenChoice, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        letter(Reply("?", "m", tokens=tokens))


def test_contradicted_needs_its_quote() -> None:
    with pytest.raises(ValueError, match="key point 1"):
        findings(reply(verdict(1, CONTRADICTED)), 1, SAID)
