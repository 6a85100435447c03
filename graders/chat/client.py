"""The chat client: a kept reply if there is one, else the first model that gives one that can be used."""

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from graders.chat.budget import Budget, Purse
from graders.chat.failing import UNFINISHED
from graders.chat.line import Line, LineFailed, Patience
from graders.chat.provider import LiteLLM, TryModel
from graders.chat.shelf import Shelf
from graders.chat.types import (
    Arrived,
    ChatRequest,
    Failure,
    Finish,
    ModelsFailed,
    ModelSpec,
    Replies,
    Reply,
    Turns,
)

_log = logging.getLogger(__name__)

# While another process asks for the same: seconds between two looks, and after how many looks not to wait.
_LOOK_S, _LOOKS = 0.1, 3000


def key_of(spec: ModelSpec, request: ChatRequest) -> str:
    """Under which the reply of a model is kept: a hash of the model, where it is, and all it is told."""
    told = json.dumps([spec.name, spec.api_base, request.digest])
    return hashlib.sha256(told.encode()).hexdigest()


class _Lock(asyncio.Lock):
    """An `asyncio.Lock` that can be referred to weakly."""


@dataclass(frozen=True, slots=True)
class ChatClient:
    """Obeys `Converse`: *lines* are asked in order; *shelf* keeps what they said.

    What any of them has said before is said again, so a fallback's reply stays when the first is back.  Of
    equal requests at the same time one is sent; *turns* has it so across processes.  It belongs to one event loop:
    `graders.chat.loop` gives it one.  *log_prompts* puts prompts and replies into the log, which else holds neither.
    """

    lines: tuple[Line, ...]
    shelf: Shelf | None = None
    purse: Purse | None = None
    log_prompts: bool = False
    turns: Turns | None = None
    _asking: WeakValueDictionary[str, _Lock] = field(default_factory=WeakValueDictionary, repr=False)

    async def __call__(self, request: ChatRequest, /) -> Reply:
        """The reply to *request*.  Raises ModelsFailed, BudgetSpent."""
        lines = [line for line in self.lines if line.spec.name not in request.besides]
        if not lines:
            raise ModelsFailed("no other chat model is left to ask")
        keys = [key_of(line.spec, request) for line in lines]
        lock = self._asking.setdefault(keys[0], _Lock())
        async with lock, nullcontext() if request.fresh else self._turn(keys[0]):
            kept = await self._kept(request, keys)
            for key in keys:
                if key in kept and kept[key].finish is Finish.STOP:
                    return kept[key]
            return await self._ask(request, lines, keys, kept)

    @asynccontextmanager
    async def _turn(self, key: str) -> AsyncIterator[None]:
        """Waits while another process asks for the same; what it was told can then be found.

        One that was stopped in its tracks is not waited for for ever.
        """
        looks = 0
        while self.turns and looks < _LOOKS and not self.turns.take(key):
            looks += 1
            await asyncio.sleep(_LOOK_S)
        try:
            yield
        finally:
            if self.turns:
                self.turns.give_back(key)

    async def _kept(self, request: ChatRequest, keys: Sequence[str]) -> Mapping[str, Reply]:
        return {} if self.shelf is None or request.fresh else await self.shelf.find(keys)

    async def _ask(
        self, request: ChatRequest, lines: Sequence[Line], keys: Sequence[str], kept: Mapping[str, Reply]
    ) -> Reply:
        failures: list[Failure] = []
        for line, key in zip(lines, keys, strict=True):
            try:
                reply = kept.get(key) or await self._fresh(line, key, request)
            except LineFailed as failed:
                failures.append(failed.failure)
                continue
            if reply.finish is Finish.STOP:
                return reply
            failures.append(Failure(line.spec.name, UNFINISHED[reply.finish]))
        raise ModelsFailed(
            "no chat model gave a reply that can be used: " + "; ".join(map(str, failures)), tuple(failures)
        )

    async def _fresh(self, line: Line, key: str, request: ChatRequest) -> Reply:
        async def keep(reply: Reply) -> None:
            self._log(request, reply)
            if self.shelf:
                await self.shelf.keep(Arrived(key, reply, request.purpose))

        return await line.ask(request, self.purse, keep)

    def _log(self, request: ChatRequest, reply: Reply) -> None:
        cost = "unknown" if reply.cost is None else f"${reply.cost:.6f}"
        _log.info(
            "%s: %s in %.2f s, tokens %s + %s, cost %s",
            reply.model, reply.finish, reply.latency_s, reply.prompt_tokens, reply.completion_tokens, cost,
        )  # fmt: skip
        if self.log_prompts:
            told = [[message.role, message.content] for message in request.messages]
            _log.info("asked %s: %s", reply.model, json.dumps(told, ensure_ascii=False))
            _log.info("%s said: %s", reply.model, json.dumps(reply.text, ensure_ascii=False))


def client(
    specs: Sequence[ModelSpec],
    *,
    replies: Replies | None = None,
    budget: Budget | None = None,
    log_prompts: bool = False,
    turns: Turns | None = None,
    try_model: TryModel | None = None,
    patience: Patience | None = None,
) -> ChatClient:
    """A client that asks *specs* in order."""
    lines = tuple(Line(spec, try_model or LiteLLM(), patience or Patience()) for spec in specs)
    shelf, purse = Shelf(replies) if replies else None, Purse(budget) if budget else None
    return ChatClient(lines, shelf, purse, log_prompts, turns)
