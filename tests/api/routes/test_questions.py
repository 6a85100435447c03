from typing import Any

import httpx
import pytest

from api.services import Services
from questions.records import QuestionId, Status
from tests.api.parts import BARE, DRAFT, SHAPE, TIDES


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [question["id"] for question in answer.json()["questions"]]


def test_all_are_listed_by_line(client: httpx.Client) -> None:
    assert ids(client.get("/v1/questions")) == [TIDES.id, SHAPE.id, DRAFT.id, BARE.id]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": "draft"}, [DRAFT]),
        ({"topic": "seas"}, [TIDES]),
        ({"text": "SHAPE"}, [SHAPE]),
        ({"flagged": "true"}, [SHAPE]),
        ({"document": "other.md"}, []),
        ({"kind": "free_text", "flagged": "false", "language": "en"}, [TIDES, DRAFT, BARE]),
    ],
)
def test_filters(client: httpx.Client, wanted: dict[str, str], found: list[Any]) -> None:
    assert ids(client.get("/v1/questions", params=wanted)) == [question.id for question in found]


def test_pages_follow_each_other(client: httpx.Client) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = client.get("/v1/questions", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += ids(page)
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == [TIDES.id, SHAPE.id, DRAFT.id, BARE.id]


def test_one_is_shown_with_its_reference(client: httpx.Client) -> None:
    assert client.get(f"/v1/questions/{TIDES.id}").json() == TIDES.model_dump(mode="json")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/questions/q-none", 404),
        ("/v1/questions?cursor=nonsense", 422),
        ("/v1/questions?limit=0", 422),
        ("/v1/questions?status=lost", 422),
        ("/v1/nothing", 404),
    ],
)
def test_problems_are_clean(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"title", "status", "detail"}


def test_another_method_is_405(client: httpx.Client) -> None:
    answer = client.delete("/v1/questions")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_a_draft_is_approved_and_a_question_retired(client: httpx.Client, filled: Services) -> None:
    approved = client.post(f"/v1/questions/{DRAFT.id}/approve")
    assert (approved.status_code, approved.json()["status"]) == (200, "active")
    assert filled.bank().get(DRAFT.id).status == "active"
    retired = client.post(f"/v1/questions/{DRAFT.id}/retire")
    assert (retired.status_code, retired.json()["status"]) == (200, "retired")
    assert filled.bank().get(DRAFT.id).status == "retired"
    again = client.post(f"/v1/questions/{DRAFT.id}/approve")
    assert (again.status_code, "ingest it again" in again.json()["detail"]) == (422, True)
    for what in ("approve", "retire"):
        assert client.post(f"/v1/questions/q-none/{what}").status_code == 404


def test_a_question_is_compared_with_its_approved_version(client: httpx.Client) -> None:
    same = client.get(f"/v1/questions/{TIDES.id}/revision").json()
    assert (same["approved"], same["met_version"], same["diff"]) == (None, 1, [])
    assert client.get(f"/v1/questions/{DRAFT.id}/revision").json()["met_version"] is None
    assert client.get("/v1/questions/q-none/revision").status_code == 404


def test_new_words_are_compared_while_learners_meet_the_approved_ones(
    filled: Services, client: httpx.Client
) -> None:
    markdown = "# Winds\n\n## What is wind?\n\nAir moves from high to low pressure.\n"
    sent = {"params": {"name": "wind.md"}, "headers": {"Content-Type": "text/markdown"}}
    added = client.post("/v1/documents", content=markdown, **sent).json()["changes"]["added"]  # type: ignore[arg-type]
    edited = markdown.replace("Air moves", "Air always moves")
    changes = client.post("/v1/documents", content=edited, **sent).json()["changes"]  # type: ignore[arg-type]
    assert changes["changed"] == added
    (name,) = added
    found = client.get(f"/v1/questions/{name}/revision").json()
    assert (found["newest"]["version"], found["approved"]["version"], found["met_version"]) == (2, 1, 1)
    assert {"op": "added", "text": " always"} in found["diff"][0]["parts"]
    assert client.get(f"/v1/questions/{name}").json() == found["approved"]
    assert client.get(f"/v1/questions/{name}?version=2").json() == found["newest"]
    assert client.get(f"/v1/learner/questions/{name}").json()["version"] == 1
    filled.bank().set_status(QuestionId(name), Status.ACTIVE)
    assert client.get(f"/v1/learner/questions/{name}").json()["version"] == 2
