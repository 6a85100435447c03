"""How much of its credit an answer keeps for being in sentences, its own words, and stood by."""

from graders.coherence import coherence, wording_of
from graders.commitment import hedged, taken_back
from graders.prepared import Prepared
from graders.screens import echo_of

_LIST_KEEPS = 0.2  # of the credit, for a list of terms or for shuffled words
# From which share of the question repeated an answer must add this share of its own.
_ECHOED, _OWN = 0.6, 0.35
_HEDGED, _HEDGE = 0.3, 0.6  # from which share of hedged sentences on, and how much they cost


def standing(answer: str, prepared: Prepared) -> float:
    """0..1: 1 for an answer in sentences that adds to the question and commits itself."""
    order = coherence(wording_of(answer), prepared.wording, list_asked=prepared.list_asked)
    echo = echo_of(answer, prepared.rubric.question)
    own = min(1.0, echo.added / _OWN) if echo.repeated >= _ECHOED else 1.0
    hedge = hedged(answer)
    sure = 1 - _HEDGE * hedge if hedge > _HEDGED else 1.0
    return (_LIST_KEEPS + (1 - _LIST_KEEPS) * order) * own * sure * (1 - taken_back(answer))
