"""The OpenAPI page is complete, and the server does what it says, also with generated requests."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.describing import FIELDS
from tests.api.parts import fill, make_services, running

EXAMPLES = 12
TOKEN = "open-sesame"  # noqa: S105  (guards nothing)
STAFF = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    services = make_services(tmp_path_factory.mktemp("openapi"), staff_token=TOKEN)
    fill(services)
    with running(services) as client:
        yield client


OPERATIONS = [
    (path, method, operation)
    for path, item in create_app(make_services(Path("unused"))).openapi()["paths"].items()
    for method, operation in item.items()
]


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in OPERATIONS])
def test_the_server_keeps_to_its_description(server: httpx.Client, path: str, method: str) -> None:
    described = schemathesis.openapi.from_url(f"{server.base_url}/openapi.json")

    @given(described[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(case: Any) -> None:
        # A cursor is opaque and a document may be blank: not every text that fits the schema is accepted.
        case.call_and_validate(headers=STAFF, excluded_checks=[positive_data_acceptance])

    ask()


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
def test_every_route_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"], (method, path)
    assert operation["description"], (method, path)
    answers = operation["responses"]
    for status, answer in answers.items():
        assert answer["description"]
        if int(status) >= 400:
            assert set(answer["content"]) == {"application/problem+json"}, (method, path, status)


def test_every_field_and_parameter_is_described() -> None:
    page = create_app(make_services(Path("unused"))).openapi()
    schemas = page["components"]["schemas"]
    fields = [f"{name}.{field}" for name in schemas for field in schemas[name].get("properties", ())]
    bare = [
        each
        for each in fields
        if not schemas[each.split(".")[0]]["properties"][each.split(".")[1]].get("description")
    ]
    bare += [
        f"{method} {path} {parameter['name']}"
        for path, method, operation in OPERATIONS
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ]
    assert not bare
    known = {field.partition(".")[2] for field in fields} | set(fields)
    known |= {parameter["name"] for _, _, each in OPERATIONS for parameter in each.get("parameters", ())}
    assert set(FIELDS) <= known  # nothing is described that is gone


def test_bodies_have_examples() -> None:
    page = create_app(make_services(Path("unused"))).openapi()
    for name in ("BankAnswer", "InlineAnswer"):
        assert page["components"]["schemas"][name]["examples"]
    upload = page["paths"]["/v1/documents"]["post"]["requestBody"]["content"]
    assert upload["text/markdown"]["example"]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_pages_for_people_need_no_other_server(server: httpx.Client, path: str) -> None:
    page = server.get(path)
    assert page.status_code == 200
    named = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
    assert named
    for address in named:
        assert address.startswith("/"), address
        assert server.get(address).status_code == 200, address
