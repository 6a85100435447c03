"""True and false statements: an exchanged word, the two sides of "not A but B", the two ends of a comparison."""

import re
from collections.abc import Iterator
from dataclasses import replace

from quizgen.generate.candidate import GAP, Candidate
from quizgen.generate.opposites import Exchange, exchanges
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sketch import candidate, hedged, hiding, sound, told
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms
from quizgen.outline.toc import letters

_NOT_BUT = (
    re.compile(r"(?:不是|并非|并不是)(?P<a>[^，。；]{2,30})，而是(?P<b>[^，。；]{2,30})"),
    re.compile(
        r"(?P<a>[\u3400-\u9fff]{1,9}(?P<z>[\u3400-\u9fff]))而(?:不是|非)(?P<b>[\u3400-\u9fff]{1,9}(?P=z))(?=[，。；]|$)"
    ),
    re.compile(r"\bnot (?P<a>(?:[\w-]+ ){0,4}[\w-]+),? but (?P<b>(?:[\w-]+ ){0,4}[\w-]+)(?=[,.;]|$)"),
    re.compile(r"\b(?P<a>when [^,.;]{4,40}), not (?P<b>when [^,.;]{4,40})(?=[.;]|$)"),
)
_OVER = (
    re.compile(
        r"(?P<a>\S.*?)(?:全面|明显|显著|远远?|都|往往|通常)?(?P<rel>优于|超越了?|超过了?|快于|慢于|强于|弱于|多于|少于|高于|低于|大于|小于|早于|晚于|不如)(?P<b>.+)"
    ),
    re.compile(
        r"(?P<a>.+?) (?P<rel>outperforms?|exceeds?|(?:is|are) (?:much |far |usually |generally |always |slightly )?(?:(?:more|less) \w+|\w+er) than) (?P<b>.+)"
    ),
)
_BI = re.compile(
    r"^(?P<a>[^，。；比]{2,14})比(?P<b>[^，。；更比]{1,12})(?P<rel>更|还要|要)(?P<how>[^，。；]{1,8})$"
)
_THAN = re.compile(
    r"^(?P<a>[A-Z][\w-]*(?: [\w-]+){0,3}) (?P<rel>(?:is|are) (?:\w+ )?(?:(?:more|less) \w+|\w+er) than) (?P<b>[\w-]+(?: [\w-]+){0,3}?)(?= in | for | when |[,.;]|$)"
)
_ALIKE = re.compile(
    r"一样|相同|一致|等价|同样|分别|互相|之间|都|\b(?:both|same|equal|similar|respectively|each other)\b",
    re.IGNORECASE,
)
_UNLIKE = (
    re.compile(
        r"^(?:与|和|不同于|不像)(?:之前的?|传统的?|以往的?|原始的?)?\s*(?P<b>[^，]{1,30}?)\s*(?:方法|算法|模型)?(?:不同|那样|相比)?，\s*(?P<a>.+)$"
    ),
    re.compile(r"^(?:[Uu]nlike|In contrast to) (?P<b>[^,]{2,40}), (?P<a>.+)$"),
)
_LEAST = 8


