"""Which names a document uses, and which mean the same."""

from quizgen.generate.terms import spelt_out, terms_of
from tests.quizgen.generate.making import notes


def test_names_come_from_headings_emphasis_labels_and_abbreviations() -> None:
    terms = terms_of(
        notes("# 生物\n\n## 光合作用\n\n**叶绿体**是场所，产生 ATP。\n\n- 光反应：需要光照和色素参与。\n")
    )
    assert {"光合作用", "叶绿体", "光反应", "ATP"} <= terms.names


def test_a_bracket_gives_another_name() -> None:
    terms = terms_of(
        notes(
            "## 旋转位置编码（RoPE）\n\nRoPE编码按位置旋转查询和键。\n\n## Low-rank adaptation (LoRA)\n\nIt trains two small matrices.\n"
        )
    )
    assert {"RoPE", "旋转位置编码"} <= set(terms.aliases("RoPE编码"))
    assert "Low-rank adaptation" in terms.aliases("LoRA")


def test_an_abbreviation_is_spelt_out_by_its_initials_alone() -> None:
    read = notes(
        "We use Direct Preference Optimization (DPO) for it.\n\nThe small chain (ABC) does not fit.\n\n1. **Fine tuning (PPO)**: it follows the reward.\n"
    )
    assert dict(spelt_out(read)) == {"DPO": "Direct Preference Optimization"}


def test_headings_of_references_name_nothing() -> None:
    terms = terms_of(notes("## 【参考】十分钟读懂旋转编码（RoPE）\n\n这篇文章讲得很清楚，适合入门的读者。\n"))
    assert terms.aliases("RoPE") == ("RoPE",)
