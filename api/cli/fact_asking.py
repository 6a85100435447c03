"""What `quizgen facts add` asks for at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from api.usecases.fact_adding import NewFact

Read = Callable[[str], str]


def asked(given: NewFact, pack: Path | None, read: Read) -> tuple[NewFact, Path | None]:
    """*given* with what it lacks, asked for with *read* (a prompt in, a line out); an empty line leaves it out."""
    if pack is None:
        named = read("pack (a file that ends in .toml; empty: the first of QUIZGEN_FACTS): ").strip()
        pack = Path(named) if named else None
    about = given.about or _parted(read("about (names, with commas between): "))
    return (
        replace(
            given,
            about=about,
            en=given.en or read("the fact in English: ").strip(),
            zh=given.zh or read("the fact in Chinese: ").strip(),
            wrong_en=given.wrong_en or _one(read("how it is got wrong, in English: ")),
            wrong_zh=given.wrong_zh or _one(read("how it is got wrong, in Chinese: ")),
            source=given.source or read("source (a paper with its number, a repository, a book): ").strip(),
            locator=given.locator or read("place in it (section, page, line): ").strip(),
        ),
        pack,
    )


def _parted(line: str) -> tuple[str, ...]:
    return tuple(part for name in line.replace("，", ",").split(",") if (part := name.strip()))


def _one(line: str) -> tuple[str, ...]:
    return (line.strip(),) if line.strip() else ()
