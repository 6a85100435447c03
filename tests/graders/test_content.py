from graders.content import Parsed, joined, names, parse, placed_units, said, words
from graders.lexicon import build
from graders.text import fold, tokens

LEXICON = build(
    general={"fast-slow": [["fast", "快"], ["slow", "慢"]]},
    entities=[{"coder": [["encoder", "编码器"], ["decoder", "解码器"]]}],
    synonyms=[["fast", "quick"], ["car", "automobile"]],
    roles={"negator": ["not", "不"], "function": ["as well as"]},
)


def _parsed(text: str) -> Parsed:
    return parse(tokens(fold(text).text), LEXICON)


def test_a_clause_and_its_opposite_have_the_same_units() -> None:
    one = [(unit, weight) for _, unit, weight in placed_units(_parsed("the encoder is fast"))]
    other = [(unit, weight) for _, unit, weight in placed_units(_parsed("the decoder is slow"))]
    assert one == other == [("=coder", 1.0), ("~fast-slow", 1.0)]


def test_a_value_counts_as_its_axis_even_where_it_has_synonyms() -> None:
    (unit,) = [unit for _, unit, _ in placed_units(_parsed("fast"))]
    assert unit == "~fast-slow"
    (synonym,) = [unit for _, unit, _ in placed_units(_parsed("automobile"))]
    assert synonym.startswith("=synonym-")


def test_what_is_said_tells_opposites_apart_and_joins_synonyms() -> None:
    (fast,), (slow,), (quick,) = (list(said(_parsed(word))) for word in ("fast", "slow", "quick"))
    assert not fast.names & slow.names
    assert fast.names & quick.names


def test_chinese_characters_count_in_pairs() -> None:
    assert [(unit, weight) for _, unit, weight in placed_units(_parsed("缓存增大"))] == [
        ("缓存", 0.5),
        ("存增", 0.5),
        ("增大", 0.5),
    ]


def test_stop_words_negators_and_functions_are_no_content() -> None:
    assert list(placed_units(_parsed("not as well as the"))) == []


def test_words_keep_what_stands_in_the_text() -> None:
    assert list(words(_parsed("encoder reads 12 rows"))) == [
        ("=coder", "encod"),
        ("read", "read"),
        ("12", "12"),
        ("row", "row"),
    ]


def test_names_have_a_digit_or_capitals_where_no_sentence_begins() -> None:
    cased = "Models such as GPT, Llama and L2 use adam"
    assert set(names(_parsed(cased), cased)) == {"gpt", "llama", "l2"}


def test_words_are_joined_as_they_are_written() -> None:
    assert joined(["key", "value"]) == "key value"
    assert joined(["键", "值"]) == "键值"
    assert joined(["kv", "缓", "存"]) == "kv缓存"
    assert joined([]) == ""
