"""Feedback in a chat model's words: in the learner's language, three points at most, and no finished answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graders.fencing import fence, json_of, mark_of, on_one_line
from graders.grader import Chat
from graders.prompts import filled
from graders.rubric import rubric_of
from graders.text import fold, language_of, tokens
from graders.wording import say
from questions.errors import BudgetSpent, ServiceUnavailable
from questions.records import Flag, FreeText, GraderId, Opinion, PointResult, PointState, Scored, Verdict

POINTS = 3
"""How many missing points are named at most."""

NO_FEEDBACK = "wrote no feedback: "
"""How the opinion begins that says why the feedback is not the model's."""

DISPUTED = "disputed_reference"
"""The reason for a review that the offline feedback tells of."""

_CALLS = 2
_LONGEST = 800  # characters of a feedback
_RUN = 3  # tokens; what is shared beyond that was copied
_GIVEN_AWAY = 0.6  # of the own words of a point: it is as good as told
_NAMES = {"zh": {"zh": "中文", "en": "英文"}, "en": {"zh": "Chinese", "en": "English"}}
_ORDER = (PointState.CONTRADICTED, PointState.MISSING, PointState.PARTIAL)
_NOTE: Mapping[PointState, tuple[str, str]] = {
    PointState.CONTRADICTED: ("说反了：{}（学习者写的是：{}）", "wrong: {} (the learner wrote: {})"),
    PointState.MISSING: ("缺少：{}", "missing: {}"),
    PointState.PARTIAL: ("只说了一部分：{}", "only partly there: {}"),
}
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {"feedback": {"type": "string"}},
    "required": ["feedback"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Explainer:
    """Writes feedback with *chat*, whose model is called *name*.

    *most* is the share of the reference's own wording that a feedback may hold, 1 where all may be told.
    """

    chat: Chat
    name: str
    most: float = 0.4

    async def __call__(
        self, question: FreeText, answer: str, grade: Scored, flags: Sequence[Flag] = ()
    ) -> Scored:
        """*grade* with other feedback and an opinion that says who wrote it; the rest is never touched.

        Points that *flags* dispute are not named: the reference may be wrong there.  The offline feedback
        stays where there is nothing to advise, and where it tells of a dispute.  Where the model does not
        answer, or tells too much, it stays as far as it does not give the reference away itself.
        """
        doubtful = {point.id for point in rubric_of(question, flags).points if point.disputed}
        named = points_to_name(grade, doubtful)
        idle = grade.verdict in (Verdict.BLANK, Verdict.OFF_TOPIC) or DISPUTED in grade.review_reasons
        if not named or idle:
            return grade
        prompt = _prompt(question, answer, grade, named)
        why = ""
        for _ in range(_CALLS):
            try:
                reply = await self.chat(_rules(grade), f"{prompt}{why}", schema=SCHEMA)
            except (ServiceUnavailable, BudgetSpent) as outage:
                return self._offline(question, answer, grade, on_one_line(str(outage), 200))
            found = json_of(reply)
            said = found.get("feedback") if found else None
            text = on_one_line(said, _LONGEST + 1) if isinstance(said, str) else ""
            refused = self._refused(text, question, answer, grade)
            if not refused:
                return _with(grade, text, self.id, "wrote the feedback")
            why = "\n" + filled("again", grade.language, refused=fence("refused", refused, mark_of(refused)))
        return self._offline(question, answer, grade, refused)

    @property
    def id(self) -> GraderId:
        """Who is said to have written the feedback."""
        return GraderId(f"explain/1+{self.name}")

    def _refused(self, text: str, question: FreeText, answer: str, grade: Scored) -> str:
        """Why *text* cannot be shown; empty where it can."""
        if not text or len(text) > _LONGEST:
            return "one JSON object with `feedback`, two to four sentences, is wanted"
        if grade.language in _NAMES and language_of(text) != grade.language:
            return f"the feedback must be in {_NAMES['en'][grade.language]}"
        known = (question.text, answer)
        if self.most < 1 and revealed(text, question.reference or "", known) > self.most:
            return "it gives the reference away; hint at what is missing instead"
        told = [point for point in _open(grade) if revealed(text, point.text, known) >= _GIVEN_AWAY]
        if len(told) > POINTS:
            return f"it names {len(told)} points; at most {POINTS} are wanted"
        return ""

    def _offline(self, question: FreeText, answer: str, grade: Scored, why: str) -> Scored:
        """What is said without a model: the offline feedback, or less where that tells too much."""
        text = grade.feedback
        if self.most < 1 and revealed(text, question.reference or "", (question.text, answer)) > self.most:
            done = sum(point.state is PointState.COVERED for point in grade.key_points)
            text = say("covered", grade.language, done=done, all=len(grade.key_points))
        return _with(grade, text, self.id, f"{NO_FEEDBACK}{why}")


def points_to_name(grade: Scored, doubtful: Collection[str] = ()) -> tuple[PointResult, ...]:
    """What a feedback should speak of: what is contradicted, then missing, then half there; three at most.

    Of points with an id among *doubtful* it should not.
    """
    return tuple(point for point in _open(grade) if point.id not in doubtful)[:POINTS]


def revealed(text: str, reference: str, known: Sequence[str] = ()) -> float:
    """The share of *reference*'s runs of words that stand in *text*, 0..1.

    What the learner has before them, *known*, gives nothing away.  A reference that is known whole has
    nothing to reveal.
    """
    whole = _runs(reference)
    own = whole.difference(*(_runs(each) for each in known))
    return len(own & _runs(text)) / len(own) if own else 0.0


def _runs(text: str) -> set[tuple[str, ...]]:
    found = [token.text for token in tokens(fold(text).text)]
    width = min(_RUN, len(found))
    return {tuple(found[at : at + width]) for at in range(len(found) - width + 1)} if found else set()


def _open(grade: Scored) -> tuple[PointResult, ...]:
    return tuple(point for state in _ORDER for point in grade.key_points if point.state is state)


def _rules(grade: Scored) -> str:
    language = _NAMES["zh" if grade.language == "zh" else "en"].get(grade.language, grade.language)
    return filled("explain_rules", grade.language, language=language)


def _prompt(question: FreeText, answer: str, grade: Scored, named: Sequence[PointResult]) -> str:
    place = 0 if grade.language == "zh" else 1
    notes = "\n".join(
        "- "
        + _NOTE[point.state][place].format(
            on_one_line(point.text, 500), on_one_line(point.evidence.quote if point.evidence else "-", 300)
        )
        for point in named
    )
    mark = mark_of(question.text, answer, notes)
    return filled(
        "explain_ask",
        grade.language,
        question=fence("question", question.text, mark),
        answer=fence("answer", answer, mark),
        missing=fence("missing", notes, mark),
    )


def _with(grade: Scored, feedback: str, grader: GraderId, why: str) -> Scored:
    opinion = Opinion(grader=grader, score=None, why=why)
    return grade.model_copy(update={"feedback": feedback, "opinions": (*grade.opinions, opinion)})
