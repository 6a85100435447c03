"""The lines under a question into what belongs to the question and what answers it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizgen.extract.choices import are_small, correct_of, is_letter, leaves_a_choice, options_of
from quizgen.extract.evidence import Asks, asks
from quizgen.extract.found import NoAnswer
from quizgen.extract.substance import is_furniture, why_empty
from quizgen.extract.trimmed import at_margin, text_of, trimmed, without_outer_tags
from quizgen.outline import Fold, Kind, Number, Outline
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.labels import Label, Role, label_of
from quizgen.outline.toc import letters

_BOLD = re.compile(r"\s*(?:>\s*)*(?:[-*+]\s+)?(?:\*\*|__|<b>|<strong>)", re.IGNORECASE)
_PROSE = 40
_SAID = 12
_MORE = re.compile(r"详细|详情|完整|更多|深入|detail|more|full|in depth", re.IGNORECASE)
_SAYING = frozenset({Kind.TEXT, Kind.ITEM, Kind.TABLE, Kind.HEADING})
_WORDLESS = frozenset({Kind.CODE, Kind.MATH, Kind.BLANK, Kind.RULE})


@dataclass(frozen=True, slots=True)
class Body:
    """A question's own part (*stem*), its answer or the reason why there is none, and the last line used.

    *bare* says that the answer is no more than lettered options: as likely those of a choice without a key.
    """

    stem: str
    answer: str | None
    reason: NoAnswer | None
    last: int | None
    options: tuple[str, ...] = ()
    correct: tuple[int, ...] = ()
    bare: bool = False

    def unanswered(self) -> "Body":
        """The same where the options turn out to be those of a choice."""
        return replace(self, stem=self.answer or "", answer=None, reason=NoAnswer.EMPTY, bare=False)


@dataclass(frozen=True, slots=True)
class _Part:
    """The labelled answer: up to which line the stem goes, which lines answer, words on the label's own line."""

    stem_end: int
    rows: tuple[int, ...]
    first: str
    at: tuple[int, ...] = ()
    quoted: bool = False


def read_body(
    outline: Outline,
    rows: Sequence[int],
    question: str,
    number: Number | None,
    inline: str = "",
    *,
    quoted: bool = False,
) -> Body:
    """What stands in lines *rows* (from 0) under *question*; *inline* are words behind it on its own line.

    *quoted* says that all of it stands in a quote, whose marks are no part of it.
    """
    rows = [i for i in rows if outline.kinds[i] is not Kind.COMMENT and i not in outline.toc]
    texts = [outline.lines[i] for i in rows]
    begin, end, options = options_of(texts) if not inline else (0, 0, ())
    part = _labelled(outline, rows, bool(options))
    if part is None and options and leaves_a_choice((question, *outline.path(rows[0])), texts[end:]):
        return Body(at_margin(texts), None, NoAnswer.EMPTY, rows[end - 1])
    bare = options and not any(text.strip() for text in (*texts[:begin], *texts[end:]))
    if options and are_small(texts[begin]) and not _names_one(outline, part):
        # Points of an answer are lettered so, too.
        begin, end, options, part = 0, 0, (), _labelled(outline, rows, has_options=False)
    if part is None:
        whole = _whole(outline, rows, number, inline, quoted=quoted)
        return replace(whole, bare=True) if bare and options else whole
    stem_rows = [i for i in rows if i < part.stem_end]
    first = part.first
    kept = trimmed(outline, part.rows)
    answer = text_of(outline, kept, first, part.quoted or quoted)
    reason = _why_no_answer(([first] if first else []) + [outline.lines[i] for i in kept], number)
    last = max((*kept[-1:], *stem_rows[-1:], *part.at), default=None)
    correct = correct_of(answer, len(options)) if options and reason is None else ()
    if correct:
        option_rows = set(rows[begin:end])
        stem_rows = [i for i in stem_rows if i not in option_rows]
    stem = _stem(outline, stem_rows, question)
    return Body(stem, None if reason else answer, reason, last, options if correct else (), correct)


def _why_no_answer(lines: Sequence[str], number: Number | None) -> NoAnswer | None:
    """Why *lines* under a label are no answer.  What only asks in part does answer, since the label says so."""
    reason = why_empty(lines, number)
    only_asks = all(asks(plain(unmarked(line))) is Asks.MARK for line in lines if line.strip())
    return None if reason is NoAnswer.QUESTIONS_ONLY and not only_asks else reason


def read_keyed(outline: Outline, rows: Sequence[int], key: str) -> Body:
    """What stands in lines *rows* (from 0) under a question whose answer is the *key*."""
    texts = [outline.lines[i] for i in rows]
    begin, end, options = options_of(texts)
    reason = why_empty(key.split("\n"))
    correct = correct_of(key, len(options)) if options and reason is None else ()
    kept = trimmed(outline, [*rows[:begin], *rows[end:]] if correct else rows)
    last = max((*kept[-1:], *rows[end - 1 : end]), default=None) if options else (kept[-1] if kept else None)
    stem = at_margin([outline.lines[i] for i in kept])
    return Body(stem, None if reason else key, reason, last, options if correct else (), correct)


def _names_one(outline: Outline, part: _Part | None) -> bool:
    """Whether an answer begins with the letter of an option and no more than its words."""
    if part is None:
        return False
    said = [part.first, *(outline.lines[i] for i in part.rows)]
    return is_letter(next((plain(line) for line in said if line.strip()), ""))


def _whole(
    outline: Outline, rows: Sequence[int], number: Number | None, inline: str, *, quoted: bool
) -> Body:
    kept = trimmed(outline, rows)
    lines = ([inline] if inline else []) + [outline.lines[i] for i in kept]
    reason = why_empty(lines, number)
    answer = None if reason else text_of(outline, kept, inline, quoted)
    return Body("", answer, reason, kept[-1] if kept else None)


