"""`quizgen serve`: the HTTP server."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Annotated

import typer

from api.cli.context import services
from api.cli.options import AsJson, Database, Encoder


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    db: Database = None,
    encoder: Encoder = None,
    as_json: AsJson = False,
) -> None:
    """Serve the HTTP interface; /docs describes it.

    Without QUIZGEN_STAFF_TOKEN everybody who reaches the server is staff, so it listens on this machine
    alone.  With --json one line {"url", "staff_token"} is printed once it listens.

    Example: QUIZGEN_STAFF_TOKEN=… quizgen serve --host 0.0.0.0 --port 8000
    """
    import sys

    import uvicorn

    from api.app import create_app
    from api.auth import check_binding
    from api.cli import terminal
    from api.text import to_json

    chosen = services(ctx, db=db, encoder=encoder)
    token = chosen.settings.staff_token
    check_binding(host, token)
    chosen.bank()  # a bank that cannot be opened is said now, not with the first request
    listener = _listen(host, port)
    name, bound = listener.getsockname()[:2]
    shown = f"[{name}]" if listener.family is socket.AF_INET6 else name
    url = f"http://{shown}:{bound}"
    if as_json:
        sys.stdout.write(to_json({"url": url, "staff_token": token is not None}) + "\n")
        sys.stdout.flush()
    if token is None:
        terminal.say(
            "no QUIZGEN_STAFF_TOKEN is set: everybody on this machine is staff, and nobody else gets in"
        )
    terminal.say(f"listening on {url}, described at {url}/docs; Ctrl-C ends")
    config = uvicorn.Config(create_app(chosen), log_level="warning", server_header=False)
    with suppress(KeyboardInterrupt):  # the way a server ends
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket.  Raises BadSetting."""
    from questions.errors import BadSetting

    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # It listens from here on: who comes before the server is up waits, and is not refused.
        return socket.create_server(address, family=family)
    except OSError as error:
        raise BadSetting(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from None
