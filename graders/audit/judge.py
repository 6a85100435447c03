"""The detector that asks a chat model: claim by claim, with facts and passages at hand.

The model may say that it does not know.  What it says counts only where it can be held to it: the words it
finds wrong must stand in the answer, and a fact that it relies on must be about what the claim names.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graders.audit.evidence import Evidence, Passage, gather
from graders.audit.reading import Reading, Reference, read_all
from graders.facts import Fact, FactBase
from graders.fencing import fence, find_quote, json_of, mark_of, on_one_line
from graders.grader import Chat
from graders.prompts import filled, words
from questions.errors import BudgetSpent, ServiceUnavailable
from questions.records import Citation, Flag, FlagVerdict, Severity

VERDICTS: Mapping[str, FlagVerdict | None] = {
    "supported": None,
    "contradicted": FlagVerdict.CONTRADICTED,
    "imprecise": FlagVerdict.IMPRECISE,
    "unknown": None,
}
_CALLS = 2  # an unusable reply is asked for once more
_CLAIMS_A_CALL = 20
_LONGEST_CORRECTION = 500
# How sure a finding is: with a fact that is about the claim's subject, with a passage of the notes, alone.
# A strong model that disagrees with a reference by itself is right about one time in eight to three.
_WITH_FACT, _WITH_PASSAGE, _ALONE = 0.8, 0.5, 0.3

SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "claim": {"type": "integer"},
                    "verdict": {"type": "string", "enum": list(VERDICTS)},
                    "quote": {"type": "string"},
                    "correction": {"type": "string"},
                    "evidence": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["claim", "verdict", "quote", "correction", "evidence"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The flags of one answer.  *why_not* says why the model could not be asked, or what it said be used."""

    flags: tuple[Flag, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ClaimJudge:
    """Asks *chat*, whose model is called *name*, about references; *concurrency* calls at a time."""

    chat: Chat
    name: str
    concurrency: int = 4
    advance: Callable[[int], None] = lambda _: None

    async def __call__(self, items: Sequence[Reference], base: FactBase) -> tuple[Judged, ...]:
        """One result an item, in their order.  An outage is a reason, not an error."""
        readings = read_all(items, base)
        limit = asyncio.Semaphore(max(1, self.concurrency))
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._judge(reading, evidence, limit))
                for reading, evidence in zip(readings, gather(readings), strict=True)
            ]
        return tuple(task.result() for task in tasks)

    async def _judge(self, reading: Reading, evidence: Evidence, limit: asyncio.Semaphore) -> Judged:
        claims = _claims(reading)
        flags: list[Flag] = []
        whys: list[str] = []
        for first in range(0, len(claims), _CLAIMS_A_CALL):
            last = min(first + _CLAIMS_A_CALL, len(claims))
            case = _Case(reading, evidence, claims, first, last, self.name)
            async with limit:
                found = await self._ask(case)
            flags += found.flags
            whys += [found.why_not] if found.why_not else []
        self.advance(1)
        # Two claims may be found wrong in the same words.
        return Judged(tuple({flag.key: flag for flag in flags}.values()), "; ".join(dict.fromkeys(whys)))

    async def _ask(self, case: "_Case") -> Judged:
        refused = ""
        for _ in range(_CALLS):
            try:
                reply = await self.chat(
                    words("audit_rules", case.reading.language), case.prompt(refused), schema=SCHEMA
                )
            except (ServiceUnavailable, BudgetSpent) as outage:
                return Judged(why_not=on_one_line(str(outage), 200))
            found = case.read(reply)
            if not isinstance(found, str):
                return Judged(found)
            refused = found
        return Judged(why_not=f"{self.name} gave no usable reply: {refused}")


@dataclass(frozen=True, slots=True)
class _Claim:
    """Characters *start* up to *end* of the answer, and where in the reading they stand."""

    start: int
    end: int
    text: str
    within: tuple[int, int]


