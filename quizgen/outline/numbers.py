"""The numbering in front of a heading or an item: read, and taken off."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_CHINESE = "零一二三四五六七八九十百"
_MEASURE = "个种类大层步条点年月天位阶章节次倍亿万千百项级轮名元秒分时"

_ARABIC = re.compile(
    r"(\d{1,4}(?:[.．]\d{1,3}){0,5})(\s*[*★☆]{0,3}[.．、:：)）】\]]+\s*|\s+[-–]\s+|\s+|(?=[A-Za-z\u4e00-\u9fff《“【`]))"
)
_BRACKETED = re.compile(r"[(（\[【]\s*(\d{1,3}|[一二三四五六七八九十百]{1,4})\s*[)）\]】]\s*[.、:：]?\s*")
_ORDINAL = re.compile(
    r"第\s*(\d{1,3}|[一二三四五六七八九十百]{1,4})\s*(?:个问题|道题|题|问|章|节|讲|部分|篇)\s*[.、:：)]?\s*"
)
_CHINESE_NUMBER = re.compile(r"([一二三四五六七八九十百]{1,4})\s*[、.．:：)）]\s*")
_CIRCLED = re.compile(r"([\u2460-\u2473\u2776-\u277f])\s*[.、]?\s*")
_KEYCAP = re.compile(r"(\d|🔟)\ufe0f?\u20e3\s*")
_FIRST = frozenset("0123456789(（[【第" + _CHINESE + "🔟")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written (*text*), its components, and the style it is written in."""

    text: str
    parts: tuple[int, ...]
    style: str

    @property
    def depth(self) -> int:
        """How many components: 14.4.1 has three."""
        return len(self.parts)

    def continues(self, other: "Number") -> bool:
        """Whether this numbers a part of what *other* numbers: 2.1 continues 2."""
        return len(self.parts) > len(other.parts) and self.parts[: len(other.parts)] == other.parts


def split_number(text: str) -> tuple[Number | None, str]:
    """The numbering at the start of *text*, if any, and the rest of the text.

    What only looks like numbering stays in the text: "3D", "175B", "1x1", "3 个阶段", "2024 in review".
    """
    text = text.lstrip()
    if not text or (text[0] not in _FIRST and not "\u2460" <= text[0] <= "\u277f"):
        return None, text
    for style, pattern in _STYLES.get(text[0], _CIRCLED_STYLE):
        found = pattern.match(text)
        if found is None:
            continue
        rest = text[found.end() :]
        if style == "arabic" and not _is_numbering(found, rest):
            return None, text
        return Number(found.group(0).strip(), _parts(found.group(1)), style), rest.lstrip()
    return None, text


_Style = tuple[tuple[str, re.Pattern[str]], ...]
_CIRCLED_STYLE: _Style = (("circled", _CIRCLED),)
# What to try, in order, by the first character.
_STYLES: Mapping[str, _Style] = {
    **dict.fromkeys("0123456789", (("keycap", _KEYCAP), ("arabic", _ARABIC))),
    **dict.fromkeys("(（[【", (("bracketed", _BRACKETED),)),
    **dict.fromkeys(_CHINESE, (("chinese", _CHINESE_NUMBER),)),
    "第": (("ordinal", _ORDINAL),),
    "🔟": (("keycap", _KEYCAP),),
}


def _is_numbering(found: re.Match[str], rest: str) -> bool:
    number, gap = found.group(1), found.group(2)
    if gap.strip() in ("-", "–"):
        return len(number) < 4 and rest[:1].isalpha()
    if gap.strip():
        glued = not gap[-1].isspace() and rest[:1].isdigit()
        return not glued and (bool(rest) or len(number) < 4)
    if not rest:
        return False
    if "." in number or "．" in number:
        return True
    if len(number) > 3:
        return False
    if "\u4e00" <= rest[0] <= "\u9fff":
        return rest[0] not in _MEASURE
    return bool(gap) and rest[0].isupper() and rest.rstrip().endswith(("?", "？"))


def _parts(text: str) -> tuple[int, ...]:
    if text == "🔟":
        return (10,)
    if text and text[0] in _CHINESE:
        return (_chinese_value(text),)
    if len(text) == 1 and not text.isdigit():
        return (int(unicodedata.numeric(text)),)
    if len(text) == 1:
        return (int(unicodedata.digit(text)),)
    return tuple(int(part) for part in text.replace("．", ".").split(".") if part)


def _chinese_value(text: str) -> int:
    total, current = 0, 0
    for c in text:
        digit = _CHINESE.index(c)
        if digit < 10:
            current = digit
        else:
            total += (current or 1) * (10 if digit == 10 else 100)
            current = 0
    return total + current
