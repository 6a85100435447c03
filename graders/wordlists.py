"""The word lists beside the lexicon, read once: JSON, so that a teacher can extend them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_list(name: str) -> Any:
    """The content of ``graders/lexicon/NAME.json``; its shape is held by a test of the data."""
    return json.loads(files("graders").joinpath("lexicon", f"{name}.json").read_text("utf-8"))


def alternation(parts: list[str]) -> str:
    """*parts* as the alternatives of one regular expression."""
    return "(?:" + "|".join(parts) + ")"


def at_edges(parts: list[str]) -> str:
    """The same, tried only at the edges of words where all *parts* ask for one: quicker by far."""
    is_bound = all(part.startswith((r"\b", "^")) for part in parts)
    return (r"(?:\b|^)" if is_bound else "") + alternation(parts)
