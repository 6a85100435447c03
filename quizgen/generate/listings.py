"""What the notes list: a head, the names under it, and what is said of each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from quizgen.generate.definitions import overlap, pairs
from quizgen.generate.passage import weight
from quizgen.generate.sketch import leans, situated, sound
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms
from quizgen.language import language_of
from quizgen.outline.toc import letters
from quizgen.points import wording

COUNTS = {
    "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
COUNT = re.compile(
    r"(?P<zh>[两二三四五六七八九十]|(?<!\d)\d{1,2})\s*(?=[个种类大项步条层级档](?!多))"
    r"|\b(?P<en>two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)(?= (?:\w+ )?\w+s\b)",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"由.{0,30}(?:组成|构成)|分为|分成|\b(?:consists? of|divided into|made up of|comprises?)\b", re.IGNORECASE
)
_ORDERED = re.compile(
    r"阶段|步骤|步$|流程|时期|顺序|依次|先后|过程|\b(?:steps?|stages?|phases?|sequence|in order|order)\b",
    re.IGNORECASE,
)
_INLINE = re.compile(r"^(?P<head>[^。：:]{4,60}?)[：:]\s*(?P<items>[^：:]+)$")
_OPEN = re.compile(r"等|例如|比如|如：|\b(?:etc|such as|for example|including|e\.g)\b", re.IGNORECASE)
_JOINTS = re.compile(
    r"、|，(?:以及|和|及|与)|(?<=[\u3400-\u9fff])(?:和|以及|与|及)(?=[\u3400-\u9fffA-Za-z])|, (?:and |or )?| and | or "
)
_UNFIT = re.compile(r"^(?:对|把|将|从|在|由|使|让|被|用|以|通过|不|没|可|能|会|要|需)|[，。；：:!！?？]|…")
_LONGEST_NAME = 14
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*")
_BRACKETED_SHORT = re.compile(r"\s*[（(][A-Z][A-Za-z0-9-]+[)）]$")
_ASPECTS = re.compile(
    r"优势|优点|缺点|好处|挑战|特点|特性|应用|场景|案例|问题|局限|影响|意义|方向|原因|趋势|展望|措施|解决|改进|创新|贡献|安全|伦理|要求|注意|技巧|总结|结论|价值|为什么|如何|怎么"
    r"|advantages?|benefits?|features?|challenges?|limitations?|drawbacks?|applications?|use cases?|problems?|issues?|why|how|reasons?"
    r"|tips|pros|cons|importance|impact|trends?|summary",
    re.IGNORECASE,
)
_KINDS = re.compile(
    r"区别|不同|差异|对比|比较|分别|各自|各适合|类型|种类|分类|哪[些几].{0,2}种|[有和]哪些|哪[些几]个阶段|分哪|differ|compare|versus|\bvs\b|\btypes?\b|\bkinds?\b|variants|\bmethods\b|\beach\b|stages|phases",
    re.IGNORECASE,
)
_OPENING = frozenset(
    "the a an keeps uses makes takes is are has have each all every when if with for in on at by to".split()
)
_CLAUSE_LABEL = re.compile(
    r"(?:不同|相同|相近|相似|一致|方式|方面|问题|情况|有关|无关|更.|较.)$|^(?:和|与|对|在|从)"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """*head* announces *names*, of which *glosses* (as many, "" where there is none) say more.

    *rests* are the statements it stands in.  *closed*: there are no others.  *ordered*: their order counts.
    """

    head: str
    names: tuple[str, ...]
    glosses: tuple[str, ...]
    rests: tuple[Statement, ...]
    closed: bool
    ordered: bool


@dataclass(frozen=True, slots=True)
class Gloss:
    """What the notes say of *name*, one of several told side by side."""

    name: str
    what: str
    said: Statement


def listings(notes: Notes, terms: Terms) -> tuple[Listing, ...]:
    """The lists of names in *notes*."""
    found = []
    for said in notes.by_topic.values():
        for place, each in enumerate(said):
            made = _inline(each, terms) or _below(each, said[place + 1 :], terms)
            if made is not None:
                found.append(made)
    return tuple(found)


def _inline(said: Statement, terms: Terms) -> Listing | None:
    """ "X 分为三种：A、B 和 C", in one sentence."""
    text = f"{said.label}：{said.words}" if said.label else said.words
    found = _INLINE.match(text.rstrip("。.；; "))
    if found is None or _OPEN.search(text) or not sound(said.words):
        return None
    names = tuple(part.strip() for part in _JOINTS.split(found["items"]) if part and part.strip())
    return _listing(found["head"].strip(), names, ("",) * len(names), (said,), terms)


def _below(head: Statement, after: Sequence[Statement], terms: Terms) -> Listing | None:
    """A line that ends in a colon, and the items under it."""
    if not head.words.endswith(("：", ":")) or head.item >= 0 or head.label:
        return None
    rows = items_of(after)
    if not rows or rows[0].first - head.last > 3:
        return None
    names = tuple(row.label or row.words.rstrip("。.；;") for row in rows)
    glosses = tuple(row.words if row.label else "" for row in rows)
    return _listing(head.words.rstrip("：: "), names, glosses, (head, *rows), terms)


def items_of(after: Sequence[Statement]) -> tuple[Statement, ...]:
    """The first statement of each item at the front of *after*, those inside of items left out."""
    rows: list[Statement] = []
    for each in after:
        if each.item < 0 or (rows and each.indent < rows[0].indent):
            break
        if each.opens and (not rows or each.indent == rows[0].indent):
            rows.append(each)
    return tuple(rows)


def _listing(
    head: str,
    names: tuple[str, ...],
    glosses: tuple[str, ...],
    rests: tuple[Statement, ...],
    terms: Terms,
) -> Listing | None:
    count = count_in(head)
    if len(names) < 2 or any(not _is_name(name) for name in names) or _OPEN.search(head):
        return None
    if len({letters(name) for name in names}) != len(names) or (count or len(names)) != len(names):
        return None
    before = situated(rests[0], head, terms) if not rests[0].label else (None if leans(head) else "")
    if before is None or not sound(head):
        return None
    closed = count is not None or _CLOSES.search(head) is not None
    marked = len(rests) > 1 and all(row.order for row in rests[1:])
    ordered = _ORDERED.search(head) is not None and (marked or "依次" in head)
    return Listing(before + head, names, glosses, rests, closed, ordered)


def count_in(head: str) -> int | None:
    """How many *head* says there are."""
    found = COUNT.search(head)
    if found is None:
        return None
    word = (found["zh"] or found["en"]).casefold()
    return COUNTS.get(word) or (int(word) if word.isdigit() else None)


def _is_name(name: str) -> bool:
    return 0 < weight(name) <= _LONGEST_NAME and _UNFIT.search(name) is None and bool(letters(name))


def glosses(notes: Notes, terms: Terms) -> Iterator[tuple[Gloss, ...]]:
    """Things told side by side, each with its label before a colon: two or more, of one form."""
    for said in notes.by_topic.values():
        for _, group in groupby(said, key=_side_by_side):
            rows = tuple(
                Gloss(each.label, each.words.rstrip("。.；; "), each)
                for each in group
                if each.label and each.opens and _tells(each) and _is_thing(each, notes, terms)
            )
            if len(rows) > 1 and len({letters(row.name) for row in rows}) == len(rows) and _contrasts(rows):
                yield rows


def _side_by_side(said: Statement) -> tuple[bool, int, bool]:
    return said.item >= 0, said.indent, bool(said.label) or not said.opens


def _contrasts(rows: Sequence[Gloss]) -> bool:
    """Whether the things are told apart, so that what is said of one is not true of another.

    Aspects of one thing ("Scalability: …", "Speed: …") are not: below a question or a heading that asks for
    advantages, uses or problems, or where two of them begin with the same subject.
    """
    topic = rows[0].said.topic
    title = topic.path[-1] if topic.path else ""
    if _ASPECTS.search(title) or (not topic.subject and topic.path and _KINDS.search(title) is None):
        return all(_opposed(row.name) for row in rows)
    begins = [re.match(r"[A-Za-z][\w'-]*|[\u3400-\u9fff]{2}", row.what) for row in rows]
    first = [
        found.group().casefold() for found in begins if found and found.group().casefold() not in _OPENING
    ]
    if language_of(rows[0].what) == "en":
        return len(set(first)) == len(first)
    named = [word for word in first if word.isascii()]
    return len(set(named)) == len(named)


def _opposed(label: str) -> bool:
    return (
        re.fullmatch(r".*(?:优点|优势|缺点|劣势|不足|advantages?|pros|cons|drawbacks?)", label, re.IGNORECASE)
        is not None
    )


def _is_thing(said: Statement, notes: Notes, terms: Terms) -> bool:
    """Whether the label names a thing.  Below a question it may name an aspect of the answer instead."""
    if _CLAUSE_LABEL.search(said.label):
        return False
    if said.topic.subject or not said.topic.path or re.search(r"[A-Z]", said.label):
        return True
    told = f"{notes.words}\n{' '.join(said.topic.path)}"
    return any(told.count(name) > 1 for name in terms.aliases(said.label))


def _tells(said: Statement) -> bool:
    if weight(said.label) > _LONGEST_NAME + 4 or wording.ANSWER_LABEL.fullmatch(said.label):
        return False
    return weight(said.words) >= 6 and sound(said.words) and not leans(said.words)


def outsiders(
    one: Listing, pool: Sequence[tuple[str, str, Statement]], notes: Notes, terms: Terms
) -> list[str]:
    """Names of *pool* (each with its head and a statement it stands in) that are surely none of *one*."""
    topic = one.rests[0].topic
    told = letters(notes.said_in(topic))
    kept: list[str] = []
    for name, other, said in pool:
        inside = topic.start <= said.topic.start < topic.end or said.topic.path == topic.path
        head = letters(one.head)
        known = any(letters(each) in told or letters(each) in head for each in terms.aliases(name))
        if inside or known or said.language != one.rests[0].language or overlap(one.head, other) >= 0.5:
            continue
        if _strange(name, [*one.names, *kept]) and _as_long(name, one.names) and _plausible(name, one.names):
            kept.append(name)
    return sorted(kept, key=lambda name: name.isascii() != one.names[0].isascii())


def _strange(name: str, names: Sequence[str]) -> bool:
    """Whether *name* surely means none of *names*: nothing in common, or an abbreviation of its own."""
    mine = letters(name)
    if any(mine in letters(each) or letters(each) in mine for each in names):
        return False
    own = _BRACKETED_SHORT.search(name) is not None
    return all(overlap(name, each) < 0.5 if own else not pairs(name) & pairs(each) for each in names)


def _plausible(name: str, names: Sequence[str]) -> bool:
    """Whether *name* looks like one of *names*: a character, a word or the shape of an abbreviation in common."""
    if _ABBREVIATION.fullmatch(name):
        return any(_ABBREVIATION.fullmatch(each) for each in names)
    parts = _parts(name)
    return any(parts & _parts(each) for each in names)


def _parts(name: str) -> set[str]:
    return {*re.findall(r"[\u3400-\u9fff]", name), *re.findall(r"[a-z]{4,}", name.casefold())}


def _as_long(name: str, names: Sequence[str]) -> bool:
    own = weight(_BRACKETED_SHORT.sub("", name))
    sizes = [weight(_BRACKETED_SHORT.sub("", each)) for each in names]
    return 0.6 * min(sizes) <= own <= 1.6 * max(sizes)
