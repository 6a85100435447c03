"""Human grades into a map for each question, and what the maps gain on grades they have not seen."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from api.rowfiles.graded import HumanGrade, human_grades
from api.rowfiles.reading import Malformed
from api.services import Services
from api.usecases.grading import Asked, Rubrics, check_length, grade
from graders.calibration import FEWEST, Pair, fit, pooled, rests_on
from graders.held_back import Gain, mean_gain, one_by_one, with_grades
from questions.calibrations import IDENTITY, Calibration, ScoreMap
from questions.errors import BadInput, NotFound
from questions.records import FreeText, GraderId, QuestionId, Scored

FROM_ANSWERS = 20
"""How many answers a question must have for a simulation to draw a few and hold the rest back."""

MOST_LEARNT = 50
"""How many of the latest human grades of a question its map is learnt from: more of them change little."""

Say = Callable[[str], None]
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question with its offline and human scores; *of* is the grader that gave the offline ones."""

    question_id: str
    in_bank: bool
    of: GraderId
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; no *calibration* where there are too few grades, or it is a simulation."""

    question: GradedQuestion
    calibration: Calibration | None
    gain: Gain | None
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of every question, the mean gain, and how many rows could not be used."""

    questions: tuple[Outcome, ...]
    mean: Gain
    refused: int

    @property
    def too_few(self) -> int:
        """How many questions have fewer grades than a map can rest on."""
        return sum(len(one.question.pairs) < FEWEST for one in self.questions)


@dataclass(frozen=True, slots=True)
class Ready:
    """A row whose question was found."""

    row: HumanGrade
    asked: Asked
    in_bank: bool


def calibrate(
    services: Services, source: Path, say: Say, advance: Advance, *, shared: bool, store: bool
) -> Outcomes:
    """A map for each question of *source* from all its human grades; those of the bank are kept there.

    With *shared*, what all the other questions of the file have in common is the map that each starts
    from; else scores are taken as they are.  Raises BadInput, ServiceUnavailable.
    """
    found, refused = _graded(services, source, say, advance)
    outcomes = []
    for number, question in enumerate(found):
        start = _start(found, number, shared=shared)
        enough = len(question.pairs) >= FEWEST
        made = fit(question.pairs, start, of=question.of) if enough else None
        kept = store and question.in_bank and made is not None
        if kept:
            services.bank().set_calibration(QuestionId(question.question_id), made)
        gain = one_by_one(question.pairs, start) if enough else None
        outcomes.append(Outcome(question, made, gain, stored=kept))
    return _all(outcomes, refused)


def calibrate_question(
    services: Services, question_id: QuestionId, graded: Sequence[tuple[str, float]]
) -> Calibration:
    """A map for one question of the bank from answers and what people gave them (0..1), kept there.

    Raises QuestionNotFound, BadInput when fewer answers than FEWEST say anything, ServiceUnavailable.
    """
    question = _with_offline_scores(services, question_id, graded)
    if len(question.pairs) < FEWEST:
        raise BadInput(
            f"{len(question.pairs)} of the answers say something that can be graded; give {FEWEST} or more"
        )
    made = fit(question.pairs, of=question.of)
    services.bank().set_calibration(question_id, made)
    return made


def learn(services: Services, question_id: QuestionId) -> Calibration | None:
    """The map of a question anew, from what people gave attempts at its present words; it is kept.

    None when nothing was learnt: it is switched off, there are too few grades, or a map stands that rests
    on more of them.  Raises QuestionNotFound, ServiceUnavailable.
    """
    bank = services.bank()
    if not services.settings.auto_calibrate or not isinstance(bank.get(question_id), FreeText):
        return None
    told = bank.graded_by_people(question_id, MOST_LEARNT)
    if len(told) < FEWEST:
        return None
    graded = [(one.answer, given.grade.score) for one, given in told if given.grade.score is not None]
    question = _with_offline_scores(services, question_id, graded)
    kept = bank.calibration(question_id)
    if len(question.pairs) < max(FEWEST, kept.grades if kept else 0):
        return None
    made = fit(question.pairs, of=question.of)
    bank.set_calibration(question_id, made)
    return made


def _with_offline_scores(
    services: Services, question_id: QuestionId, graded: Sequence[tuple[str, float]]
) -> GradedQuestion:
    """A question of the bank with the pairs that its answers and their human grades (0..1) make."""
    asked = _of_bank(Rubrics(services), question_id)
    grades = grade(services, [(asked, answer) for answer, _ in graded])
    scored = [
        (given.decided_by, (given.score, human))
        for given, (_, human) in zip(grades, graded, strict=True)
        if isinstance(given, Scored) and rests_on(given)
    ]
    return _question(question_id, scored, in_bank=True)


