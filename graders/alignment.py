"""Two clauses laid side by side: which words stand in each other's place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Exchange:
    """*theirs* stands in the answer where *mine* stands in the claim."""

    mine: str
    theirs: str


def exchanges(claim: Sequence[str], clause: Sequence[str], least: float) -> tuple[Exchange, ...]:
    """The words exchanged between two near copies; none when less than *least* (0..1) of the claim is kept."""
    matcher = SequenceMatcher(None, claim, clause, autojunk=False)
    blocks = matcher.get_opcodes()
    kept = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    if not claim or kept < least * len(claim):
        return ()
    return tuple(_exchanged(claim, clause, blocks))


def _exchanged(
    claim: Sequence[str], clause: Sequence[str], blocks: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Exchange]:
    for tag, start, end, their_start, their_end in blocks:
        if tag == "replace":
            yield Exchange(_joined(claim[start:end]), _joined(clause[their_start:their_end]))
            if end - start == 1 and their_end - their_start == 1:
                yield from _as_words(claim, clause, start, their_start)


def _as_words(claim: Sequence[str], clause: Sequence[str], mine: int, theirs: int) -> Iterator[Exchange]:
    """One Chinese character for another is half a word: with the one after it, and with the one before."""
    if not ("㐀" <= claim[mine] <= "\ufaff" and "㐀" <= clause[theirs] <= "\ufaff"):
        return
    for step in (1, -1):
        if 0 <= mine + step < len(claim) and 0 <= theirs + step < len(clause):
            beside, their_beside = claim[mine + step], clause[theirs + step]
            if beside == their_beside and "㐀" <= beside[0] <= "\ufaff":
                pair = slice(None, None, step)
                yield Exchange("".join((claim[mine], beside)[pair]), "".join((clause[theirs], beside)[pair]))


def _joined(words: Sequence[str]) -> str:
    """Words with spaces between Latin ones, none between Chinese characters."""
    text = ""
    for word in words:
        text += (" " if text and text[-1].isascii() and word[:1].isascii() else "") + word
    return text
