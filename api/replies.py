"""The bank as the place where a chat client keeps its replies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from graders.chat.types import Arrived, Finish, Reply, Structure, TokenChoice
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

    def find(self, keys: Sequence[str], /) -> Mapping[str, Reply]:
        """The replies kept under those of *keys* that have one."""
        return {key: _reply(kept) for key, kept in self.bank().kept_replies(keys).items()}

    def keep(self, arrived: Sequence[Arrived], /) -> None:
        """Keeps replies and enters their calls in the accounts."""
        now = self.now()
        self.bank().keep_replies(
            (one.key, _kept(one.reply), Call(id=self.new_id(), at=now, batch=self.batch, purpose=one.purpose))
            for one in arrived
        )


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
