"""What generation asks of the world."""

from collections.abc import Mapping
from typing import Protocol


class Chat(Protocol):
    """A prompt into a reply.  Raises ServiceUnavailable when none can be had."""

    async def __call__(self, system: str, user: str, /, *, schema: Mapping[str, object] | None = None) -> str:
        """The reply to *user* under the rules of *system*; with *schema* (JSON Schema), JSON of that shape.

        The shape is asked for, not promised: read the reply as the text of a stranger.
        """
        ...
