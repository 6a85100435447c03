"""A new fact, written into a pack and checked at once."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.rowfiles.writing import beside
from api.services import Services
from graders.audit.lint import lint
from graders.facts import FactBase, load
from graders.facts.packs import faults
from graders.facts.plain import folded
from questions.errors import BadInput, BadSetting

_SLUG = re.compile(r"[^a-z0-9]+")
_END = " .。!?;,"
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NewFact:
    """What a person gives for a fact; *about* are names, *says* patterns (else only these wordings are found).

    *kind* and *names* make a new term of a subject that no pack knows.
    """

    about: tuple[str, ...]
    zh: str
    en: str
    wrong_zh: tuple[str, ...]
    wrong_en: tuple[str, ...]
    source: str
    locator: str
    severity: str = "medium"
    id: str = ""
    says: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    kind: str = "subject"
    names: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Added:
    """The fact's id, the pack it was written to, and what is *amiss*: then nothing was written."""

    id: str
    path: Path
    amiss: tuple[str, ...]


def add(services: Services, pack: Path, new: NewFact) -> Added:
    """Write *new* at the end of *pack*, which is made if it is not there, unless something is amiss.

    Raises BadInput when something is missing.
    """
    _complete(new)
    others = [path for path in services.settings.facts if path.resolve() != pack.resolve() and path.exists()]
    before = pack.read_text("utf-8") if pack.exists() else f"title = {_quoted(pack.stem)}\n"
    base = load([*others, *([pack] if pack.exists() else [])])
    name = new.id or _slug(new.en)
    terms, made = _terms(base, new)
    text = _with_terms(before, made) + _fact(base, name, terms, new)
    broken = faults(text)
    if not broken:
        broken = _checked(others, pack, text, name)
    if not broken:
        pack.parent.mkdir(parents=True, exist_ok=True)
        with beside(pack) as draft:
            draft.write_text(text, "utf-8", newline="\n")
    return Added(name, pack, broken)


def _complete(new: NewFact) -> None:
    """Raises BadInput that names what is missing."""
    given = {
        "--about": new.about,
        "--zh": new.zh,
        "--en": new.en,
        "--wrong-zh": new.wrong_zh,
        "--wrong-en": new.wrong_en,
        "--source": new.source,
        "--locator": new.locator,
    }
    missing = [option for option, value in given.items() if not value]
    if missing:
        raise BadInput(f"a fact needs {', '.join(missing)} as well (quizgen facts add --help says how)")


def _checked(others: Sequence[Path], pack: Path, text: str, name: str) -> tuple[str, ...]:
    """What is amiss with the new fact when the pack holds it."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, pack.name)
        draft.write_text(text, "utf-8")
        try:
            return lint(load([*others, draft]), {name})
        except BadSetting as error:
            return (str(error).replace(str(draft), str(pack)),)


def _terms(base: FactBase, new: NewFact) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The ids of the terms that it is about, and the names of those that have to be made."""
    known: list[str] = []
    made: dict[str, tuple[str, ...]] = {}
    for name in new.about:
        plain = folded(name)
        whole = [each.term for each in base.mentions(plain) if each.end - each.start >= len(plain)]
        if name in base.terms or whole:
            known.append(name if name in base.terms else whole[0])
            continue
        slug = _slug(name) or f"{_slug(new.id or new.en)}-subject"
        made[slug] = (name, *(each for each in new.names if each != name)) if not made else (name,)
        known.append(slug)
    return tuple(dict.fromkeys(known)), {slug: (new.kind, *names) for slug, names in made.items()}


def _with_terms(before: str, made: dict[str, tuple[str, ...]]) -> str:
    """The text of the pack with new terms in it: at the end, under a heading of their own."""
    text = before.rstrip("\n") + "\n"
    for slug, (kind, *names) in made.items():
        text += f"\n[terms.{slug}]\nkind = {_quoted(_slug(kind) or 'subject')}\nnames = {_listed(names)}\n"
    return text


def _fact(base: FactBase, name: str, terms: Sequence[str], new: NewFact) -> str:
    says = new.says or (_wordings(base, new),)
    lines = [
        "",
        "[[facts]]",
        f"id = {_quoted(name)}",
        f"about = {_listed(terms)}",
        f"zh = {_quoted(new.zh)}",
        f"en = {_quoted(new.en)}",
        f"severity = {_quoted(new.severity)}",
        f"sources = [{{ source = {_quoted(new.source)}, locator = {_quoted(new.locator)} }}]",
        'verified = "recalled"',
        *([f"right = {_listed(new.right)}"] if new.right else []),
        "[[facts.wrong]]",
        f"zh = {_listed(new.wrong_zh)}",
        f"en = {_listed(new.wrong_en)}",
        f"says = {_listed(says)}",
    ]
    return "\n".join(lines) + "\n"


def _wordings(base: FactBase, new: NewFact) -> str:
    """A pattern of the wrong statements as they are worded, with anything where the subject's name stands."""
    names = sorted((folded(name) for name in (*new.about, *new.names)), key=len, reverse=True)
    made = (_wording(base, folded(text), names) for text in (*new.wrong_zh, *new.wrong_en))
    return "|".join(f"/{piece}/" for piece in dict.fromkeys(made) if piece) or "/(?!)/"


def _wording(base: FactBase, statement: str, names: Sequence[str]) -> str:
    """The regular expression of one statement; only words on one side of the name when the other has none."""
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


def _slug(text: str) -> str:
    words = _SLUG.sub("-", text.lower()).strip("-").split("-")
    return "-".join(words[:7])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
