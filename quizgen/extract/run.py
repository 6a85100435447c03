"""A document into its questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizgen.extract.answers import Body, read_body, read_keyed
from quizgen.extract.bold import bold_units
from quizgen.extract.cards import card_units
from quizgen.extract.evidence import Asks, asks
from quizgen.extract.folded import summary_units
from quizgen.extract.found import Found
from quizgen.extract.headings import heading_units
from quizgen.extract.items import item_units
from quizgen.extract.keyed import keyed_units
from quizgen.extract.labelled import follow_ups, labelled_units
from quizgen.extract.leads import lead_units
from quizgen.extract.quoted import quote_units
from quizgen.extract.tables import table_units
from quizgen.extract.titled import title_unit
from quizgen.extract.unit import Unit
from quizgen.outline import Outline, outline
from quizgen.outline.inline import plain, unmarked
from quizgen.outline.toc import letters
from quizgen.readers.source import SourceText

# From here on, and where half of the questions have nothing else, lettered points are options without a key.
_LEAST_BARE = 3


def extract(text: SourceText) -> tuple[Found, ...]:
    """The questions of *text* in document order, each with its answer or the reason why it has none.

    Never raises; the cost grows linearly with the text.
    """
    shape = outline(text)
    found = list(_all_found(shape, text))
    answered = {letters(item.question) for item in found if item.answer is not None}
    # A list of the questions to come is no second set of questions.
    return tuple(item for item in found if item.answer is not None or letters(item.question) not in answered)


def units_of(shape: Outline) -> list[Unit]:
    """The questions of a document as stretches of its lines.

    The more a form says "question" by itself, the earlier it is tried; what one form has taken,
    the later ones leave alone.
    """
    units = keyed_units(shape)
    taken = {i for unit in units for i in range(unit.start, unit.end)}
    units += [unit for unit in heading_units(shape) if taken.isdisjoint(range(unit.start, unit.end))]
    units += follow_ups(shape, units)
    units += table_units(shape, {i for unit in units for i in range(unit.start, unit.end)})
    for form in (card_units, labelled_units, summary_units, bold_units, item_units, lead_units, quote_units):
        units += form(shape, units)
    title = title_unit(shape, units)
    return [title] if title else sorted(units, key=lambda unit: (unit.start, unit.end))


@dataclass(frozen=True, slots=True)
class _Read:
    """A question as it was read: *own* is the heading that it is, if it is one, *begin* where its answer begins."""

    unit: Unit
    path: tuple[str, ...]
    own: str
    asked: str
    begin: int
    body: Body


def _all_found(shape: Outline, text: SourceText) -> Iterator[Found]:
    read = [_read(shape, unit) for unit in units_of(shape)]
    bare = sum(one.body.bare for one in read)
    keyless = bare >= _LEAST_BARE and 2 * bare >= len(read)
    for one in read:
        yield _found(text, one, one.body.unanswered() if keyless and one.body.bare else one.body)


def _read(shape: Outline, unit: Unit) -> _Read:
    path = shape.path(unit.start)
    own = path[-1] if path and unit.start in shape.levels else ""
    asked, begin = _asked(shape, unit, own)
    rows = [i for i in unit.rows() if i >= begin]
    return _Read(unit, path, own, asked, begin, _body(shape, unit, rows, asked))


def _found(text: SourceText, read: _Read, body: Body) -> Found:
    unit, path = read.unit, read.path
    last = max(read.begin - 1, unit.start, -1 if body.last is None else body.last)
    source = text.source(
        unit.start + 1,
        last + 1,
        heading_path=(*(path[:-1] if read.own else path), *unit.path),
        number=unit.number.text if unit.number else None,
    )
    return Found(
        question=f"{read.asked}\n\n{body.stem}" if body.stem else read.asked,
        answer=body.answer,
        reason=body.reason.value if body.reason else None,
        kind=_kind(body),
        source=source,
        options=body.options,
        correct=body.correct,
    )


def _body(shape: Outline, unit: Unit, rows: Sequence[int], asked: str) -> Body:
    if unit.key is not None:
        return read_keyed(shape, rows, unit.key)
    return read_body(shape, rows, asked, unit.number, unit.inline, quoted=unit.quoted)


def _asked(shape: Outline, unit: Unit, heading: str) -> tuple[str, int]:
    """What is asked, and the line (from 0) at which the rest begins.

    A heading that is only a label ("Question 3") asks what the first line below it says.
    """
    if unit.text.strip():
        return unit.text, unit.body
    for i in unit.rows():
        words = plain(unmarked(shape.lines[i]))
        if words:
            return (words, i + 1) if asks(words) is not Asks.NO else (heading or words, unit.body)
    return heading or plain(shape.lines[unit.start]) or shape.lines[unit.start].strip(), unit.body


def _kind(body: Body) -> str:
    if not body.correct:
        return "free_text"
    return "single_choice" if len(body.correct) == 1 else "multiple_choice"
