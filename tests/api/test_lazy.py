import threading
import time
from collections.abc import Iterator

import pytest

from api.lazy import Lazy


def test_it_is_built_once_whichever_thread_asks_first() -> None:
    built: list[int] = []

    def build() -> object:
        built.append(1)
        time.sleep(0.05)
        return object()

    value = Lazy(build)
    assert not value.built
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(value())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert len(set(map(id, found))) == 1
    assert value.built


def test_a_failure_is_not_remembered() -> None:
    answers: Iterator[ValueError | int] = iter([ValueError("not yet"), 7])

    def build() -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    value = Lazy(build)
    with pytest.raises(ValueError, match="not yet"):
        value()
    assert value() == 7


def test_none_is_a_value() -> None:
    built: list[int] = []
    value: Lazy[None] = Lazy(lambda: built.append(1))
    value()
    value()
    assert built == [1]
