"""`POST /v1/documents/{document_id}/generate`."""

import httpx

from tests.api.routes.test_documents import MARKDOWN
from tests.quizgen.documents import CASES

CELLS = (CASES / "making" / "cells.zh.md").read_text("utf-8")


def uploaded(client: httpx.Client) -> str:
    answer = client.post("/v1/documents?name=cells.md", content=CELLS.encode(), headers=MARKDOWN)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["document"]["id"])


def test_questions_are_made_of_the_text_sent_again(client: httpx.Client) -> None:
    place = f"/v1/documents/{uploaded(client)}/generate"
    answer = client.post(f"{place}?count=3&kinds=cloze&seed=7", content=CELLS.encode(), headers=MARKDOWN)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [item["question"]["status"] for item in told["questions"]] == ["draft"] * 3
    assert all(item["quote"] in CELLS for item in told["questions"])
    one = told["questions"][0]["question"]
    assert client.get(f"/v1/questions/{one['id']}").json()["text"] == one["text"]
    assert all(item["id"] != one["id"] for item in client.get("/v1/learner/questions").json()["questions"])


def test_a_dry_run_keeps_nothing_and_a_shortfall_is_said(client: httpx.Client) -> None:
    place = f"/v1/documents/{uploaded(client)}/generate"
    answer = client.post(
        f"{place}?count=200&kinds=multiple&dry_run=true", content=CELLS.encode(), headers=MARKDOWN
    )
    told = answer.json()
    assert len(told["questions"]) < 200
    assert "the notes give no more" in told["notes"][0]
    assert all(
        client.get(f"/v1/questions/{item['question']['id']}").status_code == 404 for item in told["questions"]
    )


def test_another_text_is_refused(client: httpx.Client) -> None:
    place = f"/v1/documents/{uploaded(client)}/generate"
    assert client.post(place, content=b"# Other\n\nOther words.\n", headers=MARKDOWN).status_code == 409
    assert client.post(place).status_code == 422  # uploaded, so there is no file to read again
    assert client.post("/v1/documents/doc-none/generate").status_code == 404
    assert client.post(f"{place}?kinds=riddle", content=CELLS.encode()).status_code == 422
