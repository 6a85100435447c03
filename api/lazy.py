"""Expensive parts, built when they are first asked for."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Lazy(Generic[T_co]):
    """A value that is built once, on first use, whichever thread asks first.

    A build that fails is not remembered: the next caller tries again.
    """

    def __init__(self, build: Callable[[], T_co]) -> None:
        self._build = build
        self._lock = Lock()
        self._value: tuple[T_co] | None = None

    def __call__(self) -> T_co:
        """The value; raises what the build raises."""
        if self._value is None:
            with self._lock:
                if self._value is None:
                    self._value = (self._build(),)
        return self._value[0]

    @property
    def built(self) -> bool:
        """Whether the value is there already."""
        return self._value is not None
