"""The terms of a document: what its headings, bold words and labels name, and which names mean the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from quizgen.generate.passage import weight
from quizgen.generate.statements import Notes
from quizgen.generate.titles import bare_title, is_part, names_thing
from quizgen.outline.toc import letters

_BRACKETED = re.compile(r"^(?P<name>[^（()）]{2,40}?)\s*[（(]\s*(?P<other>[^（()）]{2,40}?)\s*[)）]$")
_SHORT = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?![A-Za-z0-9-])")
_SPELT = re.compile(
    r"(?:(?P<en>(?:[A-Z][\w-]*|of|and|for|with|the|in|to|by|from)(?: [\w-]+){1,7})|(?P<zh>^[\u3400-\u9fff]{3,16}))"
    r"\s*[（(]\s*(?P<short>[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*)\s*[)）]"
)
_OR = re.compile(
    r"^\s*(?:或者?|即|又称|也称|也叫|又叫|简称|全称|英文|or |also |i\.e\.|aka )[：:]?\s*", re.IGNORECASE
)
_GENERIC_TAIL = r"(?:编码|算法|模型|方法|结构|机制|架构|函数|网络|技术|策略| (?:model|algorithm|method|network|function|layer)s?)"
_REFERS = re.compile(r"\s*[【\[](?:参考|论文|链接|资料|推荐|paper|ref|link)", re.IGNORECASE)
_SENTENCE = re.compile(r"提出|本文|作者|是|了|的?优点|的?缺点|我们|叫做|称为|即")
_TWICE = 2
_LONGEST = 16
_LATIN_LONGEST = 24


@dataclass(frozen=True)
class Terms:
    """The terms of *notes*; *groups* are names of one thing."""

    names: frozenset[str]
    groups: tuple[frozenset[str], ...]

    def aliases(self, term: str) -> tuple[str, ...]:
        """*term* and the other names of it, *term* first."""
        found = [term]
        parts = _BRACKETED.match(term)
        if parts:
            found += [parts["name"].strip(), *names_in(parts["other"])]
        core = re.sub(f"{_GENERIC_TAIL}$", "", term)
        if core != term and core.isascii() and core.strip():
            found.append(core.strip())
        for group in self.groups:
            if any(_same(name, each) for name in group for each in found):
                found += sorted(group)
        return tuple(dict.fromkeys(found))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds a term where it stands as a word of its own, the longest first."""
        ordered = sorted(self.names, key=lambda name: (-len(name), name))
        parts = [_as_word(name) for name in ordered]
        return re.compile("|".join(parts) or r"(?!)")

    def knows(self, words: str) -> bool:
        """Whether *words* is a term, or a name of one with a general word behind it."""
        return any(_same(name, words) for name in self.names) or words in self._cores

    @cached_property
    def _cores(self) -> frozenset[str]:
        return frozenset(re.sub(f"{_GENERIC_TAIL}$", "", name) for name in self.names)


def names_in(bracket: str) -> tuple[str, ...]:
    """The names that a *bracket* behind another gives: "或红黑树" is "红黑树", "a, b" are two."""
    parts = (_OR.sub("", part).strip() for part in re.split(r"[，,;；]", bracket))
    return tuple(part for part in parts if letters(part))


def terms_of(notes: Notes) -> Terms:
    """The terms that *notes* set off."""
    set_off = [*_headings(notes), *_marked(notes)]
    groups = [
        frozenset((found["name"].strip(), *names_in(found["other"])))
        for name in set_off
        if (found := _BRACKETED.match(name))
    ]
    groups += [frozenset(pair) for pair in spelt_out(notes)]
    names = {name for name in set_off if _is_name(name)}
    names |= {name for group in groups for name in group if _is_name(name)}
    names |= set(_SHORT.findall(notes.words))
    return Terms(frozenset(names), tuple(dict.fromkeys(groups)))


def spelt_out(notes: Notes) -> Iterator[tuple[str, str]]:
    """Abbreviations with what they stand for, as "Direct Preference Optimization (DPO)" tells."""
    # "Fine-tuning (PPO)" as the name of an item tells its method, not what the letters stand for.
    plain = [each for each in notes.statements if not each.label]
    texts = [words for each in plain for words in (*each.bold, each.words)]
    bold = {words for each in plain for words in each.bold}
    told = "\n".join((*texts, *(title for topic in notes.by_topic for title in topic.path)))
    for text in (*texts, *(title for topic in notes.by_topic for title in topic.path)):
        for found in _SPELT.finditer(text):
            full = found["zh"] or _initialled(found["en"] or "", found["short"])
            # No initials vouch for Chinese words: the notes have to say so twice, or set them off.
            if found["zh"] and text not in bold and told.count(found.group()) < _TWICE:
                continue
            if full and not _SENTENCE.search(full):
                yield found["short"], full


def _initialled(words: str, short: str) -> str:
    """The last of *words* whose initials spell *short*; "" when none do."""
    parts = words.replace("-", " - ").split()
    for start in range(len(parts) - 1, -1, -1):
        tail = [part for part in parts[start:] if part != "-"]
        initials = "".join(part[0] for part in tail).casefold()
        big = "".join(part[0] for part in tail if part[0].isupper() or len(part) > 3).casefold()
        if short.casefold() in (initials, big):
            return " ".join(parts[start:]).replace(" - ", "-")
    return ""


def _headings(notes: Notes) -> Iterable[str]:
    for section in notes.shape.sections():
        title = bare_title(section.title)
        if names_thing(title) and not is_part(title) and not _REFERS.match(section.title):
            yield title


def _marked(notes: Notes) -> Iterable[str]:
    for each in notes.statements:
        yield from (words.strip(" ：:。.") for words in each.bold)
        if each.label and each.item >= 0:
            yield each.label


def _is_name(words: str) -> bool:
    limit = _LATIN_LONGEST if words.isascii() else _LONGEST
    if not letters(words) or weight(words) > limit or is_part(words):
        return False
    if "的" in words[1:-1] and weight(words) > 8:  # a heading that is a phrase, not a name
        return _BRACKETED.match(words) is not None
    return len(letters(words)) > 1 and re.search(r"[，。；：:,;!！?？=]", words) is None


def _same(left: str, right: str) -> bool:
    return letters(left) == letters(right)


def _as_word(name: str) -> str:
    before = r"(?<![A-Za-z0-9_-])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9_-])" if name[-1].isascii() else ""
    return before + re.escape(name) + after
