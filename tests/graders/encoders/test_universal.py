import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.encoders.base import Lent
from graders.encoders.universal import WIDTH, Products, Universal, groups, products
from graders.grader import Vectors
from tests.graders.encoders import ROOT

TEXTS = (
    "",
    "有",
    "多头注意力让模型同时关注不同位置的信息。",
    "MQA 的所有查询头共享同一组 K/V，因此 KV 缓存更小。",
    "Grouped-query attention lets several query heads share one key head and one value head.",
    "Layer normalisation before each block keeps the residual path clean. " * 6,
    "旋转位置编码把位置写进查询和键的相位里，于是点积只与相对距离有关。" * 9,
    "残差连接使梯度可以绕过一层直接传回去。" * 60,
    "dropout",
    "a\x00b\x07 \u202e",
    "10～20 个词元",
)
SCRIPT = """
import sys
from graders.encoders.universal import Universal
from tests.graders.encoders.test_universal import TEXTS
encoder = Universal()
for texts in ({lists}):
    sys.stdout.buffer.write(encoder(texts).tobytes())
"""
LISTS = st.lists(st.sampled_from(TEXTS) | st.text(max_size=60), min_size=1, max_size=25)


def _never() -> NoReturn:
    raise AssertionError("nothing needs the model here")


def _in_another_process(lists: str, **environment: str) -> Vectors:
    """The rows of some lists, given as a Python expression, one below the other."""
    command = [sys.executable, "-c", SCRIPT.replace("{lists}", lists)]
    done = subprocess.run(
        command, capture_output=True, check=True, cwd=ROOT, env={**os.environ, **environment}
    )
    return np.frombuffer(done.stdout, dtype=np.float32).reshape(-1, WIDTH)


@pytest.fixture(scope="module")
def alone(universal: Universal) -> Vectors:
    return np.concatenate([universal([text]) for text in TEXTS])


def test_rows_are_float32_of_unit_length(alone: Vectors) -> None:
    assert alone.shape == (len(TEXTS), WIDTH)
    assert alone.dtype == np.float32
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-6)


def test_what_means_the_same_is_nearer_than_what_does_not(universal: Universal) -> None:
    rows = universal(["注意力机制", "attention mechanism", "红烧肉的做法"])
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


def test_no_text_needs_no_model() -> None:
    assert Universal(_model=Lent(_never))([]).shape == (0, WIDTH)


def test_making_one_loads_nothing_and_says_what_it_is() -> None:
    encoder = Universal(_model=Lent(_never))
    assert encoder.name.startswith("universal/")
    assert encoder.fingerprint == Universal().fingerprint != Universal(limit=10).fingerprint


@settings(max_examples=20, deadline=None)
@given(LISTS)
def test_a_row_depends_on_its_text_alone(universal: Universal, texts: list[str]) -> None:
    together = universal(texts)
    backwards = universal(texts[::-1])[::-1]
    assert together.tobytes() == backwards.tobytes()
    assert together.tobytes() == np.concatenate([universal([text]) for text in texts]).tobytes()


def test_every_length_of_a_list_gives_the_same_bits(universal: Universal, alone: Vectors) -> None:
    for count in range(1, 2 * len(TEXTS)):
        texts = (TEXTS * 3)[:count]
        with universal._model() as model:  # past the encoder, which would drop what stands there twice
            rows = model(texts)
        assert np.array_equal(rows, alone[[place % len(TEXTS) for place in range(count)]])


def test_threads_do_not_change_a_bit(universal: Universal, alone: Vectors) -> None:
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(universal, [TEXTS, TEXTS[::-1]] * 4):
            assert rows.tobytes() in (alone.tobytes(), alone[::-1].tobytes())


def test_another_process_does_not_change_a_bit(alone: Vectors) -> None:
    assert np.array_equal(_in_another_process("TEXTS[::-1],")[::-1], alone)


