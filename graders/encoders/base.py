"""What every encoder shares: its protocol, what it does to a text first, and a model that is built once."""

import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Generic, Protocol, TypeVar

import numpy as np

from graders.grader import Encode, Vectors
from questions.records import digest

T = TypeVar("T")


class Encoder(Encode, Protocol):
    """An Encode that can be named, and told apart from every other that may give other bits."""

    @property
    def name(self) -> str:
        """What people read, and may write to ask for it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Differs wherever the same text may get other bits: model, settings, libraries, processor."""
        ...


def readable(text: str, limit: int) -> str:
    """The first *limit* characters of *text*, with surrogates paired, or replaced where they stand alone."""
    head = text[:limit]
    if head.isascii() or not any("\ud800" <= character <= "\udfff" for character in head):
        return head
    return head.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def each_once(texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """The rows of *texts*; a text that stands there twice is encoded once."""
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return encode(list(places))[[places[text] for text in texts]]


def runtime(*parts: str) -> str:
    """A digest of *parts* and of what else decides the low bits: numpy, its BLAS, the processor."""
    config = np.show_config(mode="dicts")
    built = config.get("Build Dependencies", {}).get("blas", {}) if config else {}
    found = config.get("SIMD Extensions", {}) if config else {}
    about = {"blas": [built.get("name"), built.get("version")], "simd": found, "machine": platform.machine()}
    return digest(np.__version__, json.dumps(about, sort_keys=True), *parts)


class Lent(Generic[T]):
    """A value that is built on first use and lent to one thread at a time.

    It may be pickled and forked: what travels is how to build it, not the value or who holds it.
    """

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._built: list[T] = []
        self._locks: dict[int, Lock] = {}

    @contextmanager
    def __call__(self) -> Iterator[T]:
        """The value, for the length of a ``with`` block."""
        # A lock a process: one that is held while another thread forks stays locked in the child for ever.
        with self._locks.setdefault(os.getpid(), Lock()):
            if not self._built:
                self._built.append(self._build())
            yield self._built[0]

    def __reduce__(self) -> tuple[type["Lent[T]"], tuple[Callable[[], T]]]:
        return (Lent, (self._build,))
