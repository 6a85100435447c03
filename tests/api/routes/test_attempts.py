"""Attempts over HTTP: the queue, every grade, a person's grade; the learner sees the one that counts."""

from typing import Any

import httpx
import pytest

from tests.api.parts import BARE, SHAPE, TIDES

HALF = "The moon pulls the water"
GRADE = {"score": 0.7, "by": "ann", "note": "nearly"}


def said(client: httpx.Client, text: str = HALF, question_id: str = TIDES.id) -> str:
    body = {"question_id": question_id, "answer": text, "learner": "mia"}
    return str(client.post("/v1/learner/grades", json=body).json()["attempt_id"])


def test_a_persons_grade_counts_for_staff_and_learner(client: httpx.Client) -> None:
    name = said(client)
    given = client.post(f"/v1/attempts/{name}/grades", json=GRADE | {"points": {"k2": "partial"}})
    assert given.status_code == 200, given.text
    assert given.json()["attempt"]["grade"]["score"] == 0.7
    assert given.json()["calibration"] is None
    seen = client.get(f"/v1/attempts/{name}").json()
    assert [grade["by"] for grade in seen["grades"]] == [None, "ann"]
    assert seen["attempt"]["grade"] == seen["grades"][-1]["grade"]
    learner = client.get(f"/v1/learner/attempts/{name}")
    assert learner.json()["grade"]["score"] == 0.7
    for secret in ("nearly", "ann", "The sun adds"):
        assert secret not in learner.text


def test_the_queue_and_its_filters(client: httpx.Client) -> None:
    scored, waiting = said(client), said(client, "Air", BARE.id)

    def listed(**wanted: Any) -> list[str]:
        return [one["id"] for one in client.get("/v1/attempts", params=wanted).json()["attempts"]]

    assert listed() == [waiting, scored]
    assert listed(review=True) == [waiting]
    assert listed(question_id=TIDES.id) == [scored]
    assert listed(learner="leo") == []
    first = client.get("/v1/attempts", params={"limit": 1}).json()
    assert listed(cursor=first["next_cursor"]) == [scored]
    assert (
        client.get("/v1/attempts", params={"cursor": first["next_cursor"], "review": True}).status_code == 422
    )


def test_a_request_sent_twice_is_one_grade(client: httpx.Client) -> None:
    name = said(client)
    key = {"Idempotency-Key": "k"}
    for _ in range(2):
        assert client.post(f"/v1/attempts/{name}/grades", json=GRADE, headers=key).status_code == 200
    assert len(client.get(f"/v1/attempts/{name}").json()["grades"]) == 2
    other = client.post(f"/v1/attempts/{name}/grades", json=GRADE | {"score": 0.1}, headers=key)
    assert other.status_code == 409


@pytest.mark.parametrize(
    "change",
    [{"score": 1.1}, {"by": " "}, {"points": {"k9": "covered"}}, {"points": {"k1": "there"}}, {"more": 1}],
)
def test_a_grade_that_cannot_be_kept_is_refused(client: httpx.Client, change: dict[str, Any]) -> None:
    name = said(client)
    assert client.post(f"/v1/attempts/{name}/grades", json=GRADE | change).status_code == 422
    assert len(client.get(f"/v1/attempts/{name}").json()["grades"]) == 1


def test_an_unknown_attempt_is_not_found(client: httpx.Client) -> None:
    assert client.get("/v1/attempts/a-none").status_code == 404
    assert client.get("/v1/learner/attempts/a-none").status_code == 404
    assert client.post("/v1/attempts/a-none/grades", json=GRADE).status_code == 404


def test_from_a_flag_to_corrected_grades(client: httpx.Client) -> None:
    name = said(client, "It is a globe. Ships vanish hull first.", SHAPE.id)
    (flag,) = client.get("/v1/flags").json()["flags"]
    by = {"by": "ann"}
    confirmed = client.post(f"/v1/flags/{flag['id']}/confirm", json=by).json()
    assert (confirmed["flag"]["state"], confirmed["affected"]["ids"]) == ("confirmed", [name])
    corrected = client.post(f"/v1/flags/{flag['id']}/correct", json=by | {"words": "globe"})
    assert corrected.json()["question"]["reference"] == "It is a globe. Ships vanish hull first."
    assert corrected.json()["flag"]["decision"]["by"] == "ann"
    again = client.post(f"/v1/flags/{flag['id']}/correct", json=by | {"words": "ball"})
    assert again.status_code == 409
    regrade = f"/v1/questions/{SHAPE.id}/regrade"
    dry = client.post(regrade, json={"dry_run": True}).json()
    assert (dry["summary"]["changed"], dry["attempts"][0]["outcome"]) == (1, "changed")
    assert client.get(f"/v1/learner/attempts/{name}").json()["grade"]["score"] == 0.5
    client.post(regrade, json={})
    assert client.get(f"/v1/learner/attempts/{name}").json()["grade"]["score"] == 1.0
    assert client.post("/v1/questions/q-none/regrade", json={}).status_code == 404


def test_a_dismissed_flag_leaves_the_queue(client: httpx.Client) -> None:
    (flag,) = client.get("/v1/flags").json()["flags"]
    body = {"by": "ann", "note": "a joke"}
    assert client.post(f"/v1/flags/{flag['id']}/dismiss", json=body).json()["flag"]["state"] == "dismissed"
    assert client.get("/v1/flags", params={"state": "open"}).json()["flags"] == []
    assert client.post("/v1/flags/f-none/dismiss", json=body).status_code == 404
