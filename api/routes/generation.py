"""Questions made of a document."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.lazy import Lazy
from api.limits import Judging
from api.routes.parts import Given, Judges, Thinker
from api.services import Services
from api.usecases import generating
from api.usecases.generating import Generated
from graders.audit import Audited, Reference
from graders.grader import Vectors
from questions.errors import BadInput
from questions.records import DocumentId, Kind, Question
from quizgen.generate.candidate import Wanted
from quizgen.readers import SourceText

router = APIRouter(prefix="/documents", tags=["documents"], dependencies=[Staff])

_BODY: dict[str, Any] = {
    "required": False,
    "content": {
        "text/markdown": {
            "schema": {"type": "string"},
            "example": "# Heat\n\n## Conduction\n\nConduction is the transfer of heat through a body at rest.\n",
        }
    },
}


class Made(BaseModel):
    """A question, and the words of the document that it rests on."""

    question: Question
    quote: str
    maker: str


class Refused(BaseModel):
    """A question that is not asked, and why."""

    kind: Kind
    text: str
    line: int
    why: str


class GeneratedQuestions(BaseModel):
    """What was made; *notes* say why there are fewer than were asked for."""

    asked_for: int
    dry_run: bool
    questions: tuple[Made, ...]
    dropped: tuple[Refused, ...]
    notes: tuple[str, ...]


@router.post(
    "/{document_id}/generate",
    summary="Make questions of a document",
    responses=responses(401, 402, 404, 409, 413, 422, 501, 503),
    openapi_extra={"requestBody": _BODY},
)
async def generate(
    request: Request,
    services: Given,
    think: Thinker,
    judges: Judges,
    document_id: DocumentId,
    count: Annotated[int, Query(ge=1, le=200, description="How many questions.")] = 10,
    kinds: Annotated[
        str | None,
        Query(
            max_length=200,
            description="Of free, single, multiple, true-false, cloze; else all.",
            examples=["single,cloze"],
        ),
    ] = None,
    seed: Annotated[int, Query(ge=0, lt=2**31, description="The same seed makes the same questions.")] = 0,
    language: Annotated[str | None, Query(pattern="^(zh|en)$", description="Only in this language.")] = None,
    topic: Annotated[
        str | None, Query(max_length=200, description="Only under headings that hold this text.")
    ] = None,
    model: Annotated[
        bool, Query(description="Let the chat model of QUIZGEN_JUDGE_MODEL write them; always drafts.")
    ] = False,
    approve: Annotated[bool, Query(description="Make them active at once.")] = False,
    dry_run: Annotated[bool, Query(description="Show them; keep nothing.")] = False,
) -> GeneratedQuestions:
    """Make questions of a document, by rules or by a chat model; they are drafts until somebody approves them.

    The bank keeps no texts: send the document again as the body, or leave the body empty where the
    server reads the file that was ingested.  Fewer questions than `count` come with a reason in `notes`.
    A chat model takes a while for each section; what it has said is kept, so a request that was cut off
    can be sent again and goes on from there.
    """
    wanted = generating.wanted(count, kinds, seed, language, topic)
    if model:
        _check_model(services, approve=approve)
    body = await request.body()
    texts = await think(lambda: _texts(services, document_id, body))
    if model:
        made = await judges(lambda: _by_model(services, judges, texts, wanted))
    else:
        made = await think(lambda: asyncio.run(generating.generate(services, texts, wanted)))
    return await think(lambda: _stored(services, texts, made, approve=approve, dry_run=dry_run))


def _check_model(services: Services, *, approve: bool) -> None:
    if not services.settings.judge_model:
        raise BadInput("this server has no chat model; leave model away, or set QUIZGEN_JUDGE_MODEL")
    if approve:
        raise BadInput(
            "what a chat model wrote waits for a person; leave approve away, and approve the drafts"
        )


def _texts(services: Services, document_id: str, body: bytes) -> tuple[SourceText, ...]:
    if body.strip():
        return generating.sent(services, document_id, body)
    return generating.of_bank(services, document_id)


def _by_model(services: Services, judges: Judging, texts: Sequence[SourceText], wanted: Wanted) -> Generated:
    """What the chat model makes, from a thread of those that wait for it; all else is computed where others are."""

    def encoded(given: Sequence[str], /) -> Vectors:
        return judges.think(lambda: services.encode()(given))

    def audited(items: Sequence[Reference], /) -> tuple[Audited, ...]:
        return judges.think(lambda: services.audit()(items))

    handed = replace(services, encode=Lazy(lambda: encoded), audit=Lazy(lambda: audited))
    propose = generating.by_model(handed, lambda _: None)
    return asyncio.run(generating.generate(handed, texts, wanted, propose))


def _stored(
    services: Services, texts: Sequence[SourceText], made: Generated, *, approve: bool, dry_run: bool
) -> GeneratedQuestions:
    stored = () if dry_run else generating.store(services, texts, made, approve=approve)
    kept = {question.id: question for question in stored}
    return GeneratedQuestions(
        asked_for=made.wanted.count,
        dry_run=dry_run,
        questions=tuple(
            Made(question=kept.get(question.id, question), quote=each.quote, maker=each.maker)
            for question, each in made.questions
        ),
        dropped=tuple(
            Refused(
                kind=item.candidate.kind,
                text=item.candidate.text,
                line=item.candidate.line_start,
                why=item.why,
            )
            for item in made.dropped
        ),
        notes=made.notes,
    )
