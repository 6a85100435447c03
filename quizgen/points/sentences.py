"""Text into sentences, and sentences into pieces that can be claims."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizgen.points import wording
from quizgen.points.labels import leading_label, size
from quizgen.points.markup import Marked

SHORT = 26
"""A sentence of at most this size is split at a contrast only."""
LONG = 56
"""Above this size even what leans on the words before it stands alone."""

_CJK = "\u2e80-\u9fff\uff00-\uffef"
_END = re.compile(
    r"[。！？；]+[”’」）)]*|[!?;]+(?=[\s\x00)]|$|[" + _CJK + r"])"
    r"|(?<![eE]\.g)(?<!i\.e)(?<!\bvs)(?<!\bal)(?<!\bcf)(?<!\b[Ff]ig)(?<!\b[Ee]q)(?<!\bSec)(?<!\.)"
    r"\.(?=[\s\x00]+(?![a-z\s\x00])|[\s\x00]*$|[\u3400-\u9fff])"
)
_INITIAL = re.compile(r"(?:^[\s\x00]*|[A-Z][a-z]+[ \x00]+|[A-Z]\.[ \x00]*|[(（])[A-Z]\.$")
"""A letter before a full stop that is a name ("J. Smith") or a choice ("C. It …"), not the end of a sentence."""
_INLINE = re.compile(
    r"[（(](?P<a>\d{1,2})[)）]|(?P<b>[①-⑳])|(?<![\w.])(?P<c>\d{1,2})(?:[)）、](?=\D)|\.[\s\x00](?=\D))"
)
_COMMA = re.compile(
    r"，|,(?!\d)|—{2,}|[\s\x00](?=whereas\b)|[\s\x00](?=while[ ](?:the|a|an|[A-Z]))"
    r"|(?<=[^从然进时因反故，,])(?=而[A-Z][A-Za-z0-9-]+)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_PAIRED = re.compile(
    r".*之所以|虽然|尽管|即使|不是|并非|不仅|不但|不只|如果|若|although|though|if|not only|either",
    re.IGNORECASE,
)
_LEFT = " \x00\n，,、；;：:。.!！—–-…"
_RIGHT = " \x00\n，,、；;：:。.!！—–-…"
_DANGLING = re.compile(
    r"(?:[，,]\s*(?:如|例如|比如|包括|such as|including)|[\s\x00](?:so|and|but|thus|or))[\s\x00：:,，]*$"
)
_WHY = re.compile(r"(?:为什么|为何|如何|怎么|怎样)[^，,是]*$")
_ANNOUNCES = re.compile(
    r"(?:是|为|在于|有|如|包括|例如|比如|(?:训练|推理|解码|计算|实践|应用|模型|任务|阶段|场景|过程)[中时]|[之以][前后])$"
)
_ADDRESS = re.compile(r"https?://|www\.|\]\(|<a ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one sentence.  The first *begins* it, and has the *label* that stood before."""

    start: int
    end: int
    begins: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Atom:
    """What stands between two commas.

    *says*: it has a predicate; *claims*: and is long enough to be checked alone.
    """

    start: int
    end: int
    words: str
    size: int
    says: bool
    claims: bool


def pieces(marked: Marked, start: int, end: int) -> Iterator[Piece]:
    """The pieces of the text between *start* and *end*, in order."""
    for first, last in _numbered(marked.mask, start, end):
        for left, right in sentences(marked.mask, first, last):
            label = leading_label(marked, left, right)
            atoms = _atoms(marked, label.end if label else left, right)
            for at, group in enumerate(_groups(atoms)):
                yield Piece(group[0].start, group[-1].end, at == 0, label.text if label and at == 0 else "")


def trimmed(mask: str, start: int, end: int) -> tuple[int, int]:
    """The span without the punctuation, blanks and decoration around it."""
    while start < end and mask[start] in _LEFT:
        start += 1
    if (dangling := _DANGLING.search(mask, max(start, end - 12), end)) and dangling.start() > start:
        end = dangling.start()
    while end > start and mask[end - 1] in _RIGHT:
        end -= 1
    return start, end


