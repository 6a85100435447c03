"""The options of a choice, and which of them the answer names."""

import re
from collections.abc import Sequence

_OPTION = re.compile(
    r"\s*(?:[-*+•]\s+)?(?:\[[ xX]?\]\s*)?(?:\*\*)?[（(]?([A-Ha-h])(?:[)）.、．:：])(?:\*\*)?\s*(\S.*)$"
)
_NEXT_OPTION = re.compile(r"(?<=\s\s)(?=[（(]?[B-Hb-h][)）.、．:：]\s*\S)")
_CHOOSE = re.compile(
    r"[下以]列|下面|以下|哪[一]?[项个种]|单选|多选|选择题|which (?:one |\w+ )?(?:of|is|are)|output|choose|select|true or false",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"[\s*_`]*(?:正确)?(?:选项|选|应选|option|choice|is)?\s*[:：]?[\s*_`（(]*([A-H](?:\s*[,，、;；和与&/+]?\s*[A-H])*)(?![A-Za-z0-9'’])",
    re.IGNORECASE,
)
_PAPER = re.compile(r"选择题|单选|多选|\bMCQ|multiple[- ]choice|\bquiz", re.IGNORECASE)
_LETTER = re.compile(r"[\s*_`(（]*[A-Ha-h](?:\s*$|\s*[)）.、:：,，])")


def options_of(lines: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Where options A, B, … stand in *lines* (from, up to), and their texts; (0, 0, ()) where none are.

    Options may wrap: a line without a letter belongs to the one above it.  Small letters will do.
    """
    found = _lettered(lines, "A")
    return found if found[2] else _lettered(lines, "a")


def are_small(line: str) -> bool:
    """Whether the option on *line* has a small letter."""
    found = _OPTION.match(line)
    return found is not None and found.group(1).islower()


def is_letter(words: str) -> bool:
    """Whether *words* name an option by its letter, and are no sentence that begins with "A"."""
    return _LETTER.match(words) is not None


def leaves_a_choice(titles: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a question or a title above it wants one of the options, and nothing *after* them says which."""
    wanted = any(_CHOOSE.search(title) for title in titles[:1]) or any(map(_PAPER.search, titles[1:]))
    return wanted and not any(line.strip(" \t-*_") for line in after)


def _lettered(lines: Sequence[str], letter: str) -> tuple[int, int, tuple[str, ...]]:
    start, texts, last = 0, list[str](), 0
    for i, line in enumerate(lines):
        if not texts and (letter not in line or _OPTION.match(line) is None):
            continue
        parts = _NEXT_OPTION.split(line.strip()) if line.strip() else []
        for part in parts:
            found = _OPTION.match(part)
            if found and ord(found.group(1)) - ord(letter) == len(texts):
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
