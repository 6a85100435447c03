import pytest

from graders.claims import claims_of, is_bare, polarity
from graders.lexicon import load
from graders.statement import analyse
from graders.text import fold
from tests.graders.making import claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes, it is", 1), ("no. it is not", -1), ("是的，可以", 1), ("不是，不能", -1), ("不一定。", -1), ("能", 1),
        ("nobody knows", 0), ("north", 0), ("是一种结构", 0), ("", 0),
    ],
)  # fmt: skip
def test_a_text_begins_with_yes_no_or_neither(text: str, expected: int) -> None:
    assert polarity(fold(text).text) == expected


def test_labels_and_bare_names_claim_nothing() -> None:
    found = claims("Memory: the cache of all heads grows with the length")
    assert [claim.clause.text for claim in found.claims] == ["the cache of all heads grows with the length"]


def test_a_reference_of_bare_names_still_claims_them() -> None:
    assert [claim.clause.text for claim in claims("Encoder").claims] == ["encoder"]


def test_clauses_of_a_disputed_point_are_no_claims() -> None:
    points = ["The encoder shares one key matrix", "The decoder caches all the values"]
    lexicon = load()
    reference = analyse(". ".join(points) + ". Moreover the encoder shares one key matrix twice.", lexicon)
    found = claims_of(
        [analyse(point, lexicon) for point in points], reference, analyse("", lexicon), frozenset({0})
    )
    assert {claim.point for claim in found.claims if "twice" in claim.clause.text} == set()
    assert found.polarity == 0
    assert found.lead is None


def test_terms_are_those_of_the_reference_and_the_question() -> None:
    found = claims("The gradient is averaged.", question="What does a worker send?")
    assert found.mentions("gradient")
    assert found.mentions("worker")
    assert not found.mentions("weight")
    assert claims("缓存键和值。").mentions("缓存")


def test_a_bare_name_is_closed_and_denies_nothing() -> None:
    (bare,) = analyse("Encoder.", load()).clauses
    (claim,) = analyse("The encoder reads the whole sentence at once.", load()).clauses
    assert is_bare(bare)
    assert not is_bare(claim)
