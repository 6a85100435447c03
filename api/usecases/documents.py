"""Documents into questions: read, extract, generate where nothing is asked, audit, store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.services import Services
from api.usecases import auditing
from questions.bank import IngestReport
from questions.errors import BadInput, UnreadableDocument
from questions.records import Document, FiledFlag, Question
from quizgen.assemble import to_document, to_questions
from quizgen.extract import Found, extract
from quizgen.generate.sections import section_questions
from quizgen.readers import SourceText, read_bytes, read_path

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".text", ".rst")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document; *notes* is what its reader had to decide."""

    document: Document
    report: IngestReport
    questions: tuple[Question, ...]
    flags: tuple[FiledFlag, ...]
    generated: bool
    notes: tuple[str, ...]


def read_file(services: Services, path: Path, name: str | None = None) -> SourceText:
    """The document at *path*.  Raises UnreadableDocument."""
    return read_path(path, name, limit=services.settings.max_document_bytes)


def read_upload(services: Services, data: bytes, name: str) -> SourceText:
    """Uploaded bytes as a document called *name*.  Raises UnreadableDocument."""
    return read_bytes(data, name, limit=services.settings.max_document_bytes)


def files_in(paths: Sequence[Path], name: str | None = None) -> tuple[tuple[Path, str], ...]:
    """The documents at *paths* with what each will be called: as *name*, or as its file, and in a folder
    with the way to it.

    Raises UnreadableDocument for a folder without any, BadInput when two would have one name.
    """
    found = [pair for path in paths for pair in (_inside(path) if path.is_dir() else [(path, path.name)])]
    if name is not None:
        if len(found) != 1:
            raise BadInput(f"--name is for one document, and these are {len(found)}; ingest it alone")
        return ((found[0][0], name),)
    seen: dict[str, Path] = {}
    for path, called in found:
        other = seen.setdefault(called, path)
        if other.resolve() != path.resolve():
            raise BadInput(
                f"{other} and {path} would both be called {called}; ingest one of them with --name"
            )
    return tuple((path, called) for called, path in seen.items())


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

    All are read and audited before the first is stored, and together, so that two documents that
    disagree are seen.  With *dry_run* nothing is stored; the reports say what would be.
    """
    asked = [explicit(text) for text in texts]
    found = [ask or generated(text) for ask, text in zip(asked, texts, strict=True)]
    questions = [to_questions(text, each) for text, each in zip(texts, found, strict=True)]
    audits = auditing.audit(services, (question for each in questions for question in each), auditing.BANK)
    by_question = {audit.question.id: audit for audit in audits}
    bank = services.bank()
    done = []
    for text, each, ask in zip(texts, questions, asked, strict=True):
        report = bank.ingest(to_document(text), each, dry_run=dry_run)
        mine = [by_question[question.id] for question in each if question.id in by_question]
        flags = () if dry_run else auditing.file_flags(services, mine)
        done.append(Ingested(to_document(text), report, each, flags, not ask and bool(each), text.notes))
    return tuple(done)


def _inside(folder: Path) -> list[tuple[Path, str]]:
    files = sorted(file for file in folder.rglob("*") if file.is_file() and _is_document(file, folder))
    if not files:
        raise UnreadableDocument(f"{folder}: no document in this folder; known endings: {' '.join(SUFFIXES)}")
    return [(file, file.relative_to(folder).as_posix()) for file in files]


def _is_document(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in SUFFIXES and not hidden
