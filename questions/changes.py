"""What a document that is read again does to the questions of the bank: the words for it.

An `Inventory` says what the bank holds of some documents and what these say now; a `Plan` says what
becomes of each question.  The bank takes the one and carries out the other; who plans decides which
question of a document is which question of the bank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from questions.records import Document, DocumentId, Question, QuestionId, Status


class Fate(StrEnum):
    """What becomes of one question; the names are the fields of the report."""

    ADDED = "added"
    REVIVED = "revived"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    MOVED = "moved"
    RETIRED = "retired"


class Reason(StrEnum):
    """Why it becomes that; one question may have several."""

    NEW = "not in the bank yet"
    BACK = "the document holds it again"
    GONE = "no longer in its document"
    NEVER_APPROVED = "a generated draft that nobody approved, edited or answered"
    REWORDED = "the question was reworded"
    OTHER_OPTIONS = "other options"
    OTHER_ANSWER = "another answer"
    OTHER_KIND = "another kind of question"
    READ_OTHERWISE = "the same words, read otherwise"
    APPROVED_WORDS = "the approved words are back"
    OTHER_DOCUMENT = "moved to another document"
    OTHER_HEADING = "moved under another heading"
    OTHER_LINES = "other lines or another number"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read now, with its questions in its order."""

    document: Document
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A question as the bank holds it.

    *waiting*: a newer version that nobody has approved; learners meet *question* meanwhile.
    *said*: what the document said when a person corrected the reference.
    *edited*: a person wrote its key points.
    *in_document*: whether its document held it when it was last read; *resumes* is the status that it
    takes again when it comes back.
    """

    document_id: DocumentId
    question: Question
    waiting: Question | None = None
    said: Question | None = None
    edited: bool = False
    in_document: bool = True
    resumes: Status | None = None
    attempted: bool = field(default=False, compare=False)

    @property
    def id(self) -> QuestionId:
        """That of the question, in all its versions."""
        return self.question.id

    @property
    def newest(self) -> Question:
        """Its newest version, approved or not."""
        return self.waiting or self.question

    @property
    def read(self) -> Question:
        """What its document said when it was last read."""
        return self.waiting or self.said or self.question


@dataclass(frozen=True, slots=True)
class Inventory:
    """What the bank holds of the documents that were read, and what these say now.

    *documents* are those of the bank that have the id or name of one that was read; *elsewhere* names
    the document of each id that comes with a reading but belongs to a document that was not read.
    """

    readings: tuple[Reading, ...]
    documents: tuple[Document, ...] = ()
    held: tuple[Held, ...] = ()
    elsewhere: Mapping[QuestionId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """The question of the bank that a question of a document is, and how like they are, if that was seen."""

    held: QuestionId
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one question, and why.

    *before* is None for a new one, *after* for one that is deleted.  *similarity* is that of the words
    which the document had before and has now; None where there is nothing to compare.
    """

    fate: Fate
    reasons: tuple[Reason, ...]
    before: Held | None
    after: Held | None
    similarity: float | None = None

    @property
    def held(self) -> Held:
        """As it stands afterwards, or stood before it is deleted."""
        found = self.after or self.before
        assert found is not None, "a change of nothing"  # noqa: S101 - `settle` makes none
        return found

    @property
    def id(self) -> QuestionId:
        """Of the question."""
        return self.held.id


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of each question; every id stands in one field only.

    added: new.  revived: back in the document.  changed: another version.  moved: the same at another
    place.  retired: no longer in the document.
    """

    added: tuple[QuestionId, ...] = ()
    revived: tuple[QuestionId, ...] = ()
    unchanged: tuple[QuestionId, ...] = ()
    changed: tuple[QuestionId, ...] = ()
    moved: tuple[QuestionId, ...] = ()
    retired: tuple[QuestionId, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of every question of some documents: in the order of the documents, the gone ones last."""

    inventory: Inventory
    changes: tuple[Change, ...]

    def of(self, document_id: DocumentId) -> tuple[Change, ...]:
        """The changes of one document: of the questions that stand there now, or stood there and are gone."""
        return tuple(change for change in self.changes if change.held.document_id == document_id)


def report(changes: Iterable[Change]) -> IngestReport:
    """*changes* by fate."""
    by_fate: dict[Fate, list[QuestionId]] = {fate: [] for fate in Fate}
    for change in changes:
        by_fate[change.fate].append(change.id)
    return IngestReport(**{fate.value: tuple(ids) for fate, ids in by_fate.items()})
