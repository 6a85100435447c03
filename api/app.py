"""The HTTP server: services in, an application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

import anyio
from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi_offline import FastAPIOffline

from api import errors
from api.auth import LoopbackOnly
from api.describing import describe
from api.edges import Heads, known_parameters, let_in, operation_id
from api.limits import BodyLimit, Judging, Thinking
from api.routes import (
    attempts,
    calibrations,
    documents,
    flags,
    generation,
    grades,
    health,
    learner,
    questions,
    quizzes,
    regrades,
    statistics,
    topics,
)
from api.services import Services

_ABOUT = """\
Study documents into a question bank, free-text answers into grades, shaky reference answers into flags.

Routes under `/v1/learner` show what a learner may see: no reference answer, no key point, no flag.
All others are for staff: where `QUIZGEN_STAFF_TOKEN` is set they need it as a bearer token; without one,
the server answers its own machine alone.

Every error is a problem (RFC 9457): `{"title", "status", "detail"}`, and the detail says what to do.
"""


def create_app(services: Services) -> FastAPI:
    """The application over *services*."""
    # FastAPI's own pages of documentation load their scripts from a server elsewhere.
    app = FastAPIOffline(
        title="quizgen",
        version=_version(),
        description=_ABOUT,
        lifespan=_lifespan,
        dependencies=[Depends(known_parameters)],
        generate_unique_id_function=operation_id,
    )
    app.state.services = services
    errors.install(app)
    for module in (
        documents,
        generation,
        questions,
        calibrations,
        quizzes,
        grades,
        attempts,
        regrades,
        flags,
        topics,
        statistics,
        learner,
    ):
        app.include_router(module.router, prefix="/v1")
    app.include_router(topics.learner, prefix="/v1")
    app.include_router(health.router)
    settings = services.settings
    app.add_middleware(BodyLimit, request=settings.max_request_bytes, document=settings.max_document_bytes)
    if settings.staff_token is None:
        app.add_middleware(LoopbackOnly, origins=settings.cors_origins)
    app.add_middleware(Heads)
    let_in(app, settings.cors_origins)
    _describe_problems(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    app.state.think = Thinking()
    app.state.read = Thinking()
    app.state.judging = Judging(app.state.think, services.settings.judge_concurrency)
    app.state.warm = health.Warmth()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(health.warm_up, services, app.state.think, app.state.warm)
        yield
        tasks.cancel_scope.cancel()
    await to_thread.run_sync(services.close)


def _describe_problems(app: FastAPI) -> None:
    """Put the shape of a problem into the OpenAPI page, where `errors.responses` points."""

    def described() -> dict[str, object]:
        if not app.openapi_schema:
            page = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            schemas = page.setdefault("components", {}).setdefault("schemas", {})
            schemas["Problem"] = errors.Problem.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            describe(page)
            app.openapi_schema = page
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI's manual has it


def _version() -> str:
    try:
        return version("quizgen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
