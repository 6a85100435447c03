"""Which chat models the settings name, where they are, and what may be spent on them."""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from api.settings import Settings
from graders.chat.budget import Budget
from graders.chat.types import ModelSpec, Price
from questions.errors import BadSetting

_PRICE = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
_SAME = "same"  # a fallback at the same server as the model
_NO_KEY = "none"


def specs(settings: Settings, environment: Mapping[str, str] = os.environ) -> tuple[ModelSpec, ...]:
    """The model and its fallbacks, in order.  Raises BadSetting.

    A fallback is ``MODEL``, ``MODEL@API_BASE`` or ``MODEL@same``, and may end with
    ``?timeout=30&rate=60&concurrency=4&price=0.15/0.60&key=VARIABLE``, where VARIABLE holds its key.
    """
    if not settings.judge_model:
        raise BadSetting("no chat model is set; name one in QUIZGEN_JUDGE_MODEL, as openai/gpt-4o-mini")
    key = settings.judge_api_key
    first = ModelSpec(
        name=settings.judge_model,
        api_base=_address(settings.judge_api_base, "JUDGE_API_BASE"),
        api_key=_key(key.get_secret_value() if key else None, settings.judge_api_base),
        timeout_s=settings.judge_timeout,
        concurrency=settings.judge_concurrency,
        rate=settings.judge_rate,
        price=_price(settings.judge_price, "JUDGE_PRICE") if settings.judge_price else None,
    )
    return (first, *(_fallback(text, first, environment) for text in settings.judge_fallbacks))


def budget(settings: Settings) -> Budget | None:
    """What one run may spend."""
    return None if settings.judge_budget is None else Budget(settings.judge_budget)


def watch(settings: Settings) -> None:
    """Where prompts shall be logged, there is a log: on standard error, unless somebody has set up one."""
    log = logging.getLogger("graders.chat")
    if settings.log_prompts:
        log.setLevel(logging.INFO)
        if not log.hasHandlers():
            log.addHandler(logging.StreamHandler())


def _key(key: str | None, api_base: str | None) -> str | None:
    """Without a key for a server of one's own, none is sent: it must not get the provider's."""
    return key or (_NO_KEY if api_base else None)


def _address(base: str | None, variable: str) -> str | None:
    """*base*, if it is one.  Raises BadSetting."""
    try:
        found = urlsplit(base or "http://its.own")
        good = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        good = False
    if not good or any(sign.isspace() for sign in base or ""):
        raise BadSetting(
            f"QUIZGEN_{variable}: {without_password(base or '')!r} is no address; write it as "
            "http://127.0.0.1:8080/v1"
        )
    return base


def without_password(base: str) -> str:
    """*base* as it may be shown."""
    return re.sub(r"(?<=//)[^/@]*@", "***@", base)


def _fallback(text: str, first: ModelSpec, environment: Mapping[str, str]) -> ModelSpec:
    place, _, rest = text.partition("?")
    name, _, base = place.partition("@")
    if not name:
        raise BadSetting(f"QUIZGEN_JUDGE_FALLBACKS: {text!r} names no model; write MODEL or MODEL@API_BASE")
    options = dict(parse_qsl(rest, keep_blank_values=True))
    unknown = set(options) - {"timeout", "rate", "concurrency", "price", "key"}
    if unknown:
        raise BadSetting(f"QUIZGEN_JUDGE_FALLBACKS: {name} has no option {min(unknown)!r}")
    spec = replace(first, name=name, price=None)
    if base != _SAME:
        spec = replace(spec, api_base=_address(base or None, "JUDGE_FALLBACKS"), api_key=_key(None, base))
    return _with(spec, options, environment)


def _with(spec: ModelSpec, options: Mapping[str, str], environment: Mapping[str, str]) -> ModelSpec:
    """*spec* with what *options* say."""
    if "key" in options:
        variable = options["key"]
        if not environment.get(variable):
            raise BadSetting(f"QUIZGEN_JUDGE_FALLBACKS: the variable {variable} with the key is not set")
        spec = replace(spec, api_key=environment[variable])
    if "price" in options:
        spec = replace(spec, price=_price(options["price"], "JUDGE_FALLBACKS"))
    return replace(
        spec,
        timeout_s=_number(options, "timeout", spec.timeout_s, least=0.001),
        rate=_number(options, "rate", spec.rate, least=0.0),
        concurrency=int(_number(options, "concurrency", spec.concurrency, least=1.0)),
    )


def _number(options: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    try:
        found = float(options.get(name, default))
    except ValueError:
        found = -1.0
    if not least <= found <= 1e6:
        raise BadSetting(f"QUIZGEN_JUDGE_FALLBACKS: {name}={options[name]} is no number from {least:g}")
    return found


def _price(text: str, variable: str) -> Price:
    found = _PRICE.fullmatch(text.strip())
    if not found:
        raise BadSetting(
            f"QUIZGEN_{variable}: {text!r} is no price; write dollars a million tokens, as 0.15/0.60"
        )
    return Price(float(found[1]) / 1e6, float(found[2]) / 1e6)
