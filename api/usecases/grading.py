"""Answers to questions, of the bank or given inline, into grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from api.services import Services
from api.text import storable
from api.usecases import auditing
from graders.calibration import calibrated
from graders.grader import Submission
from graders.text import language_of
from questions.bank import QuestionBank
from questions.calibrations import Calibration
from questions.errors import AnswerTooLong, BadInput, Conflict, NotFound
from questions.records import (
    Attempt,
    AttemptId,
    Flag,
    FreeText,
    Grade,
    GraderId,
    Origin,
    Question,
    QuestionId,
    Scored,
    Unscored,
    digest,
)
from quizgen.keypoints import key_points

_NO_QUESTION = "…"  # a record wants some text, and this one says nothing
_INPUT = GraderId("input/1")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what its grades must know of: its flags, and how people grade it."""

    question: Question
    flags: tuple[Flag, ...]
    calibration: Calibration | None = None


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """An answer to a question of the bank."""

    question_id: QuestionId
    answer: str
    learner: str | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """An answer to a question that comes with its own reference; nothing of it is stored."""

    question: str
    reference: str
    answer: str


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, and the attempt that holds it where one was stored."""

    grade: Grade
    attempt: Attempt | None = None


class Rubrics:
    """Questions ready for grading, each prepared once in the life of this object."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.of_bank = lru_cache(maxsize=1024)(self._of_bank)
        self.inline = lru_cache(maxsize=1024)(self._inline)

    def _of_bank(self, question_id: QuestionId) -> Asked:
        """The question and its open and confirmed flags.  Raises QuestionNotFound."""
        bank = self._services.bank()
        question = bank.get(question_id)
        return Asked(
            question, bank.standing_flags([question_id]).get(question_id, ()), bank.calibration(question_id)
        )

    def _inline(self, question: str, reference: str) -> Asked:
        """A question made of *question* and *reference*; its flags are those of its own audit.

        Raises BadInput when the reference is too long to grade against.
        """
        limit = self._services.settings.max_reference_chars
        if len(reference) > limit:
            raise BadInput(
                f"the reference has {len(reference):,} characters, more than {limit:,}; shorten it"
            )
        asked = FreeText(
            id=QuestionId("inline-" + digest(question, reference)[:16]),
            text=question if question.strip() else _NO_QUESTION,
            language=language_of(reference if reference.strip() else question),
            origin=Origin.AUTHORED,
            reference=reference if reference.strip() else None,
            key_points=key_points(reference, question) if reference.strip() else (),
        )
        return Asked(asked, auditing.flags_of(self._services, asked))


def grade(services: Services, items: Sequence[tuple[Asked, str]]) -> tuple[Grade, ...]:
    """The grades of *items*, one each, in order.  Raises AnswerTooLong, ServiceUnavailable."""
    if not items:  # not worth loading an encoder for
        return ()
    for _, answer in items:
        check_length(services, answer)
    grades = services.grade()(
        [Submission(asked.question, storable(answer), asked.flags) for asked, answer in items]
    )
    return tuple(_calibrated(given, asked) for given, (asked, _) in zip(grades, items, strict=True))


def submit(
    services: Services, answers: Sequence[BankAnswer | InlineAnswer], key: str | None = None
) -> tuple[Graded, ...]:
    """Grade *answers*, and store an attempt for each answer to a question of the bank.

    With the same *key* the same answers give the attempts that are stored already; other answers under
    a used key are a Conflict.  Raises also QuestionNotFound, AnswerTooLong, BadInput and
    ServiceUnavailable, all of them before anything is stored.
    """
    ids = [_attempt_id(services, key, index, answer) for index, answer in enumerate(answers)]
    stored = [
        _stored(services.bank(), id_, answer) if key and isinstance(answer, BankAnswer) else None
        for id_, answer in zip(ids, answers, strict=True)
    ]
    rubrics = Rubrics(services)
    missing = [index for index, attempt in enumerate(stored) if attempt is None]
    asked = {index: _asked(rubrics, answers[index]) for index in missing}
    grades = grade(services, [(asked[index], answers[index].answer) for index in missing])
    fresh = dict(zip(missing, grades, strict=True))
    return tuple(
        Graded(attempt.grade, attempt)
        if attempt
        else _record(services, ids[index], answers[index], asked[index].question, fresh[index])
        for index, attempt in enumerate(stored)
    )


def answer(services: Services, given: BankAnswer, key: str | None = None) -> Attempt:
    """Grade one answer to a question of the bank and store the attempt; raises what `submit` raises."""
    (done,) = submit(services, [given], key)
    return cast("Attempt", done.attempt)  # there is one for every answer to the bank


def check_length(services: Services, answer: str) -> None:
    """Raises AnswerTooLong when *answer* is longer than an answer may be."""
    limit = services.settings.max_answer_chars
    if len(answer) > limit:
        raise AnswerTooLong(f"the answer has {len(answer):,} characters, more than {limit:,}; shorten it")


def unscored(reason: str) -> Unscored:
    """The grade of what could not even be read."""
    return Unscored(decided_by=_INPUT, language="und", reason=reason)


def _calibrated(given: Grade, asked: Asked) -> Grade:
    if asked.calibration is None or not isinstance(given, Scored):
        return given
    return calibrated(given, asked.calibration)


def _asked(rubrics: Rubrics, answer: BankAnswer | InlineAnswer) -> Asked:
    if isinstance(answer, BankAnswer):
        return rubrics.of_bank(answer.question_id)
    return rubrics.inline(storable(answer.question), storable(answer.reference))


def _attempt_id(
    services: Services, key: str | None, index: int, answer: BankAnswer | InlineAnswer
) -> AttemptId:
    if key is None:
        return AttemptId("a-" + services.new_id())
    learner = answer.learner if isinstance(answer, BankAnswer) else None
    return AttemptId("a-" + digest("attempt", learner or "", key, str(index))[:32])


def _stored(bank: QuestionBank, id_: AttemptId, answer: BankAnswer) -> Attempt | None:
    try:
        attempt = bank.attempt(id_)
    except NotFound:
        return None
    same = (attempt.question_id, attempt.answer, attempt.learner)
    if same != (answer.question_id, storable(answer.answer), answer.learner):
        raise Conflict("this Idempotency-Key was used for another answer; choose a new key")
    return attempt


def _record(
    services: Services, id_: AttemptId, answer: BankAnswer | InlineAnswer, question: Question, grade: Grade
) -> Graded:
    if not isinstance(answer, BankAnswer):
        return Graded(grade)
    attempt = Attempt(
        id=id_,
        question_id=question.id,
        question_version=question.version,
        answer=storable(answer.answer),
        grade=grade,
        at=services.now(),
        learner=answer.learner,
    )
    kept = services.bank().record(attempt)
    return Graded(kept.grade, kept)
