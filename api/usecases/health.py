"""What is installed, which encoder, which database, is it migrated."""

import platform
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from api.services import Services
from api.usecases.health_judge import examine_judge
from api.wiring import sqlite_file
from questions.errors import QuizError

EXTRAS: dict[str, str] = {
    "llm": "litellm",
    "embeddings": "sentence-transformers",
    "parquet": "pyarrow",
    "plots": "matplotlib",
    "postgres": "psycopg",
}


@dataclass(frozen=True, slots=True)
class Health:
    """What `quizgen doctor` found; *problems* are what falls short, one line each."""

    version: str | None
    python: str
    extras: dict[str, str | None]
    encoder: dict[str, Any]
    database: dict[str, Any]
    facts: dict[str, Any]
    cache: str | None
    staff_token: bool
    problems: tuple[str, ...]
    judge: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The findings for machines."""
        return asdict(self)


def examine(services: Services, *, judge: bool = False) -> Health:
    """Look at everything; changes nothing, and makes no database that is not there yet.

    With *judge* a chat model is called, too: that costs a little, and is entered in the accounts.
    """
    settings = services.settings
    problems: list[str] = []
    return Health(
        version=_version("quizgen"),
        python=platform.python_version(),
        extras={extra: _version(package) for extra, package in EXTRAS.items()},
        encoder=_encoder(services, problems),
        database=_database(services, problems),
        facts=_facts(services, problems),
        cache=str(settings.cache) if settings.use_cache else None,
        staff_token=settings.staff_token is not None,
        judge=examine_judge(services, problems) if judge else None,
        problems=tuple(problems),
    )


def _encoder(services: Services, problems: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"name": services.settings.encoder, "works": False, "dimensions": None}
    try:
        rows = services.encode()(["Does the encoder work?"])
    except QuizError as error:
        problems.append(str(error))
        return found
    return {**found, "works": True, "dimensions": int(rows.shape[1])}


def _database(services: Services, problems: list[str]) -> dict[str, Any]:
    file = sqlite_file(services.settings.database_url)
    if file is not None and not file.exists():
        return {"url": str(file), "dialect": "sqlite", "exists": False, "note": "made by the first ingest"}
    try:
        bank = services.bank()
        return {
            "url": bank.url,
            "dialect": bank.dialect,
            "exists": True,
            "migrated": bank.migrated,
            "revision": bank.revision,
            "head": bank.head,
            "documents": len(bank.documents()),
            "questions": bank.count(),
        }
    except QuizError as error:
        problems.append(str(error))
        return {"url": str(file) if file else "", "exists": file is not None, "migrated": False}


def _facts(services: Services, problems: list[str]) -> dict[str, Any]:
    """How many facts ship, and each pack of one's own with its title and how many it holds."""
    from graders.facts import load, read_pack
    from graders.facts.packs import SHIPPED, is_shipped, pack_files

    shipped = sum(len(read_pack(file).facts) for file in pack_files([SHIPPED]))
    try:
        own = [file for file in pack_files(services.settings.facts) if not is_shipped(file)]
        packs = {str(file): (pack.title, len(pack.facts)) for file in own for pack in [read_pack(file)]}
        load(own)
    except QuizError as error:
        problems.append(str(error))
        return {"shipped": shipped, "packs": None}
    told = [{"pack": file, "title": title, "facts": facts} for file, (title, facts) in packs.items()]
    return {"shipped": shipped, "packs": told}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
