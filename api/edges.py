"""What every request meets before its route: HEAD as GET, pages of other sites, parameters that no route knows."""

from difflib import get_close_matches
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key")
_EXPOSED = ("Location", "Retry-After")


class Heads:
    """Answers HEAD as GET; the server sends no body for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, HEAD as GET."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


def let_in(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Let pages of *origins* use *app* from a browser."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=list(_HEADERS),
            expose_headers=list(_EXPOSED),
            max_age=600,
        )


def known_parameters(request: Request) -> None:
    """Raises HTTPException for a parameter that the route does not know: a slip must not drop a filter."""
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    name = operation_id(route)  # the path of a route lacks the prefix under which it was included
    operations = (each for paths in request.app.openapi()["paths"].values() for each in paths.values())
    operation: dict[str, Any] = next((each for each in operations if each["operationId"] == name), {})
    known = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
    for sent in request.query_params:
        if sent not in known:
            near = get_close_matches(sent, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known) or 'none'}"
            raise HTTPException(422, f"query.{sent}: no such parameter; {hint}")


def operation_id(route: APIRoute) -> str:
    """A name for clients that are generated: that of the function, with "learner_" where learners have their own."""
    return f"learner_{route.name}" if "learner" in route.tags else route.name
