"""Whether two questions say the same, however they are set."""

import re
import unicodedata
from typing import Any

from questions.records import Question

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_BULLET = re.compile(r"^\s*[-*+•](?=\s)")
_NUMBER = re.compile(r"^\s*(\d{1,9})[.)](?=\s)")
_SPACES = re.compile(r"\s+")
_CJK = "\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")

# What follows from the words, from the place or from people; all else is words.
_NOT_WORDS = {
    "id", "language", "source", "origin", "status", "version", "key_points", "unanswered_because",
}  # fmt: skip


def same_words(one: Question, other: Question) -> bool:
    """Whether both ask the same and call the same right.

    Line ends, blank lines, indentation, wrapping, list markers and space between Chinese and Latin letters
    do not count; inside a fenced code block only white space at line ends does not.
    """
    return exact_words(one) == exact_words(other) or set_words(one) == set_words(other)


def exact_words(question: Question) -> dict[str, Any]:
    """All that *question* asks and calls right, to the letter."""
    return question.model_dump(mode="json", exclude=_NOT_WORDS)


def set_words(question: Question) -> dict[str, Any]:
    """All that *question* asks and calls right, without how it is set."""
    words: dict[str, Any] = _each_text(exact_words(question))
    return words


def formed(text: str) -> str:
    """*text* without how it is set: see `same_words`."""
    prose: list[str] = []
    parts: list[str] = []
    fence = ""
    for line in unicodedata.normalize("NFC", text).splitlines():
        opened = _FENCE.match(line)
        if fence:
            fence = "" if opened and opened[1].startswith(fence) else fence
        elif opened:
            fence = opened[1]
        else:
            prose.append(_NUMBER.sub(r"\1.", _BULLET.sub("-", line)))
            continue
        parts += [_joined(prose), line.strip() if opened else line.rstrip()]
        prose = []
    return "\n".join(part for part in (*parts, _joined(prose)) if part)


def _joined(lines: list[str]) -> str:
    return _BESIDE_CJK.sub("", _SPACES.sub(" ", " ".join(lines)).strip())


def _each_text(value: Any) -> Any:
    match value:
        case str():
            return formed(value)
        case list():
            return [_each_text(item) for item in value]
        case dict():
            return {name: _each_text(item) for name, item in value.items()}
    return value