def contrasted(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:  # noqa: ARG001  (every maker is called alike)
    """Candidates from statements that turn false when two things are exchanged."""
    for said in notes.statements:
        if weight(said.words) < _LEAST or not sound(said.words) or hedged(said.words):
            continue
        alone = told(said, terms)
        if alone is None:
            continue
        before, words = alone
        yield from _judged(said, before, words, list(_twins(words, terms)))
        yield from _other_side(said, before, words, terms)


def _judged(said: Statement, before: str, words: str, twins: list[Exchange]) -> Iterator[Candidate]:
    """The statement and its false twins; where it has no twin there is nothing to judge."""
    phrases = PHRASES[said.language]
    if twins:
        text = f"{before}{words}{phrases.stop}"
        yield replace(candidate("true_false", text, (said,), phrases.true), truth=True)
    for twin in twins:
        reason = phrases.exchanged.format(old=twin.old, new=twin.new)
        yield replace(
            candidate("true_false", f"{before}{twin.words}{phrases.stop}", (said,), reason), truth=False
        )


def _twins(words: str, terms: Terms) -> Iterator[Exchange]:
    for pattern in _NOT_BUT:
        if found := pattern.search(words):
            yield _swapped(words, _as_its_twin(found), found.span("b"))
            return
    for pattern in (_BI, _THAN):
        if (found := pattern.match(words)) and found["b"] not in found["a"]:
            yield from _compared(words, found)
            return
    named = _named_ends(words, terms)
    if named is not None:
        yield named
        return
    yield from exchanges(words)


def _as_its_twin(found: re.Match[str]) -> tuple[int, int]:
    """The left side, without the verb that holds for both: 加[开水]而不是[冷水]."""
    start, end = found.span("a")
    if "z" in found.re.groupindex:
        start = max(start, end - len(found["b"]))
    return start, end


def _compared(words: str, found: re.Match[str]) -> Iterator[Exchange]:
    """ "老抽的颜色比生抽更深": the owners change places, what is compared stays."""
    (start, end), other = found.span("a"), found.span("b")
    owner = found["a"].find("的")
    if owner > 0:
        end = start + owner
    if found["a"][:1].isupper() and not found["b"][:1].isupper():
        first = found["b"][:1].upper() + found["b"][1:]
        twin = f"{first}{words[end : other[0]]}{found['a'][:1].lower()}{found['a'][1:]}{words[other[1] :]}"
        yield Exchange(twin, f"{found['a']} {found['rel']} {found['b']}", first)
        return
    yield _swapped(words, (start, end), other)


def _named_ends(words: str, terms: Terms) -> Exchange | None:
    """The two terms of a comparison or a contrast in each other's place."""
    for pattern in (*_OVER, *_UNLIKE):
        found = pattern.match(words)
        if found is None or _ALIKE.search(words):
            continue
        left = _terms_in(words, found.span("a"), terms)
        right = _terms_in(words, found.span("b"), terms)
        if not left or not right:
            continue
        one, other = (left[0], right[0])
        if letters(words[slice(*one)]) != letters(words[slice(*other)]) and not _repeated(words, one, other):
            return _swapped(words, *sorted((one, other)))
    return None


def _terms_in(words: str, span: tuple[int, int], terms: Terms) -> list[tuple[int, int]]:
    return [found.span() for found in terms.pattern.finditer(words, *span)]


def _repeated(words: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(words.count(words[slice(*span)]) > 1 for span in (one, other))


def _swapped(words: str, one: tuple[int, int], other: tuple[int, int]) -> Exchange:
    left, right = words[slice(*one)], words[slice(*other)]
    twin = f"{words[: one[0]]}{right}{words[one[1] : other[0]]}{left}{words[other[1] :]}"
    return Exchange(twin, f"{left} … {right}", f"{right} … {left}")


def _other_side(said: Statement, before: str, words: str, terms: Terms) -> Iterator[Candidate]:
    """ "不是 A，而是 B" with a gap for the term in B."""
    for pattern in _NOT_BUT[:1]:
        found = pattern.search(words)
        if found is None:
            continue
        named = [*re.finditer(r"[A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*)*", found["b"])]
        if len(named) != 1 or letters(named[0].group()) in letters(found["a"]):
            continue
        at = found.start("b") + named[0].start()
        text = f"{before}{words[:at]}{GAP}{words[at + len(named[0].group()) :]}{PHRASES[said.language].stop}"
        if letters(named[0].group()) not in letters(text):
            reason = PHRASES[said.language].true
            made = candidate("cloze", text, (said,), reason)
            yield hiding(replace(made, accepts=terms.aliases(named[0].group())), [named[0].group()])
