"""Records in rows: what is made storable, and bodies of older formats."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from questions.bank import QuestionBank, open_bank
from questions.bank_engine import make_engine
from questions.bank_rows import BODY_VERSION, clean, fold, scrub, upgraded
from questions.errors import BadInput, BankUnusable
from questions.records import (
    AttemptId,
    DocumentId,
    FlagId,
    Option,
    OptionId,
    Question,
    QuestionId,
    QuizId,
    SingleChoice,
)
from questions.tables import Base, QuestionRow
from tests import strategies
from tests.questions.making import document, five, question

STORED = json.loads((Path(__file__).parents[1] / "cases" / "stored_bodies.json").read_text(encoding="utf-8"))


@given(st.text())
def test_every_text_can_be_made_storable_with_offsets_in_place(text: str) -> None:
    scrubbed = scrub(text)
    assert len(scrubbed) == len(text)
    assert b"\0" not in scrubbed.encode("utf-8")
    assert scrub(scrubbed) == scrubbed
    assert all(new in (old, "\ufffd") for old, new in zip(text, scrubbed, strict=True))


@given(strategies.questions)
def test_a_storable_record_is_left_as_it_is(question: Question) -> None:
    assert clean(question) is question


def test_ids_that_fall_together_are_refused() -> None:
    choice = SingleChoice(
        id=QuestionId("q"),
        text="Which?",
        language="en",
        options=(Option(id=OptionId("\0"), text="a"), Option(id=OptionId("\ufffd"), text="b")),
        correct=OptionId("\0"),
    )
    with pytest.raises(BadInput, match="two options share an id") as raised:
        clean(choice)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \t\n", ""),
        ("Ｒｏ  ＰＥ\n", "ro pe"),
        ("STRASSE straße", "strasse strasse"),
        ("注意力　机制", "注意力 机制"),
        ("a\0b\ud800", "a\ufffdb\ufffd"),
    ],
)
def test_search_does_not_mind_width_case_and_white_space(text: str, folded: str) -> None:
    assert fold(text) == folded


def _bank_of_stored_rows(url: str) -> QuestionBank:
    bank = open_bank(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        for row in STORED:
            columns = {**row["columns"], "body": row["body"], "body_version": row["body_version"]}
            connection.execute(insert(Base.metadata.tables[row["table"]]).values(**columns))
    engine.dispose()
    return bank


def _read(bank: QuestionBank, row: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - a case a table
    columns = row["columns"]
    match row["table"]:
        case "documents":
            return bank.document(DocumentId(columns["id"])).model_dump(mode="json")
        case "questions":
            return bank.get(QuestionId(columns["id"])).model_dump(mode="json")
        case "question_versions":
            old = bank.get(QuestionId(columns["question_id"]), columns["version"])
            return old.model_dump(mode="json")
        case "calibrations":
            made = bank.calibration(QuestionId(columns["question_id"]))
            assert made is not None
            return made.model_dump(mode="json")
        case "flags":
            return bank.flag(FlagId(columns["id"])).flag.model_dump(mode="json")
        case "grades":
            (given,) = bank.grades_of(AttemptId(columns["attempt_id"]))
            return given.model_dump(mode="json")
        case "quizzes":
            return bank.quiz(QuizId(columns["id"])).model_dump(mode="json")
        case "replies":
            return bank.kept_replies([columns["key"]])[columns["key"]].model_dump(mode="json")
        case other:
            assert other == "attempts"
            return bank.attempt(AttemptId(columns["id"])).model_dump(mode="json")


def test_bodies_of_every_format_are_read(any_url: str) -> None:
    """A sample of each format that was ever released; `reads_as` where today's record differs from it."""
    with _bank_of_stored_rows(any_url) as bank:
        for row in STORED:
            assert _read(bank, row) == row.get("reads_as", row["body"]), row["columns"]


def test_there_is_a_sample_of_every_table_and_kind_in_every_format() -> None:
    for version in range(1, BODY_VERSION + 1):
        rows = [row for row in STORED if row["body_version"] == version]
        with_bodies = {name for name, table in Base.metadata.tables.items() if "body" in table.columns}
        assert {row["table"] for row in rows} == with_bodies
        kinds = {row["body"]["kind"] for row in rows if row["table"] == "questions"}
        assert kinds == {"free_text", "single_choice", "multiple_choice", "true_false", "cloze"}


def test_an_older_body_goes_through_the_steps_of_its_table() -> None:
    steps = {
        ("questions", BODY_VERSION - 2): lambda body: {**body, "first": True},
        ("questions", BODY_VERSION - 1): lambda body: {**body, "second": body["first"]},
    }
    assert upgraded("questions", {}, BODY_VERSION - 2, steps) == {"first": True, "second": True}
    assert upgraded("flags", {"a": 1}, BODY_VERSION - 2, steps) == {"a": 1}
    assert upgraded("questions", {"a": 1}, BODY_VERSION, steps) == {"a": 1}


@pytest.mark.parametrize(
    ("change", "why"),
    [({"body_version": BODY_VERSION + 1}, "newer quizgen"), ({"body": {"kind": "riddle"}}, "cannot be read")],
)
def test_a_body_that_cannot_be_read_is_said_in_one_line(
    sqlite_url: str, change: dict[str, Any], why: str
) -> None:
    with open_bank(sqlite_url) as bank:
        bank.ingest(document(), five())
        engine = make_engine(sqlite_url)
        with engine.begin() as connection:
            connection.execute(update(QuestionRow).values(**change))
        engine.dispose()
        with pytest.raises(BankUnusable, match=why) as raised:
            bank.get(QuestionId("q-1"))
        assert len(str(raised.value).splitlines()) == 1


def test_two_names_for_one_question_do_not_slip_in(bank: QuestionBank) -> None:
    with pytest.raises(BadInput, match="share the id"):
        bank.ingest(document(), [question("q\0"), question("q\ufffd")])
