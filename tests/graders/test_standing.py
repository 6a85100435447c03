import pytest

from graders.coverage import Cover, units_of
from graders.lexicon import load
from graders.prepared import prepare
from graders.rubric import rubric_of
from graders.standing import beyond_chance, standing
from graders.statement import analyse
from tests.graders.making import free_text

QUESTION = "为什么解码时要缓存键和值？"
REFERENCE = "历史词元的键和值不会改变，把它们缓存下来，每一步只需要为新的词元计算，避免对前缀重复计算。"
PREPARED = prepare(rubric_of(free_text(REFERENCE, QUESTION), ()), load())


def _kept(answer: str) -> float:
    return standing(answer, units_of(analyse(answer, PREPARED.lexicon)), PREPARED)


def test_a_plain_answer_keeps_all_of_its_credit() -> None:
    assert _kept("前面的键和值算过就不变了，存着直接用，省得每步把前缀再算一遍。") == 1
    assert _kept(REFERENCE) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "之所以解码时要缓存键和值，是因为解码时要缓存键和值。",
        "要么是因为键和值不变，要么是因为键和值会变。",
        "“历史词元的键和值不会改变，所以缓存下来”这种说法是不对的。",
        "键 值 缓存 词元 前缀 重复计算 历史 步 计算 改变 新",
    ],
)
def test_what_is_not_stood_by_keeps_little(answer: str) -> None:
    assert _kept(answer) < 0.6


@pytest.mark.parametrize(
    "answer",
    ["解码的时候要缓存键和值，缓存键和值是解码时要做的。", "键和值在解码时要缓存，解码时的缓存里有键和值。"],
)
def test_the_question_in_other_words_keeps_little(answer: str) -> None:
    assert _kept(answer) <= 0.5


def test_the_question_with_one_word_of_the_reference_keeps_little() -> None:
    assert _kept("解码时要缓存键和值，因为解码的前缀里有键和值，键和值要缓存。") <= 0.5


ENGLISH = "Colder water rises and freezes first, so that the ice keeps the water below it at four degrees."
ASKED = prepare(rubric_of(free_text(ENGLISH, "Why do lakes freeze from the top?"), ()), load())
FAR = (
    "Nature is full of wonders, and people have always looked at them with joy; art, music and travel keep us "
    "close to it, and schools teach children to love it."
)


@pytest.mark.parametrize(
    ("answer", "cosine", "recall", "kept"),
    [
        (FAR, 0.2, 0.1, 0.4),
        (FAR, 0.33, 0.1, 0.5),
        (FAR, 0.6, 0.1, 1.0),
        (FAR, 0.2, 0.3, 1.0),
        ("The ice keeps it.", 0.2, 0.1, 1.0),
    ],
)
def test_a_long_answer_from_afar_shares_words_by_chance(
    answer: str, cosine: float, recall: float, kept: float
) -> None:
    said = units_of(analyse(answer, ASKED.lexicon))
    assert beyond_chance(Cover(cosine, recall, 0), said, ASKED) == pytest.approx(kept)


def test_pairs_of_chinese_characters_do_not() -> None:
    said = units_of(analyse(REFERENCE, PREPARED.lexicon))
    assert beyond_chance(Cover(0.1, 0.05, 0), said, PREPARED) == 1
