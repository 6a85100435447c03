"""Answers out of forms, spreadsheets and transcripts, and into the bank."""

import json
import math
from pathlib import Path

import pytest

from api.services import Services
from api.usecases.adding import add
from api.usecases.collecting import Collection, Wanted, collect
from api.usecases.learners import learners
from api.usecases.marks import mark_of
from questions.errors import BadInput
from questions.gradebook import PERSON
from tests.api.parts import SHAPE, TIDES, fill, make_services
from tests.api.rowfiles.making import workbook


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = make_services(tmp_path)
    fill(made)
    return made


def collected(
    services: Services, folder: Path, text: str, name: str = "in.csv", **wanted: object
) -> Collection:
    file = folder / name
    file.write_text(text, "utf-8")
    return collect(services, [file], Wanted(**wanted))  # type: ignore[arg-type]


def said(found: Collection) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in ("id", "question_id", "answer", "learner")) for row in found.rows]


def test_a_form_has_a_column_for_each_question(services: Services, tmp_path: Path) -> None:
    text = (
        "Report of May,,,,\n"
        "Timestamp,Name,What causes the tides?,Shape of the earth?,What shape has the earth? (required)\n"
        "1,Mia,The moon,x,Flat\n"
        ",,,,\n"
        "2,Leo,,y,Round\n"
    )
    found = collected(services, tmp_path, text)
    assert said(found) == [
        ("in.csv:3C", TIDES.id, "The moon", "Mia"),
        ("in.csv:3E", SHAPE.id, "Flat", "Mia"),
        ("in.csv:5E", SHAPE.id, "Round", "Leo"),
    ]
    assert found.blank == 1
    assert [(one.place, one.why) for one in found.left_out] == [
        ("in.csv:2D", "no question of the bank: Shape of the earth?")
    ]
    kept = collected(services, tmp_path, text, blanks=True)
    assert ("in.csv:5C", TIDES.id, "", "Leo") in said(kept)


def test_a_quiz_of_a_form_has_scores_beside_its_answers(services: Services, tmp_path: Path) -> None:
    text = (
        "Total score,Name,What causes the tides?,What causes the tides? [Score],What causes the tides? [Feedback]\n"
        "3.00 / 4,Mia,The moon,3.00 / 4,good\n"
    )
    found = collected(services, tmp_path, text)
    assert not found.left_out
    assert [(row["score"], row["max_score"]) for row in found.rows] == [(3.0, 4.0)]


def test_a_table_has_an_answer_a_row(services: Services, tmp_path: Path) -> None:
    text = (
        "姓名;问题;回答;得分;备注\n"
        f"Mia;{TIDES.text};The moon;7;x\n"
        ";What shape has earth?;Flat;;\n"
        "Leo;;Round;3 分;\n"
        "Leo;Who are you?;Me;;\n"
    )
    found = collected(services, tmp_path, text, most=10.0)
    assert said(found) == [
        ("in.csv:2", TIDES.id, "The moon", "Mia"),
        ("in.csv:3", SHAPE.id, "Flat", "Mia"),  # a blank under a merged cell
        ("in.csv:4", SHAPE.id, "Round", "Leo"),
    ]
    assert [(row["score"], row["max_score"]) for row in found.rows] == [
        (7.0, 10.0),
        (None, None),
        (3.0, 10.0),
    ]
    assert [(one.place, one.why) for one in found.left_out] == [
        ("in.csv:5", "no question of the bank: Who are you?")
    ]
    assert {words: question.id for words, question in found.taken.items()} == {
        "What shape has earth?": SHAPE.id
    }


def test_rows_of_our_own_are_read_again(services: Services, tmp_path: Path) -> None:
    rows = [
        {
            "id": 7,
            "question_id": TIDES.id,
            "answer": "The moon",
            "learner": "Mia",
            "score": 1,
            "max_score": 2,
        },
        {"id": 7, "question": "Own?", "reference": "Yes.", "answer": "No"},
    ]
    found = collected(services, tmp_path, "\n".join(map(json.dumps, rows)), "rows.jsonl")
    assert [row["id"] for row in found.rows] == ["7", "7#2"]
    assert found.rows[1]["reference"] == "Yes."
    again = collected(services, tmp_path, "\n".join(map(json.dumps, found.rows)), "again.jsonl")
    assert again.rows == found.rows


