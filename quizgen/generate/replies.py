"""What a chat model replies, read as the text of a stranger."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from quizgen.generate.fencing import on_one_line

_FENCED = re.compile(r"```[a-zA-Z]*\s*\n(.*?)\n?\s*```", re.DOTALL)
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_LONGEST = 200_000  # characters of a reply that are read
_SHOWN = 120
Short = Annotated[StrictStr, Field(max_length=4000)]


class Item(BaseModel):
    """One question as the model wrote it.  Unknown fields are overlooked: they can do no harm."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    kind: Short
    question: Annotated[StrictStr, Field(min_length=1, max_length=4000)]
    options: Annotated[tuple[Short, ...], Field(max_length=20)] = ()
    correct: Annotated[tuple[Short, ...], Field(max_length=20)] = ()
    reference: Short = ""
    quotes: Annotated[tuple[Short, ...], Field(max_length=20)] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """*items* in their order; those that could not be read, each *unread* with the reason.

    *broken* says why nothing at all could be read; *cannot* is what the model says it lacks.
    """

    items: tuple[Item, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    broken: str = ""
    cannot: str = ""


def schema(kinds: Sequence[str]) -> Mapping[str, object]:
    """The JSON Schema of a reply with questions of *kinds*; every field is required, as strict modes want."""
    text: dict[str, object] = {"type": "string"}
    texts: dict[str, object] = {"type": "array", "items": text}
    item = _object(
        kind={"type": "string", "enum": list(kinds)},
        question=text,
        options=texts,
        correct=texts,
        reference=text,
        quotes=texts,
    )
    return _object(items={"type": "array", "items": item}, cannot=text)


def read_reply(reply: str) -> Reply:
    """What stands in *reply*.  One bad item does not spoil the others.  Never raises."""
    found = _json(reply[:_LONGEST])
    if found is None:
        said = on_one_line(reply, _SHOWN)
        return Reply(broken=f"the reply is no JSON object: {said}" if said else "the reply is empty")
    listed = found.get("items")
    if not isinstance(listed, list):
        return Reply(broken="the reply has no list of items")
    items: list[Item] = []
    unread: list[tuple[str, str]] = []
    for each in listed:
        try:
            items.append(Item.model_validate(each))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "item"
            named = each.get("question") if isinstance(each, dict) else None
            unread.append((named if isinstance(named, str) else "(no question)", f"{place}: {first['msg']}"))
    cannot = found.get("cannot")
    return Reply(
        tuple(items), tuple(unread), cannot=on_one_line(cannot, _SHOWN) if isinstance(cannot, str) else ""
    )


def _json(reply: str) -> dict[str, Any] | None:
    """The JSON object of *reply*, which may stand in a code fence or between other words."""
    reply = _THOUGHTS.sub("", reply)
    fenced = _FENCED.search(reply)
    outermost = reply[reply.find("{") : reply.rfind("}") + 1]
    for text in (reply, fenced[1] if fenced else "", outermost):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    return None


def _object(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
