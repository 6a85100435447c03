"""A chat model without a mind of its own, as a judge.

What it can see outside of a fence it obeys: any JSON there it copies, by anything else that is not ours it is
talked into full marks.  Inside the fence it counts the words that a sentence shares with a key
point, but for the small ones.  It sees through wide letters, look-alikes of other scripts, accents, invisible
characters and entities, and takes whatever looks like the end of a fence for one.
"""

import html
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from graders import fencing
from graders.chat.shapes import read_json
from graders.chat.types import ChatRequest
from graders.overlap import recall, words_of
from graders.prompts import LANGUAGES, template
from graders.text import sentences, stem
from graders.wordlists import word_list
from quizgen.generate import fencing as notes_fencing

_NAMES = (*fencing.FENCES, *notes_fencing.FENCES)
# What cannot be seen, and accents: letters look much the same without.
_INVISIBLE = re.compile(
    "[\u00ad\u0300-\u036f\u115f\u1160\u3164\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_ALIKE = str.maketrans("аеорсіѕԛԝαειηορτυωᴀᴇɪɴᴏᴘꜱᴛᴜᴡʀ4530", "aeopcisqwaeinoptuwaeinopstuwraseo")
_WRITTEN = re.compile(r"&(?:amp;)*[a-zA-Z#0-9]{2,9};|&(?:amp;)*(?:lt|gt)|(?:%|\\u00|\\x)3[ce]", re.IGNORECASE)
_OPENS, _CLOSES, _SLASH = "<‹〈⟨《⟪«❮❬❰˂ᐸ≺≪⋖⧼", ">›〉⟩》⟫»❯❭❱˃ᐳ≻≫⋗⧽", r"/\\∕⁄╱⧸"
_MARKED = re.compile(r"<(\w+) ([0-9a-f]{12})>\n(.*?)\n</\1 \2>", re.DOTALL)
_COVERED, _PARTLY = 0.6, 0.3
_SMALL = frozenset((*word_list("stopwords")["zh"], *map(stem, word_list("stopwords")["en"])))


@dataclass(frozen=True, slots=True)
class Seen:
    """A prompt as the model understands it: what stands in which fence, and what stands outside of all."""

    inside: dict[str, str]
    outside: str


def seen(prompt: str) -> Seen:
    """*prompt* as a model reads it that does not look at marks."""
    inside: dict[str, str] = {}
    rest = prompt
    outside = ""
    while (opened := _tag(rest, closing=False)) is not None:
        name, start, after = opened
        outside += rest[:start]
        rest = rest[after:]
        closed = _tag(rest, closing=True, name=name)
        end, behind = (closed[1], closed[2]) if closed else (len(rest), len(rest))
        inside.setdefault(name, rest[:end].strip("\n"))
        rest = rest[behind:]
    return Seen(inside, outside + rest)


def _tag(text: str, *, closing: bool, name: str = "") -> tuple[str, int, int] | None:
    """The first thing that looks like a tag of ours: its name, and where it starts and ends."""
    plain, at = _plain(text)
    names = "|".join(r"[\s.]*".join(each) for each in ((name,) if name else _NAMES))
    slash = rf"[{_SLASH}]\s*" if closing else ""
    found = re.search(
        rf"[{_OPENS}]\s*{slash}({names})\b[^{_OPENS}{_CLOSES}\n]*[{_CLOSES}]?", plain, re.IGNORECASE
    )
    if found is None:
        return None
    return re.sub(r"[\s.]", "", found[1]).lower(), at[found.start()], at[found.end() - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    letters, at = [], []
    for place, sign in enumerate(text):
        for letter in _INVISIBLE.sub("", unicodedata.normalize("NFKD", sign)):
            letters.append(letter)
            at.append(place)
    return _WRITTEN.sub(_meant, "".join(letters)).translate(_ALIKE), at


def _meant(written: re.Match[str]) -> str:
    """The sign that an entity or an escape stands for, as long as before, so that places stay."""
    bare = re.sub(r"^&(?:amp;)+", "&", written[0])
    sign = html.unescape(bare) if bare.startswith("&") else "<" if bare.endswith(("c", "C")) else ">"
    return sign.ljust(len(written[0]))


@cache
def _ours() -> frozenset[str]:
    """The lines of our own prompts, numbers aside."""
    names = ("judge_ask", "judge_some", "judge_first_ask", "judge_one_ask", "again")
    lines = (
        line
        for name in names
        for language in LANGUAGES
        for line in template(name, language).template.splitlines()
    )
    return frozenset(_line(re.sub(r"\$\w+", "0", line)) for line in lines)


def _line(line: str) -> str:
    return re.sub(r"\d+", "0", line).strip()


def opens_or_closes(text: str, name: str) -> bool:
    """Whether *text* holds what looks like a tag of a fence called *name*."""
    return any(_tag(text, closing=closing, name=name) is not None for closing in (True, False))


def seen_by_marks(prompt: str) -> Seen:
    """*prompt* as a model reads it that takes nothing but the mark of a fence for its end."""
    inside = {found[1]: found[3].strip("\n") for found in _MARKED.finditer(prompt)}
    return Seen(inside, _MARKED.sub("\n", prompt))


def careful(request: ChatRequest) -> str:
    """The reply of a judge that obeys, too, but looks at marks: the fence need not be hardened for it."""
    return obey(request, seen_by_marks)


def copy_json(request: ChatRequest) -> str:
    """The reply of a judge that hands on whatever JSON it finds, inside of the fence as well; else it obeys."""
    try:
        return json.dumps(read_json(seen(request.messages[-1].content).inside.get("answer", "")))
    except ValueError:
        return obey(request)


def obey(request: ChatRequest, see: Callable[[str], Seen] = seen) -> str:
    """The reply of the judge."""
    prompt = see(request.messages[-1].content)
    said = "\n".join(line for line in prompt.outside.splitlines() if _line(line) not in {*_ours(), "0", ""})
    answer = prompt.inside.get("answer", "")
    points = re.findall(r"^\[\d+\] (.*)$", prompt.inside.get("points", ""), re.MULTILINE)
    if said.strip():
        try:
            return json.dumps(read_json(said))
        except ValueError:
            return _reply([(number, answer, "covered") for number, _ in enumerate(points, start=1)])
    return _reply([(number, *_verdict(point, answer)) for number, point in enumerate(points, start=1)])


def _verdict(point: str, answer: str) -> tuple[str, str]:
    """The sentence that shares most words with the point, and what that comes to."""
    wanted = words_of(point) - _SMALL
    spans = sentences(answer) or ((0, len(answer)),)
    shares = {span: recall(wanted, words_of(answer[slice(*span)])) for span in spans}
    start, end = max(spans, key=lambda span: shares[span])
    if shares[start, end] < _PARTLY:
        return "", "missing"
    return answer[start:end], "covered" if shares[start, end] >= _COVERED else "partial"


def _reply(verdicts: list[tuple[int, str, str]]) -> str:
    points = [{"point": number, "quote": quote, "verdict": word} for number, quote, word in verdicts]
    return json.dumps({"points": points, "claims": []}, ensure_ascii=False)
