import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from graders.encoders.base import Lent
from graders.encoders.sentence_transformers import SentenceTransformers, sentence_transformers
from graders.grader import Vectors
from questions.errors import BadSetting, MissingExtra, ServiceUnavailable
from tests.graders.encoders import ROOT

TEXTS = (
    "",
    "dropout",
    "Several query heads share one key head.",
    "One key head is shared by several query heads.",
    "The soup needs more salt.",
    "Layer normalisation before each block keeps the residual path clean. " * 5,
    "a\x00b",
    "a\ud800b",
    "softmax",
    "word " * 30_000,
)


@pytest.fixture(scope="module")
def alone(english: SentenceTransformers) -> Vectors:
    return np.concatenate([english([text]) for text in TEXTS])


def test_rows_are_float32_of_unit_length(alone: Vectors) -> None:
    assert alone.shape == (len(TEXTS), 384)
    assert alone.dtype == np.float32
    assert np.allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-6)


def test_what_means_the_same_is_nearer_than_what_does_not(alone: Vectors) -> None:
    assert alone[2] @ alone[3] > alone[2] @ alone[4] + 0.4


def test_no_text_still_has_the_width(english: SentenceTransformers) -> None:
    assert english([]).shape == (0, 384)


def test_a_row_depends_on_its_text_alone(english: SentenceTransformers, alone: Vectors) -> None:
    assert np.array_equal(english(TEXTS), alone)
    assert np.array_equal(english(TEXTS[::-1])[::-1], alone)
    assert np.array_equal(english(TEXTS[:3] * 2), np.concatenate([alone[:3]] * 2))


def test_threads_do_not_change_a_bit(english: SentenceTransformers, alone: Vectors) -> None:
    with ThreadPoolExecutor(3) as pool:
        for rows in pool.map(english, [TEXTS] * 3):
            assert np.array_equal(rows, alone)


def test_another_process_does_not_change_a_bit(english_model: Path, alone: Vectors) -> None:
    """Not even one that was told to use other numbers of threads."""
    script = (
        "import sys, torch; torch.set_num_threads(2)\n"
        "from graders.encoders import build\n"
        "from tests.graders.encoders.test_sentence_transformers import TEXTS\n"
        f"rows = build('sentence-transformers:{english_model}')(TEXTS[::-1])\n"
        "sys.stdout.buffer.write(rows.tobytes())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert np.array_equal(np.frombuffer(done.stdout, dtype=np.float32).reshape(alone.shape)[::-1], alone)
    assert done.stderr == b""


def test_the_limit_is_kept(english: SentenceTransformers) -> None:
    short = SentenceTransformers(english.model, limit=7, _model=english._model)
    assert np.array_equal(short(["dropout rate"]), english(["dropout"]))


def test_its_name_is_its_spec_and_its_files_count(english_model: Path, tmp_path: Path) -> None:
    shutil.copytree(english_model / "1_Pooling", tmp_path / "1_Pooling")
    (tmp_path / "config.json").write_text("{}")
    encoder = sentence_transformers(str(tmp_path))
    before = encoder.fingerprint
    assert encoder.name == f"sentence-transformers:{tmp_path}"
    assert sentence_transformers(str(tmp_path)).fingerprint == before
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    assert encoder.fingerprint != before


@pytest.mark.parametrize("model", ["", "  ", "/no/such/folder", "./none", "~/no-such-folder-here"])
def test_a_wrong_folder_is_named_at_once(model: str) -> None:
    with pytest.raises(BadSetting) as caught:
        sentence_transformers(model)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"no modules\.json"):
        sentence_transformers(str(tmp_path))


@pytest.mark.parametrize("broken", ["model.safetensors", "config.json", "modules.json", "tokenizer.json"])
def test_a_broken_model_is_one_line(english_model: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(english_model, folder, ignore=shutil.ignore_patterns(broken))
    (folder / broken).write_text("[")
    encoder = sentence_transformers(str(folder))
    with pytest.raises(BadSetting, match="holds no sentence-transformers model") as caught:
        encoder(["dropout"])
    assert "\n" not in str(caught.value)


def test_a_name_that_is_nowhere_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(
        BadSetting, match="no sentence-transformers model nobody/nothing: not a folder"
    ) as caught:
        sentence_transformers("nobody/nothing")(["dropout"])
    assert "\n" not in str(caught.value)


def test_without_the_package_the_pip_line_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra, match=r"pip install 'quizgen\[embeddings\]'"):
        sentence_transformers("any")


class _Says:
    """A model that always gives the same numbers."""

    device = "cpu"

    def __init__(self, *numbers: float) -> None:
        self.numbers = numbers

    def encode(self, texts: Sequence[str], **_: Any) -> NDArray[np.float32]:
        return np.array([self.numbers] * len(texts), dtype=np.float32)


def test_a_row_without_direction_still_has_unit_length() -> None:
    encoder = SentenceTransformers("static", _model=Lent(lambda: _Says(0, 0, 0)))
    assert encoder(["未知"]).tolist() == [[1, 0, 0]]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_model_that_gives_no_number_is_an_outage(number: float) -> None:
    encoder = SentenceTransformers("broken", _model=Lent(lambda: _Says(1, number)))
    with pytest.raises(ServiceUnavailable, match="no finite number"):
        encoder(["dropout"])


def test_an_accelerator_takes_one_text_at_a_time() -> None:
    model = _Says(3, 4)
    model.device = "cuda:0"
    encoder = SentenceTransformers("far", _model=Lent(lambda: model))
    assert np.allclose(encoder(["a", "b", "a"]), [[0.6, 0.8]] * 3)
