"""Laws of the vocabulary: what is written is read, what cannot be is refused, hashes mean what they say."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from questions import records
from questions.records import (
    GRADE,
    QUESTION,
    FreeText,
    Grade,
    MultipleChoice,
    Opinion,
    Option,
    OptionId,
    Question,
    QuestionId,
    Record,
    Source,
    Unscored,
    digest,
)
from tests import strategies

ROOT = Path(__file__).parents[2]
REFUSED = json.loads(
    (Path(__file__).parents[1] / "cases" / "refused_records.json").read_text(encoding="utf-8")
)

every_record: st.SearchStrategy[Record] = st.one_of(
    strategies.questions,
    strategies.grades,
    strategies.documents,
    strategies.sources(),
    strategies.spans(),
    strategies.key_points,
    strategies.attempts,
    strategies.flags(),
    strategies.filed_flags,
)


@given(every_record)
def test_what_is_written_as_json_is_read_as_the_same(record: Record) -> None:
    assert type(record).model_validate_json(record.model_dump_json()) == record
    assert type(record).model_validate(json.loads(json.dumps(record.model_dump(mode="json")))) == record


@given(strategies.questions)
def test_a_question_is_read_as_its_own_kind(question: Question) -> None:
    read = QUESTION.validate_json(QUESTION.dump_json(question))
    assert type(read) is type(question)
    assert read == question


@given(strategies.grades)
def test_a_grade_is_read_as_its_own_kind_and_never_half_a_score(grade: Grade) -> None:
    read = GRADE.validate_json(GRADE.dump_json(grade))
    assert type(read) is type(grade)
    assert read == grade
    if isinstance(grade, Unscored):
        assert grade.score is None
        assert grade.verdict is None
        assert grade.needs_review


@given(every_record)
def test_records_cannot_be_changed(record: Record) -> None:
    name = next(iter(type(record).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, name, getattr(record, name))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["why"])
def test_what_cannot_be_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        getattr(records, case["type"]).model_validate(case["fields"])


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_no_score_is_infinite_or_no_number(number: float) -> None:
    with pytest.raises(ValidationError):
        Opinion(grader=records.GraderId("g"), score=number, why="")


@given(st.lists(st.text()), st.lists(st.text()))
def test_a_digest_tells_different_parts_apart(left: list[str], right: list[str]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


@given(st.text(), st.text(min_size=1))
def test_a_digest_minds_where_the_parts_end(left: str, right: str) -> None:
    assert digest(left, right) != digest(left + right)
    assert digest(left, right) != digest(left + right, "")
    assert digest(left) != digest(left, "")


def test_a_digest_is_what_it_was_yesterday() -> None:
    # Ids in people's banks are made of it.
    assert digest() == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
    assert digest("注意力", "\ud800") == "249e702fbfb673a890b0a484307013830e256e2df8acf98dfde6163b656125cd"


@given(strategies.questions, strategies.sources(), strategies.versions, st.sampled_from(records.Status))
def test_the_content_hash_stays_when_a_question_moves(
    question: Question, source: Source, version: int, status: records.Status
) -> None:
    moved: dict[str, object] = {
        "id": QuestionId("elsewhere"),
        "source": source,
        "version": version,
        "status": status,
        "origin": records.Origin.AUTHORED,
    }
    assert question.model_copy(update=moved).content_hash == question.content_hash


@given(strategies.questions)
def test_the_content_hash_changes_with_the_words(question: Question) -> None:
    assert question.model_copy(update={"text": question.text + "?"}).content_hash != question.content_hash
    assert question.model_copy(update={"language": "xx"}).content_hash != question.content_hash


@given(strategies.free_texts)
def test_the_content_hash_changes_with_what_is_right(question: FreeText) -> None:
    longer = question.model_copy(update={"reference": (question.reference or "") + "."})
    assert longer.content_hash != question.content_hash
    if question.key_points:
        fewer = question.model_copy(update={"key_points": question.key_points[1:]})
        assert fewer.content_hash != question.content_hash


_SEVERAL = MultipleChoice(
    id=QuestionId("q"),
    text="Which?",
    language="en",
    options=tuple(Option(id=OptionId(name), text=name) for name in "abcdefgh"),
    correct=frozenset(OptionId(name) for name in "abcdefg"),
)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_content_hash_is_the_same_in_every_process(seed: str) -> None:
    """Sets are walked in an order that differs from process to process."""
    script = (
        "import sys; from questions.records import QUESTION; "
        "print(QUESTION.validate_json(sys.stdin.read()).content_hash)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=_SEVERAL.model_dump_json(),
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == _SEVERAL.content_hash


@pytest.mark.parametrize(("union", "tag"), [(QUESTION, "kind"), (GRADE, "status")], ids=["question", "grade"])
def test_the_unions_are_told_apart_by_their_tag(union: TypeAdapter[Any], tag: str) -> None:
    schema = union.json_schema()
    assert schema["discriminator"]["propertyName"] == tag
    for wrong in ({}, {tag: "riddle"}, {tag: None}):
        with pytest.raises(ValidationError):
            union.validate_python(wrong)
