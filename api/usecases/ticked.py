"""The boxes that were ticked in a form, which exports their texts in one cell."""

import re
import unicodedata

from questions.records import MultipleChoice, Question

_PARTS = " \t\r\n,;，；、|"


def ticked(question: Question, answer: str) -> str:
    """*answer* as ids of options where it holds the texts of some and nothing else; else as it is."""
    if not isinstance(question, MultipleChoice):
        return answer
    rest, found = _folded(answer), []
    # The longest first: a text may be part of another, or hold a comma itself.
    for option in sorted(question.options, key=lambda one: -len(one.text)):
        text = _folded(option.text).strip()
        shorter = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", "\n", rest, count=1) if text else rest
        if shorter != rest:
            rest = shorter
            found.append(option.id)
    if not found or rest.strip(_PARTS):
        return answer
    return "\n".join(one.id for one in question.options if one.id in found)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
