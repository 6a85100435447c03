"""Packs of facts that users bring: looked through, searched, added to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.services import Services
from graders.audit.lint import lint as amiss
from graders.facts import Fact, FactBase, load, read_pack
from graders.facts.base import SHIPPED
from graders.facts.packs import faults
from graders.overlap import recall, words_of
from questions.errors import BadInput, BadSetting

_LEAST_SHARE = 0.3  # of the words looked for


@dataclass(frozen=True, slots=True)
class Finding:
    """What is amiss in the pack at *path*."""

    path: Path
    says: str

    @property
    def line(self) -> str:
        """The finding in one line."""
        return f"{self.path}: {self.says}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that was looked for, and the share of the words that it holds."""

    fact: Fact
    share: float


def packs_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files at *paths*, those of folders in order.  Raises BadInput."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BadInput(f"there is no pack at {missing[0]}")
    return tuple(
        file for path in paths for file in (sorted(path.glob("*.toml")) if path.is_dir() else [path])
    )


def lint(services: Services, paths: Sequence[Path]) -> tuple[Finding, ...]:
    """What is amiss in the packs at *paths*, else in those of the settings, else in those that ship.

    Packs are checked with all others in force: a name or an id belongs to one pack.  Raises BadInput.
    """
    files = packs_in(paths or services.settings.facts)
    broken = [Finding(file, says) for file in files for says in _faults(file)]
    if broken:
        return tuple(broken)
    others = [file for file in packs_in(services.settings.facts) if file not in files]
    own = [file for file in files if SHIPPED not in file.resolve().parents]
    try:
        base = load([*others, *own])
    except BadSetting as error:
        return (Finding(files[-1], str(error)),)
    ids = {fact.id: file for file in files for fact in read_pack(file).facts}
    return tuple(Finding(_file_of(says, ids, files), says) for says in amiss(base, ids if files else None))


def search(
    services: Services, words: str, subject: str | None, packs: Sequence[Path], limit: int
) -> tuple[Hit, ...]:
    """Facts that hold *words*, in either language, or are about *subject*; the nearest first."""
    base = load([*services.settings.facts, *packs])
    about = _subjects(base, subject) if subject else None
    wanted = words_of(words)
    named = {mention.term for mention in base.mentions(words.lower())}
    found = []
    for fact in base.facts.values():
        if about is not None and not about & set(fact.about):
            continue
        share = recall(wanted, _words(base, fact)) + (0.5 if named & set(fact.about) else 0.0)
        if not wanted or share >= _LEAST_SHARE:
            found.append(Hit(fact, round(min(1.0, share), 4)))
    return tuple(sorted(found, key=lambda hit: (-hit.share, hit.fact.id)))[:limit]


def as_json(hit: Hit) -> dict[str, object]:
    """*hit* for machines: the fact as it stands in its pack."""
    return {**hit.fact.model_dump(mode="json", exclude_defaults=True), "share": hit.share}


def _subjects(base: FactBase, name: str) -> set[str]:
    """The term called *name*, and those that are one.  Raises BadInput."""
    from graders.facts.plain import folded

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


def _file_of(says: str, ids: dict[str, Path], files: Sequence[Path]) -> Path:
    """The pack of the fact that a finding names first."""
    named = [(says.find(name), -len(name), file) for name, file in ids.items() if name in says]
    if not named:
        return files[-1] if files else SHIPPED
    return min(named, key=lambda each: each[:2])[2]
