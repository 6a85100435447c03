"""The files in which packs of facts are kept: read, or refused with what is wrong in them."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from graders.facts.records import Pack
from questions.errors import BadSetting


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
