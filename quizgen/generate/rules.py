"""Rules that turn what a passage says into a question about it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quizgen.generate.passage import Passage

Ask = Callable[[str, re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """If *sign* is found in what is said, ask as *ask* puts it; None when it cannot after all."""

    sign: re.Pattern[str]
    ask: Ask


@dataclass(frozen=True, slots=True)
class Aspect:
    """If a lead matches *sign*, the question also asks *tail*, unless it holds *word* already."""

    sign: re.Pattern[str]
    tail: str
    word: str


def rule(sign: str, ask: Ask) -> Rule:
    """A rule for lines (``^`` and ``$`` are a line's ends) in any case."""
    return Rule(re.compile(sign, re.MULTILINE | re.IGNORECASE), ask)


def aspect(sign: str, tail: str, word: str) -> Aspect:
    """An aspect whose lead holds *sign*, in any case."""
    return Aspect(re.compile(sign, re.IGNORECASE), tail, word)


def by_rules(rules: Sequence[Rule], subject: str, said: Passage) -> str | None:
    """The question of the first rule that applies."""
    for each in rules:
        found = each.sign.search(said.words)
        question = each.ask(subject, found) if found else None
        if question:
            return question
    return None


def tails(aspects: Sequence[Aspect], question: str, leads: Sequence[str]) -> list[str]:
    """What the question also asks: a tail for each aspect that a lead announces."""
    return [
        each.tail
        for each in aspects
        if each.word not in question and any(each.sign.search(lead) for lead in leads)
    ]


def noun(leads: Sequence[str], subject: str, generic: re.Pattern[str]) -> str | None:
    """The first lead that names a thing of its own, worth asking for beside *subject*.

    None among many: why ask for the first of a list?
    """
    for lead in leads if len(leads) <= _MOST_LEADS else ():
        overlaps = lead.casefold() in subject.casefold() or subject.casefold() in lead.casefold()
        if not overlaps and generic.search(lead) is None:
            return lead
    return None


def defines(subject: str, first: str, verbs: re.Pattern[str]) -> bool:
    """Whether the first line says what *subject* is: its name near the front, a verb soon after."""
    name = re.split(r"[（(]", subject)[0].strip().removesuffix("s").casefold()
    at = first[:_NAMED_WITHIN].casefold().find(name) if name else -1
    if at < 0 or verbs.search(first, 0, at) is not None:
        return False
    return verbs.search(first, at + len(name), at + len(name) + _SAID_WITHIN) is not None


_MOST_LEADS = 3
_NAMED_WITHIN = 60
_SAID_WITHIN = 40