def simulate(
    services: Services, source: Path, say: Say, advance: Advance, *, shared: bool, count: int, draws: int, seed: int
) -> Outcomes:  # fmt: skip
    """What *count* grades a question would gain on its other answers, for questions with many.

    Raises BadInput when no question has enough answers, ServiceUnavailable.
    """
    found, refused = _graded(services, source, say, advance)
    outcomes = [
        Outcome(
            question,
            None,
            with_grades(
                question.pairs, count, _start(found, number, shared=shared), draws=draws, seed=seed + number
            ),
        )
        for number, question in enumerate(found)
        if len(question.pairs) >= max(FROM_ANSWERS, count + 1)
    ]
    if not outcomes:
        raise BadInput(f"{source}: no question has {max(FROM_ANSWERS, count + 1)} graded answers")
    return _all(outcomes, refused)


def _all(outcomes: Sequence[Outcome], refused: int) -> Outcomes:
    return Outcomes(tuple(outcomes), mean_gain([one.gain for one in outcomes if one.gain]), refused)


def _start(found: Sequence[GradedQuestion], number: int, *, shared: bool) -> ScoreMap:
    """The map that question *number* starts from; made without a grade of its own."""
    if not shared:
        return IDENTITY
    return pooled([other.pairs for place, other in enumerate(found) if place != number and other.pairs])


def _graded(services: Services, source: Path, say: Say, advance: Advance) -> tuple[list[GradedQuestion], int]:
    """The questions of *source* in their order, and how many rows were refused."""
    ready, refused = _ready(services, source, say)
    if not ready:
        raise BadInput(f"{source} has no human grade of an answer that can be graded here")
    told: dict[tuple[bool, str], list[tuple[GraderId, Pair]]] = defaultdict(list)
    rest = iter(ready)
    while chunk := list(islice(rest, services.settings.chunk_rows)):
        grades = grade(services, [(item.asked, item.row.answer) for item in chunk])
        for item, given in zip(chunk, grades, strict=True):
            into = told[item.in_bank, item.row.question_id]
            if isinstance(given, Scored) and rests_on(given):
                into.append((given.decided_by, (given.score, item.row.human)))
        advance(len(chunk))
    found = [_question(name, scored, in_bank=in_bank) for (in_bank, name), scored in told.items()]
    return found, refused


def _question(name: str, scored: Sequence[tuple[GraderId, Pair]], *, in_bank: bool) -> GradedQuestion:
    graders = [grader for grader, _ in scored]
    of = max(sorted(set(graders)), key=graders.count, default=GraderId("none"))
    return GradedQuestion(name, in_bank, of, tuple(pair for grader, pair in scored if grader == of))


def _ready(services: Services, source: Path, say: Say) -> tuple[list[Ready], int]:
    rubrics = Rubrics(services)
    ready: list[Ready] = []
    refused = 0
    for row in human_grades(source):
        try:
            if isinstance(row, Malformed) or row.counts:
                ready.append(_readied(services, rubrics, row))
        except (BadInput, NotFound) as error:
            refused += 1
            say(f"line {row.line}: {error}")
    return ready, refused


def _readied(services: Services, rubrics: Rubrics, row: HumanGrade | Malformed) -> Ready:
    """Raises BadInput, QuestionNotFound."""
    if isinstance(row, Malformed):
        raise BadInput(row.why)
    check_length(services, row.answer)
    return Ready(row, *_asked(rubrics, row))


def _asked(rubrics: Rubrics, row: HumanGrade) -> tuple[Asked, bool]:
    """The question of *row*, as it is graded without a calibration, and whether it is of the bank."""
    if row.reference is not None:
        return rubrics.inline(row.question, row.reference), False
    return _of_bank(rubrics, QuestionId(row.question_id)), True


def _of_bank(rubrics: Rubrics, question_id: QuestionId) -> Asked:
    """A question as it is graded without a calibration.  Raises QuestionNotFound, BadInput."""
    asked = rubrics.of_bank(question_id)
    if not isinstance(asked.question, FreeText):
        raise BadInput(f"{question_id} is no free-text question; its grades need no calibration")
    return replace(asked, calibration=None)


def as_json(found: Outcomes) -> Mapping[str, object]:
    """*found* for machines."""
    return {
        "questions": [
            {
                "question_id": one.question.question_id,
                "in_bank": one.question.in_bank,
                "grades": len(one.question.pairs),
                "stored": one.stored,
                "calibration": one.calibration.model_dump(mode="json") if one.calibration else None,
                "held_back": _gain_json(one.gain) if one.gain else None,
            }
            for one in found.questions
        ],
        "mean": _gain_json(found.mean) if found.mean.held_back else None,
        "refused": found.refused,
        "too_few": found.too_few,
    }


def _gain_json(gain: Gain) -> Mapping[str, object]:
    return {
        "answers": gain.held_back,
        "rmse_uncalibrated": round(gain.raw, 4),
        "rmse_global": round(gain.before, 4),
        "rmse": round(gain.after, 4),
    }
