"""How much of its credit an answer keeps for being in sentences, its own words, and stood by."""

from graders.coherence import coherence
from graders.commitment import hedged, leaves_open, taken_back
from graders.concepts import Concepts
from graders.coverage import Cover, Units, held_by, recall, weight_of
from graders.crossing import added_across
from graders.prepared import Prepared
from graders.screens import echo_of

_LIST_KEEPS = 0.2  # of the credit, for a list of terms or for shuffled words
# From which share of the question repeated an answer must add this share of its own.
_ECHOED, _OWN = 0.6, 0.35
_ECHO_KEEPS = 0.2  # of the credit, for the question in other words
_FAINTEST, _SAID = (
    0.1,
    0.18,
)  # the least share kept, and the recall from which the echo of a question takes nothing
# How many words of an answer, and which recall of its reference, may be chance; the cosines from which it begins
# not to be chance and no longer is; what is left of the credit.
_LONG, _BY_CHANCE = 8, 0.16
_FAR, _NEAR, _CHANCE_KEEPS = 0.28, 0.38, 0.4
_HEDGED, _HEDGE = 0.3, 0.6  # from which share of hedged sentences on, and how much they cost
_OPEN_KEEPS = 0.35  # of the credit, where nothing is said but that one thing or another may hold


def standing(answer: str, said: Units, prepared: Prepared, foreign: Concepts | None = None) -> float:
    """0..1: 1 for an answer in sentences that adds to the question and commits itself.

    *said* are the content units of the *answer*, *foreign* its concepts if it is in another language.
    """
    order = coherence(answer, prepared.wording, list_asked=prepared.list_asked)
    echo = echo_of(answer, prepared.rubric.question)
    own = min(1.0, echo.added / _OWN) if echo.repeated >= _ECHOED else 1.0
    sure = _sure(answer)
    kept = _kept_by(*added_across(foreign, prepared)) if foreign else _beyond_question(said, prepared)
    return (_LIST_KEEPS + (1 - _LIST_KEEPS) * order) * min(own, kept) * sure * (1 - taken_back(answer))


def _sure(answer: str) -> float:
    if leaves_open(answer):
        return _OPEN_KEEPS
    hedge = hedged(answer)
    return 1 - _HEDGE * hedge if hedge > _HEDGED else 1.0


def _beyond_question(said: Units, prepared: Prepared) -> float:
    """0..1: 1 unless the answer repeats the question, and says little of what is wanted beyond it."""
    repeated, added = added_to_question(said, prepared)
    if repeated < _ECHOED:
        return 1.0
    return min(_kept_by(repeated, added), max(_FAINTEST, recall(prepared.whole.wanted, said) / _SAID))


def _kept_by(repeated: float, added: float) -> float:
    """0..1: 1 unless the answer repeats the question and says little of what the reference adds to it.

    A question in other words is near to its answer, so that nearness earns nothing there.
    """
    return 1.0 if repeated < _ECHOED else min(1.0, _ECHO_KEEPS + added)


def added_to_question(said: Units, prepared: Prepared) -> tuple[float, float]:
    """The share of the question that is *said*, and the weight of what is said beyond it and wanted."""
    asked, wanted = prepared.asked, prepared.whole.units
    weight = weight_of(asked.said.values())
    repeated = weight_of(held_by(said, asked.said.values()))
    new = [unit for unit in held_by(wanted, said.said.values()) if not held_by(asked, (unit,))]
    return (repeated / weight if weight else 0.0), weight_of(new)


def beyond_chance(whole: Cover, said: Units, prepared: Prepared) -> float:
    """0..1: less than 1 where the words that an answer in English shares with the reference may be chance.

    A long text about anything has "keep" and "same" in common with a reference that it is far from; pairs of
    Chinese characters hardly ever meet by chance.
    """
    if prepared.language == "zh" or whole.recall >= _BY_CHANCE or weight_of(said.said.values()) < _LONG:
        return 1.0
    return min(1.0, max(_CHANCE_KEEPS, (whole.cosine - _FAR) / (_NEAR - _FAR)))
