from typing import Any

import httpx
import pytest

from api.services import Services
from tests.api.parts import BARE, SHAPE, TIDES

RIGHT = {"question_id": TIDES.id, "answer": "The moon pulls the water. The sun adds to it."}
INLINE = {
    "question": "What causes the tides?",
    "reference": "The moon pulls the water.",
    "answer": "The moon.",
}


def test_one_answer_is_graded_and_stored(client: httpx.Client, filled: Services) -> None:
    answer = client.post("/v1/grades", json=RIGHT | {"learner": "mia"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["grade"]["status"] == "scored"
    assert {point["state"] for point in body["grade"]["key_points"]} == {"covered"}
    (attempt,) = filled.bank().attempts(learner="mia").items
    assert attempt.id == body["attempt_id"]
    assert attempt.grade.model_dump(mode="json") == body["grade"]


def test_an_inline_question_is_graded_and_not_stored(client: httpx.Client, filled: Services) -> None:
    body = client.post("/v1/grades", json=INLINE).json()
    assert body["attempt_id"] is None
    assert body["grade"]["status"] == "scored"
    assert filled.bank().attempts().items == ()


def test_a_batch_gives_a_grade_for_each_in_order(client: httpx.Client) -> None:
    answers = [
        RIGHT,
        INLINE,
        {"question_id": TIDES.id, "answer": ""},
        {"question_id": BARE.id, "answer": "Air."},
    ]
    grades = client.post("/v1/grades/batch", json={"answers": answers}).json()["grades"]
    assert [item["question_id"] for item in grades] == [TIDES.id, None, TIDES.id, BARE.id]
    assert grades[2]["grade"]["verdict"] == "blank"
    assert grades[3]["grade"]["status"] == "unscored"
    assert grades[3]["grade"]["score"] is None
    alone = client.post("/v1/grades", json=RIGHT).json()
    assert alone["grade"] == grades[0]["grade"]


def test_the_same_key_gives_the_same_attempt(client: httpx.Client, filled: Services) -> None:
    key = {"Idempotency-Key": "once-1"}
    first = client.post("/v1/grades", json=RIGHT, headers=key).json()
    assert client.post("/v1/grades", json=RIGHT, headers=key).json() == first
    assert len(filled.bank().attempts().items) == 1
    other = client.post("/v1/grades", json=RIGHT | {"answer": "The wind."}, headers=key)
    assert other.status_code == 409
    assert "Idempotency-Key" in other.json()["detail"]


def test_the_same_key_for_a_batch(client: httpx.Client, filled: Services) -> None:
    key = {"Idempotency-Key": "once-2"}
    body = {"answers": [RIGHT, INLINE, RIGHT | {"answer": "The sun."}]}
    first = client.post("/v1/grades/batch", json=body, headers=key).json()
    assert client.post("/v1/grades/batch", json=body, headers=key).json() == first
    assert len(filled.bank().attempts().items) == 2


def test_without_a_key_each_is_an_attempt(client: httpx.Client, filled: Services) -> None:
    client.post("/v1/grades", json=RIGHT)
    client.post("/v1/grades", json=RIGHT)
    assert len(filled.bank().attempts().items) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question_id": "q-none", "answer": "x"}, 404),
        ({"question_id": TIDES.id}, 422),
        ({"question_id": TIDES.id, "answer": 5}, 422),
        ({"question_id": TIDES.id, "answer": "x", "reference": "mine"}, 422),
        ({"reference": " ", "answer": "x"}, 422),
        ({"question_id": TIDES.id, "answer": "x" * 20_001}, 413),
        ([], 422),
    ],
)
def test_what_cannot_be_graded_is_a_clean_problem(client: httpx.Client, body: Any, status: int) -> None:
    answer = client.post("/v1/grades", json=body)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "\n" not in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"question_id": TIDES.id}, "answer: Field required"),
        (
            {"question": "Why?", "refernce": "The moon.", "answer": "The moon."},
            "reference: Field required; refernce: Extra inputs are not permitted",
        ),
        ({}, "reference: Field required; answer: Field required"),
    ],
)
def test_a_problem_names_what_was_sent(client: httpx.Client, body: Any, says: str) -> None:
    assert client.post("/v1/grades", json=body).json()["detail"] == says
    several = client.post("/v1/grades/batch", json={"answers": [RIGHT, body]}).json()["detail"]
    assert several.startswith("answers.1." + says.split(";")[0])


def test_one_unknown_question_stops_the_batch(client: httpx.Client, filled: Services) -> None:
    answers = [RIGHT, {"question_id": "q-none", "answer": "x"}]
    assert client.post("/v1/grades/batch", json={"answers": answers}).status_code == 404
    assert filled.bank().attempts().items == ()


def test_at_most_a_hundred(client: httpx.Client) -> None:
    assert client.post("/v1/grades/batch", json={"answers": [INLINE] * 100}).status_code == 200
    assert client.post("/v1/grades/batch", json={"answers": [INLINE] * 101}).status_code == 422
    assert client.post("/v1/grades/batch", json={"answers": []}).status_code == 422


@pytest.mark.parametrize("raw", [b"{", b'{"question_id": "q", "answer": "\\ud800"}', b"\xff", b"[" * 9999])
def test_broken_json_is_a_clean_problem(client: httpx.Client, raw: bytes) -> None:
    answer = client.post("/v1/grades", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_half_a_character_does_not_cost_the_grade(client: httpx.Client) -> None:
    raw = f'{{"question_id": "{TIDES.id}", "answer": "The moon pulls the water \\ud83d\\u0000"}}'
    answer = client.post("/v1/grades", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (200, 422)


def test_who_is_right_where_the_reference_is_wrong_is_not_failed(client: httpx.Client) -> None:
    globe = client.post(
        "/v1/grades", json={"question_id": SHAPE.id, "answer": "The earth is a globe."}
    ).json()["grade"]
    flat = client.post("/v1/grades", json={"question_id": SHAPE.id, "answer": "It is a flat earth."}).json()[
        "grade"
    ]
    assert globe["score"] >= flat["score"] or globe["needs_review"]
