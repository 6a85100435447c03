"""How a shape is asked for, and JSON found in what came back."""

import json
import re
from collections.abc import Iterator

from graders.chat.types import ChatRequest, Message, Schema, Structure

WEAKER: dict[Structure, Structure | None] = {
    Structure.SCHEMA: Structure.OBJECT,
    Structure.OBJECT: Structure.PLAIN,
    Structure.PLAIN: None,
}
"""What is tried next when a server does not know a form."""

_RULE = "Reply with JSON alone. It must fit this JSON Schema:\n"
_FENCED = re.compile(r"```[ \t]*[\w+-]*[ \t]*\r?\n(.*?)(?:```|\Z)", re.DOTALL)
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


def response_format(schema: Schema, structure: Structure) -> dict[str, object] | None:
    """The parameter of that name."""
    match structure:
        case Structure.SCHEMA:
            return {
                "type": "json_schema",
                "json_schema": {"name": "reply", "schema": dict(schema), "strict": True},
            }
        case Structure.OBJECT:
            return {"type": "json_object"}
        case Structure.PLAIN:
            return None


def messages(request: ChatRequest, structure: Structure) -> tuple[Message, ...]:
    """What is sent: where the server is not given the schema itself, the rules end with it."""
    if request.schema is None or structure is Structure.SCHEMA:
        return request.messages
    rule = _RULE + json.dumps(request.schema, ensure_ascii=False)
    first = request.messages[0]
    if first.role == "system":
        return (Message("system", f"{first.content}\n\n{rule}"), *request.messages[1:])
    return (Message("system", rule), *request.messages)


def read_json(text: str) -> object:
    """The JSON value in *text*: the whole of it, what stands in a code fence, or the first object or list.

    Thoughts before the reply are passed over.  Raises ValueError when there is none, or half of one.
    """
    plain = _THOUGHTS.sub("", text.lstrip("\ufeff")).strip()
    for candidate in (plain, *(found[1].strip() for found in _FENCED.finditer(plain))):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    for value in _embedded(plain):
        return value
    raise ValueError("the reply holds no complete JSON")


def _embedded(text: str) -> Iterator[object]:
    """The first object or list that stands in *text*; none where it is cut off."""
    decoder = json.JSONDecoder()
    start = re.search(r"[\[{]", text)
    if start is None:
        return
    try:
        yield decoder.raw_decode(text, start.start())[0]
    except (ValueError, RecursionError):
        return
