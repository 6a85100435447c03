"""Who is asking.

With a staff token set, staff routes need it as a bearer token; learner routes need nothing, and show
nothing that a learner must not see.  Without one, everybody who reaches the server is staff, so it
listens on this machine alone, and answers neither other host names nor other web pages: a page that the
user has open must not read the bank through the user's browser.
"""

import hmac
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem
from questions.errors import BadSetting

_BEARER = HTTPBearer(auto_error=False, description="The token in QUIZGEN_STAFF_TOKEN, where one is set.")


def require_staff(
    request: Request, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
) -> None:
    """Let staff pass; everybody else gets 401 and is told where learners go."""
    token: SecretStr | None = request.app.state.services.settings.staff_token
    if token is None:
        return
    given = sent.credentials.encode("latin-1") if sent else b""  # the bytes as they came
    if not hmac.compare_digest(given, token.get_secret_value().encode()):
        raise HTTPException(
            401,
            "this is for staff: send the staff token as a bearer token; learners use /v1/learner",
            {"WWW-Authenticate": "Bearer"},
        )


Staff = Depends(require_staff)


def is_loopback(host: str) -> bool:
    """Whether *host* names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_binding(host: str, token: SecretStr | None) -> None:
    """Raises BadSetting when *host* can be reached from outside and no token guards the bank."""
    if token is None and not is_loopback(host):
        raise BadSetting(
            f"without QUIZGEN_STAFF_TOKEN the server listens on this machine alone, not on {host}; "
            "set the token, or use --host 127.0.0.1"
        )


class LoopbackOnly:
    """Refuses requests that came under another host's name, or from a page of a site that is not in *origins*."""

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...] = ()) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or hand on."""
        if scope["type"] == "http" and not _from_here(scope, self.origins):
            refusal = problem(403, "without a staff token this server answers its own machine alone")
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _from_here(scope: Scope, origins: tuple[str, ...]) -> bool:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host, origin = headers.get(b"host", ""), headers.get(b"origin")
    try:
        named = urlsplit(f"//{host}").hostname or ""
        # The page may be ours or none; another local server's page is another site.
        same_site = origin is None or origin in origins or urlsplit(origin).netloc == host
    except ValueError:
        return False
    return is_loopback(named) and same_site
