"""What a learner may see: types of their own, which have no field for a reference, a key point's words,
a correct option or a flag.  Nothing has to remember to leave anything out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from questions.records import (
    Cloze,
    FreeText,
    Grade,
    GraderId,
    MultipleChoice,
    Option,
    PointResult,
    PointState,
    Question,
    QuestionId,
    QuizId,
    Record,
    Scored,
    SingleChoice,
    TrueFalse,
    Unit,
    Verdict,
)


class _Shown(Record):
    """What every kind of question shows; *topic* are the headings above it."""

    id: QuestionId
    version: Annotated[int, Field(ge=1)]
    text: str
    language: str
    topic: tuple[str, ...] = ()


class LearnerFreeText(_Shown):
    """To be answered in one's own words."""

    kind: Literal["free_text"] = "free_text"


class LearnerChoice(_Shown):
    """Options to choose one or, for multiple choice, some of; how many is not told."""

    kind: Literal["single_choice", "multiple_choice"]
    options: tuple[Option, ...]


class LearnerTrueFalse(_Shown):
    """A statement to be judged."""

    kind: Literal["true_false"] = "true_false"


class LearnerCloze(_Shown):
    """A text with one gap."""

    kind: Literal["cloze"] = "cloze"


LearnerQuestion = Annotated[
    LearnerFreeText | LearnerChoice | LearnerTrueFalse | LearnerCloze, Field(discriminator="kind")
]


class LearnerQuiz(Record):
    """Questions in the order in which they are asked.

    An answer to a choice names options by their ids; their order differs from quiz to quiz.  *gone* is how
    many questions of the quiz are not asked any more.
    """

    id: QuizId
    questions: tuple[LearnerQuestion, ...]
    gone: Annotated[int, Field(ge=0)] = 0


class LearnerPoint(Record):
    """What became of one key point; *quote* is from the learner's own answer."""

    state: PointState
    credit: Unit
    quote: str | None = None


class LearnerGrade(Record):
    """A grade as its learner sees it; without a score, a person will look at the answer.

    *feedback* is written from verdict and counts alone: the grader's own names what is missing in the
    reference's words.
    """

    status: Literal["scored", "unscored"]
    score: Unit | None
    verdict: Verdict | None
    needs_review: bool
    decided_by: GraderId
    points: tuple[LearnerPoint, ...] = ()
    feedback: str
    language: str


def learner_view(question: Question, options: Sequence[Option] | None = None) -> LearnerQuestion:
    """*question* as a learner meets it, with its *options* in the order in which they are given."""
    shown = {
        "id": question.id,
        "version": question.version,
        "text": question.text,
        "language": question.language,
        "topic": question.source.heading_path if question.source else (),
    }
    match question:
        case FreeText():
            return LearnerFreeText(**shown)
        case SingleChoice() | MultipleChoice():
            offered = question.options if options is None else tuple(options)
            return LearnerChoice(**shown, kind=question.kind, options=offered)
        case TrueFalse():
            return LearnerTrueFalse(**shown)
        case Cloze():
            return LearnerCloze(**shown)


def learner_grade(grade: Grade) -> LearnerGrade:
    """*grade* as the learner who earned it sees it."""
    return LearnerGrade(
        status=grade.status,
        score=grade.score,
        verdict=grade.verdict,
        needs_review=grade.needs_review,
        decided_by=grade.decided_by,
        points=tuple(_learner_point(point) for point in grade.key_points),
        feedback=_feedback(grade),
        language=grade.language,
    )


_VERDICTS: Mapping[str, Mapping[Verdict, str]] = {
    "zh": {
        Verdict.CORRECT: "回答正确。",
        Verdict.PARTIAL: "回答了一部分。",
        Verdict.INCORRECT: "回答不正确。",
        Verdict.CONTRADICTORY: "回答中有与事实相反的说法。",
        Verdict.OFF_TOPIC: "回答没有针对这道题。",
        Verdict.BLANK: "没有作答。",
    },
    "en": {
        Verdict.CORRECT: "Correct.",
        Verdict.PARTIAL: "Partly answered.",
        Verdict.INCORRECT: "Not correct.",
        Verdict.CONTRADICTORY: "Something in the answer says the opposite of what is so.",
        Verdict.OFF_TOPIC: "The answer does not speak to the question.",
        Verdict.BLANK: "Nothing was answered.",
    },
}
_COUNTS: Mapping[str, Mapping[PointState, str]] = {
    "zh": {
        PointState.COVERED: "答到 {} 个",
        PointState.PARTIAL: "部分答到 {} 个",
        PointState.MISSING: "缺少 {} 个",
        PointState.CONTRADICTED: "说反 {} 个",
    },
    "en": {
        PointState.COVERED: "{} covered",
        PointState.PARTIAL: "{} partly covered",
        PointState.MISSING: "{} missing",
        PointState.CONTRADICTED: "{} contradicted",
    },
}
_POINTS: Mapping[str, str] = {"zh": "共 {} 个要点：{}。", "en": " Of {} key points: {}."}
_COMMA: Mapping[str, str] = {"zh": "，", "en": ", "}
_UNSCORED: Mapping[str, str] = {
    "zh": "暂时无法评分，将由人工查看。",
    "en": "This could not be graded yet; a person will look at it.",
}


def _feedback(grade: Grade) -> str:
    language = "zh" if grade.language.lower().startswith("zh") else "en"
    if not isinstance(grade, Scored):
        return _UNSCORED[language]
    said = _VERDICTS[language][grade.verdict]
    # A right answer needs no advice, and an empty one no statistics.
    if grade.verdict in (Verdict.CORRECT, Verdict.BLANK) or not grade.key_points:
        return said
    counts = Counter(point.state for point in grade.key_points)
    listed = [words.format(counts[state]) for state, words in _COUNTS[language].items() if counts[state]]
    return said + _POINTS[language].format(len(grade.key_points), _COMMA[language].join(listed))


def _learner_point(point: PointResult) -> LearnerPoint:
    quote = point.evidence.quote if point.evidence else None
    return LearnerPoint(state=point.state, credit=point.credit, quote=quote)