@pytest.mark.parametrize("kernel", ["Haswell", "Sandybridge"])
def test_older_processors_keep_the_promise_too(kernel: str) -> None:
    """Where numpy's BLAS is not OpenBLAS the variable is ignored, and this is the test above once more."""
    rows = _in_another_process("TEXTS, *([text] for text in TEXTS)", OPENBLAS_CORETYPE=kernel)
    assert np.array_equal(rows[: len(TEXTS)], rows[len(TEXTS) :])


def test_the_input_is_cut_at_the_limit(universal: Universal) -> None:
    short = Universal(limit=20, _model=universal._model)
    assert np.array_equal(short(["词" * 21]), short(["词" * 20]))
    # One character that the library spells out as eighteen.
    assert np.array_equal(short(["\ufdfa" * 9]), short(["\ufdfa" * 2]))


def test_a_megabyte_is_no_more_work_than_the_limit(universal: Universal) -> None:
    rows = universal(["注意力 " * 250_000, "\ufdfa" * 300_000, "\x00" * 1_000_000])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
def test_no_text_breaks_it(universal: Universal, text: str) -> None:
    assert np.allclose(np.linalg.norm(universal([text]), axis=1), 1, atol=1e-6)


def test_a_lone_surrogate_reads_as_the_replacement_character(universal: Universal) -> None:
    assert np.array_equal(universal(["a\ud800b"]), universal(["a\ufffdb"]))


@given(st.lists(st.integers(3, 500), max_size=60))
def test_groups_are_the_texts_in_order_and_each_is_one_product(sizes: list[int]) -> None:
    found = list(groups(sizes))
    assert [place for start, end, _ in found for place in range(start, end)] == list(range(len(sizes)))
    for start, end, fillers in found:
        held = sum(sizes[start:end])
        if end - start == 1 and held + 3 * 11 > 384:
            assert fillers == 0
        else:
            assert held + 3 * fillers <= 384
            assert end - start + fillers >= 12


@given(st.lists(st.integers(3, 500), max_size=60), st.integers(3, 500))
def test_whether_a_text_is_without_fillers_depends_on_it_alone(others: list[int], size: int) -> None:
    [(_, _, fillers)] = groups([size])
    place = len(others) // 2
    sizes = [*others[:place], size, *others[place:]]
    [(start, end, beside)] = [group for group in groups(sizes) if group[0] <= place < group[1]]
    assert (fillers == 0) == (end - start == 1 and beside == 0)


class _Unsteady:
    """A library whose rows depend on how many there are; it says three tokens of any text."""

    _tokenizer: Any = None

    def __init__(self, with_tokenizer: bool) -> None:
        if with_tokenizer:
            self._tokenizer = self
        self.lists: list[int] = []

    def encode(self, texts: str | Sequence[str]) -> Any:
        if isinstance(texts, str):
            return [1, 2, 3]
        self.lists.append(len(texts))
        return np.full((len(texts), WIDTH), len(texts), dtype=np.float32)


@pytest.mark.parametrize("with_tokenizer", [True, False])
def test_where_groups_change_a_bit_every_text_goes_by_itself(with_tokenizer: bool) -> None:
    library = _Unsteady(with_tokenizer)
    model = products(library)
    library.lists.clear()
    assert model.tokenizer is None
    assert model(["a", "b", "c"]).tolist() == np.ones((3, WIDTH)).tolist()
    assert library.lists == [1, 1, 1]


def test_where_groups_change_nothing_they_are_used() -> None:
    class Steady(_Unsteady):
        def encode(self, texts: str | Sequence[str]) -> Any:
            return super().encode(texts) * 0 + 1 if not isinstance(texts, str) else super().encode(texts)

    library = Steady(with_tokenizer=True)
    model = products(library)
    library.lists.clear()
    model(["a", "b", "c"])
    assert isinstance(model, Products)
    assert library.lists == [12]
