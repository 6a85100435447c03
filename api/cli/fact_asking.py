"""What `quizgen facts add` asks for at a terminal; what was typed is not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.usecases.fact_adding import Added
    from api.usecases.fact_writing import NewFact

Read = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a fact, and how it is asked for; *parted* by this sign when it holds several."""

    name: str
    prompt: str
    parted: str = ""


_FIELDS = (
    _Field("about", "what it is about (its names, with commas between)", ","),
    _Field("en", "the fact in English"),
    _Field("zh", "the fact in Chinese"),
    _Field("wrong_en", "how it is got wrong, in English"),
    _Field("wrong_zh", "how it is got wrong, in Chinese"),
    _Field("says", "words that make a sentence wrong, as: inner node|internal node; hold*|store*; data", ";"),
    _Field("right", "a true statement that is near it"),
    _Field("source", "source (a paper with its number, a repository, a book)"),
    _Field("locator", "place in it (section, page, line)"),
    _Field("severity", "how far it misleads (high, medium, low; else medium)"),
)
_PAIRS = {"en": "zh", "zh": "en", "wrong_en": "wrong_zh", "wrong_zh": "wrong_en"}
_NEEDED = ("about", "zh", "wrong_zh", "source", "locator")  # of a pair, the second is


class Stopped(Exception):
    """The person has had enough."""


@dataclass(slots=True)
class Asking:
    """Asks with *read* (a prompt in, a line out) for what *given* lacks; *given* and *pack* hold what is known so far."""

    read: Read
    given: NewFact
    pack: Path | None
    needs_pack: bool = False
    fields: tuple[_Field, ...] = field(default=_FIELDS)

    def ask(self) -> None:
        """Ask for each field that is empty; an empty line leaves out what can be left out.  Raises Stopped."""
        with _stopping():
            while self.pack is None and self.needs_pack:
                named = self.read("pack (a file that ends in .toml): ").strip()
                self.pack = Path(named).expanduser() if named else None
            for each in self.fields:
                if not getattr(self.given, each.name):
                    self._ask(each)

    def mend(self, done: Added, say: Callable[[str], None]) -> None:
        """Say what is amiss, and ask anew for a field that the person names.  Raises Stopped."""
        for line in done.amiss:
            say(line)
        names = {each.name.replace("_", "-"): each for each in self.fields}
        with _stopping():
            while True:
                told = self.read(f"which to give anew ({', '.join(names)}; empty: stop): ").strip().lower()
                if not told:
                    raise Stopped
                if told in names:
                    return self._ask(names[told])

    def _ask(self, each: _Field) -> None:
        while True:
            typed = self.read(f"{each.prompt}: ").strip()
            change: dict[str, Any] = {each.name: self._value(each, typed)}
            self.given = replace(self.given, **change)
            if typed or not self._is_needed(each.name):
                return

    def _value(self, each: _Field, typed: str) -> str | tuple[str, ...]:
        if isinstance(getattr(self.given, each.name), str):
            return typed
        parts = typed.replace("，", ",").replace("；", ";").split(each.parted) if each.parted else [typed]
        return tuple(part for one in parts if (part := one.strip()))

    def _is_needed(self, name: str) -> bool:
        """Whether the fact cannot do without *name*: of the two languages one is enough."""
        other = _PAIRS.get(name)
        return name in _NEEDED and not (other and getattr(self.given, other))


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except (EOFError, KeyboardInterrupt):
        raise Stopped from None