def noise(marked: Marked, start: int, end: int, words: str) -> bool:
    """Whether *words* claim nothing: a link, a remark on a figure, an announcement, a question, a courtesy."""
    if not any(letter.isalnum() for letter in words) or words.endswith(("?", "？")):
        return True
    if wording.POLITE.match(words) or wording.FILLER.search(words) or wording.ANSWER_LABEL.fullmatch(words):
        return True
    if _WHY.match(words) or (marked.text[start - 1 : start] == "[" and marked.text[end : end + 2] == "]("):
        return True
    small = size(words) <= 24
    if small and wording.SEE_FIGURE.search(words):
        return True
    linked = _ADDRESS.search(marked.text, max(0, start - 8), end + 8) is not None
    if linked and small and (size(words) <= 6 or wording.SEE_ALSO.match(words)):
        return True
    announces = marked.mask[end : end + 4].lstrip(" \x00").startswith((":", "："))
    return announces and (wording.INTRO.search(words) is not None or size(words) <= 12)


def _numbered(mask: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts of a line that counts inside itself: "(1) … (2) …", "①…②…"."""
    marks: list[re.Match[str]] = []
    for found in _INLINE.finditer(mask, start, end):
        number = ord(found["b"]) - 0x245F if found["b"] else int(found["a"] or found["c"])
        if number == len(marks) + 1:
            marks.append(found)
    if len(marks) < 2:
        return [(start, end)]
    edges = [*(found.start() for found in marks[1:]), end]
    parts = [(found.end(), edge) for found, edge in zip(marks, edges, strict=True)]
    return [(start, marks[0].start()), *parts]


def sentences(mask: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the sentences between *start* and *end*; a semicolon ends one, too."""
    at = start
    for found in _END.finditer(mask, start, end):
        if _INITIAL.search(mask[at : found.end()][-40:]):
            continue
        if found.end() > at:
            yield at, found.end()
        at = found.end()
    if at < end:
        yield at, end


def _atoms(marked: Marked, start: int, end: int) -> list[_Atom]:
    cuts = [start, *(found.end() for found in _COMMA.finditer(marked.mask, start, end)), end]
    atoms: list[_Atom] = []
    waiting = start
    for left, right in pairwise(cuts):
        first, last = trimmed(marked.mask, left, right)
        words = marked.words(first, last)
        if not words or (wording.CONNECTIVE.fullmatch(words) and right < end):
            continue  # "因此，" goes with what follows it
        if waiting < left:
            first, _ = trimmed(marked.mask, waiting, right)
            words = marked.words(first, last)
        atoms.append(_atom(first, right, words))
        waiting = right
    return atoms


def _atom(start: int, end: int, words: str) -> _Atom:
    much = size(words)
    if _HAN.search(words):
        says = wording.PREDICATE.search(words) is not None
        return _Atom(start, end, words, much, says, much >= 10 or (says and much >= 6))
    says = wording.VERB.search(words) is not None
    return _Atom(start, end, words, much, says, says and much >= 8)


def _groups(atoms: Sequence[_Atom]) -> Iterator[list[_Atom]]:
    """Atoms that only together are a claim."""
    whole = sum(atom.size for atom in atoms)
    group: list[_Atom] = []
    held = 0
    for atom in atoms:
        if group and _breaks(group, held, atom, whole):
            yield group
            group, held = [], 0
        group.append(atom)
        held += atom.size
    if group:
        yield group


def _breaks(group: Sequence[_Atom], held: int, atom: _Atom, whole: int) -> bool:
    """Whether a new claim begins with *atom*."""
    paired = _PAIRED.match(group[0].words) is not None and held + atom.size <= LONG + 8
    if wording.CONTRAST.match(atom.words):
        return held >= 6 and atom.size >= 5 and not paired
    if wording.SEE_FIGURE.search(group[-1].words) and len(group) == 1 and held <= 24:
        return True
    if whole <= SHORT or paired or not any(before.says for before in group):
        return held + atom.size > 3 * LONG
    if _waits(group[-1].words) and held <= 40 and not _complete(group):
        return False
    if not atom.claims:
        return held + atom.size > 3 * LONG
    if wording.TAIL.match(atom.words):
        return held + atom.size > LONG
    return held >= 8


def _waits(words: str) -> bool:
    """Whether the clause *words* needs the next one."""
    return wording.OPENER.match(words) is not None or _ANNOUNCES.search(words) is not None


def _complete(group: Sequence[_Atom]) -> bool:
    """Whether a clause that waited for the next one has had it."""
    return len(group) > 1 and not _waits(group[-1].words)
