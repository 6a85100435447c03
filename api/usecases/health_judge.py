"""Does the chat model answer, how fast, in which form, and for what price."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.services import Services
from questions.errors import QuizError

if TYPE_CHECKING:
    from graders.chat.types import ChatRequest, ModelSpec, Reply

_SCHEMA = {
    "type": "object",
    "properties": {"ready": {"type": "boolean"}},
    "required": ["ready"],
    "additionalProperties": False,
}


def examine_judge(services: Services, problems: list[str]) -> dict[str, Any]:
    """Calls the model once; what falls short goes to *problems*."""
    from api.judges import specs, without_password

    try:
        first, *others = specs(services.settings)
        found = {
            "model": first.name,
            "place": without_password(first.api_base or "its provider's own"),
            "fallbacks": ", ".join(spec.name for spec in others) or "none",
            "works": False,
            "price": _price(first),
        }
        talk = services.converse()
        reply = talk.run(_ask(talk, _request()))
    except QuizError as error:
        problems.append(f"judge: {error}")
        return {"model": services.settings.judge_model, "works": False}
    if reply.model != first.name:
        problems.append(f"judge: {first.name} failed, {reply.model} stood in for it")
    return {**found, "works": True, "answered by": reply.model, **_told(reply, problems)}


def _request() -> ChatRequest:
    from graders.chat.types import ChatRequest, Message

    rules = Message("system", 'You test a connection. Reply with the JSON object {"ready": true}.')
    messages = (rules, Message("user", "Are you ready?"))
    return ChatRequest(messages, schema=_SCHEMA, max_tokens=100, purpose="doctor", fresh=True)


async def _ask(converse: Any, request: ChatRequest) -> Reply:
    reply: Reply = await converse(request)
    return reply


def _price(spec: ModelSpec) -> str:
    from graders.chat.provider import known_price

    price = known_price(spec)
    if price is None:
        return "unknown"
    return f"${price.prompt * 1e6:g} in, ${price.completion * 1e6:g} out, for a million tokens"


def _told(reply: Reply, problems: list[str]) -> dict[str, Any]:
    from graders.chat.shapes import read_json

    try:
        read = read_json(reply.text)
    except ValueError:
        read = None
    fits = isinstance(read, dict) and isinstance(read.get("ready"), bool)
    if not fits:
        problems.append("judge: its reply did not have the shape that was asked for; many grades may fail")
    return {
        "latency": f"{reply.latency_s:.2f} s",
        "structured output": f"{reply.structure}, {'kept to' if fits else 'not kept to'}",
        "tokens": f"{_number(reply.prompt_tokens)} in, {_number(reply.completion_tokens)} out",
        "cost of this call": "unknown" if reply.cost is None else f"${reply.cost:.6f}",
    }


def _number(count: int | None) -> str:
    return "unknown" if count is None else str(count)
