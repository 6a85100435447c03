"""Questions made of a document."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Thinker
from api.services import Services
from api.usecases import generating
from questions.records import DocumentId, Kind, Question
from quizgen.generate.candidate import Wanted

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
    responses=responses(401, 404, 409, 413, 422, 503),
    openapi_extra={"requestBody": _BODY},
)
async def generate(
    request: Request,
    services: Given,
    think: Thinker,
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
    approve: Annotated[bool, Query(description="Make them active at once.")] = False,
    dry_run: Annotated[bool, Query(description="Show them; keep nothing.")] = False,
) -> GeneratedQuestions:
    """Make questions of a document by rules; they are drafts until somebody approves them.

    The bank keeps no texts: send the document again as the body, or leave the body empty where the
    server reads the file that was ingested.  Fewer questions than `count` come with a reason in `notes`.
    """
    wanted = generating.wanted(count, kinds, seed, language, topic)
    body = await request.body()
    return await think(lambda: _made(services, document_id, body, wanted, approve=approve, dry_run=dry_run))


def _made(
    services: Services,
    document_id: str,
    body: bytes,
    wanted: Wanted,
    *,
    approve: bool,
    dry_run: bool,
) -> GeneratedQuestions:
    texts = (
        generating.sent(services, document_id, body)
        if body.strip()
        else generating.of_bank(services, document_id)
    )
    made = asyncio.run(generating.generate(services, texts, wanted))
    stored = () if dry_run else generating.store(services, texts, made, approve=approve)
    kept = {question.id: question for question in stored}
    return GeneratedQuestions(
        asked_for=wanted.count,
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
