"""The word lists beside the lexicon, read once: JSON, so that a teacher can extend them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

_EDGE = r"\b"


@cache
def word_list(name: str) -> Any:
    """The content of ``graders/lexicon/NAME.json``; its shape is held by a test of the data."""
    return json.loads(files("graders").joinpath("lexicon", f"{name}.json").read_text("utf-8"))


def alternation(parts: list[str]) -> str:
    """*parts* as the alternatives of one regular expression."""
    return "(?:" + "|".join(parts) + ")"


def at_edges(parts: list[str]) -> str:
    """The same; *parts* that begin at the edge of a word are tried only there, which is quicker by far.

    None of them holds a bar outside of brackets.
    """
    bound = [part.removeprefix(_EDGE) for part in parts if part.startswith(_EDGE)]
    free = [part for part in parts if not part.startswith(_EDGE)]
    return alternation([_EDGE + alternation(bound), *free] if bound else free)
