"""What the environment says, read once and handed down as a value.

Every field is an environment variable with the prefix QUIZGEN_.  An empty variable counts as unset.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_cache_path, user_data_path
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from questions.errors import BadSetting

APP = "quizgen"
PREFIX = "QUIZGEN_"


def _default_database() -> str:
    return f"sqlite:///{user_data_path(APP) / 'quizgen.db'}"


def _default_cache() -> Path:
    return user_cache_path(APP) / "vectors.db"


def _paths(value: Any) -> Any:
    """Several paths in one variable, parted as PATH is."""
    return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


class Settings(BaseSettings):
    """All that can be set from outside; the defaults work as they are."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", validate_default=False
    )

    database_url: str = Field(default_factory=_default_database)
    """Where the bank is kept: an SQLAlchemy URL of SQLite or PostgreSQL."""
    encoder: str = "universal"
    """Which encoder grades: ``universal``, or ``sentence-transformers:NAME_OR_FOLDER``."""
    cache: Path = Field(default_factory=_default_cache)
    """The file in which the vectors of sentences are kept; it can be deleted at any time."""
    use_cache: bool = True
    """Whether vectors are kept on disk at all."""
    facts: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_paths)] = ()
    """More fact packs, beside the shipped ones; parted by the separator of PATH."""
    max_document_bytes: Annotated[int, Field(ge=1, le=1 << 30)] = 50 * 1024 * 1024
    """The largest document that is read."""
    max_request_bytes: Annotated[int, Field(ge=1, le=1 << 30)] = 2_000_000
    """The largest body of a request that uploads no document."""
    max_answer_chars: Annotated[int, Field(ge=1, le=50_000)] = 20_000
    """The longest answer that is graded; the same limit, five times as large, holds for a reference."""
    chunk_rows: Annotated[int, Field(ge=1, le=10_000)] = 200
    """How many rows are graded between two writes to the output file."""
    staff_token: SecretStr | None = None
    """The bearer token of staff.  Without one, the server listens on this machine alone."""

    @property
    def max_reference_chars(self) -> int:
        """The longest reference that is graded against."""
        return 5 * self.max_answer_chars


def load(overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the environment, with *overrides* (None means: not overridden) on top.

    Raises BadSetting with one line that names the variable.
    """
    chosen = {name: value for name, value in (overrides or {}).items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise BadSetting(f"{PREFIX}{name.upper()}: {first['msg']}") from None
