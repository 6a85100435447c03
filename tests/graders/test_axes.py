from graders.axes import Axes, axes_of, subject_of
from graders.content import parse
from graders.lexicon import build
from graders.text import fold, tokens

LEXICON = build(
    general={
        "fast-slow": [["fast"], ["slow"]],
        "data-unit": [["bytes"], ["kb"]],
        "many": [["aa"], ["bb"], ["cc"], ["dd"]],
        "speed": [["slow"], ["swift"]],
    },
    entities=[{"coder": [["encoder"], ["decoder"]]}],
    synonyms=[],
    roles={},
)


def _axes(text: str, subject: dict[str, tuple[int, ...]] | None = None) -> Axes:
    return axes_of(parse(tokens(fold(text).text), LEXICON), subject or {})


def test_values_are_told_in_order_without_repeats_and_mentions_with_them() -> None:
    axes = _axes("fast, fast, slow")
    assert axes.values["fast-slow"] == (0, 1)
    assert axes.mentioned["fast-slow"] == (0, 0, 1)


def test_a_clause_inherits_the_subject_that_it_does_not_name() -> None:
    assert _axes("is fast", {"coder": (0,)}).inherited == {"coder": (0,)}
    assert _axes("the decoder is fast", {"coder": (0,)}).inherited == {}


def test_the_subject_is_a_single_thing_at_the_start() -> None:
    for text, expected in (
        ("the encoder is fast", {"coder": (0,)}),
        ("fast is the encoder", {}),
        ("encoder and decoder", {}),
        ("", {}),
    ):
        parsed = parse(tokens(fold(text).text), LEXICON)
        assert subject_of(parsed, axes_of(parsed, {})) == expected


def test_the_unit_of_a_number_is_no_value() -> None:
    assert _axes("2 kb").values == {}
    assert _axes("counted in kb").values == {"data-unit": (1,)}


def test_things_crowds_and_twins_are_told() -> None:
    axes = _axes("the encoder is slow on aa")
    assert axes.entities == {"coder"}
    assert axes.crowded == {"many"}
    assert axes.twins == {frozenset({"fast-slow", "speed"})}
