"""What the graders ask of the world, and the values that pass between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from questions.records import Flag, Question

Vectors = NDArray[np.float32]


class Encode(Protocol):
    """Sentences into vectors.

    Gives float32 rows of unit length, one a text, shape (len(texts), d).  Row i depends on
    ``texts[i]`` alone, to the last bit, whatever stands beside it.
    """

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """The rows of *texts*."""
        ...


class Chat(Protocol):
    """A prompt into a reply.  Raises ServiceUnavailable when none can be had."""

    async def __call__(self, system: str, user: str, /, *, schema: Mapping[str, object] | None = None) -> str:
        """The reply to *user* under the rules of *system*; with *schema* (JSON Schema), JSON of that shape.

        The shape is asked for, not promised: read the reply as the text of a stranger.
        """
        ...


@dataclass(frozen=True, slots=True)
class Submission:
    """One answer to one question; *flags* are the open and confirmed ones of its reference."""

    question: Question
    answer: str
    flags: tuple[Flag, ...] = ()
