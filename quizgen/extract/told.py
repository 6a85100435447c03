"""Lines that ask and answer at once: "What is X? X is …", "为什么用 X：因为……"."""

import re
from collections.abc import Sequence

from quizgen.extract.evidence import Asks, asks

_ASKS_AND_ANSWERS = re.compile(r"(.{4,200}?[?？])\s*(.*)$")
_COLON = re.compile(r"([^:：。]{4,80}?)\s*(?:：\s*|:\s+)(?=\S)")
_LEAST_INLINE = 8
_LEAST_ALIKE = 3
_SHARE = 0.8


def split_asking(words: str) -> tuple[str, str]:
    """The question and the answer on one line; no answer where the line only asks."""
    found = _ASKS_AND_ANSWERS.match(words)
    if found is None or len(found.group(2)) <= _LEAST_INLINE or asks(found.group(2)) is Asks.MARK:
        return words, ""
    return found.group(1), found.group(2)


def split_at_colon(words: str) -> tuple[str, str]:
    """The question in words before a colon, and what is said behind it; no answer where that is no such line."""
    found = _COLON.match(words)
    if found is None or asks(found.group(1)) < Asks.WORDS:
        return words, ""
    behind = words[found.end() :]
    return (
        (found.group(1), behind) if len(behind) >= _LEAST_INLINE and asks(behind) < Asks.MARK else (words, "")
    )


def ask_before_colons(lines: Sequence[str]) -> bool:
    """Whether nearly all of *lines* ask before a colon and answer behind it: one alone may be anything."""
    told = sum(split_at_colon(line)[1] != "" for line in lines)
    return told >= _LEAST_ALIKE and told >= _SHARE * len(lines)
