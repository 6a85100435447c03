"""Questions on lists: what is in them and what is not, a missing name, the order, how many."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from questions.records import digest
from quizgen.generate.candidate import GAP, Candidate
from quizgen.generate.defined import fits, headed
from quizgen.generate.definitions import definitions, pairs
from quizgen.generate.listings import COUNT, COUNTS, Gloss, Listing, glosses, listings, outsiders
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES, Phrases
from quizgen.generate.sketch import candidate, choice, hiding, situated
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms
from quizgen.outline.toc import letters
from quizgen.points import wording

_GOOD = re.compile(r"优点|优势|好处|长处|advantages?|pros|benefits?|strengths?", re.IGNORECASE)
_BAD = re.compile(
    r"缺点|劣势|不足|局限|短处|disadvantages?|cons|drawbacks?|limitations?|weakness(?:es)?", re.IGNORECASE
)
_MOST_INSIDE = 4
_MOST_NEAR = 60
_BRIEF = 3


def listed(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:
    """Candidates from the lists of *notes*."""
    every = listings(notes, terms)
    pool = [(name, each.head, each.rests[0]) for each in every for name in each.names]
    pool += [(each.term, each.what, each.said) for each in definitions(notes, terms)]
    pool += [(name, name, said) for name, said in headed(notes, terms)]
    for one in every:
        if one.closed:
            near = sorted(pool, key=lambda each: abs(each[2].first - one.rests[0].first))[:_MOST_NEAR]
            out = outsiders(one, near, notes, terms)
            yield from _outside(one, out, seed)
            yield from _inside(one, out, seed)
            yield from _gap(one, terms, seed)
            yield from _count(one)
        yield from _place(one, seed)


def told_apart(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:
    """Candidates from things that are told side by side."""
    for rows in glosses(notes, terms):
        for row in rows:
            others = [each for each in rows if each is not row and _apart(row, each)]
            yield from _crossed(row, others, terms)
            if not _generic(row.name):
                yield from _which(row, [each for each in others if not _generic(each.name)], terms, seed)


def _phrases(said: Statement) -> Phrases:
    return PHRASES[said.language]


def _items(names: Sequence[str], phrases: Phrases) -> str:
    return phrases.joint.join(names)


def _outside(one: Listing, out: Sequence[str], seed: int) -> Iterator[Candidate]:
    if len(one.names) < 3 or not out:
        return
    phrases = _phrases(one.rests[0])
    reason = phrases.not_among.format(items=_items(one.names, phrases), out=out[0])
    made = candidate("single_choice", phrases.which_outside.format(head=one.head), one.rests, reason)
    yield choice(made, [out[0]], one.names[:3], seed)


def _inside(one: Listing, out: Sequence[str], seed: int) -> Iterator[Candidate]:
    if len(out) < 2 or len(one.names) > _MOST_INSIDE:
        return
    phrases = _phrases(one.rests[0])
    text = phrases.which_inside.format(head=one.head)
    made = candidate(
        "multiple_choice", text, one.rests, phrases.belongs.format(items=_items(one.names, phrases))
    )
    yield choice(made, one.names, out[: 3 if len(one.names) < 3 else 2], seed)


def _gap(one: Listing, terms: Terms, seed: int) -> Iterator[Candidate]:
    if len(one.names) < 3:
        return
    phrases = _phrases(one.rests[0])
    place = random.Random(digest(str(seed), one.head)).randrange(len(one.names))  # noqa: S311
    name = one.names[place]
    shown = [GAP if each == name else each for each in one.names]
    text = phrases.listed.format(head=one.head, items=_items(shown, phrases))
    accepts = tuple(sorted(terms.aliases(name), key=lambda each: each == name and "(" in each))
    if any(letters(each) in letters(text) for each in accepts):
        return
    made = candidate("cloze", text, one.rests, phrases.belongs.format(items=_items(one.names, phrases)))
    yield hiding(replace(made, accepts=accepts), accepts)


def _count(one: Listing) -> Iterator[Candidate]:
    found = COUNT.search(one.head)
    if found is None or any(word in one.head[found.end() :] for word in one.names):
        return
    number = len(one.names)
    words = [found.group().strip(), str(number), *(word for word, value in COUNTS.items() if value == number)]
    text = f"{one.head[: found.start()]}{GAP}{one.head[found.end() :]}"
    phrases = _phrases(one.rests[0])
    made = candidate(
        "cloze",
        f"{text}{phrases.stop}",
        one.rests,
        phrases.belongs.format(items=_items(one.names, phrases)),
    )
    yield replace(made, accepts=tuple(dict.fromkeys(words)))


def _place(one: Listing, seed: int) -> Iterator[Candidate]:
    if not one.ordered or len(one.names) < 3:
        return
    names = one.names[:4]
    phrases = _phrases(one.rests[0])
    place = random.Random(digest(str(seed), "place", one.head)).randrange(len(names))  # noqa: S311
    text = phrases.which_place.format(head=one.head, place=place + 1)
    made = candidate("single_choice", text, one.rests, phrases.place.format(items=_items(one.names, phrases)))
    yield choice(made, [names[place]], [name for name in names if name != names[place]], seed)


def _generic(label: str) -> bool:
    return (
        wording.GENERIC.fullmatch(label) is not None
        or _GOOD.search(label) is not None
        or _BAD.search(label) is not None
    )


def _apart(row: Gloss, other: Gloss) -> bool:
    """Whether what is told of one cannot be told of the other."""
    mine, theirs = letters(row.what), letters(other.what)
    if mine in theirs or theirs in mine:
        return False
    if _generic(row.name) or _generic(other.name):
        return bool(
            (_GOOD.search(row.name) and _BAD.search(other.name))
            or (_BAD.search(row.name) and _GOOD.search(other.name))
        )
    return True


def _crossed(row: Gloss, others: Sequence[Gloss], terms: Terms) -> Iterator[Candidate]:
    phrases = _phrases(row.said)
    before = situated(row.said, row.what, terms)
    if before is None or not others:
        return
    text = f"{before}{row.what}{phrases.stop}"
    yield replace(candidate("true_false", text, (row.said,), phrases.true), truth=True)
    other = others[0]
    shown = letters(other.what)
    if not any(letters(name) in shown for each in (row, other) for name in terms.aliases(each.name)):
        text = f"{before}{other.what}{phrases.stop}"
        reason = phrases.crossed.format(term=row.name, other=other.name)
        yield replace(candidate("true_false", text, (row.said,), reason), truth=False)


def _which(row: Gloss, others: Sequence[Gloss], terms: Terms, seed: int) -> Iterator[Candidate]:
    if len(others) < 2 or any(letters(name) in letters(row.what) for name in terms.aliases(row.name)):
        return
    if pairs(row.name) & pairs(row.what):
        return
    phrases = _phrases(row.said)
    reason = phrases.says.format(term=row.name, what=row.what)
    wrong = [each.what for each in others if fits(each.what, row.what)][:3]
    subject = row.said.topic.subject if weight(row.name) <= _BRIEF else ""
    if len(wrong) > 1:
        term = f"{row.name}（{subject}）" if subject and row.said.language == "zh" else row.name
        made = candidate("single_choice", phrases.which_gloss.format(term=term), (row.said,), reason)
        yield choice(made, [row.what], wrong, seed)
    names = {letters(name) for each in others for name in terms.aliases(each.name)}
    if any(name in letters(row.what) for name in names):
        return
    made = candidate("single_choice", phrases.which_term.format(what=row.what), (row.said,), reason)
    yield hiding(choice(made, [row.name], [each.name for each in others][:3], seed), [row.name])
