"""Hypothesis strategies: one for every record, and what they are made of.

Texts hold everything that can be stored: any script, controls, astral characters; no NUL, no surrogates.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from questions.records import (
    KINDS,
    Attempt,
    AttemptId,
    Blueprint,
    Citation,
    Cloze,
    Difficulty,
    Document,
    DocumentId,
    Evidence,
    FiledFlag,
    Flag,
    FlagId,
    FlagState,
    FlagVerdict,
    FreeText,
    Grade,
    GraderId,
    KeyPoint,
    KeyPointId,
    LeftOut,
    Level,
    MultipleChoice,
    Opinion,
    Option,
    OptionId,
    Origin,
    PointResult,
    PointState,
    Question,
    QuestionId,
    Quiz,
    QuizId,
    QuizItem,
    Scored,
    Severity,
    Shortfall,
    SingleChoice,
    Source,
    Span,
    Status,
    TopicShare,
    TrueFalse,
    Unscored,
    Verdict,
    digest,
)

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters, max_size=40)
non_blank = texts.filter(lambda text: bool(text.strip()))
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
maybe_texts = st.none() | texts
units = st.floats(0, 1, allow_subnormal=False)
lines = st.integers(1, 100_000)
versions = st.integers(1, 50)
languages = st.sampled_from(["zh", "en", "de"])
moments = st.builds(
    lambda at, minutes: at + timedelta(minutes=minutes),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - see timezones
    st.integers(0, 60),
)
document_ids = names.map(DocumentId)
question_ids = names.map(QuestionId)
grader_ids = names.map(GraderId)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 1000))
    return Span(start=start, end=start + draw(st.integers(0, 1000)))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote = draw(texts)
    start = draw(st.integers(0, 1000))
    return Evidence(start=start, end=start + len(quote), quote=quote)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    start = draw(lines)
    return Source(
        document=draw(names),
        line_start=start,
        line_end=start + draw(st.integers(0, 50)),
        heading_path=tuple(draw(st.lists(texts, max_size=3))),
        number=draw(maybe_texts),
    )


documents = st.builds(
    Document,
    id=document_ids,
    name=non_blank,
    path=maybe_texts,
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    line_count=st.integers(0, 100_000),
    content_hash=texts.map(digest),
)
key_points = st.builds(
    KeyPoint,
    id=names.map(KeyPointId),
    text=non_blank,
    weight=st.floats(0.01, 1),
    span=st.none() | spans(),
)
_asked = {
    "id": question_ids,
    "text": non_blank,
    "language": languages,
    "source": st.none() | sources(),
    "origin": st.sampled_from(Origin),
    "status": st.sampled_from(Status),
    "version": versions,
}
free_texts = st.builds(
    FreeText,
    **_asked,
    reference=maybe_texts,
    key_points=st.lists(key_points, max_size=3, unique_by=lambda point: point.id).map(tuple),
    unanswered_because=maybe_texts,
)
options = st.lists(
    st.builds(Option, id=names.map(OptionId), text=non_blank),
    min_size=2,
    max_size=5,
    unique_by=lambda option: option.id,
).map(tuple)


@st.composite
def single_choices(draw: st.DrawFn) -> SingleChoice:
    offered = draw(options)
    return SingleChoice(
        **{name: draw(values) for name, values in _asked.items()},
        options=offered,
        correct=draw(st.sampled_from(offered)).id,
        explanation=draw(maybe_texts),
    )


@st.composite
def multiple_choices(draw: st.DrawFn) -> MultipleChoice:
    offered = draw(options)
    right = draw(st.sets(st.sampled_from(offered).map(lambda option: option.id), min_size=1))
    return MultipleChoice(
        **{name: draw(values) for name, values in _asked.items()},
        options=offered,
        correct=frozenset(right),
        explanation=draw(maybe_texts),
    )


true_falses = st.builds(TrueFalse, **_asked, correct=st.booleans(), explanation=maybe_texts)
clozes = st.builds(
    Cloze,
    **_asked,
    accepts=st.lists(non_blank, min_size=1, max_size=3).map(tuple),
    explanation=maybe_texts,
)
questions: SearchStrategy[Question] = st.one_of(
    free_texts, single_choices(), multiple_choices(), true_falses, clozes
)

_graded = {
    "review_reasons": st.lists(texts, max_size=2).map(tuple),
    "decided_by": grader_ids,
    "key_points": st.lists(
        st.builds(
            PointResult,
            id=names.map(KeyPointId),
            text=texts,
            state=st.sampled_from(PointState),
            credit=units,
            evidence=st.none() | evidence(),
        ),
        max_size=3,
    ).map(tuple),
    "opinions": st.lists(
        st.builds(Opinion, grader=grader_ids, score=st.none() | units, why=texts), max_size=2
    ).map(tuple),
    "feedback": texts,
    "language": languages,
}
scored = st.builds(
    Scored,
    **_graded,
    score=units,
    verdict=st.sampled_from(Verdict),
    confidence=units,
    needs_review=st.booleans(),
)
unscored = st.builds(Unscored, **_graded, reason=non_blank)
grades: SearchStrategy[Grade] = scored | unscored
attempts = st.builds(
    Attempt,
    id=names.map(AttemptId),
    question_id=question_ids,
    question_version=versions,
    answer=texts,
    grade=grades,
    at=moments,
    learner=st.none() | names,
)

citations = st.builds(Citation, source=non_blank, locator=texts, quote=texts)


@st.composite
def flags(draw: st.DrawFn) -> Flag:
    quote = draw(texts)
    start = draw(st.integers(0, 1000))
    return Flag(
        quote=quote,
        start=start,
        end=start + len(quote),
        verdict=draw(st.sampled_from(FlagVerdict)),
        severity=draw(st.sampled_from(Severity)),
        correction=draw(texts),
        corrections=draw(st.dictionaries(languages, texts, max_size=2)),
        evidence=tuple(draw(st.lists(citations, max_size=2))),
        detector=draw(names),
        confidence=draw(units),
    )


filed_flags = st.builds(
    FiledFlag,
    id=names.map(FlagId),
    question_id=question_ids,
    question_version=versions,
    state=st.sampled_from(FlagState),
    flag=flags(),
)

difficulties = st.builds(
    Difficulty, value=units, level=st.sampled_from(Level), attempts=st.integers(0, 99), origin=non_blank
)
blueprints = st.builds(
    Blueprint,
    topics=st.lists(
        st.builds(TopicShare, topic=names, weight=st.none() | st.floats(0.01, 100)),
        max_size=3,
        unique_by=lambda share: share.topic.casefold(),
    ).map(tuple),
    total=st.integers(1, 20),
    kinds=st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
    difficulty=st.lists(st.sampled_from(Level), max_size=2).map(tuple),
    language=st.none() | languages,
    document=st.none() | names,
    learner=names,
    exclude_days=st.integers(0, 30),
    fill=st.booleans(),
    seed=st.integers(0, 2**31),
)
quizzes = st.builds(
    Quiz,
    id=names.map(QuizId),
    blueprint=blueprints,
    items=st.lists(
        st.builds(
            QuizItem,
            question_id=question_ids,
            version=versions,
            kind=st.sampled_from(KINDS),
            topic=names,
            difficulty=difficulties,
        ),
        max_size=3,
        unique_by=lambda item: item.question_id,
    ).map(tuple),
    shortfalls=st.lists(
        st.builds(
            Shortfall,
            topic=names,
            wanted=st.integers(1, 9),
            found=st.integers(0, 8),
            left_out=st.dictionaries(st.sampled_from(LeftOut), st.integers(1, 9), max_size=3),
        ),
        max_size=2,
    ).map(tuple),
    at=moments,
)
