"""A chat model without a mind of its own, as a judge.

What it can see outside of a fence it obeys: any JSON there it copies, by anything else that is not ours it is
talked into full marks.  Inside the fence it counts the words that a sentence shares with a key
point, but for the small ones.  It sees through wide letters, invisible ones and
entities, and takes whatever looks like the end of a fence for one.
"""

import html
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from graders.chat.shapes import read_json
from graders.chat.types import ChatRequest
from graders.overlap import recall, words_of
from graders.prompts import LANGUAGES, template
from graders.text import sentences, stem
from graders.wordlists import word_list

_NAMES = ("question", "points", "answer", "refused")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
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
    names = "|".join(r"\s*".join(each) for each in ((name,) if name else _NAMES))
    slash = r"[/\\]\s*" if closing else ""
    found = re.search(rf"[<‹〈⟨《]\s*{slash}({names})\b[^<>›〉⟩》\n]*[>›〉⟩》]?", plain, re.IGNORECASE)
    if found is None:
        return None
    return re.sub(r"\s", "", found[1]).lower(), at[found.start()], at[found.end() - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    letters, at = [], []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKC", _INVISIBLE.sub("", sign)):
            letters.append(letter)
            at.append(place)
    plain = "".join(letters)
    for entity in set(re.findall(r"&[a-z#0-9]{2,6};", plain)):
        # As long as before, so that places stay.
        plain = plain.replace(entity, html.unescape(entity).ljust(len(entity)))
    return plain, at


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


def obey(request: ChatRequest) -> str:
    """The reply of the judge."""
    prompt = seen(request.messages[-1].content)
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
