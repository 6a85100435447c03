"""HEAD, pages of other sites, slips in parameters, and what is said of addresses and bodies that are none."""

from pathlib import Path

import httpx
import pytest

from api import settings
from api.app import create_app
from api.services import Services
from questions.errors import BadSetting
from tests.api.parts import fill, make_services, running

SITE = "http://localhost:3000"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
}


@pytest.mark.parametrize("path", ["/healthz", "/v1/questions", "/v1/questions?limit=1"])
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    asked, got = client.head(path), client.get(path)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/v1/questions?staus=active", "query.staus: no such parameter; did you mean status?"),
        ("/v1/documents?x=1", "query.x: no such parameter; known are cursor, limit"),
        ("/v1/topics?limit=1", "query.limit: no such parameter; known are none"),
        ("/v1/nothing", "no such address; /docs lists them all"),
        ("/", "no such address; /docs lists them all"),
    ],
)
def test_slips_are_named(client: httpx.Client, path: str, detail: str) -> None:
    assert client.get(path).json()["detail"] == detail


def test_a_method_that_cannot_be_used_is_told_which_can(client: httpx.Client) -> None:
    answer = client.request("DELETE", "/v1/topics")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["detail"] == "DELETE cannot be used here; use GET"


@pytest.mark.parametrize(
    ("content", "kind", "detail"),
    [
        (
            "{bad",
            "application/json",
            "body: not JSON: Expecting property name enclosed in double quotes at character 1",
        ),
        ("", "application/json", "body: Field required"),
        ('{"answer": "a"}', "text/plain", "body: send JSON, with Content-Type: application/json"),
        ('{"total": 1, "topics": 3}', "application/json", "topics: Input should be a valid list"),
        ("{}", "application/json", "body: say how many questions in total, or give every topic a count"),
    ],
)
def test_bodies_that_are_none(client: httpx.Client, content: str, kind: str, detail: str) -> None:
    answer = client.post("/v1/quizzes", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(detail)


@pytest.mark.parametrize("token", [None, "open-sesame"])
def test_pages_of_named_sites_may_use_it(tmp_path: Path, token: str | None) -> None:
    services = make_services(tmp_path, staff_token=token, cors_origins=SITE)
    fill(services)
    with running(services) as client:
        asked = client.options("/v1/learner/grades", headers={"Origin": SITE, **PREFLIGHT})
        assert asked.status_code == 200
        assert asked.headers["access-control-allow-origin"] == SITE
        got = client.get("/v1/learner/questions", headers={"Origin": SITE})
        assert (got.status_code, got.headers["access-control-allow-origin"]) == (200, SITE)
        other = client.get("/v1/learner/questions", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
        assert other.status_code == (403 if token is None else 200)


def test_no_site_is_let_in_unless_named(client: httpx.Client) -> None:
    assert client.get("/v1/questions", headers={"Origin": SITE}).status_code == 403


@pytest.mark.parametrize(
    "written", ["*", "quiz.example", "https://quiz.example/app", "ftp://x", "https://a b"]
)
def test_what_is_no_origin_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_CORS_ORIGINS", written)
    with pytest.raises(BadSetting, match=r"QUIZGEN_CORS_ORIGINS: .*is no origin"):
        settings.load()


def test_origins_are_written_as_browsers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZGEN_CORS_ORIGINS", "https://Quiz.example/, http://[::1]:3000")
    assert settings.load().cors_origins == ("https://quiz.example", "http://[::1]:3000")


def test_generated_clients_get_names_that_people_can_read(services: Services) -> None:
    page = create_app(services).openapi()
    names = [operation["operationId"] for paths in page["paths"].values() for operation in paths.values()]
    assert len(set(names)) == len(names)
    assert all("__" not in name and "v1" not in name for name in (*names, *page["components"]["schemas"]))
    assert {"list_questions", "learner_list_questions", "grade", "learner_answer"} <= set(names)
