"""What the environment says, read once and handed down as a value.

Every field is an environment variable with the prefix QUIZGEN_.  An empty variable counts as unset.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from questions.errors import BadSetting

APP = "quizgen"
PREFIX = "QUIZGEN_"
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")


def _default_database() -> str:
    return f"sqlite:///{user_data_path(APP) / 'quizgen.db'}"


def _default_cache() -> Path:
    return user_cache_path(APP) / "vectors.db"


def _paths(value: Any) -> Any:
    """Several paths in one variable, parted as PATH is."""
    return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value


def _commas(value: Any) -> Any:
    """Several names in one variable, parted by commas."""
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _origins(value: tuple[str, ...]) -> tuple[str, ...]:
    """Each as a browser writes it.  "*" would let any page read the bank through its visitor's browser."""
    found = tuple(one.strip().rstrip("/").lower() for one in value)
    for one in found:
        if not _ORIGIN.fullmatch(one):
            raise ValueError(f"{one!r} is no origin; write scheme and host, as https://quiz.example")
    return found


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
    review_risk: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.3
    """A person should look at a grade whose chance of being off by half of the scale or more is higher."""
    max_document_bytes: Annotated[int, Field(ge=1, le=1 << 30)] = 50 * 1024 * 1024
    """The largest document that is read."""
    max_request_bytes: Annotated[int, Field(ge=1, le=1 << 30)] = 2_000_000
    """The largest body of a request that uploads no document."""
    max_answer_chars: Annotated[int, Field(ge=1, le=50_000)] = 20_000
    """The longest answer that is graded; the same limit, five times as large, holds for a reference."""
    chunk_rows: Annotated[int, Field(ge=1, le=10_000)] = 200
    """How many rows are graded between two writes to the output file."""
    auto_calibrate: bool = True
    """Whether a question learns by itself from the grades that people give its attempts."""
    judge_model: str | None = None
    """The chat model, as litellm spells it; without one nothing is asked."""
    judge_api_base: str | None = None
    """Where the chat model is, if not at its provider's own place."""
    judge_api_key: SecretStr | None = None
    """The key of the chat model, if it is not in the provider's own variable."""
    judge_fallbacks: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_commas)] = ()
    """Who is asked when the model fails, in order, parted by commas."""
    judge_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """How many seconds a reply may take."""
    judge_concurrency: Annotated[int, Field(ge=1, le=1000)] = 8
    """How many calls may be under way at once, for each model."""
    judge_rate: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0.0
    """How many calls may be made a minute, for each model; 0 is no limit."""
    judge_price: str | None = None
    """What the model costs: US dollars for a million tokens in and out, as ``0.15/0.60``."""
    judge_budget: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """How many US dollars one run may spend on chat models."""
    judge_mode: str = "cascade"
    """Which answers are judged, and how: ``always``, ``never``, ``cascade``, ``commit-first``, ``panel:N``, ``logprobs``."""
    judge_threshold: Annotated[float, Field(ge=0, le=1)] = 0.7
    """In a cascade, the offline confidence below which an answer is judged."""
    log_prompts: bool = False
    """Whether the log holds what chat models were asked and what they replied."""
    cors_origins: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_commas), AfterValidator(_origins)
    ] = ()
    """Sites whose pages may use the HTTP interface from a browser, parted by commas: ``https://quiz.example``."""
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
