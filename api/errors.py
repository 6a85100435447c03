"""Which HTTP status each error has, and the body that says so: RFC 9457 problem details.

`STATUS` is the one table.  A test holds that every leaf of the tree in `questions.errors` is in it, and
that nothing else is.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from api.text import one_line
from questions.errors import (
    AnswerTooLong,
    AttemptNotFound,
    BadInput,
    BadSetting,
    BankUnusable,
    BudgetSpent,
    Conflict,
    DocumentNotFound,
    FlagNotFound,
    MissingExtra,
    NotFound,
    QuestionNotFound,
    QuizError,
    QuizNotFound,
    ServiceUnavailable,
    UnreadableDocument,
    UnreadableRow,
)

STATUS: dict[type[QuizError], HTTPStatus] = {
    BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreadableDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreadableRow: HTTPStatus.UNPROCESSABLE_ENTITY,
    AnswerTooLong: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadSetting: HTTPStatus.INTERNAL_SERVER_ERROR,
    NotFound: HTTPStatus.NOT_FOUND,
    DocumentNotFound: HTTPStatus.NOT_FOUND,
    QuestionNotFound: HTTPStatus.NOT_FOUND,
    AttemptNotFound: HTTPStatus.NOT_FOUND,
    FlagNotFound: HTTPStatus.NOT_FOUND,
    QuizNotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    BankUnusable: HTTPStatus.SERVICE_UNAVAILABLE,
    MissingExtra: HTTPStatus.NOT_IMPLEMENTED,
    BudgetSpent: HTTPStatus.PAYMENT_REQUIRED,
    ServiceUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
MEDIA_TYPE = "application/problem+json"


_LOG = logging.getLogger("quizgen")
_OPEN = ("/v1/learner", "/readyz")
_SEE_LOG = "the server failed; its log says why"
_SAID = 3  # faults of a request that are named
# What Python calls them, and JSON.
_IN_JSON = (
    ("valid tuple", "valid list"),
    ("valid dictionary or object to extract fields from", "valid object"),
)


class Problem(BaseModel):
    """What went wrong, in one line that says what to do."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"title": "Not Found", "status": 404, "detail": "no question q-0123; list them first"}
            ]
        }
    )

    title: str
    status: int
    detail: str


def status_of(error: QuizError) -> HTTPStatus:
    """The status of *error*: that of its own class, or of the nearest one above it in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A response that says what went wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=one_line(detail, 500))
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """How a route says in OpenAPI which problems it may answer with."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted(set(statuses))
    }


def install(app: FastAPI) -> None:
    """Every error of *app* leaves as a problem."""
    app.add_exception_handler(QuizError, _quiz_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _bug)


def _quiz_error(request: Request, error: Exception) -> JSONResponse:
    status = status_of(cast("QuizError", error))
    headers = {"Retry-After": "5"} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(status, detail_for(request, cast("QuizError", error)), headers)


def detail_for(request: Request, error: QuizError) -> str:
    """What whoever asked is told of *error*.

    How the server is set up, with its folders and addresses, is for staff: where there is a staff token, the
    routes that are open to all say no more than where to look.
    """
    guarded = request.app.state.services.settings.staff_token is not None
    is_open = request.url.path.startswith(_OPEN)
    if guarded and is_open and isinstance(error, BadSetting | BankUnusable | MissingExtra):
        _LOG.error("%s: %s", type(error).__name__, one_line(str(error)))
        return _SEE_LOG
    return str(error)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    found = cast("RequestValidationError", error).errors()
    said = [_fault(each) for each in found[:_SAID]]
    more = f" (and {len(found) - _SAID} more)" if len(found) > _SAID else ""
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(said) + more)


def _fault(error: Mapping[str, Any]) -> str:
    if error["type"] == "json_invalid":
        return (
            f"body: not JSON: {error.get('ctx', {}).get('error', 'broken')} at character {error['loc'][-1]}"
        )
    if error["loc"] == ("body",) and isinstance(error.get("input"), bytes):
        return "body: send JSON, with Content-Type: application/json"
    said = error["msg"].removeprefix("Value error, ")
    for ours, theirs in _IN_JSON:
        said = said.replace(ours, theirs)
    return f"{_place(error['loc'])}: {said}"


def _place(loc: Sequence[int | str]) -> str:
    """Where in the request; the kind of body that it was taken for (a tag "kind:…") was not sent."""
    parts = [str(part) for part in loc if part != "body"]
    return ".".join(part for part in parts if not part.startswith("kind:")) or "body"


def _http_error(request: Request, error: Exception) -> JSONResponse:
    refused = cast("HTTPException", error)
    headers = dict(refused.headers or {})
    detail = refused.detail
    if detail == HTTPStatus(refused.status_code).phrase:  # Starlette's own words
        if refused.status_code == HTTPStatus.NOT_FOUND:
            detail = "no such address; /docs lists them all"
        elif refused.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = headers.get("Allow") or headers.get("allow") or "another method"
            detail = f"{request.method} cannot be used here; use {allowed}"
    return problem(refused.status_code, detail, headers)


def _bug(_: Request, __: Exception) -> JSONResponse:  # the server logs the traceback
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _SEE_LOG)
