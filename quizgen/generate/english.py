"""Questions in English."""

import re

from quizgen.generate.passage import Passage
from quizgen.generate.rules import aspect, by_rules, defines, noun, rule, tails


def _agree(subject: str, one: str, many: str) -> str:
    """The verb for *subject*: *many* where its last word is a plural."""
    last = subject.rstrip(" )").rpartition(" ")[2]
    plural = last[:1].islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return many if plural else one


_RULES = (
    rule(
        r"\b(?:solves?|address(?:es)?|tackles?) (?:the |these |the following )?(?:two|three|four|several)?"
        r" ?(?:main |key )?problems?",
        lambda s, _: f"Which problems {_agree(s, 'does', 'do')} {s} address, and how?",
    ),
    rule(r"\bcontributions?\b|\bnovelt(?:y|ies)\b", lambda s, _: f"What are the main contributions of {s}?"),
    rule(
        r"\b(?:consists? of|(?:is|are) made (?:up )?of|ha(?:s|ve)) (two|three|four|five|six|\d) (?:main )?"
        r"(stages|parts|steps|components|phases|layers)\b",
        lambda s, f: f"Which {f.group(1)} {f.group(2)} make up {s}, and what does each do?",
    ),
    rule(
        r"\b(?:unlike|compared (?:to|with)|in contrast to) ((?:[\w-]+ ?){1,5}),",
        lambda s, f: f"How {_agree(s, 'does', 'do')} {s} differ from {f.group(1).strip()}?",
    ),
    rule(
        r"\A.{0,80}\b(?:instead of|rather than)\b",
        lambda s, _: f"How {_agree(s, 'does', 'do')} {s} differ from the usual approach?",
    ),
    rule(r"\bthe (?:main |core |key |basic )?idea\b", lambda s, _: f"What is the main idea of {s}?"),
)
_WORKS = re.compile(
    r"\bfirst\b.{2,120}\bthen\b|\bworks by\b|\beach\b.{2,80}\bthen\b|\bby \w+ing\b", re.IGNORECASE
)
_ASPECTS = (
    aspect(r"\b(?:advantages|benefits|strengths|pros)$", " What are the advantages?", "advantages"),
    aspect(r"\b(?:disadvantages|drawbacks|limitations|cons)$", " What are the limitations?", "limitations"),
    aspect(r"\bimplementation\b|\bin practice\b", " What matters in the implementation?", "implementation"),
)
_GENERIC = re.compile(
    r"\b(?:notes?|examples?|where|formula|following|here|follows?|advantages|benefits|strengths|pros|disadvantages|drawbacks"
    r"|limitations|cons|implementation|practice|idea|steps?|result|in short|summary|warning|tip)\b",
    re.IGNORECASE,
)
_TITLES = (
    (
        re.compile(r"(?:experiments?|results?|evaluation)$", re.IGNORECASE),
        "What do the experiments on {} show?",
    ),
    (re.compile(r"(?:conclusions?|summary)$", re.IGNORECASE), "What are the main conclusions about {}?"),
    (
        re.compile(r"(?:introduction|overview|background|motivation)$", re.IGNORECASE),
        "What is {}, and why was it proposed?",
    ),
)
_STEPS = re.compile(r"\b(?:outline|pipeline|algorithm|steps|procedure|process)$", re.IGNORECASE)
_SEVERAL = re.compile(r"\band\b|\bvs\b|,", re.IGNORECASE)
_IS = re.compile(r"\b(?:is|are|refers? to|means?|denotes?)\b", re.IGNORECASE)


def title_asks(title: str) -> bool:
    """Whether the heading's words alone say how to ask: results, conclusions, introductions."""
    return any(sign.search(title) for sign, _ in _TITLES)


def ask(subject: str, title: str, said: Passage) -> str:
    """A question for *said*; *subject* is what it is about, *title* the heading's own words."""
    for sign, form in _TITLES:
        if sign.search(title):
            return form.format(subject)
    ruled = by_rules(_RULES, subject, said)
    question = ruled or _plain(subject, title, said)
    more = tails(_ASPECTS, question, said.leads)
    if not ruled and not more and (thing := noun(said.leads, subject, _GENERIC)):
        small = f"{thing[:1].lower()}{thing[1:]}" if thing[1:2].islower() and " " in thing else thing
        more = [f" What {_agree(thing, 'does', 'do')} {small} mean here?"]
    return question + "".join(more)


def plainest(subject: str) -> str:
    """A question that says nothing but the subject."""
    return f"Explain the main points of {subject}."


def _plain(subject: str, title: str, said: Passage) -> str:
    if said.ordered and said.items > 2 and _STEPS.search(title):
        return f"What are the steps of {subject}?"
    if _SEVERAL.search(title) and said.items > 1:
        return f"What do {subject} each mean?"
    if defines(subject, said.lines[0], _IS):
        return f"What {_agree(subject, 'is', 'are')} {subject}? Give the main points."
    if not said.listed and _WORKS.search(said.words):
        return f"How {_agree(subject, 'does', 'do')} {subject} work?"
    return plainest(subject)
