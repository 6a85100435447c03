"""Documents that are edited and ingested again: what learners meet, what staff sees, what is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.lazy import Lazy
from api.services import Services
from api.usecases import bank as staff
from api.usecases import documents, grading, revising
from api.usecases.auditing import audit_bank
from api.usecases.documents import Ingested
from graders.audit import Audited, Reference
from questions.bank import QuestionFilter
from questions.errors import Conflict
from questions.records import FlagState, QuestionId, Status
from quizgen.readers import SourceText, read_bytes
from tests.api.parts import SHAKY, fake_audit

HEAT = "What is conduction?"
TEXT = f"# Heat\n\n## {HEAT}\n\nHeat moves through a body that stays in place.\n\n## What is convection?\n\nA liquid or a gas moves and takes its heat along.\n"
EDITED = TEXT.replace("that stays in place", "that does not move itself")


def text(words: str, name: str = "heat.md") -> SourceText:
    return read_bytes(words.encode(), name, f"/notes/{name}")


def ingest(services: Services, words: str) -> Ingested:
    (done,) = documents.ingest(services, [text(words)])
    return done


@pytest.fixture
def asked(services: Services) -> QuestionId:
    """The id of the first of two questions that were ingested."""
    return ingest(services, TEXT).questions[0].id


def test_learners_meet_the_approved_words_until_the_new_ones_are_approved(
    services: Services, asked: QuestionId
) -> None:
    done = ingest(services, EDITED)
    assert (done.report.changed, done.waiting) == ((asked,), 1)
    attempt = grading.answer(services, grading.BankAnswer(asked, "It stays in place."))
    assert attempt.question_version == 1
    shown = revising.revised(services, asked)
    assert (shown.newest.version, shown.met) == (2, 1)
    assert next(difference.field for difference in shown.differences) == "answer"
    (draft,) = services.bank().questions(QuestionFilter(status=Status.DRAFT)).items
    assert draft == shown.newest

    (approved,) = staff.approve(services, [asked])
    assert (approved.version, approved.status) == (2, Status.ACTIVE)
    assert grading.answer(services, grading.BankAnswer(asked, "x")).question_version == 2
    assert revising.revised(services, asked) == revising.Revised(approved, None, 2, ())
    assert len(services.bank().attempts(question_id=asked).items) == 2  # the history is one


def test_a_question_keeps_its_id_when_it_is_reworded_and_moved_to_another_document(
    services: Services, asked: QuestionId
) -> None:
    without = TEXT[: TEXT.index("## What is conduction?")] + TEXT[TEXT.index("## What is convection?") :]
    other = "# More\n\n## Explain conduction?\n\nHeat moves through a body that stays in place.\n"
    first, second = documents.ingest(services, [text(without), text(other, "more.md")])
    assert (first.report.retired, second.report.added, second.report.changed) == ((), (), (asked,))
    assert services.bank().get(asked).text == HEAT
    assert revising.revised(services, asked).newest.text == "Explain conduction?"
    again = documents.ingest(services, [text(without), text(other, "more.md")])
    assert [len(done.report.unchanged) for done in again] == [1, 1]


def test_flags_are_filed_on_the_words_that_wait(services: Services, asked: QuestionId) -> None:
    shaky = TEXT.replace("that stays in place", f"of the {SHAKY}")
    (flag,) = ingest(services, shaky).flags
    assert (flag.question_version, flag.flag.quote) == (2, SHAKY)
    assert services.bank().standing_flags([asked]) == {}
    audit_bank(services)  # looks at what learners meet, and leaves this one alone
    assert [filed.id for filed in services.bank().flags(question_id=asked).items] == [flag.id]
    services.bank().decide_flag(flag.id, FlagState.DISMISSED)
    staff.approve(services, [asked])
    assert services.bank().standing_flags([asked]) == {}
    (again,) = ingest(services, shaky).flags
    assert again.state is FlagState.DISMISSED


def test_flags_lie_in_the_stored_words_when_the_document_is_set_otherwise(services: Services) -> None:
    words = f"## What shape has it?\n\n- round\n- no {SHAKY}\n"
    first = ingest(services, words)
    again = ingest(services, words.replace("- ", "*  ").replace("\n", "\r\n"))
    assert again.flags == first.flags
    assert again.questions == first.questions


def test_key_points_of_a_person_are_edited_on_what_waits(services: Services, asked: QuestionId) -> None:
    ingest(services, EDITED)
    before = staff.editable(services, asked)
    assert before.version == 2
    after = staff.replace_points(services, before, '[{"text": "does not move itself"}]')
    assert after.key_points[0].span is not None
    assert after.reference is not None
    assert ingest(services, EDITED).report.changed == ()
    staff.approve(services, [asked])
    moved = ingest(services, EDITED.replace("Heat moves", "In conduction, heat moves"))
    assert moved.report.changed == (asked,)
    newest = staff.editable(services, asked)
    assert [point.text for point in newest.key_points if point.id == after.key_points[0].id] == [
        "does not move itself"
    ]


def test_a_dry_run_tells_all_and_does_nothing(services: Services, asked: QuestionId) -> None:
    (done,) = documents.ingest(services, [text(EDITED)], dry_run=True)
    told = revising.plan_as_json(done.changes)
    assert [row["what"] for row in told] == ["changed", "unchanged"]
    changed, unchanged = told
    assert (changed["id"], changed["line"], changed["status"]) == (asked, 3, "draft")
    assert changed["why"] == ["another answer"]
    assert 0.5 < changed["similarity"] < 1
    assert changed["old"]["answer"] == "Heat moves through a body that stays in place."
    assert "does not move itself" in changed["new"]["answer"]
    assert next(field["field"] for field in changed["diff"]) == "answer"
    assert (unchanged["old"], unchanged["new"], unchanged["diff"]) == (None, None, [])
    assert services.bank().latest(asked).newest.version == 1


@pytest.mark.usefixtures("asked")
def test_what_is_new_or_gone_is_told_with_its_words(services: Services) -> None:
    words = "# Heat\n\n## What is radiation?\n\nLight takes energy along, also through nothing.\n"
    (done,) = documents.ingest(services, [text(words)], dry_run=True)
    new, *gone = revising.plan_as_json(done.changes)
    assert (new["what"], new["old"]) == ("added", None)
    assert new["new"]["question"] == "What is radiation?"
    assert [(row["what"], row["new"]) for row in gone] == [("retired", None)] * 2
    assert gone[0]["old"]["question"] == HEAT


def _interrupted(services: Services, times: int) -> Services:
    """Services during whose audits other staff changes the bank, *times* often."""
    left = [times]

    def audit(items: tuple[Reference, ...], /) -> tuple[Audited, ...]:
        if left[0]:
            left[0] -= 1
            bank = services.bank()
            for question in bank.questions().items:
                status = Status.DRAFT if question.status is Status.ACTIVE else Status.ACTIVE
                bank.set_status(question.id, status)
        return fake_audit(items)

    return replace(services, audit=Lazy(lambda: audit))  # type: ignore[arg-type, return-value]


def test_a_bank_that_changes_during_the_audit_is_looked_at_again(
    services: Services, asked: QuestionId
) -> None:
    (done,) = documents.ingest(_interrupted(services, 1), [text(EDITED)])
    assert done.report.changed == (asked,)
    assert services.bank().get(asked).status is Status.DRAFT  # as the other person wanted it
    with pytest.raises(Conflict, match="ingest again"):
        documents.ingest(_interrupted(services, 99), [text(TEXT)])


def test_the_same_again_is_nothing_new(services: Services, tmp_path: Path) -> None:
    first = ingest(services, TEXT)
    again = ingest(services, TEXT)
    assert again.report.unchanged == first.report.added
    assert again.questions == first.questions
    assert list(tmp_path.glob("*.db"))
