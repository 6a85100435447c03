"""Questions on what a term means: its gap, its name among others, its meaning among others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizgen.generate.candidate import Candidate
from quizgen.generate.definitions import Definition, definitions, others, overlap, pairs
from quizgen.generate.passage import weight
from quizgen.generate.phrases import PHRASES
from quizgen.generate.sketch import candidate, choice, gapped, hiding, leans
from quizgen.generate.statements import Notes, Statement
from quizgen.generate.terms import Terms
from quizgen.outline.toc import letters

_NEAR = 12
_MOST_BESIDE = 24
_WRONG = 3
_FEWEST = 2
_LEAST_TOLD = 20
_LENGTHS = 1.8
_OVERLAP = 0.5
_STAGE = re.compile(
    r"(?:总览|概览|概述|阶段|流程|目标函数|步骤|问题|比较|对比|区别|和.+|与.+|outline|pipeline|overview|stage|steps|problems?)$",
    re.IGNORECASE,
)


def defined(notes: Notes, terms: Terms, seed: int) -> Iterator[Candidate]:
    """Candidates from the definitions of *notes*."""
    every = definitions(notes, terms)
    beside: dict[tuple[str, ...], list[tuple[str, Statement]]] = {}
    for name, said in headed(notes, terms):
        beside.setdefault(said.topic.path[:-1], []).append((name, said))
    for place, one in enumerate(every):
        rest = others(one, every[max(0, place - _NEAR) : place + _NEAR + 1], notes)
        wrong = [each.term for each in rest]
        wrong += _siblings(one, beside.get(one.said.topic.path[:-1], ())[:_MOST_BESIDE], notes)
        yield from _cloze(one)
        yield from _term(one, wrong, seed)
        yield from _gloss(one, rest, seed)
        yield from _crossed(one, rest)


def _answers(one: Definition) -> tuple[str, ...]:
    """The names of *one*, those that stand in the quote first."""
    return tuple(sorted(one.aliases, key=lambda name: name not in one.said.quote))


def _given_away(one: Definition, words: str) -> bool:
    said = letters(words)
    return any(letters(name) in said for name in one.aliases if len(letters(name)) > 1)


def _cloze(one: Definition) -> Iterator[Candidate]:
    words = one.said.words
    for name in one.aliases:  # "RoPE（旋转位置编码）是": what the bracket says would give the gap away
        words = words.replace(f"（{name}）", "").replace(f" ({name})", "").replace(f"({name})", "")
    text = gapped(words, one.term)
    if text is None or _given_away(one, text):
        return
    phrases = PHRASES[one.said.language]
    made = candidate("cloze", text, (one.said,), phrases.says.format(term=one.term, what=one.what))
    yield hiding(replace(made, accepts=_answers(one)), one.aliases)


def _term(one: Definition, names: Sequence[str], seed: int) -> Iterator[Candidate]:
    if _given_away(one, one.what) or pairs(one.term) & pairs(one.what):
        return
    wrong = _alike(one.term, names)[:_WRONG]
    if len(wrong) < _FEWEST:
        return
    phrases = PHRASES[one.said.language]
    made = candidate(
        "single_choice",
        phrases.which_term.format(what=one.what),
        (one.said,),
        phrases.says.format(term=one.term, what=one.what),
    )
    yield hiding(choice(made, [one.term], wrong, seed), one.aliases)


def _alike(term: str, names: Sequence[str]) -> list[str]:
    """*names* in the script of *term* first; none that holds another."""
    kept: list[str] = []
    for name in sorted(names, key=lambda name: name.isascii() != term.isascii()):
        folded = _stem(name)
        if all(folded not in _stem(other) and _stem(other) not in folded for other in (*kept, term)):
            kept.append(name)
    return kept


def _stem(name: str) -> str:
    """The letters of *name* without the ending of an English word: caching and cache are one."""
    return re.sub(r"(?<=[a-z]{3})(?:ing|ed|es|e|s)$", "", letters(name))


def headed(notes: Notes, terms: Terms) -> Iterator[tuple[str, Statement]]:
    """Things that a heading names and its section tells about, each with the first statement there."""
    for topic, said in notes.by_topic.items():
        name = topic.subject
        if not name or not topic.path or not terms.knows(name) or _STAGE.search(name):
            continue
        if letters(name) in letters(topic.path[-1]) and weight(notes.said_in(topic)) >= _LEAST_TOLD:
            yield name, said[0]


def _siblings(one: Definition, beside: Sequence[tuple[str, Statement]], notes: Notes) -> Iterator[str]:
    """Headings *beside* that of *one* whose own text does not say what *one* is."""
    for name, said in beside:
        told = notes.said_in(said.topic)
        if said.topic == one.said.topic or overlap(one.what, told) >= _OVERLAP:
            continue
        if letters(name) not in letters(one.said.words) and letters(one.term) not in letters(told):
            yield name


def _gloss(one: Definition, rest: Sequence[Definition], seed: int) -> Iterator[Candidate]:
    right = one.what
    if _given_away(one, right):
        return
    wrong = [each.what for each in rest if fits(each.what, right)][:_WRONG]
    if len(wrong) < _FEWEST or any(leans(each) for each in (right, *wrong)):
        return
    phrases = PHRASES[one.said.language]
    made = candidate(
        "single_choice",
        phrases.which_gloss.format(term=one.term),
        (one.said,),
        phrases.says.format(term=one.term, what=right),
    )
    yield choice(made, [right], wrong, seed)


def fits(option: str, right: str) -> bool:
    """Whether *option* is about as long as *right*, so that length says nothing."""
    mine, other = weight(option), weight(right)
    return max(mine, other) <= _LENGTHS * min(mine, other)


def _comparable(one: Definition, other: Definition) -> bool:
    """Whether the meaning of *other* may be taken for that of *one*: told in one section, or in like words."""
    return one.said.topic == other.said.topic or bool(pairs(one.what) & pairs(other.what))


def _crossed(one: Definition, rest: Sequence[Definition]) -> Iterator[Candidate]:
    """The term with its own meaning, and with another's."""
    phrases = PHRASES[one.said.language]
    told = one.said.words.rstrip("。.； ")
    yield replace(candidate("true_false", f"{told}{phrases.stop}", (one.said,), phrases.true), truth=True)
    for other in [each for each in rest if _comparable(one, each)][:1]:
        at = one.said.words.find(one.what)
        if at < 0:
            continue
        false = f"{one.said.words[:at]}{other.what}{phrases.stop}"
        reason = phrases.crossed.format(term=one.term, other=other.term)
        yield replace(candidate("true_false", false, (one.said,), reason), truth=False)
