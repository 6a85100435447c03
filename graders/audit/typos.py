"""The detector of misspelt technical terms, such as RoPR where the text elsewhere says RoPE.

A word is taken for a slip when no vocabulary has it, it differs by one edit from a known term, and either the
text itself uses that term more often, or the term is long enough that chance will not do it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from graders.audit.reading import Reading
from questions.records import Citation, Flag, FlagVerdict, Severity

DETECTOR = "typos/1"
_WORD = re.compile(r"(?<![A-Za-z0-9_./@#-])[A-Za-z]{4,}(?![A-Za-z0-9_/@]|\.[A-Za-z0-9])")
_CODE = re.compile(
    r"```.{0,20000}?```|`[^`\n]*`|https?://\S+|\]\([^)\n]{0,1000}\)|\$[^$]{0,3000}\$|<[^<>]{0,1000}>",
    re.DOTALL,
)
_SHORT, _LONG, _OFTEN = 4, 7, 2
_MOST_UNKNOWN = 300  # words looked at in one answer; a text with more is no prose
_ENDINGS = ("s", "es", "d", "ed", "ing", "r", "er", "ers", "or", "ly", "n", "al", "y")


def detect(readings: Sequence[Reading]) -> tuple[tuple[Flag, ...], ...]:
    """For each reading, a flag of low severity for each misspelt term."""
    groups: dict[str, Counter[str]] = {}
    for reading in readings:
        groups.setdefault(reading.reference.group, Counter()).update(_counted(reading))
    return tuple(tuple(_slips(reading, groups[reading.reference.group])) for reading in readings)


def _counted(reading: Reading) -> Counter[str]:
    texts = (reading.reference.question, reading.answer, *reading.reference.heading_path)
    return Counter(word.lower() for text in texts for _, word in _words(text))


def _words(text: str) -> Iterator[tuple[int, str]]:
    hidden = _CODE.sub(lambda found: " " * len(found[0]), text)
    for found in _WORD.finditer(hidden):
        yield found.start(), found[0]


def _slips(reading: Reading, group: Mapping[str, int]) -> Iterator[Flag]:
    base = reading.base
    if not reading.mentions:
        return  # about something else, where other words are usual
    own = _counted(reading) if not reading.reference.group else group
    seen: set[str] = set()
    for start, word in _words(reading.answer):
        folded = word.lower()
        if folded in seen or folded in base.vocabulary or own.get(folded, 0) > _OFTEN:
            continue
        if len(seen) >= _MOST_UNKNOWN:
            return
        seen.add(folded)
        if len(word) < _LONG and word[1:].islower():
            continue  # a short ordinary word has too many neighbours; a short name (RoPR) has not
        meant = _meant(folded, own, base.spellings)
        if meant:
            yield _flag(reading, start, word, base.spellings.get(meant, meant), own.get(meant, 0))


def _meant(word: str, own: Mapping[str, int], terms: Mapping[str, str]) -> str | None:
    """The term that *word* is a slip of, or None."""
    for near in _near(word):
        used = own.get(near, 0)
        usual = used >= 2 and used > own.get(word, 1)
        if near in terms and (usual or len(word) >= _LONG) and not _inflected(word, near):
            return near
    return None


def _near(word: str) -> Iterator[str]:
    """Every word one edit away: a letter changed, left out, put in, or two neighbours exchanged.  In a fixed order."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    # The first letter is the one that is hardly ever wrong.
    for left, right in cuts[1:]:
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in letters if letter != right[0])
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in letters)


def _inflected(word: str, other: str) -> bool:
    """Whether the two are forms of one word, or its British and American spelling."""
    if any(word.replace(a, b) == other.replace(a, b) for a, b in (("s", "z"), ("ll", "l"), ("ou", "o"))):
        return True
    short, long = sorted((word, other), key=len)
    if long.startswith(short) and long[len(short) :] in _ENDINGS:
        return True
    stems = {each[: -len(ending)] for each in (word, other) for ending in _ENDINGS if each.endswith(ending)}
    return any(stem in (word, other) for stem in stems) or _same_stem(word, other)


def _same_stem(word: str, other: str) -> bool:
    ends = [(a, b) for a in ("", *_ENDINGS, "e") for b in ("", *_ENDINGS, "e") if a != b]
    return any(
        word.endswith(a) and other.endswith(b) and word[: len(word) - len(a)] == other[: len(other) - len(b)]
        for a, b in ends
        if len(word) - len(a) >= _SHORT
    )


def _flag(reading: Reading, start: int, word: str, right: str, used: int) -> Flag:
    corrections = {
        "zh": f"“{word}”应为“{right}”（拼写错误）。",
        "en": f"'{word}' should be '{right}' (a misspelling).",
    }
    return Flag(
        quote=word,
        start=start,
        end=start + len(word),
        verdict=FlagVerdict.TYPO,
        severity=Severity.LOW,
        correction=corrections[reading.language],
        corrections=corrections,
        evidence=(Citation(source="vocabulary of the text and of the fact base", locator=right),),
        detector=DETECTOR,
        confidence=0.9 if used > 1 else 0.75,
    )
