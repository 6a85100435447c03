import io
import threading
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from api.lazy import Lazy
from graders.audit import Audited, Reference
from tests.api.parts import TIDES, fake_audit, fill, make_services, running
from tests.quizgen.readers.making import pdf

TEXT = """\
# Heat

## 1. What is conduction?

Heat moves through a body while the body stays in place. Metals do it well.

## 2. What is convection?

Heat moves together with a fluid. A radiator warms a room that way.
"""
MARKDOWN = {"Content-Type": "text/markdown; charset=utf-8"}


def test_raw_text_is_ingested_once(client: httpx.Client) -> None:
    first = client.post("/v1/documents", params={"name": "heat.md"}, content=TEXT, headers=MARKDOWN)
    assert first.status_code == 201, first.text
    assert len(first.json()["changes"]["added"]) == 2
    place = first.headers["Location"]
    assert client.get(place).json()["name"] == "heat.md"
    again = client.post("/v1/documents", params={"name": "heat.md"}, content=TEXT, headers=MARKDOWN)
    assert again.status_code == 200
    assert again.json()["changes"]["unchanged"] == first.json()["changes"]["added"]
    names = [document["name"] for document in client.get("/v1/documents").json()["documents"]]
    assert names == ["heat.md", "notes.md"]


@pytest.mark.parametrize(
    ("filename", "called"),
    [("heat.md", "heat.md"), ("../../etc/passwd", "passwd"), ("C:\\notes\\heat.md", "heat.md")],
)
def test_a_file_is_ingested_under_its_own_name(client: httpx.Client, filename: str, called: str) -> None:
    answer = client.post("/v1/documents", files={"file": (filename, TEXT.encode())})
    assert answer.status_code == 201, answer.text
    assert answer.json()["document"]["name"] == called
    assert answer.json()["document"]["path"] is None


