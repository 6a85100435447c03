"""Packs of facts, those that ship and one's own: looked through and searched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.services import Services
from graders.audit.lint import lint as amiss
from graders.facts import Fact, FactBase, Pack, load, read_pack
from graders.facts.packs import SHIPPED, faults, pack_files
from graders.facts.plain import folded
from graders.overlap import recall, words_of
from questions.errors import BadInput, BadSetting

_LEAST_SHARE = 0.3  # of the words looked for
_NAMED = 0.5  # worth of a subject that the words name


@dataclass(frozen=True, slots=True)
class Finding:
    """What is amiss in the pack at *path*; *fact* is the fact that it is about, where it is about one."""

    path: Path
    fact: str | None
    says: str

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {"pack": str(self.path), "fact": self.fact, "finding": self.says}


@dataclass(frozen=True, slots=True)
class Linted:
    """What came of looking through *packs*, which hold so many *facts*."""

    packs: tuple[Path, ...]
    facts: int
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "packs": [str(pack) for pack in self.packs],
            "facts": self.facts,
            "findings": [each.as_json() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that was looked for, the title of its *pack*, and the *share* of the words that it holds."""

    fact: Fact
    pack: str
    share: float

    def as_json(self) -> dict[str, Any]:
        """For machines: the fact as it stands in its pack."""
        told = self.fact.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        return {**told, "pack": self.pack, "share": self.share}


def lint(services: Services, paths: Sequence[Path]) -> Linted:
    """What is amiss in the packs at *paths*, else in those of the settings, else in those that ship.

    Packs are checked with all others in force: a name or an id belongs to one.  Raises BadInput.
    """
    files = pack_files(paths or services.settings.facts or [SHIPPED])
    broken = tuple(Finding(file, None, says) for file in files for says in _faults(file))
    if broken:
        return Linted(files, 0, broken)
    packs = {file: read_pack(file) for file in files}
    count = sum(len(pack.facts) for pack in packs.values())
    try:
        base = load([*services.settings.facts, *files])
    except BadSetting as error:
        return Linted(files, count, (Finding(files[-1], None, str(error)),))
    return Linted(files, count, tuple(_findings(base, packs)))


def _findings(base: FactBase, packs: dict[Path, Pack]) -> Iterator[Finding]:
    of_fact = {fact.id: file for file, pack in packs.items() for fact in pack.facts}
    of_term = {term: file for file, pack in packs.items() for term in pack.terms}
    for says in amiss(base, of_fact, of_term):
        # Lines begin with what they are about; one about two facts may begin with that of another pack.
        words = [word.rstrip(":") for word in says.split()]
        fact = next((word for word in words if word in of_fact), None)
        term = next((word for word in words if word in of_term), None)
        file = of_fact[fact] if fact else of_term[term] if term else next(reversed(packs))
        yield Finding(file, fact, says)


def search(services: Services, words: str, subject: str | None, limit: int) -> tuple[Hit, ...]:
    """Facts that hold *words*, in either language, or are about *subject*; the nearest first.

    The id of a fact finds it alone.  Raises BadInput when nothing is called *subject*.
    """
    base = load(services.settings.facts)
    packs = {fact.id: pack.title for pack in base.packs for fact in pack.facts}
    if words in base.facts:
        return (Hit(base.facts[words], packs[words], 1.0),)
    about = _subjects(base, subject) if subject else None
    wanted = words_of(words)
    named = {mention.term for mention in base.mentions(folded(words))}
    found = []
    for fact in base.facts.values():
        if about is not None and not about & set(fact.about):
            continue
        share = recall(wanted, _words(base, fact)) + (_NAMED if named & set(fact.about) else 0.0)
        if not wanted or share >= _LEAST_SHARE:
            found.append(Hit(fact, packs[fact.id], round(min(1.0, share), 4)))
    return tuple(sorted(found, key=lambda hit: (-hit.share, hit.fact.id)))[:limit]


def _subjects(base: FactBase, name: str) -> set[str]:
    """The term called *name*, and those that are one.  Raises BadInput."""
    found = {mention.term for mention in base.mentions(folded(name))} | ({name} & base.terms.keys())
    if not found:
        raise BadInput(f"no fact is about {name!r}; search for words of it instead")
    return {term for term in base.terms if found & set(base.lineage(term))}


def _words(base: FactBase, fact: Fact) -> frozenset[str]:
    names = " ".join(name for term in fact.about for name in base.terms[term].names)
    wrong = " ".join(text for each in fact.wrong for text in (*each.zh, *each.en))
    return words_of(f"{fact.id} {fact.zh} {fact.en} {names} {wrong}")


def _faults(file: Path) -> tuple[str, ...]:
    try:
        return faults(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return (f"cannot be read: {error}",)
