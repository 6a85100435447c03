"""Several processes and threads at one bank: nothing is lost, doubled or half-written."""

import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from questions import migrations
from questions.bank import IngestReport, QuestionBank, QuestionFilter, open_bank
from questions.bank_engine import make_engine
from questions.errors import BankUnusable
from questions.records import QuestionId, Status
from tests.questions import processes
from tests.questions.making import attempt, document, five, flag, point
from tests.questions.processes import COUNT, big, together


def test_processes_that_open_a_new_bank_at_once_agree(any_url: str) -> None:
    with open_bank(any_url) as bank:
        head = bank.head
    assert together(processes.opened, any_url) == [head] * COUNT


def test_processes_that_make_a_new_bank_at_once_agree(any_url: str) -> None:
    assert together(processes.opened, any_url) == [migrations.REVISION] * COUNT
    with open_bank(any_url) as bank:
        assert bank.migrated
        assert bank.count() == 0


def test_processes_that_ingest_the_same_document_at_once_add_it_once(any_url: str) -> None:
    names = tuple(item.id for item in big(""))
    reports = together(processes.ingested, any_url)
    assert sorted(reports, key=lambda report: len(report.added)) == [
        *[IngestReport(unchanged=names)] * (COUNT - 1),
        IngestReport(added=names),
    ]
    with open_bank(any_url) as bank:
        assert bank.count() == len(names)
        assert len(bank.documents()) == 1
        assert bank.get(names[0]).version == 1


def test_processes_that_record_the_same_attempts_at_once_record_them_once(any_url: str) -> None:
    with open_bank(any_url) as bank:
        bank.ingest(document(), five())
        told = together(processes.recorded, any_url)
        kept = [item.id for item in bank.attempts(limit=1000).items]
    assert len(kept) == len(set(kept)) == 30 + 30 * COUNT
    assert set(kept) == {name for names in told for name in names}


def test_a_process_that_is_killed_leaves_nothing_half_written(any_url: str) -> None:
    with open_bank(any_url) as bank:
        worker = get_context("spawn").Process(target=processes.ingest_for_ever, args=(any_url,), daemon=True)
        worker.start()
        try:
            until = time.monotonic() + 60
            while not bank.count() or bank.get(QuestionId("q-1")).version < 3:
                assert time.monotonic() < until, "the other process does not come along"
                time.sleep(0.005)
        finally:
            worker.kill()
            worker.join()
        questions = bank.questions(limit=1000).items
        assert len(questions) == len(big(""))
        assert len({item.version for item in questions}) == 1
        assert len({item.reference for item in questions if item.kind == "free_text"}) == 1
        report = bank.ingest(document(), big("The last."))
        assert len(report.changed) == len(questions)


def test_threads_share_a_bank(any_bank: QuestionBank) -> None:
    any_bank.ingest(document(), five())

    def work(number: int) -> None:
        name = QuestionId(f"q-{number % 5 + 1}")
        any_bank.record(attempt(f"a-{number % 20}", name))
        any_bank.file_flags(name, [flag("shares"), flag(f"n{number}", start=1)])
        any_bank.replace_key_points(name, [point(f"k-{number}")])
        any_bank.set_status(name, Status.DRAFT)
        any_bank.ingest(document(), five())
        any_bank.questions(QuestionFilter(flagged=True))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    assert len(any_bank.attempts().items) == 20
    assert {any_bank.get(item.id).version for item in five()} == {9}  # eight edits each, none lost
    assert len(any_bank.flags().items) == 10
    assert any_bank.count(QuestionFilter(status=Status.DRAFT)) == 5


def test_a_writer_that_waits_too_long_says_so(sqlite_url: str) -> None:
    with open_bank(sqlite_url) as bank, QuestionBank(make_engine(sqlite_url, patience_s=0.05)) as impatient:
        bank.ingest(document(), five())
        holder = make_engine(sqlite_url)
        with holder.connect() as connection:
            connection.exec_driver_sql("DELETE FROM questions")
            with pytest.raises(BankUnusable, match="locked"):
                impatient.set_status(QuestionId("q-1"), Status.DRAFT)
            assert impatient.count() == 5  # readers do not wait
        holder.dispose()
