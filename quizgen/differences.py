"""What differs between two versions of a question, as a person reads it: by fields, by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from questions.records import Cloze, FreeText, Question, TrueFalse

Op = Literal["same", "removed", "added"]

_TOKEN = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
_MOST_WORK = 1_000_000
"""Tokens times tokens up to which words are compared; above, whole lines are."""
_TORN = 0.4
"""Share of a passage that must stay to show its words one by one; with less it reads better as a whole."""
_HEAVIER = 0.05
"""What a key point must weigh more or less to be worth a line."""
_ISLAND = 2
"""Letters that stand alone between two changes, up to which they are shown as changed, too."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, went or came."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a question that differs, in parts; those that were not added are the old text."""

    field: str
    parts: tuple[Part, ...]


def differences(old: Question, new: Question) -> tuple[Difference, ...]:
    """What a person would say has changed from *old* to *new*, in the order in which a question is read."""
    weighed = _reweighed(old, new)
    before, now = dict(_fields(old, weighed=weighed)), dict(_fields(new, weighed=weighed))
    names = dict.fromkeys((*before, *now))
    return tuple(
        Difference(name, compared(before.get(name, ""), now.get(name, "")))
        for name in names
        if before.get(name, "") != now.get(name, "")
    )


def compared(old: str, new: str) -> tuple[Part, ...]:
    """*old* and *new* in parts, by lines and within changed lines by words or Chinese characters."""
    lines = (old.splitlines(keepends=True), new.splitlines(keepends=True))
    parts: list[Part] = []
    for op, (one, other) in _runs(*lines):
        if op == "same":
            parts.append(Part("same", "".join(one)))
        else:
            parts += _passage("".join(one), "".join(other))
    return tuple(_joined(parts))


def _fields(question: Question, *, weighed: bool) -> Iterator[tuple[str, str]]:
    yield "question", question.text
    if not isinstance(question, FreeText | TrueFalse | Cloze):
        yield "options", "\n".join(f"{option.id}. {option.text}" for option in question.options)
    yield "answer", _answer(question)
    if isinstance(question, FreeText):
        weights = [f"{point.weight:.2f}  " if weighed else "" for point in question.key_points]
        points = zip(weights, _points(question), strict=True)
        yield "key points", "\n".join(weight + text for weight, text in points)
    else:
        yield "explanation", question.explanation or ""


def _reweighed(old: Question, new: Question) -> bool:
    """Whether the same key points weigh otherwise; a little more or less follows from the words around."""
    if _points(old) != _points(new) or not (isinstance(old, FreeText) and isinstance(new, FreeText)):
        return False
    pairs = zip(old.key_points, new.key_points, strict=True)
    return any(abs(one.weight - other.weight) >= _HEAVIER for one, other in pairs)


def _points(question: Question) -> tuple[str, ...]:
    """The key points of *question*, without their weights."""
    return tuple(point.text for point in question.key_points) if isinstance(question, FreeText) else ()


def _answer(question: Question) -> str:
    if isinstance(question, FreeText):
        return question.reference or ""
    if isinstance(question, Cloze):
        return "\n".join(question.accepts)
    right = question.correct
    return ", ".join(sorted(right)) if isinstance(right, frozenset) else str(right)


def _runs(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[Literal["same", "changed"], tuple[Sequence[str], Sequence[str]]]]:
    if len(old) * len(new) > _MOST_WORK:
        yield "changed", (old, new)
        return
    for op, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "same" if op == "equal" else "changed", (old[i:j], new[k:m])


def _passage(old: str, new: str) -> list[Part]:
    """The words of a passage that differs; as a whole where little of it stayed."""
    parts: list[Part] = []
    runs = list(_runs(_TOKEN.findall(old), _TOKEN.findall(new)))
    for place, (op, (one, other)) in enumerate(runs):
        between = 0 < place < len(runs) - 1
        stays = op == "same" and not (between and len("".join(one).strip()) <= _ISLAND)
        parts += [Part("same", "".join(one))] if stays else _exchanged("".join(one), "".join(other))
    kept = sum(len(part.text) for part in parts if part.op == "same")
    return parts if kept >= _TORN * max(len(old), len(new)) else _exchanged(old, new)


def _exchanged(old: str, new: str) -> list[Part]:
    both: tuple[Part, ...] = (Part("removed", old), Part("added", new))
    return [part for part in both if part.text]


def _joined(parts: list[Part]) -> Iterator[Part]:
    """*parts* with neighbours put together: what went before what came, between two that stayed."""
    held: dict[Op, str] = {"removed": "", "added": ""}
    same = ""
    for part in parts:
        if part.op == "same":
            yield from _exchanged(held["removed"], held["added"])
            held = {"removed": "", "added": ""}
            same += part.text
        else:
            if same:
                yield Part("same", same)
                same = ""
            held[part.op] += part.text
    yield from _exchanged(held["removed"], held["added"])
    if same:
        yield Part("same", same)
