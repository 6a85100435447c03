"""One try at one model, through litellm: the only module that knows it.

litellm takes seconds to import and fetches a price list unless told not to, so it is loaded with the first call.
Its own retries are off: patience is ours (`graders.chat.line`).
"""

import asyncio
import logging
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from graders.chat import shapes
from graders.chat.failing import TryFailed
from graders.chat.foreign import read_failure
from graders.chat.reading import read_reply
from graders.chat.types import ChatRequest, FailureKind, ModelSpec, Price, Reply, Structure
from questions.errors import BadSetting, MissingExtra

_OWN_SERVER = "hosted_vllm"
_LOUD = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx", "httpcore", "aiohttp")


class TryModel(Protocol):
    """One try.  Raises TryFailed, and MissingExtra or BadSetting when nothing can be tried at all."""

    async def __call__(self, spec: ModelSpec, request: ChatRequest, structure: Structure, /) -> Reply:
        """The reply, finished or not."""
        ...


@dataclass(frozen=True, slots=True)
class _Route:
    """How litellm is asked for a model: by which name, and which parameters the provider takes."""

    name: str
    takes: frozenset[str]


class LiteLLM:
    """Tries models through litellm.  A provider that knows no response format is asked plainly."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, str | None], _Route] = {}

    async def __call__(self, spec: ModelSpec, request: ChatRequest, structure: Structure, /) -> Reply:
        """The reply of the model of *spec*; the whole call may take `spec.timeout_s` seconds."""
        litellm = load()
        place = (spec.name, spec.api_base)
        route = self._routes.get(place) or self._routes.setdefault(place, await _opened(litellm, spec))
        if "response_format" not in route.takes:
            structure = Structure.PLAIN
        asked = _parameters(route, spec, request, structure)
        start = time.perf_counter()
        try:
            # litellm's own time-out starts anew with each piece of the reply.
            async with asyncio.timeout(spec.timeout_s):
                with _unrecorded():
                    response = await litellm.acompletion(**asked)
        except TimeoutError:
            detail = f"no reply in {spec.timeout_s:g} s"
            raise TryFailed(FailureKind.TIMED_OUT, detail, may_cost=True) from None
        except Exception as error:  # noqa: BLE001 - whatever litellm stumbles over in a stranger's reply
            # The original is not chained: its message may quote the prompt or the key.
            raise read_failure(error, datetime.now(UTC)) from None
        latency = time.perf_counter() - start
        return read_reply(response, spec, structure, latency, known_price(spec))


@contextmanager
def _unrecorded() -> Iterator[None]:
    """Spares litellm its records of a call, made for listeners that nobody has set up: a fifth of its work."""
    try:
        from litellm._internal_context import is_internal_call
    except ImportError:  # a private name; without it calls cost more, no more than that
        yield
        return
    before = is_internal_call.set(True)
    try:
        yield
    finally:
        is_internal_call.reset(before)


def load() -> Any:
    """The litellm module, quiet and offline.  Raises MissingExtra."""
    found = sys.modules.get("litellm")
    if getattr(found, "suppress_debug_info", False):  # not so while another thread imports it
        return found
    # Read once, at import; fetching prices from the network is not ours to decide.
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import litellm

            litellm.ModelResponse()  # finishes its classes, with warnings about them
            _bound()
    except ImportError as missing:
        raise MissingExtra("a judge needs litellm: pip install 'quizgen[llm]'") from missing
    _quieten(litellm)
    return litellm


def _bound() -> None:
    """Bounds what every client that litellm makes from now on receives, whichever of its ways it goes.

    It has no place to hand such a limit in; these two functions make the clients of all its providers.  Where
    they have other names, it works as it is.
    """
    from graders.chat.bounded import bounding

    with suppress(ImportError, AttributeError):
        from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

        own: Any = AsyncHTTPHandler
        own.create_client = bounding(own.create_client)
    with suppress(ImportError, AttributeError):
        from litellm.llms.openai.common_utils import BaseOpenAILLM

        of_sdk: Any = BaseOpenAILLM
        of_sdk._get_async_http_client = staticmethod(bounding(of_sdk._get_async_http_client))


def _quieten(litellm: Any) -> None:
    """No advertisements on the terminal, and no prompt in anybody's debug log."""
    litellm.telemetry = False
    litellm.drop_params = True
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.ERROR)
    # What pydantic has to say about litellm's own models; on odd replies it quotes them.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"pydantic\.")
    # It leaves one behind when a call is cancelled before it has begun to wait.
    warnings.filterwarnings("ignore", message="coroutine '.*acompletion' was never awaited")
    litellm.suppress_debug_info = True  # last: it tells that all this is done


