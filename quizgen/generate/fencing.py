"""Foreign text on its way into a prompt: inside a fence that it cannot close.

The fence carries a mark that follows from the text itself.  Nobody can write the mark into the text, for that
would change it; and the same call is the same to the letter, so that a kept reply is found again.
"""

import re

from questions.records import digest

_MARK = 12
# What opens or closes one of our fences, whatever the brackets look like.  Each becomes one other character,
# so that lines and offsets stay.
_BRACKET = re.compile(
    r"[<＜﹤‹〈⟨](?=[\s/／\u200b-\u200f\u2060\ufeff]{0,40}(?:notes|refused|taken)\b)", re.IGNORECASE
)
# Invisible characters can hide words from a person and show them to a model.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def mark_of(*parts: str) -> str:
    """The mark of a fence around *parts*."""
    return digest("fence", *parts)[:_MARK]


def harmless(text: str) -> str:
    """*text* with our own brackets made square and nothing hidden; as many characters as before."""
    return _BRACKET.sub("[", _HIDDEN.sub(" ", text))


def fence(name: str, text: str, mark: str) -> str:
    """*text* between ``<name mark>`` and ``</name mark>``, each on a line of its own."""
    return f"<{name} {mark}>\n{harmless(text).replace(mark, '[mark]')}\n</{name} {mark}>"


def on_one_line(text: str, most: int) -> str:
    """*text* without line ends and control characters, cut to *most* characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"
