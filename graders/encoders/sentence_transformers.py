"""Any sentence-transformers model, by name or folder: the only importer of that library and of torch.

Each text goes through the model by itself and on one core, because padding, the size of the batch and the
number of threads all change the last bits.  Several texts go at once instead, one a core.
"""

import json
import logging
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.encoders.base import Lent, each_once, readable, runtime
from graders.grader import Vectors
from questions.errors import BadSetting, MissingExtra, ServiceUnavailable

_log = logging.getLogger(__name__)

LIMIT = 20_000
_LIBRARIES = ("sentence-transformers", "transformers", "tokenizers", "torch")


@dataclass(frozen=True)
class SentenceTransformers:
    """Sentences into the rows of *model*, a name or a folder.

    Reads the first *limit* characters of a text; the model itself may read less.  Loads on first use, in
    seconds; raises BadSetting when there is no such model, ServiceUnavailable when it gives no number.
    """

    model: str
    limit: int = LIMIT
    _model: Lent[Any] = field(kw_only=True, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The spec that asks for it."""
        return f"sentence-transformers:{self.model}"

    @property
    def fingerprint(self) -> str:
        """See Encoder.  A folder counts with the sizes and times of its files."""
        return runtime(self.name, str(self.limit), _versions(), _files(self.model))

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """The rows of *texts*."""
        with self._model() as model:
            if not texts:
                return np.empty((0, _row(model, "").size), dtype=np.float32)
            return each_once([readable(text, self.limit) for text in texts], partial(_rows, model))


def sentence_transformers(model: str) -> SentenceTransformers:
    """The encoder of *model*, not yet loaded.  Raises MissingExtra, and BadSetting for a wrong folder."""
    if find_spec("sentence_transformers") is None:
        raise MissingExtra("sentence-transformers is not installed: pip install 'quizgen[embeddings]'")
    if not model.strip():
        raise BadSetting("which model? write sentence-transformers:NAME or sentence-transformers:FOLDER")
    folder = Path(model).expanduser()
    if not folder.is_dir():
        if model.startswith(("/", "~", ".")):
            raise BadSetting(f"no folder {model}: give the folder of a sentence-transformers model")
        return SentenceTransformers(model, _model=Lent(partial(_load, model)))
    if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
        raise BadSetting(f"{model} holds no sentence-transformers model: no modules.json, no config.json")
    return SentenceTransformers(str(folder), _model=Lent(partial(_load, str(folder))))


def _rows(model: Any, texts: Sequence[str]) -> Vectors:
    # An accelerator takes one thing at a time anyway; on processors every core takes its own text.
    on_processor = str(model.device) == "cpu"
    workers = min(len(texts), os.cpu_count() or 1) if on_processor else 1
    if workers == 1:
        return np.stack([_row(model, text) for text in texts])
    with ThreadPoolExecutor(workers) as pool:
        return np.stack(list(pool.map(partial(_row, model), texts)))


def _row(model: Any, text: str) -> Vectors:
    """One text, one row of unit length."""
    from torch import set_num_threads  # seconds to import

    set_num_threads(1)  # holds for the calling thread, hence here
    found = model.encode([text], show_progress_bar=False, convert_to_numpy=True)
    row: NDArray[np.float64] = np.asarray(found, dtype=np.float64)[0]
    length = math.sqrt(np.sum(row * row))
    if not math.isfinite(length):
        raise ServiceUnavailable("the sentence-transformers model gave no finite number: try another model")
    if length == 0:  # static models say nothing of a text without a known word
        row[0] = length = 1
    return (row / length).astype(np.float32)


def _load(model: str) -> Any:
    from sentence_transformers import SentenceTransformer  # brings torch: seconds
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        # First without the network: quick, and the same weights after a restart.
        return SentenceTransformer(model, local_files_only=True).eval()
    except Exception as error:  # whatever a loader raises, the setting cannot be used
        if Path(model).is_dir():
            raise BadSetting(f"{model} holds no sentence-transformers model: {_first_line(error)}") from error
    try:
        _reach(model)
        _log.info("fetching %s from the Hugging Face hub", model)
        return SentenceTransformer(model).eval()
    except Exception as error:  # as above
        tried = "not a folder, not in the local cache, and the hub said"
        raise BadSetting(f"no sentence-transformers model {model}: {tried}: {_first_line(error)}") from error


def _reach(model: str) -> None:
    """Raises when the hub cannot be reached: the loader itself would try again for minutes."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    try:
        HfApi().model_info(model, timeout=10)
    except HfHubHTTPError as error:
        if error.response is None:
            raise
        _log.debug("the hub answered %s for %s", error.response.status_code, model)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200]


def _versions() -> str:
    found = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "none"
    return json.dumps(found)


def _files(model: str) -> str:
    """The files of a folder by name, size and time, since weights are too large to read twice; or nothing."""
    folder = Path(model)
    if not folder.is_dir():
        return ""
    states = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return json.dumps([[str(path.relative_to(folder)), at.st_size, at.st_mtime_ns] for path, at in states])
