"""References into flags: of one question, of a document, of the whole bank."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.rowfiles.reading import Malformed, Row, RowId
from api.services import Services
from api.text import storable
from api.usecases.audit_choice import STATISTICS, statistics
from api.usecases.audit_model import kept
from graders.audit import Audited, Reference, with_more
from questions.bank import QuestionFilter
from questions.errors import BadInput
from questions.records import FiledFlag, Flag, FreeText, Question, Severity, Source, Status

BANK = "the bank"
SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH)


@dataclass(frozen=True, slots=True)
class QuestionAudit:
    """A question, and what is shaky about its reference."""

    question: FreeText
    audited: Audited


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What is written for one answer.  A *reason* says why it could not be audited; then risk is None."""

    id: RowId | None
    question: str
    source: Source | None
    risk: float | None
    flags: tuple[Flag, ...]
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The row of the contract; with its question and line where it comes from a document."""
        row: dict[str, Any] = {"id": self.id}
        if self.source is not None:
            row |= {
                "question": self.question,
                "document": self.source.document,
                "line": self.source.line_start,
            }
        row |= {"risk": self.risk, "flags": [flag.model_dump(mode="json") for flag in self.flags]}
        return row if self.reason is None else {**row, "reason": self.reason}

    def fell_short(self, floor: Severity | None) -> bool:
        """Whether it could not be audited, or has a flag of severity *floor* or graver."""
        return self.reason is not None or (floor is not None and at_least(self.flags, floor))


def reference_of(question: FreeText, group: str | None = None) -> Reference:
    """*question* as the auditor sees it, to be compared within *group*, or else within its document."""
    source = question.source
    return Reference(
        id=question.id,
        question=question.text,
        answer=question.reference,
        group=group or (source.document if source else ""),
        heading_path=source.heading_path if source else (),
    )


def flags_of(services: Services, question: FreeText) -> tuple[Flag, ...]:
    """What is shaky about the reference of *question*, looked at alone."""
    if question.reference is None:
        return ()
    return services.audit()([reference_of(question)])[0].flags


def audit(
    services: Services, questions: Iterable[Question], group: str | None = None
) -> tuple[QuestionAudit, ...]:
    """What is shaky about *questions*; two that disagree are seen within *group*, or within a document.

    Kinds of question without a reference in words are passed over.
    """
    worded = [question for question in questions if isinstance(question, FreeText)]
    audited = services.audit()([reference_of(question, group) for question in worded])
    return tuple(QuestionAudit(q, found) for q, found in zip(worded, audited, strict=True))


def file_flags(
    services: Services, audits: Sequence[QuestionAudit], also: tuple[str, ...] = ()
) -> tuple[FiledFlag, ...]:
    """Put the flags of *audits* into the bank; those that a person dismissed stay dismissed.

    What a detector has found in the same words stays until it is run again: those of *audits* were, and those whose
    flags begin with one of *also*.
    """
    bank = services.bank()
    before = bank.standing_flags([audit.question.id for audit in audits])
    return tuple(
        filed
        for audit in audits
        for filed in bank.file_flags(
            audit.question.id,
            (
                *audit.audited.flags,
                *kept(services, before.get(audit.question.id, ()), audit.question.reference, also),
            ),
            audit.question.version,
        )
    )


def audit_bank(services: Services) -> tuple[QuestionAudit, ...]:
    """Audit all that learners may meet, and file what is found."""
    bank = services.bank()
    questions: list[Question] = []
    for status in (Status.ACTIVE, Status.DRAFT):
        # Words that wait were audited when they were read, and must not be compared with those they replace.
        known = {question.id for question in questions}
        cursor = None
        while True:
            page = bank.questions(QuestionFilter(status=status), cursor=cursor, limit=200)
            questions += (question for question in page.items if question.id not in known)
            cursor = page.next_cursor
            if cursor is None:
                break
    audits = _with_statistics(services, audit(services, questions, BANK))
    off = services.detectors is not None and STATISTICS not in services.detectors
    file_flags(services, audits, () if off else (f"{STATISTICS}/",))
    return audits


def _with_statistics(services: Services, audits: Sequence[QuestionAudit]) -> tuple[QuestionAudit, ...]:
    """*audits* with what live attempts say."""
    told = statistics(services, [reference_of(audit.question, BANK) for audit in audits])
    return tuple(
        QuestionAudit(audit.question, with_more(audit.audited, flags))
        for audit, flags in zip(audits, told, strict=True)
    )


def rows_of(audits: Sequence[QuestionAudit]) -> list[AuditRow]:
    """*audits* as rows; a question without an answer has nothing to be shaky."""
    return [
        AuditRow(
            id=audit.question.id,
            question=audit.question.text,
            source=audit.question.source,
            risk=audit.audited.risk,
            flags=audit.audited.flags,
        )
        for audit in audits
    ]


def audit_rows(
    services: Services, rows: Iterable[Row | Malformed], say: Callable[[str], None]
) -> list[AuditRow]:
    """An audit row for each of *rows*, in order; those that cannot be read are named to *say*."""
    read = [_reference(row, index) for index, row in enumerate(rows)]
    audited = iter(services.audit()([item for item in read if isinstance(item, Reference)]))
    done = []
    for row, item in zip(rows, read, strict=True):
        if isinstance(item, str):
            say(f"line {row.line}: {item}")
            done.append(AuditRow(row.id, "", None, None, (), item))
        else:
            found = next(audited)
            done.append(AuditRow(row.id, item.question, None, found.risk, found.flags))
    return done


def severity(name: str) -> Severity:
    """The severity called *name*.  Raises BadInput."""
    try:
        return Severity(name.lower())
    except ValueError:
        raise BadInput(f"--fail-on {name}: choose one of {', '.join(Severity)}") from None


def _reference(row: Row | Malformed, index: int) -> Reference | str:
    if isinstance(row, Malformed):
        return row.why
    question, answer = row.fields.get("question"), row.fields.get("answer")
    if not isinstance(question, str | None) or not isinstance(answer, str | None):
        return "'question' and 'answer' must be text"
    # Ids of rows may come twice; the place of a row does not.
    return Reference(
        id=str(index), question=storable(question or ""), answer=None if answer is None else storable(answer)
    )


def at_least(flags: Iterable[Flag], severity: Severity) -> bool:
    """Whether one of *flags* is of *severity* or graver."""
    floor = SEVERITIES.index(severity)
    return any(SEVERITIES.index(flag.severity) >= floor for flag in flags)