async def close() -> None:
    """Closes litellm's connections of the running loop, where it was ever loaded."""
    if "litellm" in sys.modules:
        await sys.modules["litellm"].close_litellm_async_clients()


def known_price(spec: ModelSpec) -> Price | None:
    """What the model costs: as *spec* says, else as litellm's list says; None when nobody knows.

    A server of one's own sets its own price, so with `api_base` the list is not asked; and a price of
    nothing in the list is one that nobody has filled in.
    """
    if spec.price is not None or spec.api_base is not None:
        return spec.price
    listed: dict[str, Any] = _listed(spec.name)
    prompt, completion = listed.get("input_cost_per_token"), listed.get("output_cost_per_token")
    return Price(prompt, completion) if prompt and completion else None


def _listed(name: str) -> dict[str, Any]:
    """litellm's entry of the model, looked up without its noise; empty when there is none."""
    prices = load().model_cost
    for key in (name, name.partition("/")[2]):
        if key in prices:
            return dict(prices[key])
    return {}


def _parameters(route: _Route, spec: ModelSpec, request: ChatRequest, structure: Structure) -> dict[str, Any]:
    """The arguments of the call: only what the provider takes."""
    asked: dict[str, Any] = {
        "model": route.name,
        "messages": [
            {"role": message.role, "content": message.content}
            for message in shapes.messages(request, structure)
        ],
        "api_base": spec.api_base,
        "api_key": spec.api_key,
        "timeout": spec.timeout_s,
        "max_retries": 0,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "no-log": True,
    }
    if request.top_logprobs:
        asked |= {"logprobs": True, "top_logprobs": request.top_logprobs}
    if request.schema is not None:
        asked["response_format"] = shapes.response_format(request.schema, structure)
    optional = {"temperature", "seed", "logprobs", "top_logprobs", "response_format"}
    return {
        name: value
        for name, value in asked.items()
        if value is not None and (name not in optional or name in route.takes)
    }


async def _opened(litellm: Any, spec: ModelSpec) -> _Route:
    """The way to a model, walked once: what litellm loads late must not count as the time of a reply."""
    route = _route(litellm, spec)
    nobody = [{"role": "user", "content": "Is anybody there?"}]
    await litellm.acompletion(model=route.name, messages=nobody, mock_response="Nobody is asked.")
    return route


def _route(litellm: Any, spec: ModelSpec) -> _Route:
    """The cheapest way to a model.  Raises BadSetting when litellm knows no provider of that name.

    For a model that is not in its list litellm looks a dozen times a call, with hundreds of patterns; an entry
    ends that.  And a model of a server of one's own needs none of what OpenAI's SDK does for theirs:
    litellm's name for such servers halves the cost of a call.
    """
    try:
        takes = frozenset(litellm.get_supported_openai_params(spec.name) or ())
        model, provider, *_ = litellm.get_llm_provider(spec.name)
    except litellm.exceptions.BadRequestError:
        raise BadSetting(
            f"no provider is known for the model {spec.name!r}; write PROVIDER/MODEL, as openai/gpt-4o-mini, or "
            "openai/NAME with QUIZGEN_JUDGE_API_BASE for a server of your own"
        ) from None
    if _listed(spec.name):
        return _Route(spec.name, takes)
    if provider == "openai" and spec.api_base:
        provider = _OWN_SERVER
    entry = {
        "litellm_provider": provider,
        "mode": "chat",
        "input_cost_per_token": 0.0,
        "output_cost_per_token": 0.0,
    }
    litellm.register_model({f"{provider}/{model}": entry})
    return _Route(f"{provider}/{model}", takes)
