"""Quizzes: a blueprint read, a quiz made and kept, and the questions of one as they were and as they stand."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.services import Services
from api.text import storable, visible
from api.usecases.nothing import nothing_fits
from questions.bank import QuestionFilter
from questions.errors import BadInput, QuestionNotFound
from questions.records import (
    ANY_TOPIC,
    Blueprint,
    MultipleChoice,
    Question,
    QuestionId,
    Quiz,
    QuizId,
    Shortfall,
    SingleChoice,
    Status,
)
from questions.views import LearnerQuestion, LearnerQuiz, learner_view
from quizgen.difficulty import Difficulties
from quizgen.quizzes import draw, under
from quizgen.shown import shown_options

MAX_BLUEPRINT = 1_000_000  # bytes
_SHARE = re.compile(r"(?P<topic>.*\S)\s*[:：]\s*(?:(?P<count>\d{1,9})|(?P<weight>\d{1,9}(?:\.\d+)?)\s*[%％])")


def read_blueprint(path: Path) -> dict[str, Any]:
    """The fields in a TOML or JSON file.  Raises BadInput."""
    try:
        written = path.read_bytes()[: MAX_BLUEPRINT + 1].decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise BadInput(f"{path}: {why}; name a blueprint, FILE.toml or FILE.json") from None
    if len(written) > MAX_BLUEPRINT:
        raise BadInput(f"{path}: larger than a blueprint can be")
    try:
        fields = json.loads(written) if path.suffix.lower() == ".json" else tomllib.loads(written)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: {error}") from None
    if not isinstance(fields, dict):
        raise BadInput(f"{path}: a blueprint is a table of fields such as total and topics")
    return fields


def shares(written: Sequence[str]) -> list[dict[str, object]]:
    """``attention:3`` is a count, ``attention:30%`` a share of what the counts leave.

    A bare ``attention`` has its part of what the percentages leave.  Raises BadInput when that is nothing.
    """
    found = [(one.strip(), _SHARE.fullmatch(one.strip())) for one in written]
    bare = sum(match is None for _, match in found)
    told = sum(float(match["weight"]) for _, match in found if match and match["weight"])
    if bare and told >= 100:
        raise BadInput("the percentages leave nothing for the topics without one; give less than 100%")
    rest = (100 - told) / bare if bare else 0.0
    return [_share(name, match, rest) for name, match in found]


def _share(name: str, match: re.Match[str] | None, rest: float) -> dict[str, object]:
    if match is None:
        return {"topic": name, "weight": rest}
    if match["count"]:
        return {"topic": match["topic"], "count": int(match["count"])}
    return {"topic": match["topic"], "weight": float(match["weight"])}


def blueprint(fields: Mapping[str, object]) -> Blueprint:
    """*fields* as a blueprint.  Raises BadInput with what to mend."""
    topics = fields.get("topics")
    if isinstance(topics, list) and all(isinstance(one, str) for one in topics):
        fields = {**fields, "topics": shares(topics)}
    try:
        return Blueprint.model_validate_json(storable(json.dumps(fields, ensure_ascii=False, default=str)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise BadInput(f"blueprint{', ' + place if place else ''}: {message}") from None


def planned(file: Path | None, options: Mapping[str, object]) -> Blueprint:
    """The blueprint in *file*, if any, where *options* win that are not None.  Raises BadInput."""
    fields = read_blueprint(file) if file else {}
    return blueprint({**fields, **{name: value for name, value in options.items() if value is not None}})


def difficulties(services: Services) -> Difficulties:
    """How hard each question is, after all attempts in the bank."""
    return Difficulties.of(services.bank().facilities())


def _why_empty(services: Services, plan: Blueprint, pool: Sequence[Question], quiz: Quiz) -> str:
    asked = [share.topic for share in plan.topics if share.topic != ANY_TOPIC]
    unknown = [topic for topic in asked if not any(under(topic, one) for one in pool)]
    if unknown or not pool:
        return nothing_fits(services, unknown[0] if unknown else None, plan.document)
    return "no question fits: " + "; ".join(short(quiz.shortfalls))


def make(services: Services, plan: Blueprint) -> Quiz:
    """The quiz that *plan* describes, kept in the bank; what it lacks stands in its shortfalls.

    Raises BadInput when not one question fits.
    """
    bank, now = services.bank(), services.now()
    seen: frozenset[QuestionId] = frozenset()
    if plan.learner is not None and plan.exclude_days:
        seen = bank.answered_since(plan.learner, now - timedelta(days=plan.exclude_days))
    pool = bank.candidates(QuestionFilter(document=plan.document))
    quiz = draw(plan, pool, difficulties(services), seen=seen, at=now)
    if not quiz.items and not seen:
        raise BadInput(_why_empty(services, plan, pool, quiz))
    return bank.save_quiz(quiz)


def as_made(services: Services, quiz: Quiz) -> tuple[Question | None, ...]:
    """The questions of *quiz* in the versions that it was made of; None for one that is gone."""
    bank = services.bank()
    present = bank.get_many([item.question_id for item in quiz.items])
    found: list[Question | None] = []
    for item in quiz.items:
        question = present.get(item.question_id)
        if question is not None and question.version != item.version:
            try:
                question = bank.get(item.question_id, item.version)
            except QuestionNotFound:
                question = None
        found.append(question)
    return tuple(found)


def as_asked(services: Services, quiz: Quiz) -> tuple[Question, ...]:
    """The questions of *quiz* that are still asked, as they stand now: that is what answers are graded by."""
    present = services.bank().get_many([item.question_id for item in quiz.items])
    found = (present.get(item.question_id) for item in quiz.items)
    return tuple(question for question in found if question and question.status is Status.ACTIVE)


def learner_quiz(services: Services, quiz_id: QuizId) -> LearnerQuiz:
    """A quiz as its learner may see it.  Raises QuizNotFound."""
    quiz = services.bank().quiz(quiz_id)
    asked = as_asked(services, quiz)
    return LearnerQuiz(
        id=quiz.id,
        questions=tuple(laid_out(question, quiz.blueprint.seed) for question in asked),
        gone=len(quiz.items) - len(asked),
    )


def laid_out(question: Question, seed: int) -> LearnerQuestion:
    """What a learner may see of *question* in a quiz of this *seed*."""
    if isinstance(question, SingleChoice | MultipleChoice):
        return learner_view(question, shown_options(question, seed))
    return learner_view(question)


def notes(quiz: Quiz, questions: Sequence[Question | None], asked: Sequence[Question]) -> list[str]:
    """What has become of *quiz* since it was made, for people."""
    present = {question.id: question for question in asked}
    changed = [
        i for i in quiz.items if i.question_id in present and present[i.question_id].version != i.version
    ]
    told = []
    if changed:
        names = ", ".join(item.question_id for item in changed)
        told.append(f"changed since the quiz was made, learners are asked the new words: {names}")
    if len(asked) < len(quiz.items):
        told.append(f"{len(quiz.items) - len(asked)} of its questions are not asked any more")
    if None in questions:
        told.append(f"{questions.count(None)} of them are gone from the bank")
    return told


def short(shortfalls: Sequence[Shortfall]) -> list[str]:
    """A line for each topic that has too few questions."""
    return [f"too few under {shortfall}" for shortfall in shortfalls]


def write(place: Path, text: str) -> None:
    """*text* into the file *place*.  Raises BadInput."""
    try:
        place.write_text(visible(text), "utf-8")  # a sheet may be shown in a terminal
    except OSError as error:
        raise BadInput(f"{place}: {error.strerror}; name a file that can be written") from None
