"""Drafts on their way to learners: looked at one by one, approved, written anew or dropped by a person."""

from dataclasses import dataclass, field
from pathlib import Path

from api.services import Services
from api.usecases import auditing, documents
from api.usecases.question_form import from_text
from questions.bank import QuestionFilter
from questions.errors import Conflict, UnreadableDocument
from questions.records import FiledFlag, FreeText, Question, QuestionId, Source, Status
from quizgen.differences import Difference, differences
from quizgen.readers import SourceText

_PAGE = 200
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as a person sees it.

    *approved* is the version that was approved before it, which learners meet meanwhile where *met* says so.
    *lines* are those of its document, numbered, as far as the document still lies where it was read.
    """

    question: Question
    approved: Question | None = None
    met: bool = False
    flags: tuple[FiledFlag, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What differs from the approved version."""
        return differences(self.approved, self.question) if self.approved else ()


@dataclass
class Desk:
    """Where drafts are reviewed; a document is read once, however many drafts it has."""

    services: Services
    _texts: dict[str, SourceText | None] = field(default_factory=dict)

    def waiting(self, wanted: QuestionFilter) -> tuple[QuestionId, ...]:
        """The drafts that *wanted* lets through, by document and line."""
        found: list[QuestionId] = []
        cursor = None
        while True:
            page = self.services.bank().questions(wanted, cursor=cursor, limit=_PAGE)
            found += [question.id for question in page.items]
            cursor = page.next_cursor
            if cursor is None:
                return tuple(found)

    def look(self, question_id: QuestionId) -> Draft | None:
        """The draft as it is now; None when it was decided meanwhile."""
        bank = self.services.bank()
        latest = bank.latest(question_id)
        if latest.newest.status is not Status.DRAFT:
            return None
        flags = bank.flags(question_id=question_id).items
        return Draft(
            question=latest.newest,
            approved=latest.approved,
            met=latest.met,
            flags=tuple(filed for filed in flags if filed.question_version == latest.newest.version),
            lines=self._lines(latest.newest.source),
        )

    def approve(self, draft: Draft) -> Question:
        """Let learners meet *draft*.  Raises Conflict when it is no longer as it was seen."""
        self._refuse_changed(draft)
        return self.services.bank().set_status(draft.question.id, Status.ACTIVE)

    def rewrite(self, draft: Draft, written: str) -> Question:
        """Let learners meet what a person has *written* in place of *draft*.

        Raises BadInput when it is no question, or nothing new; Conflict as `approve` does.
        """
        wanted = from_text(draft.question, written).model_copy(update={"status": Status.ACTIVE})
        after = self.services.bank().rewrite(draft.question.id, draft.question.version, wanted)
        self._file_flags(after)
        return after

    def drop(self, draft: Draft) -> Question:
        """Keep *draft* from learners: a question is retired, new words give way to the approved ones."""
        self._refuse_changed(draft)
        if draft.approved is None or not draft.met:
            return self.services.bank().set_status(draft.question.id, Status.RETIRED)
        after = self.services.bank().rewrite(draft.question.id, draft.question.version, draft.approved)
        self._file_flags(after)
        return after

    def _refuse_changed(self, draft: Draft) -> None:
        if self.services.bank().latest(draft.question.id).newest != draft.question:
            raise Conflict(f"question {draft.question.id} was changed meanwhile; look at it again")

    def _file_flags(self, question: Question) -> None:
        if isinstance(question, FreeText):
            self.services.bank().file_flags(question.id, auditing.flags_of(self.services, question))

    def _lines(self, source: Source | None) -> tuple[tuple[int, str], ...]:
        text = self._text(source.document) if source else None
        if source is None or text is None:
            return ()
        first = source.line_start
        shown = text.lines[first - 1 : min(source.line_end, first - 1 + _MOST_LINES)]
        return tuple(enumerate(shown, start=first))

    def _text(self, document: str) -> SourceText | None:
        """The document as the bank knows it; None when it has changed or gone since."""
        if document not in self._texts:
            self._texts[document] = _read(self.services, document)
        return self._texts[document]


def _read(services: Services, name: str) -> SourceText | None:
    for document in services.bank().documents():
        if document.name == name and document.path is not None:
            try:
                text = documents.read_file(services, Path(document.path), name)
            except UnreadableDocument:
                return None
            return text if text.content_hash == document.content_hash else None
    return None
