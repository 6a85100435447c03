r"""The small language in which facts say how a sentence goes wrong.

A group is alternatives between bars; a sentence holds the group when it holds one of them.

    every query|each query|每个查询     plain words, in plain form (see plain.py); a space or hyphen may be missing
    stabil*                            the rest of the word is free
    在…之后                             up to twelve characters (thirty of English) of the same sentence between, no negation
    <pre-norm>                         any name of a term, or of a term that is one
    @reduce                            a word list from words.toml, by name
    /o\(n(?!2)/                        a regular expression on the plain form; a number in it is a whole one

English words stand alone, with the endings s, es, d, ed, ing, ly for free, spelt with -ise or -ize; Chinese
words stand anywhere.  A lone 不 is a denial, and none of 不同, 不断, 不仅 or 而不是.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from graders.facts.plain import folded
from questions.errors import BadSetting

_DENIES = "(?<!而)不(?!同|断|仅|但|过|管|论|止|妨|错|少|久|光|只|再只)"
_TOKEN = re.compile(r"<(?P<term>[^<>|]+)>|@(?P<word>[a-z_]+)|(?P<gap>…)|(?P<star>\*)")
_ALTERNATIVE = re.compile(r"/(?P<regex>(?:[^/\\]|\\.)+)/(?=\||$)|(?P<plain>[^|]+)")
# What stands in a gap must not turn the words around it into their opposite.
_SAME = r"(?!不|没有|无法|并非|避免|防止|(?<![a-z])(?:no|not|never|without|cannot|avoid)(?![a-z])|n't)"
_GAP = rf"(?:(?:{_SAME}[^。!?;\n㐀-鿿]){{0,30}}?|(?:{_SAME}[^。!?;\n]){{0,12}}?)"
_IZE = re.compile(r"(?<=[a-z]i)[sz](?=(?:e|es|ed|er|ing|ation|ations)(?![a-z])|$)")
# The parts of a regular expression, as far as it takes to see what stands before a number.
_PART = re.compile(r"(?P<number>[0-9]+)|(?P<digit>\\d|\\[1-9]|\[(?!\^)(?:[^\]\\]|\\.)*?[0-9](?:[^\]\\]|\\.)*\])"
    r"|(?P<wide>\[\^(?:[^\]\\]|\\.)+\])|\[(?:[^\]\\]|\\.)+\]|(?P<count>\{[0-9,]+\}[?+]?|[*+?]+)|\\.|.", re.DOTALL)  # fmt: skip
_START, _END = r"(?<![a-z0-9])", r"(?:s|es|ed|d|ing|ly)?(?![a-z0-9])"


def compile_group(
    group: str, words: Mapping[str, str], names: Callable[[str], Sequence[str]]
) -> re.Pattern[str]:
    """The regular expression of *group*; *names* gives the names of a term.  BadSetting says what is unknown."""
    try:
        return re.compile(_alternatives(group, words, names))
    except re.error as error:
        raise BadSetting(f"the pattern {group!r} is not well formed: {error}") from error


def _alternatives(group: str, words: Mapping[str, str], names: Callable[[str], Sequence[str]]) -> str:
    built, position = [], 0
    while found := _ALTERNATIVE.match(group, position):
        if (found["plain"] or "").startswith("/"):
            raise BadSetting(
                f"the pattern {group!r} opens an expression that no slash closes; write \\/ inside it"
            )
        built.append(
            f"(?:{_whole(found['regex'])})" if found["regex"] else _alternative(found["plain"], words, names)
        )
        position = found.end() + 1
    if position != len(group) + 1 or not group.strip() or "|" in (group[:1], group[-1:]):
        raise BadSetting(f"the pattern {group!r} has an empty alternative")
    return "(?:" + "|".join(built) + ")"


def _whole(regex: str) -> str:
    """*regex* with its numbers whole: behind "any six characters", 2 is not the end of 12 or of 1.2."""
    built, last = "", ""
    for part in _PART.finditer(regex):
        kind = part.lastgroup or ""
        if kind == "number" and last != "digit":
            built += r"(?<![0-9])(?<![0-9]\.)" if last == "wide" else "(?<![0-9])"
        built += part[0]
        if kind != "count":  # what is counted stands before the number as well
            last = kind
    return built


def _alternative(text: str, words: Mapping[str, str], names: Callable[[str], Sequence[str]]) -> str:
    if text == "不":
        return _DENIES
    built, position = "", 0
    for found in _TOKEN.finditer(text):
        built += literal(text[position : found.start()], is_open=found[0] == "*")
        built += _expanded(found, words, names)
        position = found.end()
    return built + literal(text[position:])


def _expanded(found: re.Match[str], words: Mapping[str, str], names: Callable[[str], Sequence[str]]) -> str:
    if found["term"]:
        ordered = sorted(names(found["term"]), key=len, reverse=True)
        return "(?:" + "|".join(literal(name) for name in ordered) + ")"
    if found["word"]:
        if found["word"] not in words:
            raise BadSetting(f"the word list @{found['word']} is in no pack; add it under [words]")
        return _alternatives(words[found["word"]], words, names)
    return _GAP if found["gap"] else "[a-z]*"


def literal(text: str, is_open: bool = False) -> str:
    """The regular expression for plain words; *is_open* leaves out what must stand behind them."""
    plain = folded(text)
    if not plain:
        return " ?" if text else ""
    built = " ?".join(_IZE.sub("[sz]", re.escape(part)) for part in plain.split(" ")).replace(",", ", ?")
    before = _START if _is_latin(plain[0]) else ""
    if text[0] == " " and before:
        before = " ?"  # behind another part of the alternative
    after = _END if _is_latin(plain[-1]) and not is_open else ""
    return before + built + after


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
