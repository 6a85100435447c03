"""Whether the lines under a heading hold questions of their own."""

from quizgen.outline import Outline
from quizgen.outline.labels import Role, label_of


def asks_by_label(line: str) -> bool:
    """Whether *line* says "Question"."""
    label = label_of(line)
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
        if i not in outline.maybe_labels:
            continue
        label = label_of(outline.lines[i])
        if label is None or label.role not in (Role.QUESTION, Role.ANSWER):
            continue
        if label.role is Role.QUESTION or (numbered and label.words in seen):
            return True
        seen.add(label.words)
        numbered = False
    return False
