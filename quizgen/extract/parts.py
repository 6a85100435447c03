"""Whether the lines under a heading hold questions of their own."""

from quizgen.outline import Outline
from quizgen.outline.labels import Role


def asks_by_label(outline: Outline, i: int) -> bool:
    """Whether line *i* (from 0) says "Question"."""
    label = outline.label(i)
    return label is not None and label.role is Role.QUESTION


def answers_others(outline: Outline, start: int, end: int) -> bool:
    """Whether the answers in lines *start* up to *end* (from 0) are those of questions there, not of a heading
    above them: one says "Question", or the same label comes again behind another numbered line.
    """
    seen: set[str] = set()
    numbered = False
    for i in range(start, end):
        item = outline.items.get(i)
        numbered = numbered or (item is not None and item.ordered)
        label = outline.label(i)
        if label is None or label.role not in (Role.QUESTION, Role.ANSWER):
            continue
        if label.role is Role.QUESTION or (numbered and label.words in seen):
            return True
        seen.add(label.words)
        numbered = False
    return False
