from typing import Any

import httpx
import pytest

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
