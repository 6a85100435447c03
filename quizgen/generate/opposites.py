"""Pairs of words of which one makes a statement false where the other makes it true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ZH = """
增大 减小|增加 减少|提高 降低|提升 降低|上升 下降|升高 降低|变大 变小|变快 变慢|变高 变低|变稠 变稀|加快 减慢|加速 减速|增强 减弱|扩大 缩小|延长 缩短
更大 更小|更高 更低|更多 更少|更快 更慢|更强 更弱|更长 更短|更深 更浅|更重 更轻|更好 更差|更简单 更复杂|较大 较小|较高 较低|较多 较少|较快 较慢|较强 较弱
越大越好 越小越好|越多越好 越少越好|越高越好 越低越好|大于 小于|高于 低于|多于 少于|早于 晚于|优于 劣于|不超过 不少于|至少 至多|最大化 最小化
之前 之后|以前 以后|仅编码器 仅解码器|前向传播 反向传播|前向 后向|正向 反向|有监督 无监督|同步 异步|串行 并行|显式 隐式|静态 动态|局部 全局|单向 双向
稀疏 稠密|乘性 加性|绝对误差 相对误差|收敛 发散|可微 不可微|可导 不可导|可逆 不可逆|固定 可变|闭源 开源|离线 在线
氧化反应 还原反应
吸收热量 释放热量|吸收能量 释放能量|吸收氧气 释放氧气|吸收二氧化碳 释放二氧化碳
放热 吸热|酸性 碱性|阳离子 阴离子|正极 负极|阳极 阴极|正相关 负相关|正反馈 负反馈|动脉 静脉|显性 隐性|原核 真核|有氧 无氧|光反应 暗反应
细胞内 细胞外|膜内 膜外|顺浓度 逆浓度|高浓度 低浓度|单链 双链|交感神经 副交感神经|主动运输 被动运输|有性生殖 无性生殖|纯合 杂合|吸水 失水
有效 无效|合法 违法|故意 过失|书面 口头|有偿 无偿|可撤销 不可撤销|民事 刑事|原告 被告|债权人 债务人|出卖人 买受人|出租人 承租人|完全责任 部分责任|连带责任 按份责任
大火 小火|冷水 沸水|热水 冷水|沸水下锅 冷水下锅|热锅 冷锅|低油温 高油温|加盖 敞盖|生抽 老抽|无需 需要|不需要 需要|无须 必须|必须 不必|消耗 不消耗
顺时针 逆时针|凸函数 凹函数|线性可分 线性不可分|欠拟合 过拟合|高频 低频|高维 低维|高温 低温
高压 低压|上游 下游|供给量 需求量|供给曲线 需求曲线|通货膨胀 通货紧缩|顺差 逆差|进口 出口|升值 贬值|资产 负债
左侧 右侧|内侧 外侧
"""
_EN = """
higher lower|increase decrease|increases decreases|increased decreased|increasing decreasing|raise lower|raises lowers|raised lowered|larger smaller|greater smaller
faster slower|stronger weaker|longer shorter|deeper shallower|cheaper dearer|easier harder|better worse|maximise minimise|maximises minimises|maximize minimize
maximizes minimizes|maximum minimum|before after|encoder-only decoder-only|bidirectional unidirectional|supervised unsupervised|forward backward
pre-norm post-norm|linear nonlinear|synchronous asynchronous|sparse dense|local global|static dynamic|explicit implicit|discrete continuous
differentiable non-differentiable|inside outside|absorbs releases|absorbed released|aerobic anaerobic
prokaryotic eukaryotic|arteries veins|artery vein|dominant recessive|sympathetic parasympathetic
exothermic endothermic|oxidation reduction|anode cathode|acidic alkaline|positively negatively|diploid haploid|unicellular multicellular|hypertonic hypotonic
plaintiff defendant|claimant defendant|offeror offeree|void voidable|criminal civil|buyer seller|lessor lessee|mortgagor mortgagee|employer employee|valid invalid
lawful unlawful|binding non-binding|revocable irrevocable|internal external|exact approximate|convex concave|overfitting underfitting|online offline
import export|imports exports|inflation deflation|surplus deficit|assets liabilities|hot cold|upstream downstream|frozen trainable
"""
_NEGATED = re.compile(
    r"不|没|未|无(?!监督|需|须|效|氧|偏|性)|非(?!线性|常)|否|别|勿|\b(?:not|never|no|neither|nor|without|cannot|n't|hardly|rarely|nothing|none)\b|n't\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:如果|若|假如|当|只要|只有|一旦|除非|为了|虽然|尽管|即使|随着|在.{0,30}(?:时|的?情况下|之前|之后|以前|以后|后|前)$"
    r"|if|when|while|unless|although|though|even if|in order to|as|once|given|because)\b"
    r"|^(?:如果|若|假如|当|只要|只有|一旦|除非|为了|虽然|尽管|即使|随着|由于)|(?:时|的话|的时候|情况下|前提下)$",
    re.IGNORECASE,
)
_EITHER = re.compile(r"或|一样|随着|越.+越|\bor\b|\beither\b|\bas .+ as\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[，；]|, |; ")
_LEAST = 6


@dataclass(frozen=True, slots=True)
class Exchange:
    """*words* with *new* in the place of *old*."""

    words: str
    old: str
    new: str


def _table(rows: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in rows.replace("\n", "|").split("|"):
        left, _, right = pair.strip().partition(" ")
        if right:
            found.setdefault(left, right)
            found.setdefault(right, left)
    return found


_OPPOSITE = {**_table(_ZH), **_table(_EN)}
_HAN_WORD = "|".join(sorted((re.escape(w) for w in _OPPOSITE if not w.isascii()), key=len, reverse=True))
_LATIN_WORD = "|".join(sorted((re.escape(w) for w in _OPPOSITE if w.isascii()), key=len, reverse=True))
_WORD = re.compile(rf"{_HAN_WORD}|(?<![\w-])(?:{_LATIN_WORD})(?![\w-])", re.IGNORECASE)
# Where a word of the table does not mean its half of the pair.
_NOT_THERE = re.compile(
    r"的需要|需要(?:用到|注意|说明|指出)|有效(?:地|性|利用)|固定(?:式|在)|消耗品|动态(?:规划|范围|平衡|过程|变化)|静态(?:图|变量)|局部最优|全局最优|连续(?:的|两|\d|生成)|同步(?:更新|梯度)|吸收合并|之前的|以前的"
    r"|\b(?:at )?high court|high street|long before|the day before|look(?:ing)? forward|forward(?:ed|s)? to|with(?: respect| regard)|more or less|once more|in depth",
    re.IGNORECASE,
)


def exchanges(words: str) -> Iterator[Exchange]:
    """Each false twin of *words* by one exchanged word.

    Only in a clause that claims: in a condition or beside a negation the exchange may still be true.
    """
    for start, end in _clauses(words):
        clause = words[start:end]
        found = list(_WORD.finditer(clause))
        if (
            len(found) != 1
            or _CONDITION.search(clause.strip())
            or _EITHER.search(clause)
            or _NOT_THERE.search(clause)
        ):
            continue
        old = found[0].group()
        new = _OPPOSITE.get(old) or _OPPOSITE.get(old.lower(), "")
        rest = f"{clause[: found[0].start()]} {clause[found[0].end() :]}"
        if not new or _NEGATED.search(rest) or new in words or len(clause.strip()) < _LEAST:
            continue
        if old[:1].isupper():
            new = new.capitalize()
        at = start + found[0].start()
        yield Exchange(f"{words[:at]}{new}{words[at + len(old) :]}", old, new)


def _clauses(words: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _CLAUSE.finditer(words):
        yield at, found.start()
        at = found.end()
    yield at, len(words)
