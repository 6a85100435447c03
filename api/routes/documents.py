"""Documents: upload, list, get."""

from dataclasses import asdict
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from api.auth import Staff
from api.errors import responses
from api.routes.parts import Cursor, Given, Limit, Reader
from api.services import Services
from api.usecases import documents, reading
from api.usecases.documents import Ingested
from api.usecases.reading import Gathered
from questions.errors import BadInput
from questions.records import Document, DocumentId, FlagId, QuestionId
from quizgen.readers import SUFFIXES, is_archive

router = APIRouter(prefix="/documents", tags=["documents"], dependencies=[Staff])

# What may be sent as it is, and a name whose ending says the same.
RAW = {
    "text/markdown": "upload.md",
    "text/plain": "upload.txt",
    "text/html": "upload.html",
    "application/xhtml+xml": "upload.html",
    "text/tab-separated-values": "upload.tsv",
    "text/csv": "upload.csv",
    "text/x-rst": "upload.rst",
    "text/org": "upload.org",
    "text/asciidoc": "upload.adoc",
    "application/pdf": "upload.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "upload.docx",
    "application/zip": "upload.zip",
    "application/octet-stream": "",
}
_TEXTS = ("text/markdown", "text/plain")
_SAMPLE = "# Attention\n\n## What is MQA?\n\nAll query heads share one group of keys and values.\n"
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        **{kind: {"schema": {"type": "string", "minLength": 1}, "example": _SAMPLE} for kind in _TEXTS},
        **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in RAW if kind not in _TEXTS},
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
    revived: tuple[QuestionId, ...]
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


class SkippedDocument(BaseModel):
    """A document of an archive that was left out, and why; *failed* when it should have been read."""

    document: str
    reason: str
    failed: bool


class UploadedAll(BaseModel):
    """The documents of an archive, and those of them that were left out."""

    documents: tuple[Uploaded, ...]
    skipped: tuple[SkippedDocument, ...]


class DocumentPage(BaseModel):
    """Some documents, by name, and where the next page begins; null at the end."""

    documents: tuple[Document, ...]
    next_cursor: str | None


@router.post(
    "",
    summary="Upload a document",
    status_code=201,
    response_model=Uploaded | UploadedAll,
    responses=responses(401, 409, 413, 415, 422, 501, 503)
    | {200: {"model": Uploaded | UploadedAll, "description": "Ingested again"}},
    openapi_extra={"requestBody": _BODY},
)
async def upload(
    request: Request, response: Response, services: Given, read: Reader, name: Name = None
) -> Uploaded | UploadedAll:
    """Put the questions of a document into the bank, and file what is shaky about their answers.

    Send the text as `text/markdown` or another type below with `?name=`, or a file as `multipart/form-data`.
    Uploading the same document again changes nothing and answers 200.  A zip archive gives all its documents.
    """
    data, called, like = await _sent(request, name)
    gathered, done, was_there = await read(lambda: _ingest(services, data, called, like))
    if was_there:
        response.status_code = 200
    if is_archive(data):
        skipped = tuple(SkippedDocument(**asdict(one)) for one in gathered.skipped)
        return UploadedAll(documents=done, skipped=skipped)
    response.headers["Location"] = f"/v1/documents/{done[0].document.id}"
    return done[0]


@router.get("", summary="List documents", responses=responses(401, 422, 503))
def list_documents(services: Given, cursor: Cursor = None, limit: Limit = 200) -> DocumentPage:
    """The documents of the bank, by name."""
    every = services.bank().documents()
    start = 0
    if cursor is not None:
        places = [place for place, one in enumerate(every, start=1) if one.id == cursor]
        if not places:
            raise BadInput("the cursor is not one that this list gave; start again without it")
        start = places[0]
    page = every[start : start + limit]
    return DocumentPage(documents=page, next_cursor=page[-1].id if len(every) > start + limit else None)


@router.get("/{document_id}", summary="Get a document", responses=responses(401, 404, 422, 503))
def get_document(services: Given, document_id: DocumentId) -> Document:
    """One document: its name, encoding, number of lines and content hash."""
    return services.bank().document(document_id)


async def _sent(request: Request, name: str | None) -> tuple[bytes, str, str]:
    """The document's bytes, its name, and a name whose ending says what it is.  Raises HTTPException."""
    kind = _kind(request.headers.get("content-type", ""))
    if kind in RAW:
        return await request.body(), name or RAW[kind] or "upload.md", _like(name, kind)
    if kind != "multipart/form-data":
        raise HTTPException(415, f"send {', '.join(RAW)} or multipart/form-data, not {kind or 'nothing'}")
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(422, "the form has no file; put the document into the field 'file'")
        sent_as = _kind(file.content_type or "")
        given = (file.filename or "").replace("\\", "/").rpartition("/")[2][-200:]
        given = given if given.strip() else RAW.get(sent_as) or "upload.md"
        return await file.read(), name or given, _like(given, sent_as)


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _like(name: str | None, kind: str) -> str:
    """The name to judge the format by: the document's own if its ending is known, else that of its type."""
    known = name is not None and PurePosixPath(name).suffix.lower() in (*SUFFIXES, ".csv")
    return name if name and known else RAW.get(kind, "")


def _ingest(
    services: Services, data: bytes, name: str, like: str
) -> tuple[Gathered, tuple[Uploaded, ...], bool]:
    """What was read, what it did to the bank, and whether all of it was there already."""
    gathered = reading.gather_upload(services, data, name, like)
    held = {document.name for document in services.bank().documents()}
    done = documents.ingest(services, gathered.texts)
    return gathered, tuple(map(_uploaded, done)), all(item.document.name in held for item in done)


def _uploaded(done: Ingested) -> Uploaded:
    report = done.report
    changes = Changes(
        added=report.added,
        revived=report.revived,
        unchanged=report.unchanged,
        changed=report.changed,
        moved=report.moved,
        retired=report.retired,
    )
    return Uploaded(
        document=done.document,
        changes=changes,
        flags=tuple(filed.id for filed in done.flags),
        generated=done.generated,
        notes=done.notes,
    )
