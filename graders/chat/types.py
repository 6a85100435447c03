"""What is asked of a chat model, and what comes back: the values, and the seams around them.

    reply = await converse(ChatRequest.of(rules, question, schema=shape))

`Converse` is the seam for those who need more of a reply than its text; `graders.grader.Chat` is the plain one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from questions.errors import ServiceUnavailable

Schema = Mapping[str, object]
"""A JSON Schema."""

MAX_TOKENS = 4096
"""How long a reply may be when nobody says."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """What a model is asked.  Requests with the same `digest` may share one reply.

    *seed* parts the samples of one prompt; it is sent where the provider takes it.  *top_logprobs* asks for
    that many alternatives of each token.  *purpose* ("judge", "generate") names the call in the accounts,
    *fresh* asks even where a reply is kept, and *besides* names models that are not to be asked; these are
    neither sent nor part of the digest.
    """

    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_tokens: int = MAX_TOKENS
    temperature: float = 0.0
    seed: int = 0
    top_logprobs: int = 0
    purpose: str = ""
    fresh: bool = False
    besides: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, system: str, user: str, *, schema: Schema | None = None, seed: int = 0, purpose: str = ""
    ) -> "ChatRequest":
        """A question with its rules."""
        messages = (Message("system", system), Message("user", user))
        return cls(messages, schema=schema, seed=seed, purpose=purpose)

    @property
    def digest(self) -> str:
        """A hash of all that decides the reply, but the model."""
        told = [
            [[message.role, message.content] for message in self.messages],
            self.schema,
            self.max_tokens,
            self.temperature,
            self.seed,
            self.top_logprobs,
        ]
        plain = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


class Finish(StrEnum):
    """How a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    REFUSED = "refused"
    FILTERED = "filtered"


class Structure(StrEnum):
    """How a shape was asked for."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """One token of a reply, and what it might have been: (token, natural log of its probability)."""

    token: str
    logprob: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said.

    Tokens are None where the provider does not count them; *cost* (US dollars) is None where the price is
    not known.  Both tell of the call that was paid for, which *from_cache* says was an earlier one.
    """

    text: str
    model: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    latency_s: float = 0.0
    finish: Finish = Finish.STOP
    structure: Structure = Structure.PLAIN
    tokens: tuple[TokenChoice, ...] = ()
    from_cache: bool = False

    @property
    def paid(self) -> float | None:
        """What this reply costs now: nothing when it was kept, None when nobody knows."""
        return 0.0 if self.from_cache else self.cost


class FailureKind(StrEnum):
    """Why a model gave no reply that can be used."""

    TIMED_OUT = "timed out"
    RATE_LIMITED = "rate limited"
    SERVER_ERROR = "server error"
    CONNECTION = "connection failed"
    GARBLED = "unreadable reply"
    EMPTY = "empty reply"
    REFUSED = "refused"
    FILTERED = "stopped by a content filter"
    TRUNCATED = "cut off at the longest reply"
    TOO_LONG = "prompt too long"
    REJECTED = "request rejected"
    NOT_SET_UP = "not set up"
    RESTING = "resting after failures"


@dataclass(frozen=True, slots=True)
class Failure:
    """One model's failure, after *attempts* tries.  *detail* holds no key and no word of the prompt."""

    model: str
    kind: FailureKind
    detail: str = ""
    attempts: int = 1

    def __str__(self) -> str:
        tries = f" after {self.attempts} tries" if self.attempts > 1 else ""
        return f"{self.model}: {self.kind}{tries}{f' ({self.detail})' if self.detail else ''}"


class ModelsFailed(ServiceUnavailable):
    """None of the models gave a reply that can be used; *failures* says why, in the order they were asked."""

    def __init__(self, message: str, failures: tuple[Failure, ...] = ()) -> None:
        super().__init__(message)
        self.failures = failures


class Converse(Protocol):
    """A request into a reply that can be used.

    Raises ServiceUnavailable (as ModelsFailed, with the reasons) when none can be had, BudgetSpent when
    asking might cost more than what is left.
    """

    async def __call__(self, request: ChatRequest, /) -> Reply:
        """The reply to *request*."""
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """A reply that has just arrived: under which key it is to be kept, and what it was for."""

    key: str
    reply: Reply
    purpose: str = ""


class Replies(Protocol):
    """Where replies are kept, so that none is paid for twice.  Called from threads, one at a time."""

    def find(self, keys: Sequence[str], /) -> Mapping[str, Reply]:
        """The replies kept under those of *keys* that have one."""
        ...

    def keep(self, arrived: Sequence[Arrived], /) -> None:
        """Keeps replies, and notes what they cost; when it returns, a kill cannot lose them."""
        ...


class Turns(Protocol):
    """Who asks for what, among all processes that keep their replies in one place."""

    def take(self, key: str, /) -> bool:
        """Whether the caller may ask for the reply of *key* now; then no other process may, until it is given back."""
        ...

    def give_back(self, key: str, /) -> None:
        """Lets others ask; the end of a process, however it comes, does so too."""
        ...


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars a token, in and out."""

    prompt: float
    completion: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What so many tokens cost."""
        return self.prompt * prompt_tokens + self.completion * completion_tokens


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model and where it is; *name* as litellm spells it (``openai/gpt-4o-mini``, ``ollama/qwen2.5``).

    Without *api_base* and *api_key* the provider's own place and environment variable are used.  *rate* is in
    requests a minute, 0 for no limit.  *price* overrides the known one.
    """

    name: str
    api_base: str | None = None
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0
    concurrency: int = 8
    rate: float = 0.0
    price: Price | None = None
