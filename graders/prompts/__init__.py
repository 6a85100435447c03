"""The words that are sent to chat models, one file a language: ``NAME.zh.md`` and ``NAME.en.md``."""

from functools import cache
from importlib.resources import files
from string import Template

from questions.records import digest

LANGUAGES = ("zh", "en")


@cache
def template(name: str, language: str) -> Template:
    """The prompt *name* in *language*; in English where there is no other."""
    known = language if language in LANGUAGES else "en"
    file = files("graders.prompts").joinpath(f"{name}.{known}.md")
    return Template(file.read_text("utf-8").removesuffix("\n"))


def words(name: str, language: str) -> str:
    """The prompt *name* as it stands."""
    return template(name, language).template


def filled(name: str, language: str, /, **parts: object) -> str:
    """The prompt *name* with its places filled; a dollar sign in *parts* is no place."""
    return template(name, language).substitute(parts).strip() + "\n"


@cache
def digest_of(*names: str) -> str:
    """Changes when a word of these prompts does, in any language: eight hexadecimal digits."""
    return digest(*(words(name, language) for name in names for language in LANGUAGES))[:8]
