import pytest

from graders.audit.denial import is_denied, is_negated, is_supposed


def negated(text: str, words: str, *others: str) -> bool:
    spans = tuple((text.index(each), text.index(each) + len(each)) for each in (words, *others))
    return is_negated(text, 0, len(text), spans)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("它并不采用后标准化", "后标准化"),
        ("它没有使用后标准化", "后标准化"),
        ("可以避免梯度爆炸", "梯度爆炸"),
        ("it does not use post norm", "post norm"),
        ("it isn't post norm", "post norm"),
        ("it works without post norm", "post norm"),
        ("it uses pre norm rather than post norm", "post norm"),
        ("后标准化并不是它的做法", "后标准化"),
        ("“它采用后标准化”的说法过于绝对", "后标准化"),
        ('that it uses "post norm" is an overstatement', "post norm"),
    ],
)
def test_a_negation_before_or_right_behind_the_words_counts(text: str, words: str) -> None:
    assert negated(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("与它不同,采用后标准化", "后标准化"),
        ("它不仅采用后标准化", "后标准化"),
        ("不是前标准化,而是后标准化", "后标准化"),
        ("它不用偏置,采用后标准化", "后标准化"),
        ("it is not pre norm but post norm", "post norm"),
        ("无监督训练采用后标准化", "后标准化"),
        ("非线性层采用后标准化", "后标准化"),
        ("它采用后标准化,正则化过强", "后标准化"),
        ("它采用后标准化而不是前标准化", "后标准化"),
    ],
)
def test_a_negation_of_something_else_does_not(text: str, words: str) -> None:
    assert not negated(text, words)


def test_a_negation_that_the_pattern_asked_for_does_not() -> None:
    assert not negated("它不需要位置编码", "不需要位置编码")
    assert not negated("无分类器引导需要分类器", "需要分类器", "无分类器引导")


def test_a_negation_reaches_along_a_list_of_names() -> None:
    text = "it has learned positions, not rope, alibi or sinusoids"
    names = tuple((text.index(name), text.index(name) + len(name)) for name in ("rope", "alibi", "sinusoids"))
    assert is_negated(text, 0, len(text), (names[2],), names)


@pytest.mark.parametrize(
    ("sentence", "following"),
    [
        ("有人认为它是近似的,其实是精确的", ""),
        ("一个常见的误解是它是近似的。", "事实上它是精确的"),
        ("“它是近似的”这种说法不对", ""),
        ("it is often said to be approximate, but in fact it is exact", ""),
        ("it is approximate.", "this is wrong"),
    ],
)
def test_what_is_only_reported_is_denied(sentence: str, following: str) -> None:
    assert is_denied(sentence, following)


def test_what_is_claimed_is_not_denied() -> None:
    assert not is_denied("它是近似的", "它很快")
    assert not is_denied("有人认为它是近似的", "它很快")


def test_a_condition_supposes_only_its_own_clause() -> None:
    text = "如果想微调,需要很多显存"
    assert is_supposed(text, 0, text.index("微调"))
    assert not is_supposed(text, text.index(",") + 1, text.index("显存"))
    assert not is_supposed("主要是为了速度", 0, 5)
