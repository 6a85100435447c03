"""Words that two texts share: the plainest measure there is, and the floor that every grader must beat."""

from itertools import pairwise

from graders.text import fold, tokens


def words_of(text: str) -> frozenset[str]:
    """The stems, numbers and signs of *text*, and its pairs of neighbouring Chinese characters.

    A Chinese character without a neighbour stands for itself.
    """
    found = tokens(fold(text).text)
    pairs = {
        one.text + other.text
        for one, other in pairwise(found)
        if one.is_cjk and other.is_cjk and one.end == other.start
    }
    paired = {letter for pair in pairs for letter in pair}
    return frozenset(pairs | {token.text for token in found if not token.is_cjk or token.text not in paired})


def recall(wanted: frozenset[str], said: frozenset[str]) -> float:
    """The share of *wanted* that was *said*, 0..1; 0 when nothing is wanted."""
    return len(wanted & said) / len(wanted) if wanted else 0.0


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all words of the two that both have (Jaccard 1912), 0..1; two without words are alike."""
    return len(one & other) / len(one | other) if one or other else 1.0
