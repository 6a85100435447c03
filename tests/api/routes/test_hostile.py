"""Requests that mean harm get an answer that does none, and the server goes on."""

import json
import re
from typing import Any

import httpx
import pytest

from tests.api.parts import TIDES
from tests.test_cases import CASES

REQUESTS: list[dict[str, Any]] = json.loads((CASES / "hostile_requests.json").read_text("utf-8"))
ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
DEEP = 100_000


def _sent(client: httpx.Client, asked: dict[str, Any]) -> httpx.Response:
    headers = {"content-type": "application/json", **asked.get("headers", {})}
    body = asked["body"].encode() if "body" in asked else None
    return client.request(asked["method"], asked["path"], content=body, headers=headers)


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked["what"])
def test_what_is_wrong_is_said_and_nothing_breaks(client: httpx.Client, asked: dict[str, Any]) -> None:
    told = _sent(client, asked)
    assert told.status_code == asked["status"], told.text
    assert "set-cookie" not in told.headers
    if told.status_code >= 400:
        assert told.headers["content-type"] == "application/problem+json"
        detail = told.json()["detail"]
        assert detail
        assert ODD.findall(detail) == []
        assert len(detail) <= 500
        for secret in ("moon", "flat earth", "Traceback", "/home", "site-packages"):
            assert secret not in detail
    assert client.get(f"/v1/learner/questions/{TIDES.id}").status_code == 200


@pytest.mark.parametrize("body", ["[" * DEEP, '{"a":' * DEEP, '{"answer": ' + "[" * DEEP + "]" * DEEP + "}"])
def test_a_deep_body_is_refused(client: httpx.Client, body: str) -> None:
    told = client.post("/v1/grades", content=body, headers={"Content-Type": "application/json"})
    assert told.status_code in (400, 422)


def test_names_of_documents_are_kept_without_what_a_terminal_obeys(client: httpx.Client) -> None:
    for asked in REQUESTS:
        if asked["status"] == 201:
            _sent(client, asked)
    names = [each["name"] for each in client.get("/v1/documents").json()["documents"]]
    assert "a\ufffd\ufffd\ufffd\ufffdb.md" in names
    assert [name for name in names if ODD.search(name)] == []