def _claims(reading: Reading) -> tuple[_Claim, ...]:
    found = []
    for sentence in reading.sentences:
        if not sentence.asks and sentence.start < sentence.end:
            text, start, end = reading.quote(sentence.start, sentence.end)
            found.append(_Claim(start, end, text, (sentence.start, sentence.end)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Case:
    """Claims *first* up to *last* (from 0) of a reading, as they are put to the model *name*."""

    reading: Reading
    evidence: Evidence
    claims: tuple[_Claim, ...]
    first: int
    last: int
    name: str

    def prompt(self, refused: str) -> str:
        """The question to the model; *refused* is what was wrong with its last reply."""
        language = self.reading.language
        asked = "\n".join((*self.reading.reference.heading_path, self.reading.reference.question))
        claims = "\n".join(
            f"[{number + 1}] {on_one_line(claim.text, 1500)}" for number, claim in enumerate(self.claims)
        )
        facts = "\n".join(
            f"F{number}: {fact.zh if language == 'zh' else fact.en}{f' [{fact.scope}]' if fact.scope else ''}"
            for number, fact in enumerate(self.evidence.facts, start=1)
        )
        passages = "\n".join(
            f"P{number}: {on_one_line(each.locator, 200)} => {on_one_line(each.text, 600)}"
            for number, each in enumerate(self.evidence.passages, start=1)
        )
        mark = mark_of(asked, claims, facts, passages, refused)
        more = filled("again", language, refused=fence("refused", refused, mark)) if refused else ""
        return filled(
            "audit_ask",
            language,
            question=fence("question", asked, mark),
            claims=fence("claims", claims, mark),
            facts=fence("facts", facts or "-", mark),
            passages=fence("passages", passages or "-", mark),
            more=more,
            first=self.first + 1,
            last=self.last,
        )

    def read(self, reply: str) -> tuple[Flag, ...] | str:
        """The flags that *reply* comes to, or why it cannot be used."""
        found = json_of(reply)
        listed = found.get("claims") if found else None
        if not isinstance(listed, list):
            return "it is no JSON object with a list of claims"
        flags: list[Flag] = []
        void: list[str] = []
        for entry in listed:
            read = self._entry(entry if isinstance(entry, dict) else {})
            if isinstance(read, str):
                void.append(read)
            elif read is not None:
                flags.append(read)
        if void and 2 * len(void) > len(listed):
            return "; ".join(dict.fromkeys(void))
        return tuple(flags)

    def _entry(self, entry: Mapping[str, Any]) -> Flag | str | None:
        """One verdict: a flag, nothing to flag, or why it is void."""
        number, word = entry.get("claim"), entry.get("verdict")
        if not isinstance(number, int) or not self.first < number <= self.last:
            return f"there is no claim {str(number)[:20]} among those asked about"
        if not isinstance(word, str) or word not in VERDICTS:
            return f"claim {number}: the verdict must be one of {', '.join(VERDICTS)}"
        verdict = VERDICTS[word]
        if verdict is None:
            return None
        quote, correction = entry.get("quote"), entry.get("correction")
        if not isinstance(quote, str) or not isinstance(correction, str) or not on_one_line(correction, 9):
            return f"claim {number}: a quote and a correction are wanted"
        claim = self.claims[number - 1]
        place = find_quote(quote, self.reading.answer[claim.start : claim.end])
        if place is None:
            return f"claim {number}: the quote does not stand in it"
        span = claim.start + place[0], claim.start + place[1]
        return self._flag(claim, span, verdict, correction, entry.get("evidence"))

    def _flag(
        self, claim: _Claim, span: tuple[int, int], verdict: FlagVerdict, correction: str, evidence: object
    ) -> Flag:
        facts, passages = self._relied_on(claim, evidence)
        wrong = verdict is FlagVerdict.CONTRADICTED
        corrections = {self.reading.language: on_one_line(correction, _LONGEST_CORRECTION)}
        severity, sure = Severity.MEDIUM if wrong else Severity.LOW, _ALONE
        cited = [Citation(source=self.name, locator="a chat model's own knowledge, not looked up")]
        if facts:
            # Words that people checked, not the model's, are what a grade may lean on.
            corrections = {"zh": facts[0].zh, "en": facts[0].en}
            severity, sure = facts[0].severity if wrong else Severity.MEDIUM, _WITH_FACT
            cited = [citation for fact in facts for citation in fact.sources]
        elif passages:
            sure = _WITH_PASSAGE
            cited = [
                Citation(source=each.source, locator=each.locator, quote=on_one_line(each.text, 200))
                for each in passages
            ]
        return Flag(
            quote=self.reading.answer[slice(*span)],
            start=span[0],
            end=span[1],
            verdict=verdict,
            severity=severity,
            correction=corrections[self.reading.language],
            corrections=corrections,
            evidence=tuple(cited),
            detector=f"judge/1+{self.name}",
            confidence=sure,
        )

    def _relied_on(self, claim: _Claim, evidence: object) -> tuple[list[Fact], list[Passage]]:
        """What the model names as its evidence, as far as it was shown and is about the claim."""
        named = [str(name).strip().upper() for name in evidence] if isinstance(evidence, list) else []
        facts = enumerate(self.evidence.facts, start=1)
        passages = enumerate(self.evidence.passages, start=1)
        return (
            [fact for number, fact in facts if f"F{number}" in named and self._is_about(fact, claim)],
            [passage for number, passage in passages if f"P{number}" in named],
        )

    def _is_about(self, fact: Fact, claim: _Claim) -> bool:
        """Whether the claim names what *fact* is about; the question may name it for the claim."""
        base = self.reading.base
        mentioned = (*self.reading.mentions_in(*claim.within), *self.reading.asked_about)
        named = {wider for mention in mentioned for wider in base.lineage(mention.term)}
        return bool(named & set(fact.about)) and not named & set(fact.not_for)
