"""A blueprint into a quiz: which questions, in which order, and what is missing.

Chance comes from the seed alone: a question's place is a hash of seed and id.  So the same bank,
blueprint and seed give the same quiz, and a question more or less in the bank leaves the others where
they are.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from questions.records import (
    ANY_TOPIC,
    Blueprint,
    Difficulty,
    FreeText,
    LeftOut,
    MultipleChoice,
    Question,
    QuestionId,
    Quiz,
    QuizId,
    QuizItem,
    Shortfall,
    SingleChoice,
    Status,
    digest,
)
from quizgen.places import Places

Rate = Callable[[Question], Difficulty]


def draw(
    blueprint: Blueprint,
    questions: Iterable[Question],
    rate: Rate,
    *,
    seen: Container[QuestionId] = (),
    at: datetime,
) -> Quiz:
    """The quiz that *blueprint* describes, out of *questions*, of which the learner has *seen* some lately.

    Only active questions that can be graded; none twice, not even under another id.  Where topics share
    questions they are dealt out so that as many places as can be are filled, the first topics first.
    """
    sorted_out = _SortedOut.of(blueprint, questions, rate, seen)
    shares = blueprint.topics
    names = [share.topic for share in shares] or [ANY_TOPIC]
    wanted = planned(blueprint)
    pools = [[q.id for q in sorted_out.fit if under(name, q)] for name in names]
    places = Places(pools)
    for topic, count in enumerate(wanted):
        places.take(topic, count)
    filled = places.filled()
    if blueprint.fill:
        _fill(places, wanted)
    return _quiz(
        blueprint,
        at,
        [q for q in sorted_out.fit if q.id in places.topic_of],
        {key: names[topic] for key, topic in places.topic_of.items()},
        tuple(
            Shortfall(
                topic=name, wanted=count, found=got, left_out=sorted_out.under(name, places.topic_of, names)
            )
            for name, count, got in zip(names, wanted, filled, strict=True)
            if got < count
        ),
        rate,
    )


def planned(blueprint: Blueprint) -> tuple[int, ...]:
    """How many questions each topic shall have; what the counts leave is dealt out by weight."""
    if not blueprint.topics:
        return (blueprint.wanted,)
    weights = [0.0 if share.count else share.weight or 1.0 for share in blueprint.topics]
    rest = apportion(blueprint.wanted - blueprint.counted, weights)
    return tuple(share.count or more for share, more in zip(blueprint.topics, rest, strict=True))


def apportion(seats: int, weights: Sequence[float]) -> tuple[int, ...]:
    """*seats* in proportion to *weights*, whole ones, by the largest remainder (Hamilton's method).

    The earlier of two equal remainders wins.  Without any weight nothing is dealt out.
    """
    exact = [Fraction(weight) for weight in weights]
    total = sum(exact)
    if not total:
        return (0,) * len(exact)
    quotas = [seats * weight / total for weight in exact]
    given = [int(quota) for quota in quotas]
    left = seats - sum(given)
    by_remainder = sorted(range(len(quotas)), key=lambda place: (given[place] - quotas[place], place))
    for place in by_remainder[:left]:
        given[place] += 1
    return tuple(given)


def under(topic: str, question: Question) -> bool:
    """Whether a heading above *question* holds *topic*, without regard to case, width and white space."""
    if topic == ANY_TOPIC:
        return True
    needle = _folded_heading(topic)
    return question.source is not None and any(
        needle in _folded_heading(each) for each in question.source.heading_path
    )


@dataclass(frozen=True, slots=True)
class _SortedOut:
    """Questions that fit, in the order of the seed; and those that do not, each with the first reason."""

    fit: tuple[Question, ...]
    unfit: tuple[tuple[Question, LeftOut], ...]

    @classmethod
    def of(
        cls, blueprint: Blueprint, questions: Iterable[Question], rate: Rate, seen: Container[QuestionId]
    ) -> "_SortedOut":
        fit: list[Question] = []
        unfit: list[tuple[Question, LeftOut]] = []
        asked: set[tuple[str, ...]] = set()
        for question in sorted(questions, key=lambda each: digest(str(blueprint.seed), each.id)):
            if question.status is Status.RETIRED:
                continue
            why = _unfit(blueprint, question, rate, seen)
            if why is None and _words(question) in asked:
                why = LeftOut.REPEATED
            if why is None:
                asked.add(_words(question))
                fit.append(question)
            else:
                unfit.append((question, why))
        return cls(tuple(fit), tuple(unfit))

    def under(self, topic: str, taken: Mapping[QuestionId, int], names: Sequence[str]) -> dict[LeftOut, int]:
        """Why so many questions under *topic* are not asked for it."""
        reasons = Counter(why for question, why in self.unfit if under(topic, question))
        reasons[LeftOut.ELSEWHERE] = sum(
            question.id in taken and names[taken[question.id]] != topic and under(topic, question)
            for question in self.fit
        )
        return {why: reasons[why] for why in LeftOut if reasons[why]}


def _unfit(
    blueprint: Blueprint, question: Question, rate: Rate, seen: Container[QuestionId]
) -> LeftOut | None:
    """Why *question* cannot be in the quiz; the difficulty, which takes longest, is looked at last."""
    why = _not_asked_for(blueprint, question) or _not_ready(question)
    if why is None and question.id in seen:
        return LeftOut.SEEN
    if why is None and blueprint.difficulty and rate(question).level not in blueprint.difficulty:
        return LeftOut.DIFFICULTY
    return why


def _not_asked_for(blueprint: Blueprint, question: Question) -> LeftOut | None:
    if blueprint.kinds and question.kind not in blueprint.kinds:
        return LeftOut.KIND
    return LeftOut.LANGUAGE if blueprint.language not in (None, question.language) else None


def _not_ready(question: Question) -> LeftOut | None:
    if question.status is not Status.ACTIVE:
        return LeftOut.DRAFT
    bare = isinstance(question, FreeText) and not (question.reference or "").strip()
    return LeftOut.NO_ANSWER if bare else None


def _fill(places: Places, wanted: Sequence[int]) -> None:
    """Deal out the empty places among the topics that still have questions, as they were planned."""
    while missing := sum(wanted) - len(places.topic_of):
        spare = [(count or 0.5) if places.spare(topic) else 0.0 for topic, count in enumerate(wanted)]
        if not any(spare):
            return
        for topic, more in enumerate(apportion(missing, spare)):
            places.take_spare(topic, more)


def _quiz(
    blueprint: Blueprint,
    at: datetime,
    chosen: Sequence[Question],
    topics: Mapping[QuestionId, str],
    shortfalls: tuple[Shortfall, ...],
    rate: Rate,
) -> Quiz:
    order = sorted(chosen, key=lambda each: digest("order", str(blueprint.seed), each.id))
    items = tuple(
        QuizItem(
            question_id=question.id,
            version=question.version,
            kind=question.kind,
            topic=topics[question.id],
            difficulty=rate(question),
        )
        for question in order
    )
    told = [blueprint.model_dump_json(), *(f"{item.question_id}/{item.version}" for item in items)]
    return Quiz(
        id=QuizId("z-" + digest("quiz", *told)[:16]),
        blueprint=blueprint,
        items=items,
        shortfalls=shortfalls,
        at=at,
    )


def _words(question: Question) -> tuple[str, ...]:
    """What a learner reads: two questions that show the same are one question to a learner."""
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    return (question.kind, _folded(question.text), *sorted(_folded(option.text) for option in options))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_folded_heading = lru_cache(maxsize=4096)(_folded)
