"""A reference answer into weighted key points, each of which can be checked on its own."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from questions.records import KeyPoint, KeyPointId, Span, digest
from quizgen.points.asked import Asked, asked, grams
from quizgen.points.clauses import Clause, Role, clauses
from quizgen.points.labels import size
from quizgen.points.markup import Marked, marked
from quizgen.points.passages import passages
from quizgen.points.sentences import noise, trimmed

MOST = 12
"""A reference has no more key points than this."""
ONE = 12
"""A reference of at most this size (Chinese characters; a word counts two) is one key point."""
LONGEST = 72
"""Two claims whose words together exceed this size are not said in one key point: the richer one stands."""
READ = 100_000
"""What stands after so many characters of a reference is not read: it would be a book, not an answer."""

_DRAWN = " -*_=#>|~`.:"
_CUT = 400
_CROWD = 240
_TERM = re.compile(r"\$[^$]+\$|(?<![A-Za-z0-9])[A-Za-z]*[A-Z0-9][A-Za-z0-9_.+-]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FACTOR = {
    Role.CLAIM: 1.0,
    Role.LISTED: 1.3,
    Role.NAME: 1.2,
    Role.FORMULA: 0.9,
    Role.CODE: 0.6,
    Role.ASIDE: 0.6,
    Role.EXAMPLE: 0.5,
    Role.SUMMARY: 0.5,
    Role.FILLER: 0.5,
}


def key_points(reference: str, question: str = "") -> tuple[KeyPoint, ...]:
    """What an answer must say to agree with *reference*, in its order; () for an empty reference.

    Each text is self-contained ("subject: claim"); each span covers the words in *reference* that it
    rests on.  Weights are multiples of 0.0001 that sum to 1.  Ids follow from the texts alone.  Never
    raises, whatever the text; the first READ characters are read.
    """
    seen = marked(reference[:READ])
    ask = asked(question)
    points = _distinct(_worthy(tuple(islice(clauses(seen, passages(seen), ask), _CROWD * 8)), ask))
    if not points:
        points = _only(seen)
    brief = (
        len(points) > 1
        and not ask.listing
        and "\n" not in reference.strip()
        and sum(size(point.text) for point in points) <= ONE
    )
    points = _thinned(points, 1 if brief else MOST)
    weights = _shares([point.worth for point in points])
    return tuple(
        KeyPoint(id=key, text=point.text, weight=weight, span=Span(start=point.start, end=point.end))
        for key, point, weight in zip(_ids(points), points, weights, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """A key point in the making.

    *words* are its text without what it stands *under*; *lead* is what the claim in its text is worth.
    """

    start: int
    end: int
    text: str
    words: str
    under: str
    worth: float
    lead: float


def _worthy(found: Sequence[Clause], ask: Asked) -> list[_Point]:
    """The clauses that say something new: no summary of what was said, no echo of the question."""
    said = [clause for clause in found if clause.role is not Role.SUMMARY]
    said = said if len(said) >= 2 else list(found)
    points = [(clause, _point(clause, ask)) for clause in said]
    telling = [point for clause, point in points if not _echoes(clause, ask)]
    return telling or [point for _, point in points]


def _echoes(clause: Clause, ask: Asked) -> bool:
    if clause.role not in (Role.CLAIM, Role.EXAMPLE, Role.ASIDE) or len(clause.words) > _CUT:
        return False
    return bool(ask.grams) and grams(clause.words) <= ask.grams


def _point(clause: Clause, ask: Asked) -> _Point:
    text = clause.text if clause.role is Role.CODE else clause.text[:_CUT].rstrip()
    worth = round(_worth(clause, ask), 6)
    return _Point(
        clause.start, clause.end, text, clause.words, f"{clause.subject}\n{clause.head}", worth, worth
    )


def _worth(clause: Clause, ask: Asked) -> float:
    """How much of the answer lies in *clause*: more with terms, numbers and what was asked about."""
    words = clause.words[:_CUT]
    told = grams(f"{clause.subject} {words}") & ask.grams
    terms = len(set(_TERM.findall(words)))
    numbers = len(_NUMBER.findall(words))
    worth = 0.6 + 0.4 * min(1.0, size(words) / 30)
    worth += 0.1 * min(3, terms) + 0.08 * min(2, numbers)
    worth += 0.2 * min(1.0, len(told) / max(1, min(6, len(ask.grams))))
    return worth * _FACTOR[clause.role]


def _distinct(points: Sequence[_Point]) -> list[_Point]:
    """Each claim once, where it is first said."""
    seen: set[str] = set()
    kept = []
    for point in points:
        name = _normal(point.text)
        if name not in seen:
            seen.add(name)
            kept.append(point)
    return kept


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or text


def _only(seen: Marked) -> list[_Point]:
    """A reference in which no claim was found, as one key point, unless there is nothing to say either."""
    start, end = trimmed(seen.mask, 0, len(seen.mask))
    words = seen.words(start, end)[:_CUT].strip()
    if not any(letter.isalnum() for letter in words):  # a sign may be the answer: "∞", "+"
        start, end = 0, len(seen.mask)
        words = seen.words(start, end)[:_CUT].strip(_DRAWN)
    elif noise(seen, start, end, words) and not words.endswith(("?", "？")):
        words = ""
    if not any(letter.isprintable() and not letter.isspace() for letter in words):
        return []
    return [_Point(start, end, words, words, "", 1.0, 1.0)]


def _thinned(points: Sequence[_Point], most: int) -> list[_Point]:
    """At most *most* points: the least telling neighbours become one, and their worth adds up."""
    kept = list(points)
    while len(kept) > _CROWD:  # pairwise first, so that the search below stays small
        pairs = [kept[i : i + 2] for i in range(0, len(kept), 2)]
        kept = [_merged(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    while len(kept) > most:
        at = min(range(len(kept) - 1), key=lambda i: _cost(kept[i], kept[i + 1]))
        kept[at : at + 2] = [_merged(kept[at], kept[at + 1])]
    return kept


def _cost(left: _Point, right: _Point) -> float:
    cost = left.worth + right.worth
    if left.under != right.under:
        cost += 0.8
    if size(left.text[:_CUT]) + size(right.words[:_CUT]) > LONGEST:
        cost += 1.0
    return cost


def _merged(left: _Point, right: _Point) -> _Point:
    words = right.words if right.under == left.under else right.text
    mark = "；" if _HAN.search(left.text) else "; "
    text, lead, said = f"{left.text}{mark}{words}", left.lead + right.lead, left.words + mark + words
    if size(left.text[:_CUT]) + size(words[:_CUT]) > LONGEST:
        best = left if left.lead >= right.lead else right
        text, lead, said = best.text, best.lead, best.words
    return _Point(left.start, right.end, text, said, left.under, left.worth + right.worth, lead)


def _shares(worths: Sequence[float]) -> list[float]:
    """Weights in steps of 0.0001 that sum to 1; what rounding leaves goes to the largest."""
    if not worths:
        return []
    total = sum(worths)
    steps = [max(1, round(10_000 * worth / total)) for worth in worths]
    steps[steps.index(max(steps))] += 10_000 - sum(steps)
    return [step / 10_000 for step in steps]


def _ids(points: Sequence[_Point]) -> list[KeyPointId]:
    """From the text and, among equal texts, the ordinal: a change elsewhere leaves an id as it was."""
    counts: dict[str, int] = {}
    ids = []
    for point in points:
        name = _normal(point.text)
        counts[name] = counts.get(name, 0) + 1
        ids.append(KeyPointId(f"k-{digest(name, str(counts[name]))[:12]}"))
    return ids
