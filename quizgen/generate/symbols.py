"""Questions on what the symbols of formulas stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizgen.generate.candidate import Candidate
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sketch import candidate, choice
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms
from quizgen.outline.toc import letters

_ZH = re.compile(
    r"(?P<s>\$[^$]{1,24}\$)\s*(?:是指|是|表示|代表|为|指)\s*(?P<what>[^，。；$]{2,24})(?=[，。；]|$)"
)
_EN = re.compile(
    r"(?P<s>\$[^$]{1,24}\$|(?<![\w$])[A-Za-z](?![\w$])) (?:is|denotes|represents|stands for) (?P<what>(?:the |an? )[^,.;$]{3,60}?)(?= and \$|[,.;]|$)"
)
_SPACED = re.compile(r"\$\s*(.+?)\s*\$")
_WRONG = 3
_LENGTHS = 2.5


@dataclass(frozen=True, slots=True)
class Symbol:
    """*sign* stands for *what*, as *said* tells."""

    sign: str
    what: str
    said: Statement


def symbols(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:  # noqa: ARG001  (every maker is called alike)
    """Candidates from the legends of formulas."""
    every = _legend(notes)
    for one in every:
        others = [each for each in every if each.sign != one.sign and _apart(each.what, one.what)]
        yield from _which(one, others, seed)
        yield from _exchanged(one, others)


def _legend(notes: Notes) -> tuple[Symbol, ...]:
    found: dict[str, Symbol] = {}
    for said in notes.statements:
        pattern = _ZH if said.language == "zh" else _EN
        for each in pattern.finditer(said.words):
            sign = _SPACED.sub(r"$\1$", each["s"])
            if "的" in each["what"] or not re.match(r"(?:不|可|能|很|更|最)", each["what"]):
                found.setdefault(sign, Symbol(sign, each["what"].strip(), said))
    return tuple(found.values())


def _apart(left: str, right: str) -> bool:
    """Two meanings may hold each other ("首选", "非首选"), but not be the same."""
    return letters(left) != letters(right) and not left.startswith(right) and not right.startswith(left)


def _set(what: str) -> str:
    """*what* as it follows a Chinese word: Latin letters after a blank."""
    return f" {what}" if what[:1].isascii() else what


def _title(one: Symbol) -> str:
    return one.said.topic.path[-1] if one.said.topic.path else ""


def _which(one: Symbol, others: Sequence[Symbol], seed: int) -> Iterator[Candidate]:
    near = [each.what for each in others if _like(each.what, one.what)][:_WRONG]
    if len(near) < 2 or not _title(one) or letters(one.what) in letters(_title(one)):
        return
    phrases = PHRASES[one.said.language]
    reason = phrases.says.format(term=one.sign, what=one.what)
    text = phrases.what_symbol.format(title=_title(one), symbol=one.sign)
    yield choice(candidate("single_choice", text, (one.said,), reason), [one.what], near, seed)


def _like(option: str, right: str) -> bool:
    mine, other = weight(option), weight(right)
    return max(mine, other) <= _LENGTHS * min(mine, other)


def _alike(what: str, other: str) -> bool:
    """Whether both are of one sort, as far as their letters tell."""
    return _like(what, other) and what[:1].isascii() == other[:1].isascii()


def _exchanged(one: Symbol, others: Sequence[Symbol]) -> Iterator[Candidate]:
    """Two symbols that one statement explains, each with the other's meaning."""
    twin = next((each for each in others if each.said == one.said and _alike(each.what, one.what)), None)
    if twin is None or not _title(one):
        return
    phrases = PHRASES[one.said.language]
    for meaning in (one, twin):
        text = phrases.in_formulas.format(title=_title(one), symbol=one.sign, what=_set(meaning.what))
        true = meaning is one
        reason = phrases.true if true else phrases.crossed.format(term=one.sign, other=twin.sign)
        yield replace(candidate("true_false", text, (one.said,), reason), truth=true)
