"""A question as a text that a person can edit, and back."""

import re
from collections.abc import Sequence

from pydantic import ValidationError

from api.text import storable
from graders.text import language_of
from questions.errors import BadInput
from questions.records import (
    QUESTION,
    Cloze,
    FreeText,
    MultipleChoice,
    Option,
    OptionId,
    Question,
    SingleChoice,
    TrueFalse,
)
from quizgen.keypoints import key_points

HELP = "// Edit the question, then save: what you wrote is approved.  Leave the file as it is to change nothing.\n"

_SECTION = re.compile(r"=== (question|options|answer|accepts|reference|explanation)\s*", re.IGNORECASE)
_OPTION = re.compile(r"\[([xX ]?)\] ?(.*)")
_INDENT = "    "
_TRUTH = {
    "true": True,
    "t": True,
    "对": True,
    "正确": True,
    "false": False,
    "f": False,
    "错": False,
    "错误": False,
}


def as_text(question: Question) -> str:
    """*question* as a person may edit it: a part below each line that begins with ===."""
    parts = {"question": question.text, **_answer(question)}
    return "\n".join(f"=== {name}\n{text.rstrip()}\n" for name, text in parts.items())


def from_text(before: Question, written: str) -> Question:
    """*before* with what was *written*; key points are found anew where the reference changed.

    Raises BadInput with one line that says what is missing.
    """
    parts = _parts(storable(written))
    text = parts.get("question", "").strip()
    if not text:
        raise BadInput("there is no text below === question; write the question there")
    update: dict[str, object] = {"text": text, **_read(before, parts)}
    if isinstance(before, FreeText):
        reference = parts.get("reference", "").strip()
        if not reference:
            raise BadInput("there is no text below === reference; write the reference answer there")
        update["reference"] = reference
        if reference != (before.reference or "").strip():
            update["key_points"] = key_points(reference, text)
    update["language"] = language_of(f"{text}\n{update.get('reference') or ''}") or before.language
    try:
        return QUESTION.validate_python({**before.model_dump(), **update})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadInput(f"this is no question: {first['msg']}") from None


def _answer(question: Question) -> dict[str, str]:
    match question:
        case FreeText():
            return {"reference": question.reference or ""}
        case TrueFalse():
            return {"answer": str(question.correct).lower(), "explanation": question.explanation or ""}
        case Cloze():
            return {"accepts": "\n".join(question.accepts), "explanation": question.explanation or ""}
        case SingleChoice() | MultipleChoice():
            correct = question.correct if isinstance(question, MultipleChoice) else {question.correct}
            lines = [_option(option, right=option.id in correct) for option in question.options]
            return {"options": "\n".join(lines), "explanation": question.explanation or ""}


def _option(option: Option, *, right: bool) -> str:
    first, *more = option.text.split("\n")
    return "\n".join([f"[{'x' if right else ' '}] {first}", *(_INDENT + line for line in more)])


def _parts(written: str) -> dict[str, str]:
    parts: dict[str, list[str]] = {}
    name = ""
    for line in written.splitlines():
        found = _SECTION.fullmatch(line)
        if found:
            name = found[1].lower()
            parts.setdefault(name, [])
        elif name:
            parts[name].append(line)
    return {name: "\n".join(lines) for name, lines in parts.items()}


def _read(before: Question, parts: dict[str, str]) -> dict[str, object]:
    """The fields of the answer that are there for the kind of *before*.  Raises BadInput."""
    explanation = {"explanation": parts.get("explanation", "").strip() or None}
    match before:
        case FreeText():
            return {}
        case TrueFalse():
            said = parts.get("answer", "").strip().casefold()
            if said not in _TRUTH:
                raise BadInput("write true or false below === answer")
            return {"correct": _TRUTH[said], **explanation}
        case Cloze():
            accepts = [line.strip() for line in parts.get("accepts", "").splitlines() if line.strip()]
            if not accepts:
                raise BadInput("write what fills the gap below === accepts, one spelling a line")
            return {"accepts": accepts, **explanation}
        case SingleChoice() | MultipleChoice():
            return {**_options(before, parts.get("options", "")), **explanation}


def _options(before: SingleChoice | MultipleChoice, written: str) -> dict[str, object]:
    found: list[tuple[bool, list[str]]] = []
    for line in written.splitlines():
        option = _OPTION.match(line)
        if option:
            found.append((option[1] in ("x", "X"), [option[2]]))
        elif found and line.strip():
            found[-1][1].append(line.removeprefix(_INDENT))
        elif line.strip():
            raise BadInput("begin each option with [ ], the right ones with [x]")
    right = [place for place, (is_right, _) in enumerate(found) if is_right]
    single = isinstance(before, SingleChoice)
    if (single and len(right) != 1) or not right:
        raise BadInput(
            f"{len(right)} options are marked [x]; mark {'exactly one' if single else 'the right ones'}"
        )
    names = _names(before, ["\n".join(lines).strip() for _, lines in found])
    correct = [names[place].id for place in right]
    return {"options": names, "correct": correct[0] if single else frozenset(correct)}


def _names(before: SingleChoice | MultipleChoice, texts: Sequence[str]) -> tuple[Option, ...]:
    """Options of these *texts*; one that was there keeps its id, for old answers name it."""
    known = {option.text: option.id for option in before.options}
    taken = {known[text] for text in texts if text in known} | {option.id for option in before.options}
    fresh = (OptionId(chr(ord("A") + n)) for n in range(26) if chr(ord("A") + n) not in taken)
    return tuple(
        Option(id=known[text] if text in known else next(fresh, OptionId(f"new-{place}")), text=text)
        for place, text in enumerate(texts)
        if text or _refuse_empty()
    )


def _refuse_empty() -> bool:
    raise BadInput("an option is empty; write its text behind the brackets")
