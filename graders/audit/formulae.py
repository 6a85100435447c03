"""Formulas of an answer beside those of the facts about its subject, in the grader's normal form."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from graders.audit.denial import is_denied
from graders.audit.matching import kinds, rivals
from graders.audit.reading import Reading
from graders.audit.slots import Filling
from graders.audit.subjects import is_about, subject
from graders.facts import Fact, FactBase
from graders.formula import Formula, formulas
from graders.text import fold

_LEAST_SURE = 0.88
_EXCHANGE = 2  # parts that differ
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]{1,80})\}\s*\{([^{}]{1,80})\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]{1,40})\}|√[{(]?(\w+)[})]?")
_LAYOUT = re.compile(
    r"\$|\\(?:left|right|mathrm|mathbf|mathcal|text|operatorname|cdot|times|,|;|!)(?![a-z])|`"
)
_TRANSPOSE = re.compile(r"\^\s*\{?\s*(?:\\top|\\mathsf\{T\}|T|⊤)\s*\}?|\\top|[ᵀ⊤]")
# Words of prose, and no function: "Precision is TP/(TP+FP)" holds one formula and two words.
_PROSE = re.compile(
    r"(?<![A-Za-z])(?!(?:softmax|sqrt|log|exp|max|min|sum|tanh|sigmoid|relu)\b)[A-Za-z]?[a-z]{2,}(?![A-Za-z0-9(])"
)


def known_formulas(base: FactBase) -> Mapping[str, tuple[Formula, ...]]:
    """The formulas of each fact that has any, by its id."""
    return {
        fact.id: tuple(formula for text in fact.formulas for formula in formulas(_plain(text)))
        for fact in base.facts.values()
        if fact.formulas
    }


def rival_formulas(reading: Reading) -> Iterator[Filling]:
    """Formulas that mean to be one of a fact's about the subject, and are not."""
    known = reading.base.derived(known_formulas)
    facts = [fact for fact in reading.base.about(reading.named) if fact.id in known]
    if not facts:
        return
    right = [formula for fact in facts for formula in known[fact.id]]
    for number, sentence in enumerate(reading.sentences):
        words, _, _ = reading.quote(sentence.start, sentence.end)
        if sentence.asks or is_denied(reading.text[sentence.start : sentence.end], ""):
            continue
        for formula in formulas(_plain(words)):
            if any(each.same(formula) for each in right):
                continue
            for fact in facts:
                rival = any(each.rival(formula) and _is_near(each, formula) for each in known[fact.id])
                if rival and (sure := _sureness(reading, fact, number)):
                    yield Filling(fact, "formula", sentence, sentence.start, sentence.end, sure)


def _is_near(one: Formula, other: Formula) -> bool:
    """Whether they differ by an exchange, or by one part: more is another formula, or another way of writing it."""
    differing = 0
    for mine, theirs in ((one.above, other.above), (one.below, other.below)):
        first, second = Counter(dict(mine)), Counter(dict(theirs))
        differing += sum((first - second).values()) + sum((second - first).values())
    return differing <= _EXCHANGE


def _plain(text: str) -> str:
    """The formulas of *text* on one line, folded: without layout, transposes, subscript marks and prose."""
    bare = _TRANSPOSE.sub("", _LAYOUT.sub("", text))
    rooted = _ROOT.sub(lambda found: f"sqrt({found[1] or found[2]})", bare)
    flat = _FRACTION.sub(r"(\1)/(\2)", rooted)
    prose = _PROSE.sub(" ", re.sub(r"[{}_\\]", "", flat))
    return fold(prose.replace("((", "(").replace("))/", ")/")).text


def _sureness(reading: Reading, fact: Fact, number: int) -> float:
    sentence = reading.sentences[number]
    if any(rivals(reading, fact, sentence.start, sentence.end)):
        return 0.0  # "..., and TP/(TP+FN) is recall"
    found = [
        each
        for kind in kinds(reading.base, fact)
        if (each := subject(reading, number, sentence.end, sentence.end, kind))
        and is_about(reading, each, frozenset(fact.about))
    ]
    sure = max((each.sure for each in found), default=0.0)
    return sure if sure >= _LEAST_SURE else 0.0
