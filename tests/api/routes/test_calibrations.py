from typing import Any

import httpx
import pytest

from tests.api.parts import TIDES

HALF = "The moon pulls the water."
PATH = f"/v1/questions/{TIDES.id}/calibration"


def grades(count: int = 6, answer: str = HALF, score: float = 0.9) -> dict[str, Any]:
    return {"grades": [{"answer": f"{answer} {number}", "score": score} for number in range(count)]}


def score(client: httpx.Client) -> dict[str, Any]:
    answer = client.post("/v1/grades", json={"question_id": TIDES.id, "answer": HALF})
    found: dict[str, Any] = answer.json()["grade"]
    return found


def test_human_grades_move_later_ones_until_they_are_forgotten(client: httpx.Client) -> None:
    assert client.get(PATH).json() == {"question_id": TIDES.id, "calibration": None}
    before = score(client)
    put = client.put(PATH, json=grades())
    assert put.status_code == 200, put.text
    made = put.json()["calibration"]
    assert made["own"]
    assert made["grades"] == 6
    assert client.get(PATH).json() == put.json()
    after = score(client)
    assert before["score"] == 0.5 < after["score"] < 0.9
    assert after["decided_by"] == "calibration/1+fake/1"
    assert after["opinions"][-1]["grader"] == "calibration/1"
    assert client.put(PATH, json=grades(8)).json()["calibration"]["grades"] == 8
    assert score(client)["decided_by"] == "calibration/1+fake/1"  # of raw scores, not of calibrated ones
    assert client.delete(PATH).json()["calibration"] is None
    assert score(client) == before


def test_a_grade_in_the_bank_stays_as_it_was_given(client: httpx.Client) -> None:
    sent = {"question_id": TIDES.id, "answer": HALF}
    first = client.post("/v1/grades", json=sent, headers={"Idempotency-Key": "one"}).json()
    client.put(PATH, json=grades())
    assert client.post("/v1/grades", json=sent, headers={"Idempotency-Key": "one"}).json() == first


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (grades(4), 422),
        (grades(6, score=1.5), 422),
        (grades(6, answer="?" * 30_000), 413),
        ({"grades": [{"answer": "", "score": 0.0}] * 9}, 422),  # blank answers teach nothing
        ({"grades": []}, 422),
    ],
)
def test_what_cannot_be_learnt_from_changes_nothing(
    client: httpx.Client, body: dict[str, Any], status: int
) -> None:
    assert client.put(PATH, json=body).status_code == status
    assert client.get(PATH).json()["calibration"] is None


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_an_unknown_question_is_not_found(client: httpx.Client, method: str) -> None:
    body = grades() if method == "PUT" else None
    assert client.request(method, "/v1/questions/q-none/calibration", json=body).status_code == 404
