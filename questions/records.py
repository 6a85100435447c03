"""The vocabulary: frozen records that every room of the house speaks.

Lines are 1-based and inclusive.  Character offsets are 0-based and half-open, in code points.
Scores, weights, risks and confidences lie in 0..1.
"""

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_serializer, model_validator

DocumentId = NewType("DocumentId", str)
QuestionId = NewType("QuestionId", str)
KeyPointId = NewType("KeyPointId", str)
OptionId = NewType("OptionId", str)
AttemptId = NewType("AttemptId", str)
FlagId = NewType("FlagId", str)
GraderId = NewType("GraderId", str)

Unit = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
NonBlank = Annotated[str, Field(min_length=1, pattern=r"\S")]
Offset = Annotated[int, Field(ge=0)]
Line = Annotated[int, Field(ge=1)]


def digest(*parts: str) -> str:
    """A SHA-256 over *parts*, in hex; no two different tuples share their input."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii")).hexdigest()


class Record(BaseModel):
    """Frozen, and nothing that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Record):
    """Characters *start* up to but not including *end* of some text."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"a span that ends ({self.end}) before it starts ({self.start})")
        return self


class Document(Record):
    """A document as it was read: what it is called, where it lay, what it held."""

    id: DocumentId
    name: NonBlank
    path: str | None = None
    encoding: str = "utf-8"
    line_count: Offset
    content_hash: str


class Source(Record):
    """Where in a document a question stands; *number* is the numbering stripped from its text."""

    document: str
    line_start: Line
    line_end: Line
    heading_path: tuple[str, ...] = ()
    number: str | None = None


class KeyPoint(Record):
    """One thing an answer must say.  *span* is where it stands in the reference, if it stands there."""

    id: KeyPointId
    text: NonBlank
    weight: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    span: Span | None = None


class Origin(StrEnum):
    """Who wrote the question."""

    EXTRACTED = "extracted"
    GENERATED = "generated"
    AUTHORED = "authored"


class Status(StrEnum):
    """Whether learners meet the question."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class _Asked(Record):
    """What every kind of question has."""

    id: QuestionId
    text: NonBlank
    language: str
    source: Source | None = None
    origin: Origin = Origin.AUTHORED
    status: Status = Status.ACTIVE
    version: Annotated[int, Field(ge=1)] = 1

    @property
    def content_hash(self) -> str:
        """Changes when what is asked or what is right changes, not when it moves or is renumbered."""
        body = self.model_dump(mode="json", exclude={"id", "source", "origin", "status", "version"})
        return digest(json.dumps(body, sort_keys=True, ensure_ascii=True))


class FreeText(_Asked):
    """Answered in the learner's own words.  Without a reference it is listed, never graded."""

    kind: Literal["free_text"] = "free_text"
    reference: str | None = None
    key_points: tuple[KeyPoint, ...] = ()
    unanswered_because: str | None = None


class Option(Record):
    """One choice of several."""

    id: OptionId
    text: NonBlank


class SingleChoice(_Asked):
    """Exactly one option is right."""

    kind: Literal["single_choice"] = "single_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    correct: OptionId
    explanation: str | None = None

    @model_validator(mode="after")
    def _is_offered(self) -> Self:
        _distinct(self.options)
        if self.correct not in {option.id for option in self.options}:
            raise ValueError(f"the correct option {self.correct!r} is not offered")
        return self


class MultipleChoice(_Asked):
    """One or more options are right."""

    kind: Literal["multiple_choice"] = "multiple_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    correct: Annotated[frozenset[OptionId], Field(min_length=1)]
    explanation: str | None = None

    @model_validator(mode="after")
    def _are_offered(self) -> Self:
        _distinct(self.options)
        missing = self.correct - {option.id for option in self.options}
        if missing:
            raise ValueError(f"correct options that are not offered: {sorted(missing)}")
        return self

    @field_serializer("correct", when_used="json")
    def _in_order(self, correct: frozenset[OptionId]) -> list[OptionId]:
        # A set is walked in another order in every process; the content hash must not be.
        return sorted(correct)


class TrueFalse(_Asked):
    """A statement to be judged."""

    kind: Literal["true_false"] = "true_false"
    correct: bool
    explanation: str | None = None


