"""The bank as the place where a chat client keeps its replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from graders.chat.types import Finish, Reply, Structure, TokenChoice
from questions.replies import Call, KeptReply, KeptToken

if TYPE_CHECKING:
    from api.lazy import Lazy
    from questions.bank import QuestionBank


@dataclass(frozen=True, slots=True)
class BankReplies:
    """Obeys `graders.chat.Replies`; *batch* is the name of this run in the accounts."""

    bank: Lazy[QuestionBank]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    batch: str = ""
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def find(self, keys: Sequence[str], /) -> Mapping[str, Reply]:
        """The replies kept under those of *keys* that have one."""
        return {key: _reply(kept) for key, kept in self.bank().kept_replies(keys).items()}

    def keep(self, key: str, reply: Reply, /, *, purpose: str) -> None:
        """Keeps *reply* and enters its call in the accounts."""
        call = Call(id=self.new_id(), at=self.now(), batch=self.batch, purpose=purpose)
        # SQLite has one writer; waiting for it here costs less than asking it again and again.
        with self._one_at_a_time:
            self.bank().keep_reply(key, _kept(reply), call)


def _kept(reply: Reply) -> KeptReply:
    told = {name: value for name, value in asdict(reply).items() if name not in ("from_cache", "tokens")}
    tokens = tuple(KeptToken(token=one.token, logprob=one.logprob, others=one.others) for one in reply.tokens)
    return KeptReply(**told, tokens=tokens)


def _reply(kept: KeptReply) -> Reply:
    return Reply(
        text=kept.text,
        model=kept.model,
        prompt_tokens=kept.prompt_tokens,
        completion_tokens=kept.completion_tokens,
        cost=kept.cost,
        latency_s=kept.latency_s,
        finish=Finish(kept.finish),
        structure=Structure(kept.structure),
        tokens=tuple(TokenChoice(one.token, one.logprob, one.others) for one in kept.tokens),
        from_cache=True,
    )
