"""A new fact, written into a pack of one's own and checked at once."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.rowfiles.writing import beside
from api.services import Services
from api.usecases.fact_writing import Draft, NewFact, drafted
from graders.audit.lint import lint
from graders.facts import FactBase, load
from graders.facts.packs import faults, is_shipped, pack_files
from questions.errors import BadInput, BadSetting

_HINT = "a wrong statement is found when one sentence names the subject and holds words of each --says"


@dataclass(frozen=True, slots=True)
class Added:
    """The fact's *id*, the pack at *path*, the names of a new *subject*, and what is *amiss*: then nothing was written."""

    id: str
    path: Path
    subject: tuple[str, ...]
    amiss: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        told = {"id": self.id, "pack": str(self.path), "new_subject": list(self.subject)}
        return {**told, "written": not self.amiss, "amiss": list(self.amiss)}


def add(services: Services, pack: Path, new: NewFact) -> Added:
    """Write *new* at the end of *pack*, which is made if it is not there, unless something is amiss.

    Raises BadInput when something is missing, or the pack cannot be read or written.
    """
    if missing := new.missing():
        raise BadInput(f"a fact needs {', '.join(missing)} as well (quizgen facts add --help says how)")
    _check_place(pack)
    others = _others(services, pack)
    base = load([*others, *([pack] if pack.exists() else [])])
    before, line_end = _read(pack)
    draft = drafted(before, pack.stem, base, new)
    amiss = _amiss(others, pack, draft)
    if not amiss:
        _write(pack, draft.text, line_end)
    return Added(draft.id, pack, draft.subject, amiss)


def pack_of(pack: Path | None, configured: Sequence[Path]) -> Path:
    """The pack to write to: *pack*, else the first file that is *configured*.  Raises BadInput."""
    files = [path for path in configured if path.suffix == ".toml"]
    if pack is None and not files:
        raise BadInput("name the pack with --pack FILE.toml")
    return files[0] if pack is None else pack


def is_read(pack: Path, configured: Sequence[Path]) -> bool:
    """Whether the audit reads *pack* with the packs that are *configured*."""
    whole = pack.resolve()
    return any(path.resolve() in (whole, whole.parent) for path in configured)


def _check_place(pack: Path) -> None:
    if pack.suffix != ".toml":
        raise BadInput(f"--pack {pack}: name a file that ends in .toml")
    if is_shipped(pack):
        raise BadInput(f"--pack {pack}: this one ships with quizgen, and an update would undo what you add")


def _others(services: Services, pack: Path) -> list[Path]:
    """The other packs of the settings; a folder that is to get its first one has none yet."""
    configured = services.settings.facts
    paths = [path for path in configured if path.resolve() not in (pack.resolve(), pack.parent.resolve())]
    paths += [
        file for path in configured if path.resolve() == pack.parent.resolve() for file in path.glob("*.toml")
    ]
    return [file for file in pack_files(paths) if file.resolve() != pack.resolve()]


def _read(pack: Path) -> tuple[str, str]:
    """The text of *pack*, nothing where there is none, and how its lines end."""
    if not pack.exists():
        return "", "\n"
    raw = pack.read_bytes().decode("utf-8")  # it was read before
    return raw.replace("\r\n", "\n"), "\r\n" if "\r\n" in raw else "\n"


def _amiss(others: Sequence[Path], pack: Path, draft: Draft) -> tuple[str, ...]:
    """What is amiss with the new fact when the pack holds it."""
    if broken := faults(draft.text):
        return broken
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, pack.name)
        written.write_text(draft.text, "utf-8")
        try:
            base: FactBase = load([*others, written])
        except BadSetting as error:
            return (str(error).replace(str(written), str(pack)),)
        found = lint(base, {draft.id}, draft.names)
    return (*found, *([_HINT] if any("does not find its own" in line for line in found) else []))


def _write(pack: Path, text: str, line_end: str) -> None:
    target = pack.resolve()  # a link stays one
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{pack}: {error.strerror}; name a file that can be written") from None
    with beside(target) as made:
        made.write_text(text, "utf-8", newline=line_end)
