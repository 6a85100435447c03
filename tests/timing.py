"""How long work takes, on a machine that others use as well."""

import time
from collections.abc import Callable


def quickest(work: Callable[[], object], enough: float, tries: int = 3) -> float:
    """Seconds of the processor that *work* takes at its best; it is not tried again once that is under *enough*."""
    best = float("inf")
    for _ in range(tries):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
        if best < enough:
            break
    return best
