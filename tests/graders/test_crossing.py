import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.concepts import concepts, wanted_of
from graders.coverage import Cover
from graders.crossing import across_languages, added_across, foreign_concepts, shared
from graders.lexicon import load
from graders.prepared import Prepared, prepare
from graders.rubric import rubric_of
from graders.standing import standing
from tests.graders.making import free_text

LEXICON = load()


def _prepared(reference: str, question: str = "?") -> Prepared:
    return prepare(rubric_of(free_text(reference, question), ()), LEXICON)


@pytest.mark.parametrize(
    ("wanted", "said", "covered", "missed"),
    [
        ("学习率", "the learning rate", 1.5, 0),
        ("the learning rate", "学习率", 2, 0),
        ("tcp 需要连接", "tcp needs a connection", 3, 0),
        ("tcp 需要连接", "udp", 0, 3),
        ("20 个细胞", "20 cells", 2, 0),
        ("20 个细胞", "30 cells", 1, 1),
        ("温度上升", "the temperature falls", 1, 1),
    ],
)
def test_words_terms_and_numbers_cross(wanted: str, said: str, covered: float, missed: float) -> None:
    found = shared(concepts(wanted, LEXICON).held, concepts(said, LEXICON))
    assert (found.covered, found.missed, found.unknown) == (covered, missed, 0)


def test_a_word_that_no_list_knows_is_neither_said_nor_missed() -> None:
    assert shared(concepts("zyzzyva", LEXICON).held, concepts("细胞", LEXICON)).unknown == 1


def test_what_the_question_gives_away_is_not_counted() -> None:
    wanted, asked = concepts("细胞吸收葡萄糖", LEXICON), concepts("细胞", LEXICON)
    assert shared(wanted_of(wanted, asked), concepts("a cell", LEXICON)).covered == 0


@pytest.mark.parametrize(
    ("reference", "answer", "foreign"),
    [
        ("把输入加到输出上。", "The input is added to the output.", True),
        ("把输入加到输出上。", "antibodies", True),
        ("归一化用 RMSNorm。", "RMSNorm", False),
        ("把输入加到输出上。", "输入加到输出上", False),
        ("The input is added to the output.", "输入加到输出上", True),
        ("The input is added to the output.", "input and output", False),
        ("1 + 1 = 2", "输入加一", False),
        ("把输入加到输出上。", "layernorm 比 batchnorm 更适合 transformer, transformer 用 layernorm", False),
        ("The input is added.", "input 加到 output 上, residual connection 就是这样 works", False),
    ],
)
def test_which_answers_are_in_another_language(reference: str, answer: str, foreign: bool) -> None:
    assert (foreign_concepts(answer.lower(), _prepared(reference)) is not None) == foreign


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_what_is_nearer_covers_no_less(cosine: float, other: float) -> None:
    prepared = _prepared("细胞吸收葡萄糖并放出能量。")
    said = concepts("the cell takes in glucose", LEXICON)
    low, high = (
        across_languages(Cover(each, 0.0, 2), prepared.whole, prepared, said)
        for each in sorted((cosine, other))
    )
    assert low.cosine <= high.cosine <= 1
    assert 0 < low.recall <= high.recall <= 1
    assert low.sentence == high.sentence == 2


def test_who_says_more_covers_more() -> None:
    prepared = _prepared("细胞吸收葡萄糖并放出能量。")
    part, whole = (
        across_languages(Cover(0.4, 0.0, 0), prepared.whole, prepared, concepts(text, LEXICON)).recall
        for text in ("the cell", "the cell takes in glucose and releases energy")
    )
    assert part < whole


def test_the_question_translated_adds_nothing() -> None:
    prepared = _prepared("货币购买力下降，持有现金的实际财富缩水。", "通货膨胀对持有现金的人有什么影响？")
    echo = "inflation has an influence on the people who hold cash"
    said = foreign_concepts(echo, prepared)
    assert said is not None
    repeated, added = added_across(said, prepared)
    assert repeated >= 0.6
    assert added <= 0.5
    assert standing(echo, prepared.asked, prepared, said) <= 0.7
