"""Documents into questions: read, extract, generate where nothing is asked, audit, store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.services import Services
from api.usecases import auditing, keeping
from api.usecases.auditing import QuestionAudit
from questions.changes import Change, Fate, IngestReport, Plan, Reading, report
from questions.errors import Conflict
from questions.records import Document, FiledFlag, Question, QuestionId, Status
from quizgen import sync
from quizgen.assemble import to_document, to_questions
from quizgen.extract import Found, extract
from quizgen.generate.sections import section_questions
from quizgen.readers import SourceText, read_again


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document; *notes* is what its reader had to decide.

    *questions* are the newest versions of what it holds now.
    """

    document: Document
    report: IngestReport
    questions: tuple[Question, ...]
    flags: tuple[FiledFlag, ...]
    generated: bool
    notes: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    @property
    def waiting(self) -> int:
        """How many questions of the bank have got words that nobody has approved yet."""
        drafts = (c.after for c in self.changes if c.before and c.fate in (Fate.CHANGED, Fate.REVIVED))
        return sum(held is not None and held.newest.status is Status.DRAFT for held in drafts)


_TRIES = 5


def read_file(services: Services, path: Path, name: str | None = None) -> SourceText:
    """The document at *path*, which may lead into an archive.  Raises UnreadableDocument."""
    return read_again(path, name, limit=services.settings.max_document_bytes)


def explicit(text: SourceText) -> tuple[Found, ...]:
    """The questions that *text* asks."""
    return extract(text)


def generated(text: SourceText) -> tuple[Found, ...]:
    """The questions that rules make of the sections of *text*."""
    return section_questions(text)


def questions_of(text: SourceText) -> tuple[Question, ...]:
    """The questions of *text* as records; drafts from its sections where it asks none itself."""
    return to_questions(text, explicit(text) or generated(text))


def ingest(services: Services, texts: Sequence[SourceText], *, dry_run: bool = False) -> tuple[Ingested, ...]:
    """Put *texts* with their questions and flags into the bank; the same texts again change nothing.

    All are read, planned and audited before the first is stored, and together: a question that went from
    one document to another is followed, two documents that disagree are seen.  With *dry_run* nothing is
    stored; the changes say what would be.
    """
    asked = [explicit(text) for text in texts]
    found = [ask or generated(text) for ask, text in zip(asked, texts, strict=True)]
    readings = [
        Reading(to_document(text), (*to_questions(text, each), *keeping.kept(services, text)))
        for text, each in zip(texts, found, strict=True)
    ]
    plan, audits = _carried_out(services, readings, dry_run=dry_run)
    flags = {audit.question.id: auditing.file_flags(services, [audit]) for audit in audits}
    return tuple(
        _ingested(reading, plan, flags, generated=not ask and bool(each), notes=text.notes)
        for reading, ask, each, text in zip(readings, asked, found, texts, strict=True)
    )


def _carried_out(
    services: Services, readings: Sequence[Reading], *, dry_run: bool
) -> tuple[Plan, tuple[QuestionAudit, ...]]:
    """The plan that the bank holds now, and what is shaky about the newest words.

    Between plan and deed lies the audit, and the bank is free meanwhile: when it has changed, all is done
    anew.  Raises Conflict when it keeps changing.
    """
    bank = services.bank()
    for _ in range(_TRIES):
        plan = sync.plan(bank.inventory(readings))
        if dry_run:
            return plan, ()
        audits = auditing.audit(services, _present(plan), auditing.BANK)
        if bank.apply(plan):
            return plan, audits
    raise Conflict("the bank was changed by others all the time; nothing was stored, ingest again")


def _present(plan: Plan) -> Iterator[Question]:
    """The newest words of what the documents hold now: those that were read, or that a person made of them."""
    for change in plan.changes:
        if change.after is not None and change.after.in_document:
            yield change.after.newest


def _ingested(
    reading: Reading,
    plan: Plan,
    flags: Mapping[QuestionId, tuple[FiledFlag, ...]],
    *,
    generated: bool,
    notes: tuple[str, ...],
) -> Ingested:
    changes = plan.of(reading.document.id)
    present = [change.after for change in changes if change.after is not None and change.after.in_document]
    return Ingested(
        document=reading.document,
        report=report(changes),
        questions=tuple(held.newest for held in present),
        flags=tuple(filed for held in present for filed in flags.get(held.id, ())),
        generated=generated,
        notes=notes,
        changes=changes,
    )
