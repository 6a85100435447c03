"""Where documents lie: files, folders, patterns, archives, standard input."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from questions.errors import BadInput
from quizgen.readers.archive import Archive, is_archive, is_document, open_archive
from quizgen.readers.read import MAX_BYTES, SUFFIXES, read_bytes, read_path
from quizgen.readers.source import SourceText, refusal, speakable

STANDARD_INPUT = "-"
_WILD = "*?["
_PEEK = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A document that was found: what it will be called, where it lies, how it is read.

    *named* says that it was asked for by its own name, not found in a folder, a pattern or an archive.
    """

    name: str
    shown: str
    named: bool
    read: Callable[[], SourceText]


def places(
    given: Sequence[str | Path],
    name: str | None = None,
    *,
    limit: int = MAX_BYTES,
    standard_input: Callable[[], bytes] | None = None,
) -> tuple[Place, ...]:
    """The documents at *given* places, each called as *name*, or as its file, and in a folder, a pattern or
    an archive with the way to it.

    ``-`` is *standard_input*.  Raises UnreadableDocument for a place without any document, BadInput when two
    would have one name or *name* is meant for several.
    """
    found = [place for one in given for place in _at(str(one), name, limit, standard_input)]
    if name is not None and len(found) != 1:
        raise BadInput(f"--name is for one document, and these are {len(found)}; read it alone")
    seen: dict[str, Place] = {}
    for place in found:
        other = seen.setdefault(place.name, place)
        if other is not place and not _same(other.shown, place.shown):
            raise BadInput(
                f"{other.shown} and {place.shown} would both be called {place.name}; "
                "read one of them alone with --name"
            )
    return tuple(seen.values())


def upload(data: bytes, name: str, *, limit: int = MAX_BYTES, like: str = "") -> tuple[Place, ...]:
    """The documents in bytes that were sent as *name*: those of an archive, or the one that they are.

    *like* is a name whose ending says what they are, if *name* does not.
    """
    if is_archive(data):
        return tuple(_archived(open_archive(io.BytesIO(data), name, limit)))
    return (Place(name, name, named=True, read=lambda: read_bytes(data, name, limit=limit, like=like)),)


def read_again(path: Path, name: str | None = None, *, limit: int = MAX_BYTES) -> SourceText:
    """The document at *path*, which may lead into an archive, called as *name*, or as its file.

    Raises UnreadableDocument.
    """
    if not _exists(path):
        for parent in path.parents:
            if _is_archive_file(parent):
                archive = open_archive(parent, str(parent), limit)
                inner = path.relative_to(parent).as_posix()
                if inner in archive.members:
                    return replace(archive.read(inner), name=name or inner)
    return read_path(path, name, limit=limit)


def _at(
    given: str, name: str | None, limit: int, standard_input: Callable[[], bytes] | None
) -> Iterator[Place]:
    path = Path(given)
    if given == STANDARD_INPUT and standard_input is not None:
        yield from upload(standard_input(), name or "standard input", limit=limit)
    elif any(c in given for c in _WILD) and not _exists(path):
        yield from _matching(given, name, limit)
    elif _is_folder(path):
        yield from _inside(path, name, limit)
    elif _is_archive_file(path):
        yield from _archived(open_archive(path, str(path), limit), name)
    else:
        yield _file(path, name or path.name, limit, named=True)


def _file(path: Path, name: str, limit: int, *, named: bool) -> Place:
    return Place(speakable(name), str(path), named, lambda: read_path(path, name, limit=limit))


def _inside(folder: Path, name: str | None, limit: int) -> Iterator[Place]:
    files = sorted(
        file
        for file in folder.rglob("*")
        if is_document(PurePosixPath(file.relative_to(folder).as_posix())) and file.is_file()
    )
    if not files:
        raise refusal(folder, f"no document in this folder; known endings: {' '.join(SUFFIXES)}")
    for file in files:
        called = name if name and len(files) == 1 else file.relative_to(folder).as_posix()
        yield _file(file, called, limit, named=False) if lies_in(file, folder) else _outside(file, called)


def _outside(link: Path, name: str) -> Place:
    """Notes of others may hold links to what is private here; a person who names one means it."""

    def refuse() -> SourceText:
        raise refusal(link, "a link to a file outside of the folder; name it by itself to read it")

    return Place(name, str(link), named=False, read=refuse)


def _matching(pattern: str, name: str | None, limit: int) -> Iterator[Place]:
    parts = PurePath(pattern).parts
    wild = next(i for i, part in enumerate(parts) if any(c in part for c in _WILD))
    base = Path(*parts[:wild])
    try:
        found = sorted(base.glob("/".join(parts[wild:])))
    except (ValueError, OSError, NotImplementedError) as error:
        raise refusal(pattern, f"not a pattern for files ({error})") from error
    # "notes/*" means the documents there, "notes/*.log" means just these.
    any_ending = not PurePath(parts[-1]).suffix or any(c in PurePath(parts[-1]).suffix for c in _WILD)
    files = [
        file
        for file in found
        if file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(base).parts)
        and (not any_ending or file.suffix.lower() in SUFFIXES)
    ]
    if not files:
        raise refusal(pattern, "no document matches; check the pattern")
    for file in files:
        called = name if name and len(files) == 1 else file.relative_to(base).as_posix()
        yield _file(file, called, limit, named=False) if lies_in(file, base) else _outside(file, called)


def _archived(archive: Archive, name: str | None = None) -> Iterator[Place]:
    inner = list(archive.documents())
    if not inner:
        raise refusal(archive.name, f"no document in this archive; known endings: {' '.join(SUFFIXES)}")
    for called in inner:
        yield Place(
            name if name and len(inner) == 1 else called,
            f"{archive.name}/{called}",
            named=False,
            read=lambda called=called: archive.read(called),  # type: ignore[misc]
        )


def _is_archive_file(path: Path) -> bool:
    if path.suffix.lower() != ".zip":
        return False
    try:
        with path.open("rb") as stream:
            found = is_archive(stream.read(_PEEK))
    except (OSError, ValueError):
        return False
    if not found:
        raise refusal(path.name, "not a zip archive; pack the documents again")
    return True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def lies_in(file: Path, folder: Path) -> bool:
    """Whether *file*, which stands in *folder*, is no link to somewhere else."""
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _same(one: str, other: str) -> bool:
    try:
        return Path(one).resolve() == Path(other).resolve()
    except (OSError, ValueError):
        return one == other
