"""What other processes do to a bank at the same moment.  Imports little: each process is a fresh one."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import TypeVar

from questions.bank import IngestReport, open_bank
from questions.records import Question, Status
from tests.questions.making import attempt, document, question

COUNT = 3
T = TypeVar("T")

_starts: list[Barrier] = []


def together(work: Callable[[str, int], T], url: str) -> list[T]:
    """The results of *work* on the bank at *url*, done by `COUNT` processes that start at once."""
    spawn = get_context("spawn")
    barrier = spawn.Barrier(COUNT, timeout=60)
    with ProcessPoolExecutor(COUNT, spawn, initializer=_begin, initargs=(barrier,)) as pool:
        running = [pool.submit(work, url, number) for number in range(COUNT)]
        return [future.result(timeout=120) for future in running]


def _begin(barrier: Barrier) -> None:
    _starts.append(barrier)


def big(reference: str, size: int = 300) -> list[Question]:
    """A document's worth of drafts that all have the same *reference*."""
    return [
        question(f"q-{number}", reference=reference, line=number, status=Status.DRAFT)
        for number in range(1, size + 1)
    ]


def opened(url: str, _number: int) -> str | None:
    """Opens a bank that is not there yet."""
    _starts[0].wait()
    with open_bank(url) as bank:
        return bank.revision


def ingested(url: str, _number: int) -> IngestReport:
    """Ingests the document that the others ingest."""
    with open_bank(url) as bank:
        _starts[0].wait()
        return bank.ingest(document(), big("It shares them."))


def recorded(url: str, number: int) -> list[str]:
    """Records attempts that the others record, and as many of its own."""
    with open_bank(url) as bank:
        _starts[0].wait()
        names = [name for turn in range(30) for name in (f"shared-{turn}", f"own-{number}-{turn}")]
        return [bank.record(attempt(name, after=number)).id for name in names]


def ingest_for_ever(url: str) -> None:
    """Changes every question again and again, until it is killed."""
    with open_bank(url) as bank:
        turn = 0
        while True:
            bank.ingest(document(), big(f"Answer {turn}."))
            turn += 1