PAGE = "<!doctype html><h1>Heat questions</h1><h2>1. What is heat?</h2><p>Energy on its way.<h2>2. What is work?</h2>"


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("text/html; charset=utf-8", "page", PAGE),
        ("application/octet-stream", "page.html", PAGE),
        ("text/plain", "page.txt", TEXT),
        ("text/tab-separated-values", "cards", "What is heat?\tEnergy on its way\nWhat is work?\t\n"),
        ("text/org", "notes", "* What is heat?\nEnergy on its way.\n* What is work?\n"),
        ("text/x-rst", "notes", "What is heat?\n=============\n\nEnergy.\n\nWhat is work?\n=============\n"),
    ],
)
def test_the_content_type_says_what_it_is(client: httpx.Client, kind: str, name: str, content: str) -> None:
    answer = client.post(
        "/v1/documents", params={"name": name}, content=content, headers={"Content-Type": kind}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["document"]["name"] == name
    assert len(answer.json()["changes"]["added"]) == 2


def test_a_document_of_pages_is_uploaded(client: httpx.Client) -> None:
    pytest.importorskip("pdfminer", reason='needs "quizgen[documents]"')
    data = pdf([(20, "F1", "Heat"), (14, "F1", "1. What is heat?"), (11, "F1", "Energy on its way.")])
    for send in (
        {"files": {"file": ("heat.pdf", data, "application/pdf")}},
        {"content": data, "params": {"name": "heat"}, "headers": {"Content-Type": "application/pdf"}},
    ):
        answer = client.post("/v1/documents", **send)
        assert answer.status_code == 201, answer.text
    question = client.get("/v1/questions", params={"document": "heat.pdf"}).json()["questions"][0]
    assert question["source"]["page"] == 1


def test_an_archive_gives_all_its_documents(client: httpx.Client) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/heat.md", TEXT)
        archive.writestr("page.html", PAGE)
        archive.writestr(
            "README.md", "# About\n\nThese notes are about heat, and they are meant for beginners."
        )
        archive.writestr("broken.md", b"\x00")
    headers = {"Content-Type": "application/zip"}
    answer = client.post("/v1/documents", content=stream.getvalue(), headers=headers)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert [one["document"]["name"] for one in told["documents"]] == ["a/heat.md", "page.html"]
    assert [(one["document"], one["failed"]) for one in told["skipped"]] == [
        ("README.md", False),
        ("broken.md", True),
    ]
    assert client.post("/v1/documents", content=stream.getvalue(), headers=headers).status_code == 200


def test_notes_without_questions_give_drafts(client: httpx.Client) -> None:
    notes = (
        "# Radiation\n\nEvery warm body radiates. The power grows with the fourth power of the temperature.\n"
    )
    answer = client.post("/v1/documents?name=radiation.md", content=notes, headers=MARKDOWN)
    assert answer.status_code == 201
    assert answer.json()["generated"] is True
    found = client.get("/v1/questions", params={"document": "radiation.md"}).json()["questions"]
    assert {question["status"] for question in found} == {"draft"}
    shown = client.get("/v1/learner/questions", params={"document": "radiation.md"}).json()["questions"]
    assert shown == []


@pytest.mark.parametrize(
    ("content", "headers", "status", "words"),
    [
        (b"", MARKDOWN, 422, "empty"),
        (b"\x00\x01binary", MARKDOWN, 422, "binary"),
        (b"{}", {"Content-Type": "application/json"}, 415, "text/markdown"),
        (b"text", {}, 415, "nothing"),
        (b"no boundary", {"Content-Type": "multipart/form-data"}, 400, ""),
        (b"--x\r\n\r\n--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 422, ""),
    ],
)
def test_what_is_no_document_is_a_clean_problem(
    client: httpx.Client, content: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/v1/documents?name=x.md", content=content, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status or (status == 422 and answer.status_code == 400), answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert "\n" not in problem["detail"]
    assert words in problem["detail"]


def test_documents_are_paged(client: httpx.Client) -> None:
    for name in ("b.md", "a.md", "c.md"):
        client.post("/v1/documents", params={"name": name}, content=TEXT, headers=MARKDOWN)
    names: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        wanted: dict[str, str | int] = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/documents", params=wanted).json()
        names += [one["name"] for one in page["documents"]]
        cursor = page["next_cursor"]
    assert (names, cursor) == (["a.md", "b.md", "c.md", "notes.md"], None)
    assert client.get("/v1/documents?cursor=doc-none").status_code == 422
    assert client.get("/v1/documents").json()["next_cursor"] is None


def test_nobody_waits_for_a_large_document(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow_audit(items: Sequence[Reference], /) -> tuple[Audited, ...]:
        begun.set()
        assert go_on.wait(60)
        return fake_audit(items)

    services = make_services(tmp_path)
    fill(services)
    slow = replace(services, audit=Lazy(lambda: slow_audit))
    with running(slow) as client, ThreadPoolExecutor(1) as pool:
        text = {"Content-Type": "text/markdown"}
        upload = pool.submit(
            client.post, "/v1/documents?name=x.md", content="# What?\n\nThat.\n", headers=text
        )
        try:
            assert begun.wait(60)
            graded = client.post("/v1/grades", json={"question_id": TIDES.id, "answer": "The moon"})
            assert graded.status_code == 200
            assert not upload.done()
        finally:
            go_on.set()
        assert upload.result(60).status_code == 201


def test_an_upload_that_is_too_large_is_413_announced_or_not(tmp_path: Path) -> None:
    services = make_services(tmp_path, max_document_bytes=1000, max_request_bytes=1000)
    with running(services) as client:
        large = b"x" * 200_000
        assert client.post("/v1/documents?name=x", content=large, headers=MARKDOWN).status_code == 413
        pieces = iter([large[:70_000], large[70_000:]])
        unannounced = client.post("/v1/documents?name=x", content=pieces, headers=MARKDOWN)
        assert unannounced.status_code == 413
        assert "split it" in unannounced.json()["detail"]
        body = {"question": "", "reference": "r", "answer": "x" * 2000}
        assert client.post("/v1/grades", json=body).status_code == 413


def test_an_unknown_document_is_404(client: httpx.Client) -> None:
    answer = client.get("/v1/documents/d-none")
    assert answer.status_code == 404
    assert "d-none" in answer.json()["detail"]
