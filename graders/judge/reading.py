"""What a judge replied, read as the text of a stranger: verdicts that can be held to the answer.

A verdict that earns or costs something must quote the answer.  One whose quote is not there is void, and with
more than a third of them void the whole reply is refused.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graders.chat.types import Reply
from graders.fencing import find_quote, harmless, json_of
from graders.text import fold, tokens
from questions.records import Evidence, PointState

VOID = 1 / 3
"""The share of void verdicts above which a reply is refused."""

LETTERS: Mapping[str, PointState] = {
    "A": PointState.COVERED,
    "B": PointState.PARTIAL,
    "C": PointState.MISSING,
    "D": PointState.CONTRADICTED,
}
"""What a judge says of one point, where it says one letter."""

SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "points": {
            "type": "array",
            "items": {
                "type": "object",
                # The quote first: who has looked it up judges better.
                "properties": {
                    "point": {"type": "integer"},
                    "quote": {"type": "string"},
                    "verdict": {"type": "string", "enum": [state.value for state in PointState]},
                },
                "required": ["point", "quote", "verdict"],
                "additionalProperties": False,
            },
        },
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"quote": {"type": "string"}},
                "required": ["quote"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["points", "claims"],
    "additionalProperties": False,
}

_MASS = 0.5  # of the probabilities that must lie on the four letters
_AROUND = " \t\r\n\"'`“”‘’「」『』«».,;:!?。，、；：！？…"
_WITHIN = re.compile("[A-Za-z][A-Za-z]")
_TOLD = 8  # complaints about one reply


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judge says of one key point: covered with chance *covered*, and so on; the rest is missing.

    *evidence* are the words of the answer that it quotes; None where nothing is quoted.
    """

    state: PointState
    covered: float = 0.0
    partial: float = 0.0
    contradicted: float = 0.0
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """One for each key point, None where the verdict is void; and what else contradicts the reference."""

    points: tuple[Finding | None, ...]
    claims: tuple[Evidence, ...] = ()

    @property
    def void(self) -> int:
        """How many points have no verdict."""
        return sum(point is None for point in self.points)


def sure(state: PointState, evidence: Evidence | None = None) -> Finding:
    """The finding of a judge that does not waver."""
    return Finding(
        state,
        covered=float(state is PointState.COVERED),
        partial=float(state is PointState.PARTIAL),
        contradicted=float(state is PointState.CONTRADICTED),
        evidence=evidence,
    )


def findings(text: str, count: int, answer: str) -> Findings:
    """The findings in the reply *text* about *count* key points of *answer*.

    Raises ValueError, which says what is wrong in our own words: it goes back to the model, outside of any
    fence, and may hold no word of the learner's.
    """
    found = json_of(text)
    listed = found.get("points") if found else None
    if not found or not isinstance(listed, list):
        raise ValueError("it is no JSON object with a list of points")
    shown, complaints = harmless(answer), []
    points: dict[int, Finding | None] = {}
    for entry in listed:
        number = _number(entry, count)
        if number is None:
            complaints.append(f"an entry names no key point from 1 to {count}")
            continue
        read = _finding(entry, number, shown, answer)
        if isinstance(read, str):
            complaints.append(read)
        one = None if isinstance(read, str) else read
        if number in points and points[number] != one:
            complaints.append(f"key point {number} has two verdicts")
            one = None
        points[number] = one
    complaints += [f"key point {number} is left out" for number in _left_out(points, count)]
    claims, lost = _claims(found.get("claims"), shown, answer)
    complaints += ["a claim whose quote does not stand in the answer"] * lost
    whole = Findings(tuple(points.get(number + 1) for number in range(count)), claims)
    if whole.void + lost > VOID * (count + len(claims) + lost):
        raise ValueError("; ".join(dict.fromkeys(complaints[:_TOLD])))
    return whole


def letter(reply: Reply) -> Finding:
    """The finding in a reply of one letter, by the probabilities of all four.  Raises ValueError."""
    for token in reply.tokens:
        chances = dict.fromkeys(LETTERS, 0.0)
        # Some servers list the chosen token among the others, some do not.
        for text, logprob in {token.token: token.logprob, **dict(token.others)}.items():
            name = text.strip().upper()
            if name in chances:
                chances[name] += math.exp(min(0.0, logprob))
        mass = sum(chances.values())
        if mass >= _MASS:
            of = {LETTERS[name]: chance / mass for name, chance in chances.items()}
            return Finding(
                max(of, key=lambda state: of[state]),
                covered=of[PointState.COVERED],
                partial=of[PointState.PARTIAL],
                contradicted=of[PointState.CONTRADICTED],
            )
    raise ValueError(
        "none of its tokens is one of the four letters" if reply.tokens else "it came without probabilities"
    )


def _number(entry: object, count: int) -> int | None:
    number = entry.get("point") if isinstance(entry, dict) else None
    return number if isinstance(number, int) and number is not True and 1 <= number <= count else None


def _left_out(points: Mapping[int, object], count: int) -> Sequence[int]:
    return [number for number in range(1, count + 1) if number not in points]


def _finding(entry: Mapping[str, Any], number: int, shown: str, answer: str) -> Finding | str:
    """One verdict, or why it is void."""
    word, quote = entry.get("verdict"), entry.get("quote")
    if not isinstance(word, str) or word not in tuple(PointState):
        return f"key point {number}: the verdict must be one of {', '.join(PointState)}"
    state = PointState(word)
    if state is PointState.MISSING:
        return sure(state)
    evidence = _evidence(quote, shown, answer)
    if evidence is None:
        return f"key point {number}: the quote does not stand in the answer"
    return sure(state, evidence)


def _claims(listed: object, shown: str, answer: str) -> tuple[tuple[Evidence, ...], int]:
    """The claims that stand in the answer, each once, and how many do not."""
    entries = listed if isinstance(listed, list) else []
    found = [
        _evidence(entry.get("quote") if isinstance(entry, dict) else None, shown, answer) for entry in entries
    ]
    told = {claim.start: claim for claim in found if claim is not None}
    return tuple(told.values()), sum(claim is None for claim in found)


def _evidence(quote: object, shown: str, answer: str) -> Evidence | None:
    """Where *quote* stands; None where it does not, or where it is no more than a sign, or a piece of a word."""
    if not isinstance(quote, str):
        return None
    bare = quote.strip(_AROUND)
    # A model may write a bracket as the learner did, though it was shown a square one; places are the same.
    place = find_quote(bare, shown) or find_quote(bare, answer)
    if place is None or _cuts_words(answer, *place) or (_says_nothing(bare) and not _says_nothing(answer)):
        return None
    return Evidence(start=place[0], end=place[1], quote=answer[slice(*place)])


def _cuts_words(text: str, start: int, end: int) -> bool:
    """Whether *text* from *start* to *end* begins or ends within a word of Latin letters."""
    return bool(_WITHIN.match(text, max(0, start - 1)) and start) or bool(_WITHIN.match(text, end - 1))


def _says_nothing(text: str) -> bool:
    """Whether *text* is shorter than a word: every answer holds an "a" and a 的."""
    words = tokens(fold(text).text)
    return len(words) < 2 and not any(len(word.text) > 1 or word.text.isdigit() for word in words)
