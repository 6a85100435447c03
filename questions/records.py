"""The vocabulary: frozen records that every room of the house speaks.

Lines are 1-based and inclusive.  Character offsets are 0-based and half-open, in code points.
Scores, weights, risks and confidences lie in 0..1.
"""

import hashlib
import json
import secrets
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType, Self, get_args

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


class Asset(Record):
    """A picture that a document shows: as it is written there, and on which line.

    *missing* says that it should lie beside the document and does not.
    """

    target: NonBlank
    line: Line
    missing: bool = False


class Document(Record):
    """A document as it was read: what it is called, where it lay, what it held."""

    id: DocumentId
    name: NonBlank
    path: str | None = None
    encoding: str = "utf-8"
    line_count: Offset
    content_hash: str
    assets: tuple[Asset, ...] = ()


class Source(Record):
    """Where in a document a question stands; *number* is the numbering stripped from its text.

    *page* is the page it begins on, where the document has pages; its lines are then those of its text.
    """

    document: str
    line_start: Line
    line_end: Line
    page: Line | None = None
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
    """What a person decided.  Dismissed stays dismissed until the words change; corrected, they have changed."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"


class Decision(Record):
    """Who decided what becomes of a flag, when, and why."""

    by: NonBlank
    at: datetime
    note: str = ""


class FiledFlag(Record):
    """A flag in the bank, on one version of one question."""

    id: FlagId
    question_id: QuestionId
    question_version: Annotated[int, Field(ge=1)]
    state: FlagState
    flag: Flag
    decision: Decision | None = None


QuizId = NewType("QuizId", str)
Kind = Literal["free_text", "single_choice", "multiple_choice", "true_false", "cloze"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ANY_TOPIC = "*"
MOST_ASKED = 500
"""A quiz has no more questions than this."""
_Count = Annotated[int, Field(ge=1, le=MOST_ASKED)]
_Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]


class Level(StrEnum):
    """How hard a question is, in a word."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Facility(Record):
    """How learners did at the present version of a question: the first scored attempt of each.

    *mean* and *variance* (over all of them, so at most 0.25) are of their scores.
    """

    attempts: Annotated[int, Field(ge=1)]
    mean: Unit
    variance: Annotated[float, Field(ge=0, le=0.25, allow_inf_nan=False)]


class Difficulty(Record):
    """The share of the score that a learner is expected to miss: 0 for nothing, 1 for all of it.

    *origin* is ``estimated`` (from the words, *attempts* is 0) or ``from 23 attempts``.
    """

    value: Unit
    level: Level
    attempts: Offset = 0
    origin: NonBlank = "estimated"


class TopicShare(Record):
    """How much of a quiz is about *topic*: a *count* of questions, or a *weight* in what the counts leave.

    *topic* is looked for in the headings above a question; ``*`` is every question.  Neither count nor
    weight is a weight of 1.
    """

    topic: _Name
    count: _Count | None = None
    weight: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.count is not None and self.weight is not None:
            raise ValueError(f"topic {self.topic!r} has a count and a weight; give one of them")
        return self


class Blueprint(Record):
    """What a quiz shall be made of; what is empty or None does not matter.

    *exclude_days*: nothing that *learner* answered within so many days.  *fill*: what one topic lacks
    is made up for by the others.  A blueprint without a seed gets one by chance, and keeps it.
    """

    topics: Annotated[tuple[TopicShare, ...], Field(max_length=50)] = ()
    total: _Count | None = None
    kinds: Annotated[tuple[Kind, ...], Field(max_length=len(KINDS))] = ()
    difficulty: Annotated[tuple[Level, ...], Field(max_length=len(Level))] = ()
    language: _Name | None = None
    document: _Name | None = None
    learner: _Name | None = None
    exclude_days: Annotated[int, Field(ge=0, le=3650)] = 0
    fill: bool = False
    seed: Annotated[int, Field(ge=0, lt=2**53)] = Field(default_factory=lambda: secrets.randbits(31))

    @property
    def counted(self) -> int:
        """How many questions the topics ask for by count."""
        return sum(share.count or 0 for share in self.topics)

    @property
    def wanted(self) -> int:
        """How many questions the quiz shall have."""
        return self.total if self.total is not None else self.counted

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        weighted = not self.topics or any(share.count is None for share in self.topics)
        if self.total is None and weighted:
            raise ValueError("say how many questions in total, or give every topic a count")
        if self.counted > MOST_ASKED:
            raise ValueError(
                f"the counts add up to {self.counted}; a quiz has at most {MOST_ASKED} questions"
            )
        if self.total is not None and not (
            self.total > self.counted if weighted else self.total == self.counted
        ):
            raise ValueError(
                f"the counts add up to {self.counted}, the total is {self.total}; "
                "leave out the total, or let it be more and give a topic without a count"
            )
        if self.exclude_days and self.learner is None:
            raise ValueError("whose answers are to be excluded? name the learner")
        return self

    @model_validator(mode="after")
    def _no_topic_twice(self) -> Self:
        names = [" ".join(share.topic.casefold().split()) for share in self.topics]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"topic {twice!r} stands there twice; give it once")
        return self


class QuizItem(Record):
    """A question of a quiz: which version of it, and for which topic of the blueprint it was drawn."""

    question_id: QuestionId
    version: Annotated[int, Field(ge=1)]
    kind: Kind
    topic: str
    difficulty: Difficulty


class LeftOut(StrEnum):
    """Why a question under a topic is not in the quiz."""

    DRAFT = "not approved yet"
    NO_ANSWER = "without a reference answer"
    KIND = "of another kind"
    LANGUAGE = "in another language"
    SEEN = "answered lately"
    DIFFICULTY = "of another difficulty"
    REPEATED = "with the words of another one"
    ELSEWHERE = "asked under another topic"


class Shortfall(Record):
    """A topic with fewer questions than the blueprint asks for, and what became of all others under it."""

    topic: str
    wanted: _Count
    found: Offset
    left_out: dict[LeftOut, int] = Field(default_factory=dict)

    def __str__(self) -> str:
        others = ", ".join(f"{count} {why}" for why, count in self.left_out.items())
        missing = f"the others are {others}" if others else "the bank has no more"
        return f"{self.topic}: {self.found} of {self.wanted}; {missing}"


class Quiz(Record):
    """Questions in the order in which they are asked.  The id follows from blueprint and items."""

    id: QuizId
    blueprint: Blueprint
    items: tuple[QuizItem, ...]
    shortfalls: tuple[Shortfall, ...] = ()
    at: datetime

    @property
    def missing(self) -> int:
        """How many questions it has too few."""
        return max(0, self.blueprint.wanted - len(self.items))

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        if len({item.question_id for item in self.items}) != len(self.items):
            raise ValueError("a question stands in the quiz twice")
        return self
