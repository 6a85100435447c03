import httpx

from tests.api.parts import SHAKY, SHAPE


def test_flags_are_listed_and_shown(client: httpx.Client) -> None:
    (flag,) = client.get("/v1/flags").json()["flags"]
    assert flag["question_id"] == SHAPE.id
    assert flag["state"] == "open"
    assert flag["flag"]["quote"] == SHAKY
    assert flag["flag"]["evidence"][0]["source"] == "Eratosthenes"
    assert client.get(f"/v1/flags/{flag['id']}").json() == flag


def test_filters(client: httpx.Client) -> None:
    assert client.get("/v1/flags", params={"severity": "low"}).json()["flags"] == []
    assert client.get("/v1/flags", params={"state": "dismissed"}).json()["flags"] == []
    assert len(client.get("/v1/flags", params={"question_id": SHAPE.id}).json()["flags"]) == 1


def test_an_unknown_flag_is_404(client: httpx.Client) -> None:
    assert client.get("/v1/flags/f-none").status_code == 404
