import pytest

from graders.coherence import asks_for_list, coherence, wording_of

ZH = "解码时历史词元的键和值不会改变，把它们缓存下来，每一步只需要为新的词元计算查询、键和值，避免对前缀重复计算。"
EN = "The keys and values of past tokens never change, so they are stored, and each step computes only those of the new token."


def standing(answer: str, reference: str, *, list_asked: bool = False) -> float:
    return coherence(answer, wording_of(reference), list_asked=list_asked)


@pytest.mark.parametrize("reference", [ZH, EN])
def test_the_reference_and_a_paraphrase_are_in_sentences(reference: str) -> None:
    assert standing(reference, reference) == 1
    assert (
        standing(
            "Past keys and values stay as they are; we keep them and add the new ones at every step.", EN
        )
        == 1
    )


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("keys values past tokens stored step computes new token change", EN),
        ("词元 键 值 缓存 查询 前缀 重复计算 步 历史 解码", ZH),
    ],
)
def test_a_list_of_terms_is_not(answer: str, reference: str) -> None:
    assert standing(answer, reference) < 0.5


def test_shuffled_words_are_not() -> None:
    shuffled = "stored of keys only never the so and token computes new past each values are those change the they step tokens"
    assert standing(shuffled, EN) < 0.8


def test_a_list_answers_a_list_question() -> None:
    assert asks_for_list("常见的归一化方法有哪些？")
    assert asks_for_list("Which kinds of parallelism are there?")
    assert not asks_for_list("为什么要缓存键和值？")
    assert not asks_for_list("栈和队列有什么区别？")
    terms = "keys values past tokens stored step computes new token change"
    assert standing(terms, EN, list_asked=True) == 1


def test_a_reference_that_is_a_list_may_be_answered_by_one() -> None:
    reference = "BatchNorm；LayerNorm；RMSNorm；GroupNorm；InstanceNorm；WeightNorm；DeepNorm；ScaleNorm"
    assert (
        standing(
            "LayerNorm、RMSNorm、BatchNorm、GroupNorm、DeepNorm、WeightNorm、ScaleNorm、InstanceNorm",
            reference,
        )
        == 1
    )


def test_a_phrase_needs_no_grammar() -> None:
    assert standing("键和值", ZH) == 1


def test_shuffled_words_of_a_long_reference_keep_nothing() -> None:
    words = [
        "token", "the", "each", "new", "change", "of", "so", "past", "keys", "step", "only", "stored", "computes",
        "never", "values", "those", "tokens", "are", "and", "they", "and", "of",
    ]  # fmt: skip
    assert standing(" ".join(words), EN) == 0
    shuffled = (
        "计算每一步和避免值重复键需要词元缓存为不会前缀新的查询下来改变对历史的它们计算解码时的把键和值只"
    )
    assert standing(shuffled, ZH) < 0.4


def test_chinese_terms_set_apart_by_spaces_are_a_list() -> None:
    assert standing("解码 历史词元 键 值 缓存 查询 前缀 重复计算 一步", ZH) == 0
    assert (
        standing("用 KV cache 缓存 key 和 value，避免对 prefix 重复计算，每一步只算新 token 的 query。", ZH)
        == 1
    )


def test_code_is_no_list_of_terms() -> None:
    reference = "先遍历左子树，再访问根节点，最后遍历右子树，用递归实现最简单，空节点直接返回。"
    code = "void inorder(node); { if (node) { inorder(left); print(value); inorder(right); } }"
    assert standing(code, reference) == 1


LAKE = "A lake freezes from the top, because water is densest at four degrees and colder water rises; the ice then keeps the water below it from cooling further."
RIVER = "河水流速变慢时，搬运能力下降，粗的颗粒先沉下来，细的后沉，久而久之就在入海口堆出三角洲。"


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("lake, freezes from top, densest water, four degrees, colder water, ice, cooling further", LAKE),
        ("河水 流速慢 搬运能力 粗颗粒 先沉 细颗粒 后沉 入海口 三角洲", RIVER),
    ],
)
def test_short_terms_on_one_line_are_a_list_though_some_hold_small_words(answer: str, reference: str) -> None:
    assert standing(answer, reference) == 0


def test_between_spaces_stand_no_sentences_even_where_a_list_is_asked_for() -> None:
    terms = "河水 流速慢 搬运能力 粗颗粒 先沉 细颗粒 后沉 入海口 三角洲"
    assert standing(terms, RIVER, list_asked=True) == 0
    assert standing(terms.replace(" ", "、"), RIVER, list_asked=True) == 1


def test_a_list_with_a_heading_or_on_lines_of_its_own_is_read() -> None:
    assert (
        standing("三角洲的成因：流速变慢；搬运能力下降；粗的先沉；细的后沉；在入海口堆积；久而久之", RIVER)
        == 1
    )


def test_small_words_that_meet_by_chance_are_no_order() -> None:
    shuffled = (
        "the below ice cooling the from because four lake further is colder water it then densest the top and rises "
        "from a degrees keeps at water freezes water"
    )
    assert standing(shuffled, LAKE) == 0
    turned = "Because water is densest at four degrees and colder water rises, a lake freezes from the top; the ice then keeps the water below it from cooling further."
    assert standing(turned, LAKE) == 1
