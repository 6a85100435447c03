from pathlib import Path

import pytest

from graders.encoders import DEFAULT, KINDS, Encoder, build
from graders.encoders.cache import Cached
from graders.encoders.universal import Universal
from questions.errors import BadSetting
from tests.fakes import FakeEncode


def test_the_default_is_the_offline_encoder() -> None:
    assert build(DEFAULT) == Universal() == build(" universal ")


def test_every_kind_of_the_table_can_be_asked_for(english_model: Path) -> None:
    specs = {"universal": "universal", "sentence-transformers": f"sentence-transformers:{english_model}"}
    assert set(specs) == set(KINDS)
    for spec in specs.values():
        assert spec.startswith(build(spec).name.split("/")[0])


def test_a_cache_is_put_before_it(tmp_path: Path) -> None:
    assert build("universal", tmp_path / "rows.sqlite") == Cached(Universal(), tmp_path / "rows.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "spec", ["", ":", "Universal", "openai:ada", "universal:large", "sentence-transformers"]
)
def test_a_spec_that_means_nothing_is_one_clear_line(spec: str) -> None:
    with pytest.raises(BadSetting) as caught:
        build(spec)
    assert "\n" not in str(caught.value)
    assert "universal" in str(caught.value) or "sentence-transformers:NAME" in str(caught.value)


def test_the_fake_is_an_encoder() -> None:
    fake: Encoder = FakeEncode()
    near = fake(["多头注意力", "多头注意力机制", "kernel"])
    assert near[0] @ near[1] > near[0] @ near[2] + 0.3
