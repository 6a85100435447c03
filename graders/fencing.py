"""Foreign text on its way into a prompt: inside a fence that it cannot close; and its words found again.

The fence carries a mark that follows from the text itself.  Nobody can write the mark into the text, for that
would change it; and the same call is the same to the letter, so that a kept reply is found again.
"""

import re
from typing import Any

from graders.chat.shapes import read_json
from graders.text import fold
from questions.records import digest

FENCES = ("question", "answer", "claims", "facts", "passages", "missing", "refused", "points")
_MARK = 12
_GAP = r"[\s/\\_.-]"
# What opens or closes one of our fences in folded text, whatever the brackets look like, and spaced out or not.
_NAMES = "|".join(rf"{_GAP}{{0,3}}".join(name) for name in FENCES)
_BRACKET = re.compile(rf"(?:&(?:lt|#0{{0,6}}60|#x0{{0,6}}3c);?|[<‹〈⟨《«❮˂≺])(?={_GAP}{{0,40}}(?:{_NAMES}))")
# Invisible characters can hide words from a person and show them to a model.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
_LONGEST_REPLY = 200_000


def mark_of(*parts: str) -> str:
    """The mark of a fence around *parts*."""
    return digest("fence", *parts)[:_MARK]


def harmless(text: str) -> str:
    """*text* with our own brackets made square and nothing hidden; as many characters as before."""
    shown = list(_HIDDEN.sub(" ", text))
    folded = fold(text)
    for found in _BRACKET.finditer(folded.text):
        shown[folded.at[found.start()]] = "["
    return "".join(shown)


def fence(name: str, text: str, mark: str) -> str:
    """*text* between ``<name mark>`` and ``</name mark>``, each on a line of its own."""
    return f"<{name} {mark}>\n{harmless(text).replace(mark, '[mark]')}\n</{name} {mark}>"


def on_one_line(text: str, most: int) -> str:
    """*text* without line ends and control characters, cut to *most* characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """The offsets of *quote* in *text*, width, case, space and emphasis apart; None when it is not there."""
    wanted, _ = _dense(quote)
    dense, at = _dense(text)
    start = dense.find(wanted) if wanted else -1
    return None if start < 0 else (at[start], at[start + len(wanted) - 1] + 1)


def _dense(text: str) -> tuple[str, list[int]]:
    found = fold(text)
    kept = [place for place, c in enumerate(found.text) if not (c.isspace() or c in "*`")]
    return "".join(found.text[place] for place in kept), [found.at[place] for place in kept]


def json_of(reply: str) -> dict[str, Any] | None:
    """The JSON object of *reply*; None without one."""
    try:
        found = read_json(reply[:_LONGEST_REPLY])
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
