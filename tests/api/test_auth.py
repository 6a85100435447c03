from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.auth import check_binding, is_loopback
from questions.errors import BadSetting
from tests.api.parts import TIDES, fill, make_services, running

TOKEN = "open-sésame"  # noqa: S105  (guards nothing)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[httpx.Client]:
    services = make_services(tmp_path, staff_token=TOKEN)
    fill(services)
    with running(services) as client:
        yield client


STAFF = ["/v1/documents", "/v1/documents/d-notes", "/v1/questions", f"/v1/questions/{TIDES.id}", "/v1/flags"]


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TIDES.id}"}]
)
@pytest.mark.parametrize("path", STAFF)
def test_staff_routes_need_the_token(guarded: httpx.Client, path: str, sent: dict[str, str]) -> None:
    answer = guarded.get(path, headers=sent)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert TIDES.text not in answer.text


@pytest.mark.parametrize("path", STAFF)
def test_the_token_opens_them(guarded: httpx.Client, path: str) -> None:
    sent = {b"Authorization": f"Bearer {TOKEN}".encode()}
    assert guarded.get(path, headers=sent).status_code == 200


def test_writing_needs_the_token_too(guarded: httpx.Client) -> None:
    text = {"Content-Type": "text/plain"}
    assert guarded.post("/v1/documents?name=x", content="# Q?\n\nA.\n", headers=text).status_code == 401
    body = {"question_id": TIDES.id, "answer": "The moon."}
    assert guarded.post("/v1/grades", json=body).status_code == 401
    assert guarded.post("/v1/grades/batch", json={"answers": [body]}).status_code == 401


def test_learners_need_none(guarded: httpx.Client) -> None:
    assert guarded.get("/v1/learner/questions").status_code == 200
    answered = guarded.post("/v1/learner/grades", json={"question_id": TIDES.id, "answer": "The moon."})
    assert answered.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Host": "[::1"},
    ],
)
def test_without_a_token_other_sites_are_refused(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/v1/questions", headers=headers).status_code in (400, 403)


def test_without_a_token_this_machine_is_staff(client: httpx.Client) -> None:
    assert client.get("/v1/questions").status_code == 200
    port = client.base_url.port
    assert client.get("/v1/questions", headers={"Host": f"localhost:{port}"}).status_code == 200
    own = {"Origin": f"http://127.0.0.1:{port}"}
    assert client.get("/v1/questions", headers=own).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
    check_binding(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.com", "", "localhost.example.com"])  # noqa: S104
def test_other_addresses_need_a_token(host: str) -> None:
    assert not is_loopback(host)
    check_binding(host, SecretStr("x"))
    with pytest.raises(BadSetting, match="QUIZGEN_STAFF_TOKEN"):
        check_binding(host, None)
