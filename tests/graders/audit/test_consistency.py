from graders.audit.consistency import detect
from graders.audit.reading import Reference, read
from graders.facts import FactBase
from questions.records import Flag, FlagVerdict


def found(base: FactBase, *answers: tuple[str, str], group: str = "notes.md") -> list[list[Flag]]:
    readings = [
        read(Reference(str(i), question, answer, group=group), base)
        for i, (question, answer) in enumerate(answers)
    ]
    return [list(flags) for flags in detect(readings)]


def quotes(flags: list[list[Flag]]) -> list[list[str]]:
    return [[flag.quote for flag in each] for each in flags]


def test_two_places_of_one_answer_disagree_and_a_fact_says_which_is_wrong(base: FactBase) -> None:
    answer = "Q、V矩阵相乘后可以表示相对位置。\n\n注意，需要对 Q 和 K 引入位置信息。"
    (flags,) = found(base, ("旋转位置编码（RoPE）", answer))
    assert [flag.quote for flag in flags] == ["Q、V矩阵相乘后可以表示相对位置"]
    assert flags[0].verdict is FlagVerdict.INCONSISTENT
    assert "Q 和 K" in flags[0].evidence[0].quote
    assert answer[flags[0].start : flags[0].end] == flags[0].quote


def test_two_answers_of_one_document_disagree(base: FactBase) -> None:
    one, two = (
        ("Falcon-7B 的位置编码？", "Falcon 采用 ALiBi。"),
        ("Falcon 介绍", "Falcon 使用 RoPE，速度快。"),
    )
    assert quotes(found(base, one, two)) == [["Falcon 采用 ALiBi"], ["Falcon 使用 RoPE"]]
    assert quotes(found(base, one, two, group="")) == [[], []]  # rows that come from nowhere in common


def test_the_minority_is_what_is_flagged(base: FactBase) -> None:
    usual = ("Falcon", "Falcon 使用 RoPE。")
    assert quotes(found(base, usual, usual, ("Falcon", "Falcon 采用 ALiBi。"))) == [
        [],
        [],
        ["Falcon 采用 ALiBi"],
    ]


def test_agreement_versions_comparisons_and_denials_are_left_alone(base: FactBase) -> None:
    sound = [
        (("Falcon", "Falcon 使用 RoPE。"), ("Falcon", "Falcon 的位置编码是 RoPE。")),
        (("ChatGLM", "ChatGLM 采用 DeepNorm。"), ("ChatGLM", "ChatGLM 采用 Pre-Norm。")),  # a family
        (("Falcon", "Falcon 使用 RoPE。"), ("Falcon", "Falcon 不使用 ALiBi。")),
        (("Falcon", "Falcon 使用 RoPE。"), ("Falcon", "与 ALiBi 相比，RoPE 更常见，Falcon 用的是 RoPE。")),
        (("Falcon", "Falcon 使用 RoPE。"), ("Falcon", "Falcon 采用 ALiBi 吗？")),
        (("GPT-3", "GPT-3 采用 Pre-Norm。"), ("GPT-3", "Post-Norm 需要预热。")),
    ]
    for pair in sound:
        assert quotes(found(base, *pair)) == [[], []], pair
