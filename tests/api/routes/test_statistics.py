"""Topics, statistics and groups over HTTP."""

from typing import Any

import httpx

from tests.api.parts import BARE, SHAPE, TIDES


def said(client: httpx.Client, learner: str | None, text: str, question_id: str = TIDES.id) -> str:
    body = {"question_id": question_id, "answer": text, "learner": learner}
    return str(client.post("/v1/grades", json=body).json()["attempt_id"])


def got(client: httpx.Client, path: str, **wanted: Any) -> Any:
    answer = client.get(path, params=wanted)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_topics_for_staff_and_for_learners(client: httpx.Client) -> None:
    assert got(client, "/v1/topics") == {
        "topics": [
            {"topic": "Seas", "document": "notes.md", "questions": 1, "drafts": 0},
            {"topic": "Earth", "document": "notes.md", "questions": 1, "drafts": 1},
        ]
    }
    learner = client.get("/v1/learner/topics")
    assert [one["topic"] for one in learner.json()["topics"]] == ["Seas", "Earth"]
    assert "drafts" not in learner.text


def test_how_questions_and_learners_do(client: httpx.Client) -> None:
    assert got(client, "/v1/statistics/learners") == {"learners": []}
    for number in range(9):
        said(client, f"l{number}", "The moon pulls the water" if number else "Wind")
    said(client, "l0", SHAPE.reference or "", SHAPE.id)
    said(client, "l0", "blue", BARE.id)  # has no score
    tides, shape = got(client, "/v1/statistics/questions")["questions"]
    assert (tides["question_id"], tides["learners"], tides["question"]) == (TIDES.id, 9, TIDES.text)
    assert abs(tides["facility"]["value"] - 8 * 0.5 / 9) < 1e-9
    assert tides["discrimination"] is None
    assert (shape["facility"], shape["remark"]) == (None, "too few learners")
    every = got(client, "/v1/statistics/learners")["learners"]
    assert len(every) == 9
    assert {"learner": "l0", "answered": 2, "mean": 0.5, "weak": ["Seas"]} in every
    earth = got(client, "/v1/statistics/learners", topic="earth")["learners"]
    assert earth == [{"learner": "l0", "answered": 1, "mean": 1.0, "weak": []}]
    mine = got(client, "/v1/statistics/progress", learner="l0")
    assert (mine["attempts"], [one["topic"] for one in mine["topics"]]) == (2, ["Seas", "Earth"])
    assert got(client, "/v1/statistics/progress", learner="nobody")["attempts"] == 0


def test_groups_of_answers(client: httpx.Client) -> None:
    first, second = said(client, "a", "The moon pulls it"), said(client, "b", "the moon pulls it.")
    other = said(client, "c", "Wind from the west and nothing else at all")
    client.post(f"/v1/attempts/{other}/grades", json={"score": 0.25, "by": "ann"})
    groups = got(client, f"/v1/questions/{TIDES.id}/groups")["groups"]
    assert [(set(one["attempts"]), one["score"]) for one in groups] == [
        ({first, second}, None),
        ({other}, 0.25),
    ]
    assert groups[0]["says"].casefold().startswith("the moon")
    assert client.get("/v1/questions/q-none/groups").status_code == 404


def test_staff_alone_sees_them(client: httpx.Client) -> None:
    page = client.get("/openapi.json").json()["paths"]
    for path in (
        "/v1/topics",
        "/v1/statistics/questions",
        "/v1/statistics/learners",
        "/v1/statistics/progress",
    ):
        assert page[path]["get"]["security"]
    assert "security" not in page["/v1/learner/topics"]["get"]
