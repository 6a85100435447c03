"""One grade from several opinions: screens, coverage, contradiction, known misconceptions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from graders.assurance import Assurance
from graders.choice import grade_choice
from graders.contradiction import Limits
from graders.coverage import CreditModel, shipped_model
from graders.grader import Encode, Submission, Vectors
from graders.lexicon import Lexicon
from graders.lexicon import load as load_lexicon
from graders.marking import Marker
from graders.prepared import Prepared, prepare
from graders.rows import UNLIKE, quoted, without_rows
from graders.rubric import rubric_of
from graders.screens import Nothing, nothing_in
from graders.target import target_of
from graders.text import fold, language_of, sentences
from graders.wording import say
from questions.records import (
    Flag,
    FreeText,
    Grade,
    GraderId,
    Opinion,
    PointResult,
    PointState,
    Scored,
    Unscored,
    Verdict,
)

MAX_ANSWER = 50_000  # characters; a longer text is not an answer
_SCREEN = GraderId("screen/1")


class FindMisconceptions(Protocol):
    """Known false claims in a text about a question."""

    def __call__(self, question: str, text: str, /) -> Sequence[Flag]:
        """Flags with offsets in *text*."""
        ...


def no_misconceptions(_question: str, _text: str, /) -> Sequence[Flag]:
    """Knows of none."""
    return ()


@dataclass(frozen=True, slots=True)
class _Work:
    """A submission on its way: its rubric, what of the answer is read, and the sentences still to be encoded."""

    submission: Submission
    prepared: Prepared
    read: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Grades answers offline.  The same answer gets the same grade, alone or in any company."""

    encode: Encode
    encoder: str = "universal"
    misconceptions: FindMisconceptions = no_misconceptions
    lexicon: Lexicon = field(default_factory=load_lexicon)
    model: CreditModel = field(default_factory=shipped_model)
    limits: Limits = field(default_factory=Limits)
    assure: Assurance = field(default_factory=Assurance)

    def __call__(self, items: Sequence[Submission]) -> tuple[Grade, ...]:
        """One grade for each of *items*, in their order."""
        grades: dict[int, Grade] = {}
        open_work: dict[int, _Work] = {}
        rubrics: dict[tuple[int, ...], Prepared] = {}
        for index, item in enumerate(items):
            early = self._early(item)
            if early is not None:
                grades[index] = early
            elif isinstance(item.question, FreeText):
                # By identity: hashing a question costs as much as grading; equal ones are prepared twice at worst.
                key = (id(item.question), *map(id, item.flags))
                if key not in rubrics:
                    rubrics[key] = prepare(rubric_of(item.question, item.flags), self.lexicon)
                open_work[index] = _work(item, rubrics[key])
        vectors = self._encoded(open_work.values())
        marker = Marker(self.model, self.limits, self.misconceptions, GraderId(f"coverage/1+{self.encoder}"))
        targets = {id(prepared): target_of(prepared, vectors) for prepared in rubrics.values()}
        for index, work in open_work.items():
            rows = np.stack([vectors[text] for text in work.sentences])
            marked = marker(targets[id(work.prepared)], work.read, rows)
            answer = work.submission.answer
            grades[index] = self.assure(_seen_whole(marked, work), work.prepared, answer)
        return tuple(grades[index] for index in range(len(items)))

    def _early(self, item: Submission) -> Grade | None:
        """The grade of an answer that needs no encoder."""
        question = item.question
        # One character may unfold to eighteen (U+FDFA): what counts is what has to be read.
        if len(item.answer) > MAX_ANSWER or len(fold(item.answer).text) > MAX_ANSWER:
            return _unscored(item, "too_long", limit=MAX_ANSWER)
        if not isinstance(question, FreeText):
            return grade_choice(question, item.answer)
        if not question.reference or not question.reference.strip():
            return _unscored(item, "no_reference")
        why = nothing_in(item.answer, question.text, question.reference)
        return _nothing(question, item.answer, why) if why else None

    def _encoded(self, works: Iterable[_Work]) -> Mapping[str, Vectors]:
        texts: dict[str, None] = {}
        for work in works:
            texts.update(dict.fromkeys(work.sentences))
            texts.update(dict.fromkeys(work.prepared.texts))
        rows = self.encode(tuple(texts)) if texts else ()
        return dict(zip(texts, rows, strict=True))


def _work(item: Submission, prepared: Prepared) -> _Work:
    """Words in a row are not read, unless the question asks for some."""
    read = item.answer if prepared.list_asked else without_rows(item.answer)
    return _Work(item, prepared, read, sentences_of(read))


def _seen_whole(grade: Scored, work: _Work) -> Scored:
    """*grade* with the learner's own words; a person should look at what was not read."""
    answer = work.submission.answer
    if work.read == answer:
        return grade
    reasons = tuple(dict.fromkeys((*grade.review_reasons, UNLIKE)))
    update = {"needs_review": True, "review_reasons": reasons, "key_points": quoted(grade.key_points, answer)}
    return grade.model_copy(update=update)


def sentences_of(answer: str) -> tuple[str, ...]:
    """The folded sentences of *answer*, as they are encoded; never empty for an answer with words."""
    text = fold(answer).text
    return tuple(text[start:end] for start, end in sentences(text)) or (text,)


def _unscored(item: Submission, reason: str, **parts: object) -> Unscored:
    language = language_of(item.answer[:1000]) or item.question.language
    return Unscored(decided_by=_SCREEN, language=language, reason=say(reason, language, **parts))


def _nothing(question: FreeText, answer: str, why: Nothing) -> Scored:
    language = language_of(answer) or question.language
    return Scored(
        score=0.0,
        verdict=Verdict.OFF_TOPIC if why is Nothing.ECHO else Verdict.BLANK,
        confidence=1.0 if why is Nothing.BLANK else 0.95,
        needs_review=False,
        decided_by=_SCREEN,
        key_points=tuple(
            PointResult(id=point.id, text=point.text, state=PointState.MISSING, credit=0.0)
            for point in question.key_points
        ),
        opinions=(Opinion(grader=_SCREEN, score=0.0, why=why.value),),
        feedback=say(why.value, language),
        language=language,
    )
