"""Sentences into vectors: one file a kind, and a cache before any of them.

No library is imported and no model loaded before the first text is encoded.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from graders.encoders.base import Encoder
from graders.encoders.cache import Cached
from graders.encoders.sentence_transformers import sentence_transformers
from graders.encoders.universal import Universal
from questions.errors import BadSetting

__all__ = ["DEFAULT", "KINDS", "Encoder", "build"]

DEFAULT = "universal"


def _universal(model: str) -> Encoder:
    if model:
        raise BadSetting(f"universal has one model, not {model!r}: write universal")
    return Universal()


# What stands before the first colon of a spec, and who makes an encoder of what stands behind it.
KINDS: Mapping[str, Callable[[str], Encoder]] = {
    "universal": _universal,
    "sentence-transformers": sentence_transformers,
}


def build(spec: str, cache: Path | None = None) -> Encoder:
    """The encoder that *spec* asks for: ``universal``, or ``sentence-transformers:NAME_OR_FOLDER``.

    Quick: the model is loaded with the first text.  *cache* is a file to remember rows in, made when missing.
    Raises BadSetting for a spec that means nothing, MissingExtra where a package is to be installed.
    """
    kind, _, model = spec.strip().partition(":")
    if kind not in KINDS:
        raise BadSetting(f"no encoder {spec!r}: use universal, or sentence-transformers:NAME_OR_FOLDER")
    encoder = KINDS[kind](model)
    return encoder if cache is None else Cached(encoder, cache)
