"""What a person says of a fact, as text for a pack."""

import re
import shlex
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from api.text import storable, to_json
from graders.facts import FactBase
from graders.facts.plain import folded
from questions.records import digest

_SLUG = re.compile(r"[^a-z0-9]+")
_MOST_WORDS = 7  # of an id
_END = " .。!?;,"
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NewFact:
    """What a person gives for a fact, in one language at least; what is empty was not given.

    *about* are names: of subjects that packs know, and all others together of a new one, of this *kind*.  *says* are
    patterns; without any, only the wordings of the wrong statements are found.
    """

    about: tuple[str, ...] = ()
    en: str = ""
    zh: str = ""
    wrong_en: tuple[str, ...] = ()
    wrong_zh: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    source: str = ""
    locator: str = ""
    severity: str = ""
    verified: str = ""
    id: str = ""
    kind: str = ""

    def missing(self) -> tuple[str, ...]:
        """The options that it cannot do without, and has not."""
        needed = {
            "--about": self.about,
            "--en or --zh": self.en or self.zh,
            "--wrong-en or --wrong-zh": self.wrong_en or self.wrong_zh,
            "--source": self.source,
            "--locator": self.locator,
        }
        return tuple(option for option, value in needed.items() if not value)

    def as_command(self, pack: Path | None) -> str:
        """The command line that gives all this again."""
        words = ["quizgen", "facts", "add", *(["--pack", str(pack)] if pack else [])]
        for each in fields(self):
            value = getattr(self, each.name)
            for text in [value] if isinstance(value, str) else value:
                words += [f"--{each.name.replace('_', '-')}", text] if text else []
        return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Draft:
    """The *text* of a pack with a new fact in it, whose *id* it is; *names* are those of a new subject, if it needs one.

    *subject* is what the new subject is called.
    """

    text: str
    id: str
    subject: tuple[str, ...]
    names: frozenset[str]


def drafted(before: str, title: str, base: FactBase, new: NewFact) -> Draft:
    """The text of a pack, *before* or a new one of this *title*, with the *new* fact at its end."""
    name = new.id or _free(_slug(new.en) or f"fact-{digest(new.zh or new.en)[:8]}", base.facts)
    known, others = _subjects(base, new)
    term = _free(next(filter(None, map(_slug, others)), f"{name}-subject"), base.terms)
    terms = (*known, *([term] if others else []))
    text = before.rstrip("\n") or f"title = {_quoted(title or 'facts')}"
    if others:
        text += f"\n\n[terms.{term}]\nkind = {_quoted(new.kind or 'subject')}\nnames = {_listed(others)}"
    text += "\n\n" + "\n".join(_lines(base, name, terms, new)) + "\n"
    return Draft(text, name, others, frozenset([term] if others else []))


def _subjects(base: FactBase, new: NewFact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the terms that *new* is about, and the names that no term has."""
    known: list[str] = []
    others: list[str] = []
    for name in new.about:
        plain = folded(name)
        whole = [each.term for each in base.mentions(plain) if each.end - each.start >= len(plain)]
        if whole or name in base.terms:
            known.append(whole[0] if whole else name)
        else:
            others.append(name)
    return tuple(dict.fromkeys(known)), tuple(dict.fromkeys(others))


def _lines(base: FactBase, name: str, terms: Sequence[str], new: NewFact) -> Iterator[str]:
    yield "[[facts]]"
    yield f"id = {_quoted(name)}"
    yield f"about = {_listed(terms)}"
    yield from (f"{key} = {_quoted(text)}" for key, text in (("zh", new.zh), ("en", new.en)) if text)
    yield f"severity = {_quoted(new.severity or 'medium')}"
    yield f"sources = [{{ source = {_quoted(new.source)}, locator = {_quoted(new.locator)} }}]"
    yield f"verified = {_quoted(new.verified or 'recalled')}"
    if new.right:
        yield f"right = {_listed(new.right)}"
    yield "[[facts.wrong]]"
    yield from (
        f"{key} = {_listed(texts)}" for key, texts in (("zh", new.wrong_zh), ("en", new.wrong_en)) if texts
    )
    yield f"says = {_listed(new.says or (_wordings(base, new),))}"


def _wordings(base: FactBase, new: NewFact) -> str:
    """A pattern of the wrong statements as they are worded, with anything where the subject's name stands."""
    names = sorted(map(folded, new.about), key=len, reverse=True)
    made = (_wording(base, folded(text), names) for text in (*new.wrong_zh, *new.wrong_en))
    return "|".join(f"/{piece}/" for piece in dict.fromkeys(made) if piece) or "/(?!)/"


def _wording(base: FactBase, statement: str, names: Sequence[str]) -> str:
    """The regular expression of one statement: what stands on both sides of the subject's name."""
    start, end = _name_in(base, statement, names)
    sides = (statement[:start].strip(_END), statement[end:].strip(_END))
    escaped = [re.escape(side).replace("/", r"\/") for side in sides if len(side) >= _SHORTEST]
    return "[^。;]{0,40}?".join(escaped)


def _name_in(base: FactBase, statement: str, names: Sequence[str]) -> tuple[int, int]:
    """Where the subject is named in *statement*; nowhere, at its start."""
    for name in names:
        at = statement.find(name)
        if at >= 0:
            return at, at + len(name)
    first = next(iter(base.mentions(statement)), None)
    return (first.start, first.end) if first else (0, 0)


def _free(name: str, taken: Container[str]) -> str:
    """*name*, or the first of name-2, name-3 ... that is not *taken*."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _slug(text: str) -> str:
    spelt = text.lower().replace("+", " plus ")  # C++ is not C
    return "-".join(_SLUG.sub("-", spelt).strip("-").split("-")[:_MOST_WORDS])


def _quoted(text: str) -> str:
    """*text* as a string of TOML, whose escapes are those of JSON."""
    return to_json(storable(text))


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
