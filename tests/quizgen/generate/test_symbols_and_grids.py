"""Questions on the legends of formulas, and on tables."""

from quizgen.generate.grids import grids
from quizgen.generate.symbols import symbols
from tests.quizgen.generate.making import made, right, wrong

LEGEND = "# 损失\n\n## 奖励建模\n\n其中 $y_w$ 表示首选回答，$y_l$ 表示次选回答，$x$ 表示用户提示。\n"
TABLE = """\
# 运输

| 方式 | 方向 | 能量 | 链接 |
|---|---|---|---|
| 自由扩散 | 顺浓度 | 不消耗 | 见一 |
| 协助扩散 | 顺浓度 | 不消耗 | 见二 |
| 主动运输 | 逆浓度 | 消耗 ATP | 见三 |
"""


def test_a_symbol_is_asked_among_the_others() -> None:
    choices = made(symbols, LEGEND, "single_choice")
    assert (choices[0].text, right(choices[0])) == (
        "在“奖励建模”的公式里，$y_w$ 表示什么？",
        ["首选回答"],
    )
    assert set(wrong(choices[0])) == {"次选回答", "用户提示"}
    false = [each.text for each in made(symbols, LEGEND, "true_false") if not each.truth]
    assert "在“奖励建模”的公式里，$y_w$ 表示次选回答。" in false


def test_a_cell_is_judged_with_its_own_words_and_anothers() -> None:
    judged = made(grids, TABLE, "true_false")
    texts = {each.text: each.truth for each in judged}
    assert texts["在“运输”的表中，“主动运输”的“方向”一栏是“逆浓度”。"] is True
    assert texts["在“运输”的表中，“主动运输”的“方向”一栏是“顺浓度”。"] is False
    assert not any("链接" in text for text in texts)
    assert all(each.quote.startswith("| ") for each in judged)


def test_three_different_cells_make_a_choice() -> None:
    table = "# Remedies\n\n| Remedy | Available |\n|---|---|\n| Damages | as of right |\n| Rescission | before affirmation |\n| Injunction | at discretion |\n"
    (first, *_) = made(grids, table, "single_choice")
    assert first.text == "In the table under “Remedies”, what does “Available” say for “Damages”?"
    assert right(first) == ["as of right"]
    assert set(wrong(first)) == {"before affirmation", "at discretion"}


def test_a_table_of_two_things_has_them_in_its_columns() -> None:
    table = "## BERT and GPT\n\n| | BERT | GPT |\n|---|---|---|\n| Stack | encoder only | decoder only |\n| Attention | bidirectional | causal |\n"
    texts = {each.text: each for each in made(grids, table, "true_false")}
    false = texts["In the table under “BERT and GPT”, “Attention” says “causal” for “BERT”."]
    assert false.truth is False
    assert "bidirectional" in false.quote


def test_a_table_of_links_asks_nothing() -> None:
    assert made(grids, TABLE.replace("见一", "[见一](https://example.org)")) == []
