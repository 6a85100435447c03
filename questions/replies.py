"""What chat models replied, and what it cost: part of the vocabulary, kept in the bank."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from questions.records import Record

Count = Annotated[int, Field(ge=0)]
Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Alternative = tuple[str, float]


class KeptToken(Record):
    """One token of a reply, its log probability, and what else it might have been."""

    token: str
    logprob: Annotated[float, Field(allow_inf_nan=False)]
    others: tuple[Alternative, ...] = ()


class KeptReply(Record):
    """A reply, so that it need not be paid for again.  None: the provider did not say.

    *finish* and *structure* are words of the chat client.
    """

    text: str
    model: str
    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    cost: Dollars | None = None
    latency_s: Annotated[float, Field(ge=0)] = 0.0
    finish: str = "stop"
    structure: str = "plain"
    tokens: tuple[KeptToken, ...] = ()


class Call(Record):
    """One call that a provider answered, in the accounts: when, in which batch, what for."""

    id: str
    at: datetime
    batch: str = ""
    purpose: str = ""


class Costs(Record):
    """What the calls of one day, batch, model or purpose took.

    *cost* is the sum of the known ones, in US dollars, None where there is none; of *unknown* calls nobody
    knows what they cost.  Tokens that a provider did not count are missing.
    """

    name: str
    calls: Count
    prompt_tokens: Count
    completion_tokens: Count
    cost: Dollars | None
    unknown: Count
