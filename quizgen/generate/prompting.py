"""What a chat model is told and asked.  The words are in ``prompts``, one file a language."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template

from questions.records import digest
from quizgen.generate.fencing import fence, mark_of, on_one_line
from quizgen.generate.stretches import Stretch

LANGUAGES = ("zh", "en")
NAMES = ("rules", "ask", "taken", "refused")
_SHOWN = 300  # characters of a question that is named to the model


def rules(language: str) -> str:
    """What holds for every call: the system prompt."""
    return _template("rules", language).template


def ask(
    stretch: Stretch,
    count: int,
    kinds: Sequence[str],
    language: str,
    taken: Sequence[str] = (),
    refused: Sequence[tuple[str, str]] = (),
) -> str:
    """The request for *count* questions on *stretch*.

    *taken* are questions not to be asked again, *refused* what an earlier reply held, with the reasons.
    All of them come from documents or models, so all of them stand in fences.
    """
    notes = "\n".join([*(f"# {head}" for head in stretch.path), "", stretch.text])
    there = "\n".join(f"- {on_one_line(each, _SHOWN)}" for each in taken)
    bad = "\n".join(f"- {on_one_line(what, _SHOWN)} => {on_one_line(why, _SHOWN)}" for what, why in refused)
    mark = mark_of(notes, there, bad)
    more = [
        _template("taken", language).substitute(taken=fence("taken", there, mark)) if there else "",
        _template("refused", language).substitute(refused=fence("refused", bad, mark)) if bad else "",
    ]
    asked = _template("ask", language).substitute(
        notes=fence("notes", notes, mark),
        count=_count(count, language),
        kinds=", ".join(kinds),
        more="\n".join(part for part in more if part),
    )
    return asked.strip() + "\n"


@cache
def prompts_digest() -> str:
    """Changes when any of the prompts does: eight hexadecimal digits."""
    return digest(*(_template(name, language).template for name in NAMES for language in LANGUAGES))[:8]


@cache
def _template(name: str, language: str) -> Template:
    known = language if language in LANGUAGES else "en"
    file = files("quizgen.generate").joinpath("prompts", f"{name}.{known}.md")
    return Template(file.read_text("utf-8").removesuffix("\n"))


def _count(count: int, language: str) -> str:
    if language == "zh":
        return f"{count} 道题"
    return "one question" if count == 1 else f"{count} questions"
