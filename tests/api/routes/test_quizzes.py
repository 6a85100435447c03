"""Quizzes over HTTP: staff puts them together, learners see the questions alone."""

from typing import Any

import httpx
import pytest

from api.services import Services
from questions.records import Status
from tests.api.parts import DRAFT, FIRST, SHAPE, TIDES, TWO, fill_choices, running


def made(client: httpx.Client, **fields: Any) -> Any:
    answer = client.post("/v1/quizzes", json={"seed": 3} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_quiz_is_made_kept_and_listed(client: httpx.Client) -> None:
    quiz = made(client, topics=[{"topic": "seas", "count": 1}, {"topic": "earth", "count": 3}])
    assert {item["question_id"]: item["version"] for item in quiz["items"]} == {TIDES.id: 1, SHAPE.id: 1}
    assert quiz["shortfalls"] == [
        {
            "topic": "earth",
            "wanted": 3,
            "found": 1,
            "left_out": {"not approved yet": 1, "without a reference answer": 1},
        }
    ]
    assert client.get(f"/v1/quizzes/{quiz['id']}").json() == quiz
    assert made(client, topics=[{"topic": "seas", "count": 1}, {"topic": "earth", "count": 3}]) == quiz
    other = made(client, total=1)
    assert [one["id"] for one in client.get("/v1/quizzes?limit=1").json()["quizzes"]] == [other["id"]]
    cursor = client.get("/v1/quizzes?limit=1").json()["next_cursor"]
    rest = client.get("/v1/quizzes", params={"cursor": cursor}).json()
    assert ([one["id"] for one in rest["quizzes"]], rest["next_cursor"]) == ([quiz["id"]], None)


@pytest.mark.parametrize(
    "body",
    [{}, {"total": 0}, {"total": 1, "kinds": ["essay"]}, {"total": 1, "colour": 1}, {"total": 501}, [], None],
)
def test_a_bad_blueprint_is_a_clean_problem(client: httpx.Client, body: Any) -> None:
    answer = client.post("/v1/quizzes", json=body)
    assert answer.status_code == 422
    assert set(answer.json()) == {"title", "status", "detail"}


def test_unknown_quizzes_are_not_found(client: httpx.Client) -> None:
    for path in ("/v1/quizzes/z-none", "/v1/learner/quizzes/z-none"):
        assert client.get(path).status_code == 404


def test_a_learner_sees_questions_alone_and_answers_by_option_id(filled: Services) -> None:
    fill_choices(filled)
    with running(filled) as client:
        quiz = made(client, total=6)
        answer = client.get(f"/v1/learner/quizzes/{quiz['id']}")
        for secret in ("moon pulls", "globe", "omega", "alphabet", '"correct"', "blueprint"):
            assert secret not in answer.text
        shown = answer.json()
        assert [one["id"] for one in shown["questions"]] == [item["question_id"] for item in quiz["items"]]
        assert shown["gone"] == 0
        orders = set()
        for seed in range(8):
            other = made(client, total=6, seed=seed)["id"]
            found = client.get(f"/v1/learner/quizzes/{other}").json()["questions"]
            orders.add(
                tuple(option["id"] for one in found if one["id"] == FIRST for option in one["options"])
            )
        assert len(orders) > 3
        for asked, named, score in ((FIRST, "A", 1), (TWO, "C,A", 1), (TWO, "A, B", 0)):
            body = {"question_id": asked, "answer": named, "learner": "mia"}
            assert client.post("/v1/learner/grades", json=body).json()["grade"]["score"] == score


def test_what_is_not_asked_any_more_is_not_shown(filled: Services) -> None:
    with running(filled) as client:
        quiz = made(client, total=2)
        filled.bank().set_status(TIDES.id, Status.RETIRED)
        shown = client.get(f"/v1/learner/quizzes/{quiz['id']}").json()
        assert ([one["id"] for one in shown["questions"]], shown["gone"]) == ([SHAPE.id], 1)


def test_difficulty_is_told_with_its_origin(client: httpx.Client) -> None:
    page = client.get("/v1/questions").json()
    assert set(page["difficulties"]) == {one["id"] for one in page["questions"]}
    one = client.get(f"/v1/questions/{DRAFT.id}/difficulty").json()
    assert one == page["difficulties"][DRAFT.id]
    assert (one["origin"], one["attempts"]) == ("estimated", 0)
    assert client.get("/v1/questions/q-none/difficulty").status_code == 404