def _labelled(outline: Outline, rows: Sequence[int], has_options: bool) -> _Part | None:
    """The part of *rows* that a label, or a fold whose summary is one, marks as the answer."""
    weight, weighed = 0, 0
    for position, i in enumerate(rows):
        fold = outline.covers.get(i)
        if fold is not None:
            more = not has_options and _holds_more(outline, rows[:position], fold)
            return None if more else _folded(outline, rows, fold, has_options)
        kind = outline.kinds[i]
        if kind in _WORDLESS:
            continue
        label = _answer_label(outline, i, has_options)
        if label is None:
            continue
        if has_options or kind in (Kind.HEADING, Kind.QUOTE) or _BOLD.match(outline.lines[i]):
            return _from_label(outline, rows, position, label)
        said = (outline.lines[j] for j in rows[weighed:position] if outline.kinds[j] not in _WORDLESS)
        weight, weighed = weight + sum(len(letters(line)) for line in said), position
        if weight <= _PROSE:
            return _from_label(outline, rows, position, label)
    return None


def _answer_label(outline: Outline, i: int, has_options: bool) -> Label | None:
    whole = outline.kinds[i] is Kind.HEADING or (_BOLD.match(outline.lines[i]) is not None)
    label = outline.label(i, whole=whole)
    if label is None or label.role not in (Role.ANSWER, Role.EXPLANATION):
        return None
    if label.role is Role.EXPLANATION and not has_options:
        return None
    return None if has_options and label.words in ("A", "a") else label


def _holds_more(outline: Outline, before: Sequence[int], fold: Fold) -> bool:
    """Whether a fold holds the details of an answer that stands on the lines *before* it."""
    if _MORE.search(fold.summary) is None:
        return False
    said = [i for i in before if outline.kinds[i] in _SAYING and not _is_aside(outline.lines[i])]
    words = [plain(unmarked(outline.lines[i])) for i in said]
    return sum(map(len, map(letters, words))) >= _SAID and not any(asks(line) is Asks.MARK for line in words)


def _folded(outline: Outline, rows: Sequence[int], fold: Fold, has_options: bool) -> _Part:
    inside = [i for i in rows if fold.content <= i < fold.end]
    for position, i in enumerate(inside):
        if is_furniture(outline.lines[i]):
            continue
        label = _answer_label(outline, i, has_options)
        if label is not None:
            part = _from_label(outline, inside, position, label)
            return _Part(fold.start, part.rows, part.first, part.at, part.quoted or fold.quoted)
        break
    return _Part(fold.start, tuple(inside), without_outer_tags(fold.rest), quoted=fold.quoted)


def _from_label(outline: Outline, rows: Sequence[int], position: int, label: Label) -> _Part:
    """The answer from its label on: to the end of the quote, of the headed part, or to the next aside."""
    at = rows[position]
    first = _after_label(outline.lines[at], label)
    rest = rows[position + 1 :]
    kind = outline.kinds[at]
    stop = len(rest)
    for j, i in enumerate(rest):
        if _ends_part(outline, at, kind, rest[j - 1] if j else at, i):
            stop = j
            break
    return _Part(at, tuple(rest[:stop]), first, (at,), kind is Kind.QUOTE)


def _ends_part(outline: Outline, at: int, kind: Kind, before: int, i: int) -> bool:
    if kind is Kind.QUOTE:
        return outline.kinds[i] is not Kind.QUOTE and (
            outline.kinds[i] is Kind.BLANK or outline.kinds[before] is not Kind.QUOTE
        )
    here = outline.kinds[i]
    if kind is Kind.HEADING and here is Kind.HEADING:
        label = label_of(outline.lines[i], whole=True)
        same_kind = label is not None and label.role in (Role.ANSWER, Role.EXPLANATION)
        if outline.levels.get(i, 9) <= outline.levels.get(at, 0):
            return not same_kind
    if here is Kind.HEADING or _BOLD.match(unmarked(outline.lines[i])):
        label = label_of(outline.lines[i], whole=True)
        return label is not None and label.role in (Role.ASIDE, Role.QUESTION)
    return False


def _after_label(line: str, label: Label) -> str:
    """The words behind a label as they stand in *line*, its markup kept where that is possible."""
    if not label.rest:
        return ""
    start = letters(label.rest)[:1]
    behind = re.split(r"[:：]", line, maxsplit=1)
    if (
        len(behind) == 2
        and not behind[1].count("**") % 2
        and letters(plain(behind[1])) == letters(label.rest)
    ):
        return re.sub(r"^[\s*_]*(?:\*\*|__)?\s*", "", behind[1], count=1) if start else behind[1].strip()
    return label.rest


def _stem(outline: Outline, rows: Sequence[int], question: str) -> str:
    """What of the lines before the answer belongs to the question: all of it but hints, if it is not prose."""
    rows = trimmed(outline, rows)
    rows = [i for i in rows if not _is_aside(outline.lines[i])]
    asked = asks(question) >= Asks.WORDS
    material = [i for i in rows if _is_material(outline, i)]
    kept = [
        i
        for i in rows
        if not asked or _is_material(outline, i) or (material and not outline.lines[i].strip())
    ]
    return at_margin([outline.lines[i] for i in kept])


def _is_aside(line: str) -> bool:
    label = label_of(line)
    return label is not None and label.role is Role.ASIDE


def _is_material(outline: Outline, i: int) -> bool:
    return outline.kinds[i] in (Kind.CODE, Kind.MATH, Kind.TABLE, Kind.ITEM)
