"""Documents: upload, list, get."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Given, Thinker
from api.services import Services
from api.usecases import documents
from questions.records import Document, DocumentId, FlagId, QuestionId

router = APIRouter(prefix="/documents", tags=["documents"], dependencies=[Staff])

RAW = ("text/markdown", "text/plain")
_SAMPLE = "# Attention\n\n## What is MQA?\n\nAll query heads share one group of keys and values.\n"
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        **{kind: {"schema": {"type": "string", "minLength": 1}, "example": _SAMPLE} for kind in RAW},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
    },
}
Name = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=200,
        pattern=r"\S",
        description="What to call the document; else the name of the uploaded file.",
        examples=["attention.md"],
    ),
]


class Changes(BaseModel):
    """What ingesting has done, by question id."""

    added: tuple[QuestionId, ...]
    unchanged: tuple[QuestionId, ...]
    changed: tuple[QuestionId, ...]
    moved: tuple[QuestionId, ...]
    retired: tuple[QuestionId, ...]


class Uploaded(BaseModel):
    """A document in the bank, what it changed there, and which flags its answers got."""

    document: Document
    changes: Changes
    flags: tuple[FlagId, ...]
    generated: bool
    notes: tuple[str, ...]


class DocumentList(BaseModel):
    """All documents, by name."""

    documents: tuple[Document, ...]


@router.post(
    "",
    summary="Upload a document",
    status_code=201,
    response_model=Uploaded,
    responses=responses(401, 409, 413, 415, 422, 503)
    | {200: {"model": Uploaded, "description": "Ingested again"}},
    openapi_extra={"requestBody": _BODY},
)
async def upload(
    request: Request, response: Response, services: Given, think: Thinker, name: Name = None
) -> Uploaded:
    """Put the questions of a document into the bank, and file what is shaky about their answers.

    Send the text as `text/markdown` or `text/plain` with `?name=`, or a file as `multipart/form-data`.
    Uploading the same document again changes nothing and answers 200.
    """
    data, called = await _sent(request, name)
    done, was_there = await think(lambda: _ingest(services, data, called))
    if was_there:
        response.status_code = 200
    response.headers["Location"] = f"/v1/documents/{done.document.id}"
    return done


@router.get("", summary="List documents", responses=responses(401, 503))
def list_documents(services: Given) -> DocumentList:
    """All documents of the bank."""
    return DocumentList(documents=services.bank().documents())


@router.get("/{document_id}", summary="Get a document", responses=responses(401, 404, 422, 503))
def get_document(services: Given, document_id: DocumentId) -> Document:
    """One document: its name, encoding, number of lines and content hash."""
    return services.bank().document(document_id)


async def _sent(request: Request, name: str | None) -> tuple[bytes, str]:
    """The document's bytes and name.  Raises HTTPException."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in RAW:
        return await request.body(), name or "upload.md"
    if kind != "multipart/form-data":
        raise HTTPException(415, f"send {', '.join(RAW)} or multipart/form-data, not {kind or 'nothing'}")
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "the form has no file; put the document into the field 'file'")
        called = name or (file.filename or "").replace("\\", "/").rpartition("/")[2][-200:]
        return await file.read(), called if called.strip() else "upload.md"


def _ingest(services: Services, data: bytes, name: str) -> tuple[Uploaded, bool]:
    text = documents.read_upload(services, data, name)
    was_there = any(document.name == name for document in services.bank().documents())
    (done,) = documents.ingest(services, [text])
    report = done.report
    changes = Changes(
        added=report.added,
        unchanged=report.unchanged,
        changed=report.changed,
        moved=report.moved,
        retired=report.retired,
    )
    uploaded = Uploaded(
        document=done.document,
        changes=changes,
        flags=tuple(filed.id for filed in done.flags),
        generated=done.generated,
        notes=done.notes,
    )
    return uploaded, was_there
