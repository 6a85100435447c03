"""The options of a choice, and which of them the answer names."""

import re
from collections.abc import Sequence

_OPTION = re.compile(
    r"\s*(?:[-*+•]\s+)?(?:\[[ xX]?\]\s*)?(?:\*\*)?[（(]?([A-H])(?:[)）.、．:：])(?:\*\*)?\s*(\S.*)$"
)
_NEXT_OPTION = re.compile(r"(?<=\s\s)(?=[（(]?[B-H][)）.、．:：]\s*\S)")
_LETTERS = re.compile(
    r"[\s*_`]*(?:正确)?(?:选项|选|应选|option|choice|is)?\s*[:：]?[\s*_`（(]*([A-H](?:\s*[,，、;；和与&/+]?\s*[A-H])*)(?![A-Za-z0-9'’])",
    re.IGNORECASE,
)


def options_of(lines: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Where options A, B, … stand in *lines* (from, up to), and their texts; (0, 0, ()) where none are.

    Options may wrap: a line without a letter belongs to the one above it.
    """
    start, texts, last = 0, list[str](), 0
    for i, line in enumerate(lines):
        if not texts and ("A" not in line or _OPTION.match(line) is None):
            continue
        parts = _NEXT_OPTION.split(line.strip()) if line.strip() else []
        for part in parts:
            found = _OPTION.match(part)
            if found and ord(found.group(1)) - ord("A") == len(texts):
                start = i if not texts else start
                texts.append(found.group(2).strip())
                last = i
            elif texts and i == last + 1 and line[:1].isspace() and not found:
                texts[-1] += "\n" + part.strip()
                last = i
    return (start, last + 1, tuple(texts)) if len(texts) > 1 else (0, 0, ())


def correct_of(answer: str, count: int) -> tuple[int, ...]:
    """The positions (from 0) of the right options that *answer* begins with, of *count* offered."""
    found = _LETTERS.match(answer)
    if found is None:
        return ()
    positions = sorted({ord(c) - ord("A") for c in found.group(1).upper() if "A" <= c <= "H"})
    return tuple(positions) if positions and positions[-1] < count else ()
