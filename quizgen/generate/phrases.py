"""The words around what the notes say: how a question is put and how its answer is explained."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Templates of one language; the field's name says which question they put."""

    which_term: str
    which_gloss: str
    which_outside: str
    which_inside: str
    which_place: str
    which_cell: str
    is_cell: str
    in_formulas: str
    what_symbol: str
    stands_for: str
    about: str
    under: str
    of: str
    listed: str
    joint: str
    last_joint: str
    colon: str
    says: str
    true: str
    exchanged: str
    crossed: str
    belongs: str
    not_among: str
    place: str
    stop: str


CHINESE = Phrases(
    which_term="下面这段话说的是哪个概念？\n\n“{what}”",
    which_gloss="关于“{term}”，下列哪一项说法是正确的？",
    which_outside="{head}。下列哪一项不在其中？",
    which_inside="{head}。下列哪些属于其中？",
    which_place="{head}。按顺序，第 {place} 个是下列哪一项？",
    which_cell="在“{title}”的表中，“{row}”的“{column}”一栏是下列哪一项？",
    is_cell="在“{title}”的表中，“{row}”的“{column}”一栏是“{cell}”。",
    in_formulas="在“{title}”的公式里，{symbol} 表示{what}。",
    what_symbol="在“{title}”的公式里，{symbol} 表示什么？",
    stands_for="缩写 {short} 指的是____。",
    about="{subject}：{words}",
    under="{subject}，{label}：{words}",
    of="{subject}的{label}：{words}",
    listed="{head}：{items}。",
    joint="、",
    last_joint="、",
    colon="：",
    says="原文：{term}——{what}。",
    true="与原文一致。",
    exchanged="原文写的是“{old}”，题中换成了“{new}”。",
    crossed="题中的说法在原文里讲的是“{other}”，不是“{term}”。",
    belongs="原文列出的是：{items}。",
    not_among="原文列出的是：{items}；“{out}”不在其中。",
    place="原文的顺序是：{items}。",
    stop="。",
)
ENGLISH = Phrases(
    which_term="Which term fits this description?\n\n“{what}”",
    which_gloss="Which statement is true of “{term}”?",
    which_outside="{head}. Which of these is NOT one of them?",
    which_inside="{head}. Which of these are among them?",
    which_place="{head}. In order, which one is number {place}?",
    which_cell="In the table under “{title}”, what does “{column}” say for “{row}”?",
    is_cell="In the table under “{title}”, “{column}” says “{cell}” for “{row}”.",
    in_formulas="In the formulas under “{title}”, {symbol} stands for{what}.",
    what_symbol="In the formulas under “{title}”, what does {symbol} stand for?",
    stands_for="The abbreviation {short} stands for ____.",
    about="{subject}: {words}",
    under="{subject}, {label}: {words}",
    of="{subject}, {label}: {words}",
    listed="{head}: {items}.",
    joint=", ",
    last_joint=" and ",
    colon=": ",
    says="The notes say of “{term}”: {what}.",
    true="This is what the notes say.",
    exchanged="The notes say “{old}”; the statement says “{new}”.",
    crossed="The notes say this of “{other}”, not of “{term}”.",
    belongs="The notes list: {items}.",
    not_among="The notes list: {items}; “{out}” is not among them.",
    place="The order in the notes: {items}.",
    stop=".",
)
PHRASES: Mapping[str, Phrases] = {"zh": CHINESE, "en": ENGLISH}
