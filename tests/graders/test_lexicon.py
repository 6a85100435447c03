from graders.lexicon import Lexicon, build, load
from graders.text import fold, tokens
from graders.wordlists import word_list

LEXICON = build(
    general={"fast-slow": [["fast", "very fast"], ["slow"]], "many": [["one way"], ["two way"], ["three way"], ["four way"]]},
    entities=[{"coder": [["encoder"], ["decoder"]]}],
    synonyms=[["fast", "quick"], ["the", "a"]],
    roles={"negator": ["not", "not slow"], "neutral": ["not only"]},
)  # fmt: skip


def _found(text: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, list[tuple[str, str, int]]]]:
    sequence = tokens(fold(text).text)
    return [
        (
            " ".join(token.text for token in sequence[mention.first : mention.last]),
            [(meaning.role, meaning.name, meaning.value) for meaning in mention.meanings],
        )
        for mention in lexicon.find(sequence)
    ]


def test_the_longest_alias_wins_and_uses_up_its_words() -> None:
    assert _found("very fast") == [("veri fast", [("axis", "fast-slow", 0)])]
    assert [alias for alias, _ in _found("not only not slow")] == ["not onli", "not slow"]


def test_one_word_may_mean_several_things() -> None:
    assert _found("fast") == [("fast", [("synonym", "synonym-0", 0), ("axis", "fast-slow", 0)])]


def test_words_are_found_in_every_form_and_only_whole() -> None:
    assert [alias for alias, _ in _found("Encoders")] == ["encod"]
    assert _found("encode-x fastness unknown") == [] or all(
        "coder" not in alias for alias, _ in _found("fastness")
    )
    assert _found("") == []


def test_an_axis_with_many_values_is_crowded() -> None:
    (mention,) = LEXICON.find(tokens("one way"))
    assert [meaning.crowded for meaning in mention.meanings] == [True]


def test_an_extended_lexicon_keeps_what_it_knew() -> None:
    extended = LEXICON.extended({"asked": [["fast encoder"], ["alpha"]]})
    roles = [name for _, meanings in _found("fast encoder", extended) for _, name, _ in meanings]
    assert roles == ["fast-slow", "asked"]
    assert _found("alpha", extended) == [("alpha", [("axis", "asked", 1)])]
    assert _found("alpha") == []
    assert LEXICON.extended({}) is LEXICON


def test_the_shipped_lexicon_is_loaded_once() -> None:
    assert load() is load()
    assert word_list("units") is word_list("units")