def test_workbooks_and_folders(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cells: list[list[object]] = [
        ["Question", "Answer", "Student"],
        [TIDES.text, "The moon", "Mia"],
        [None, "The sun", "Leo"],
    ]
    (folder / "a.xlsx").write_bytes(workbook({"s": cells}, merged=["A2:A3"]))
    (folder / "b.txt").write_text(f"Interviewer: {SHAPE.text}\nCandidate: Flat\n", "utf-8")
    (folder / "c.png").write_bytes(b"\x89PNG")
    (folder / "e.txt").write_text("Nobody is named here.", "utf-8")
    (folder / "d.csv").write_text("a,b\n1,2\n", "utf-8")
    found = collect(services, [folder], Wanted())
    assert said(found) == [
        ("a.xlsx:2", TIDES.id, "The moon", "Mia"),
        ("a.xlsx:3", TIDES.id, "The sun", "Leo"),
        ("b.txt:1", SHAPE.id, "Flat", "b"),
    ]
    assert [one.place for one in found.left_out] == ["d.csv", "e.txt"]
    with pytest.raises(BadInput, match="no such file"):
        collect(services, [tmp_path / "none.csv"], Wanted())


def test_answers_are_kept_once_however_often_they_are_added(services: Services, tmp_path: Path) -> None:
    text = f"name,question,answer\nMia,{TIDES.text},The moon\n,{TIDES.text},?\n"
    first = add(services, collected(services, tmp_path, text).rows, None)
    longer = text + f"Leo,{SHAPE.text},Flat\nLeo,{SHAPE.text},Flat\n"
    second = add(services, collected(services, tmp_path, longer).rows, None)
    assert (len(first.attempts), first.before, len(second.attempts), second.before) == (2, 0, 4, 2)
    assert len(services.bank().attempts().items) == 4
    assert [(one.learner, one.answered) for one in learners(services, None, None)] == [("Leo", 1), ("Mia", 1)]


def test_marks_become_grades_and_are_compared(services: Services, tmp_path: Path) -> None:
    text = (
        "name,question,answer,score\n"
        f"Mia,{TIDES.text},The moon pulls the water,5\n"
        f"Leo,{TIDES.text},The moon pulls the water and the sun adds to it,10\n"
        f"Ann,{TIDES.text},Wind,10\n"
        f"Bob,{TIDES.text},Rain,\n"
    )
    rows = collected(services, tmp_path, text, most=10.0).rows
    done = add(services, rows, "ann")
    near = done.agreement
    assert near is not None
    assert (near.marks, near.far) == (3, ("in.csv:4",))
    assert near.off == pytest.approx(1 / 3)
    assert near.r == pytest.approx(0)
    assert near.qwk == pytest.approx(0.4)
    assert [one.grade.decided_by == PERSON for one in done.attempts] == [True, True, True, False]
    again = add(services, rows, "ann")  # nothing is given twice, and the figures stay
    assert again.agreement == near
    assert len(services.bank().grades_of(done.attempts[0].id)) == 2
    changed = collected(services, tmp_path, text.replace(",5\n", ",6\n"), most=10.0).rows
    assert add(services, changed, "ann").attempts[0].grade.score == 0.6


def test_what_cannot_be_kept_is_named(services: Services, tmp_path: Path) -> None:
    long = "x" * 20_001
    text = f"question,reference,answer\nOwn?,Yes.,No\n{TIDES.text},,{long}\n"
    done = add(services, collected(services, tmp_path, text).rows, None)
    assert [one.place for one in done.left_out] == ["in.csv:2", "in.csv:3"]
    assert not done.attempts


@pytest.mark.parametrize(
    ("fields", "most", "score", "full"),
    [
        ({"score": "7"}, 10.0, 7, 10),
        ({"score": "0.7"}, None, 0.7, 1),
        ({"score": "7 / 10"}, 5.0, 7, 10),
        ({"score": "８５％"}, None, 85, 100),
        ({"score": "8 分", "max_score": "10 分"}, None, 8, 10),
        ({"score_norm": "0.5"}, 10.0, 0.5, 1),
    ],
)
def test_marks_as_people_write_them(
    fields: dict[str, str], most: float | None, score: float, full: float
) -> None:
    found = mark_of(fields, most)  # type: ignore[arg-type]
    assert math.isclose(found["score"] or 0, score)
    assert math.isclose(found["max_score"] or 0, full)


@pytest.mark.parametrize(
    ("fields", "most"), [({"score": "7"}, None), ({"score": "11"}, 10.0), ({"score": "good"}, 10.0)]
)
def test_what_is_no_mark_is_refused(fields: dict[str, str], most: float | None) -> None:
    with pytest.raises(BadInput):
        mark_of(fields, most)  # type: ignore[arg-type]
