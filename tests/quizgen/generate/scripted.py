"""Notes, and what a chat model may reply about them."""

import json
from collections.abc import Mapping
from typing import Any

from questions.errors import ServiceUnavailable
from quizgen.readers import SourceText, source_text

NOTES = """\
# Sampling

## Temperature

Temperature divides the logits before the softmax. A low temperature sharpens the distribution,
a high temperature flattens it. At temperature 0 decoding is greedy.

## Top-p

Top-p keeps the smallest set of tokens whose probabilities add up to p, and samples from this set alone.
The size of the set changes from step to step.
"""


def document(text: str = NOTES) -> SourceText:
    """*text* as a document."""
    return source_text(text, "notes.md")


def items(*found: Mapping[str, Any], cannot: str = "") -> str:
    """A reply that holds *found*."""
    return json.dumps({"items": list(found), "cannot": cannot}, ensure_ascii=False)


def free(question: str, reference: str, *quotes: str) -> dict[str, Any]:
    """A free-text item."""
    return {
        "kind": "free_text",
        "question": question,
        "options": [],
        "correct": [],
        "reference": reference,
        "quotes": list(quotes),
    }


DIVIDES = free(
    "What does the temperature do to the logits?",
    "It divides the logits before the softmax.",
    "Temperature divides the logits before the softmax.",
)
FLATTENS = free(
    "How does a high temperature change the distribution?",
    "A high temperature flattens the distribution.",
    "a high temperature flattens it",
)
KEEPS = free(
    "Which tokens does top-p keep?",
    "The smallest set of tokens whose probabilities add up to p.",
    "keeps the smallest set of tokens whose probabilities add up to p",
)
TIMED_OUT = ServiceUnavailable("the model did not answer within 60 s")


def by_section(_: str, user: str) -> str:
    """A good reply to whichever section is asked about."""
    return items(KEEPS) if "# Top-p" in user else items(DIVIDES)
