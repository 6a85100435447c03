from dataclasses import replace
from pathlib import Path

from api.lazy import Lazy
from api.services import GradeAll
from questions.errors import ServiceUnavailable
from tests.api.parts import fake_grade, make_services, running


def test_alive_and_ready(tmp_path: Path) -> None:
    with running(make_services(tmp_path)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/readyz").json() == {"status": "ready", "encoder": "universal"}


def test_what_cannot_be_loaded_is_503_until_it_can(tmp_path: Path) -> None:
    down = [True]

    def build() -> GradeAll:
        if down:
            raise ServiceUnavailable("the model is not there; install it")
        return fake_grade

    with running(replace(make_services(tmp_path), grade=Lazy(build)), ready=False) as client:
        assert client.get("/healthz").status_code == 200
        while "loading" in (answer := client.get("/readyz")).text:
            pass
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        body = {"reference": "r", "answer": "a"}
        refused = client.post("/v1/grades", json=body)
        assert refused.status_code == 503
        assert refused.json()["detail"] == "the model is not there; install it"
        down.clear()
        assert client.get("/readyz").status_code == 200
        assert client.post("/v1/grades", json=body).status_code == 200
