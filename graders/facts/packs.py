"""The files in which packs of facts are kept: read, or refused with what is wrong in them."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from graders.facts.records import Pack
from questions.errors import BadSetting

SHIPPED = Path(__file__).parent / "data"


def pack_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The packs at *paths*, those of folders by name, each once.  Raises BadSetting."""
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _in_folder(path) if path.is_dir() else [path]:
            if not file.is_file():
                raise BadSetting(
                    f"there is no fact pack at {file}; name a file that ends in .toml, or a folder"
                )
            found.setdefault(file.resolve(), file)
    return tuple(found.values())


def _in_folder(path: Path) -> list[Path]:
    files = sorted(path.glob("*.toml"))
    if not files:
        raise BadSetting(f"the folder {path} holds no fact pack; a pack is a file that ends in .toml")
    return files


def is_shipped(file: Path) -> bool:
    """Whether the pack *file* is one of those that ship."""
    return SHIPPED.resolve() in file.resolve().parents


def read_pack(path: Path) -> Pack:
    """The pack in one file.  Raises BadSetting."""
    try:
        return parse_pack(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(f"the fact pack {path} cannot be read: {error}") from error
    except ValidationError as error:
        raise BadSetting(f"the fact pack {path} is not well formed at {_faults(error)[0]}") from error


def parse_pack(text: str) -> Pack:
    """The pack in *text*.  Raises tomllib.TOMLDecodeError and pydantic.ValidationError."""
    return Pack.model_validate(tomllib.loads(text))


def faults(text: str) -> tuple[str, ...]:
    """What is not well formed in the *text* of a pack, one line each: place and reason."""
    try:
        parse_pack(text)
    except tomllib.TOMLDecodeError as error:
        return (f"this is no TOML: {error}",)
    except ValidationError as error:
        return _faults(error)
    return ()


def _faults(error: ValidationError) -> tuple[str, ...]:
    return tuple(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
