"""The things that one question sets against each other, as an axis of their own.

A lexicon knows that encoder and decoder exclude each other; that "Alpha" and "Beta" do, only the question
can tell: "What is the difference between Alpha and Beta?", or key points labelled "Alpha: ..." and "Beta: ...".
"""

import re
from collections.abc import Mapping, Sequence

from graders.text import fold

_TERM = r"[^\s,，。.;；:：?？、()（）]{1,40}"
_QUESTIONS = (
    re.compile(rf"(?P<a>{_TERM}?)\s*(?:和|与|跟|及|以及|vs\.?)\s*(?P<b>{_TERM}?)\s*(?:之间)?(?:的|有什么|有何|有哪些)?\s*(?:主要)?(?:区别|不同|差异|差别|异同|对比|联系|关系|比较|各|分别)"),
    re.compile(r"\bbetween (?:an? |the )?(?P<a>[\w /+.-]{1,40}?) and (?:an? |the )?(?P<b>[\w /+.-]{1,40}?)(?=[?,.;]|$| in | for | when | with )"),
    re.compile(r"\b(?P<a>[\w+.-]+(?: [\w+.-]+)?) (?:vs\.?|versus) (?:an? |the )?(?P<b>[\w+.-]+(?: [\w+.-]+)?)"),
    re.compile(r"\bhow (?:does|do|is|are) (?:an? |the )?(?P<a>[\w /+.-]{1,40}?) (?:differ(?:ent)? from|compare (?:to|with)) (?:an? |the )?(?P<b>[\w /+.-]{1,40}?)(?=[?,.;]|$| in )"),  # noqa: E501 - one pattern
    re.compile(r"\bcompare (?:an? |the )?(?P<a>[\w /+.-]{1,40}?) (?:and|with|to) (?:an? |the )?(?P<b>[\w /+.-]{1,40}?)(?=[?,.;]|$| in )"),
)  # fmt: skip
_LEADING = re.compile(r"^(?:在|请|说明|解释|简述|比较|对比|谈谈|什么是|中|里)+")
_LABEL = re.compile(r"^(?P<label>[^:：,，。;；]{1,30})[:：]\s*\S")


def contrasts(question: str, points: Sequence[str]) -> Mapping[str, Sequence[Sequence[str]]]:
    """Axes, each a list of values, each a list of aliases; none where nothing is set against anything."""
    axes: dict[str, Sequence[Sequence[str]]] = {}
    text = fold(question).text
    for number, pattern in enumerate(_QUESTIONS):
        for found in pattern.finditer(text):
            pair = [_LEADING.sub("", found[side]).strip(" 的") for side in ("a", "b")]
            if all(pair) and pair[0] != pair[1]:
                axes[f"asked-{number}-{found.start()}"] = [[pair[0]], [pair[1]]]
    labels = dict.fromkeys(
        label["label"].strip() for point in points if (label := _LABEL.match(fold(point).text))
    )
    if len(labels) > 1 and not any(one != other and one in other for one in labels for other in labels):
        axes["labels"] = [[label] for label in labels]
    return axes