class Cloze(_Asked):
    """A text with one gap, written as four underscores, and the words that may fill it."""

    kind: Literal["cloze"] = "cloze"
    accepts: Annotated[tuple[NonBlank, ...], Field(min_length=1)]
    explanation: str | None = None


Question = Annotated[
    FreeText | SingleChoice | MultipleChoice | TrueFalse | Cloze, Field(discriminator="kind")
]
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def _distinct(options: tuple[Option, ...]) -> None:
    if len({option.id for option in options}) != len(options):
        raise ValueError("two options share an id")


class Verdict(StrEnum):
    """What the answer is, in a word."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    CONTRADICTORY = "contradictory"
    OFF_TOPIC = "off_topic"
    BLANK = "blank"


class PointState(StrEnum):
    """What became of one key point."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"


class Evidence(Span):
    """The words of the answer that earned or cost the credit."""

    quote: str


class PointResult(Record):
    """One key point of the rubric, and what the answer did with it."""

    id: KeyPointId
    text: str
    state: PointState
    credit: Unit
    evidence: Evidence | None = None


class Opinion(Record):
    """What one grader thinks; a score of None is an abstention, never a zero."""

    grader: GraderId
    score: Unit | None
    why: str


class Scored(Record):
    """An answer with a score, and all that the score rests on."""

    status: Literal["scored"] = "scored"
    score: Unit
    verdict: Verdict
    confidence: Unit
    needs_review: bool
    review_reasons: tuple[str, ...] = ()
    decided_by: GraderId
    key_points: tuple[PointResult, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    feedback: str
    language: str
    reason: None = None


class Unscored(Record):
    """Cannot tell.  There is no number here to average by mistake."""

    status: Literal["unscored"] = "unscored"
    score: None = None
    verdict: None = None
    confidence: Literal[0] = 0
    needs_review: Literal[True] = True
    review_reasons: tuple[str, ...] = ()
    decided_by: GraderId
    key_points: tuple[PointResult, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    feedback: str = ""
    language: str
    reason: NonBlank


Grade = Annotated[Scored | Unscored, Field(discriminator="status")]
GRADE: TypeAdapter[Grade] = TypeAdapter(Grade)


class Attempt(Record):
    """One answer to one version of one question, with its grade.  *at* is in UTC."""

    id: AttemptId
    question_id: QuestionId
    question_version: Annotated[int, Field(ge=1)]
    answer: str
    grade: Grade
    at: datetime
    learner: str | None = None


class FlagVerdict(StrEnum):
    """What is said to be wrong with the quoted words."""

    CONTRADICTED = "contradicted"
    CONTESTED = "contested"
    IMPRECISE = "imprecise"
    INCONSISTENT = "inconsistent"
    UNSUPPORTED = "unsupported"
    INCOMPLETE = "incomplete"
    TYPO = "typo"


class Severity(StrEnum):
    """How much a learner who trusts the quoted words is misled."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Citation(Record):
    """Where it says so: the work, the place in it, and (short, or empty) its words or their gist."""

    source: NonBlank
    locator: str
    quote: str = ""


class Flag(Record):
    """Evidence for a person that some words of a reference answer are shaky; never a verdict.

    *start* and *end* are offsets of *quote* in the reference answer.
    *correction* is in the reference's language; *corrections* may hold it in others, by language code.
    """

    quote: str
    start: Offset
    end: Offset
    verdict: FlagVerdict
    severity: Severity
    correction: str
    corrections: dict[str, str] = Field(default_factory=dict)
    evidence: tuple[Citation, ...] = ()
    detector: str
    confidence: Unit

    @property
    def key(self) -> str:
        """The same finding on the same words has the same key, whatever stands around them."""
        return digest(self.detector, self.verdict, self.quote, self.correction)


class FlagState(StrEnum):
    """What a person decided.  Dismissed stays dismissed until the words change."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class FiledFlag(Record):
    """A flag in the bank, on one version of one question."""

    id: FlagId
    question_id: QuestionId
    question_version: Annotated[int, Field(ge=1)]
    state: FlagState
    flag: Flag
