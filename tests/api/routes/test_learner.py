"""Nothing that a learner may see holds a reference, a key point's words or a flag."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.lazy import Lazy
from api.services import GradeAll, Services
from questions.errors import BadSetting
from tests.api.parts import BARE, DRAFT, SHAPE, TIDES, fill, make_services, running

FORBIDDEN = {
    "accepts",
    "correct",
    "correction",
    "corrections",
    "evidence",
    "explanation",
    "flag",
    "flags",
    "opinions",
    "reference",
    "review_reasons",
    "source",
    "span",
    "unanswered_because",
    "weight",
}


def properties(schema: Any, page: dict[str, Any], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every property name that an answer of this *schema* may have, at any depth."""
    if isinstance(schema, list):
        for item in schema:
            yield from properties(item, page, seen)
        return
    if not isinstance(schema, dict):
        return
    target = schema.get("$ref")
    if target and target not in seen:
        yield from properties(page["components"]["schemas"][target.rpartition("/")[2]], page, seen | {target})
    yield from schema.get("properties", {})
    for key, below in schema.items():
        if key not in ("$ref", "example", "examples"):
            yield from properties(below, page, seen)


def test_no_learner_route_can_answer_with_a_forbidden_field(services: Services) -> None:
    page = create_app(services).openapi()
    paths = {path: item for path, item in page["paths"].items() if path.startswith("/v1/learner")}
    assert len(paths) >= 4
    for item in paths.values():
        for operation in item.values():
            names = set(properties(operation["responses"], page))
            assert not names & FORBIDDEN
            if "key_points" in names:
                point = page["components"]["schemas"]["LearnerPoint"]["properties"]
                assert set(point) == {"state", "credit", "quote"}


def secrets() -> Iterator[str]:
    for question in (TIDES, SHAPE, DRAFT):
        for sentence in re.split(r"[.]\s*", question.reference or ""):
            if sentence:
                yield sentence.casefold()
    yield "globe"
    yield "eratosthenes"


def test_no_learner_answer_holds_words_of_a_reference(client: httpx.Client) -> None:
    answers = [
        "",
        "no idea",
        "The wind blows the water.",
        "It is a cube that swims.",
        "I like cheese very much.",
    ]
    shown = [client.get("/v1/learner/questions").text, client.get(f"/v1/learner/questions/{TIDES.id}").text]
    shown.append(client.get("/v1/learner/questions?document=notes.md&topic=earth").text)
    for question in (TIDES, SHAPE):
        for answer in answers:
            told = client.post("/v1/learner/grades", json={"question_id": question.id, "answer": answer})
            assert told.status_code == 200, told.text
            shown.append(told.text)
    for text in shown:
        for secret in secrets():
            assert secret not in text.casefold()


def test_learners_meet_active_questions_only(client: httpx.Client) -> None:
    found = client.get("/v1/learner/questions").json()["questions"]
    assert [question["id"] for question in found] == [TIDES.id, SHAPE.id, BARE.id]
    assert client.get(f"/v1/learner/questions/{DRAFT.id}").status_code == 404
    body = {"question_id": DRAFT.id, "answer": "old"}
    assert client.post("/v1/learner/grades", json=body).status_code == 404


def test_a_draft_is_not_told_from_no_question_at_all(client: httpx.Client) -> None:
    told = []
    for name in (DRAFT.id, "q-none"):
        seen = client.get(f"/v1/learner/questions/{name}")
        graded = client.post("/v1/learner/grades", json={"question_id": name, "answer": "old"})
        told.append([answer.text.replace(name, "ID") for answer in (seen, graded)])
    assert told[0] == told[1]


def test_how_the_server_is_set_up_is_told_to_staff_alone(tmp_path: Path) -> None:
    def build() -> GradeAll:
        raise BadSetting("the fact pack /srv/secret/own.toml is not there")

    made = replace(make_services(tmp_path, staff_token="s3cret"), grade=Lazy(build))  # noqa: S106
    fill(made)
    body = {"question_id": TIDES.id, "answer": "the moon"}
    with running(made, ready=False) as client:
        while "loading" in (ready := client.get("/readyz")).text:
            pass
        learner = client.post("/v1/learner/grades", json=body)
        staff = client.post("/v1/grades", json=body, headers={"Authorization": "Bearer s3cret"})
    assert (ready.status_code, learner.status_code, staff.status_code) == (503, 500, 500)
    assert "own.toml" in staff.json()["detail"]
    for told in (ready, learner):
        assert told.json()["detail"] == "the server failed; its log says why"


def test_a_learner_cannot_search_in_references(client: httpx.Client) -> None:
    for name in ("text", "flagged", "origin", "status"):
        told = client.get("/v1/learner/questions", params={name: "moon"})
        assert told.status_code == 422
        assert "no such parameter" in told.json()["detail"]


def test_a_learner_sends_no_reference(client: httpx.Client) -> None:
    body = {"question": "q", "reference": "r", "answer": "r"}
    assert client.post("/v1/learner/grades", json=body).status_code == 422


def test_a_right_answer_is_told_so(client: httpx.Client) -> None:
    body = {"question_id": TIDES.id, "answer": TIDES.reference, "learner": "mia"}
    told = client.post("/v1/learner/grades", json=body, headers={"Idempotency-Key": "k"}).json()
    assert told["grade"]["verdict"] == "correct"
    again = client.post("/v1/learner/grades", json=body, headers={"Idempotency-Key": "k"}).json()
    assert again == told


@pytest.mark.parametrize("learner", ["mia", "leo"])
def test_one_learner_does_not_get_the_attempt_of_another(client: httpx.Client, learner: str) -> None:
    key = {"Idempotency-Key": "1"}
    first = client.post(
        "/v1/learner/grades", json={"question_id": TIDES.id, "answer": "sun", "learner": "zoe"}, headers=key
    ).json()
    mine = client.post(
        "/v1/learner/grades", json={"question_id": TIDES.id, "answer": "sun", "learner": learner}, headers=key
    ).json()
    assert mine["attempt_id"] != first["attempt_id"]
