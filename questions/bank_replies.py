"""The part of the bank that holds replies of chat models, and accounts of what they cost."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from questions.accounts import CostsBy
from questions.bank_engine import foreign_errors, in_batches
from questions.bank_rows import BODY_VERSION, clean, scrub, upgraded
from questions.bank_session import Sessions
from questions.replies import Call, Costs, KeptReply
from questions.tables import CallRow, ReplyRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY_US = timedelta(days=1) // _MICROSECOND

# These run once for each call of a model, fifty at a time.  Statements that are made once, without the ORM,
# take a third of the time.
_REPLIES: Table = ReplyRow.__table__  # type: ignore[assignment]  # every table of ours is one
_CALLS: Table = CallRow.__table__  # type: ignore[assignment]
_FIND = select(_REPLIES.c.key, _REPLIES.c.body, _REPLIES.c.body_version).where(
    _REPLIES.c.key.in_(bindparam("keys", expanding=True))
)
_ENTER = _CALLS.insert()
_KEEP: dict[str, Insert] = {
    "sqlite": sqlite.insert(_REPLIES).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_REPLIES).on_conflict_do_nothing(),
}


class ReplyShelf(Sessions):
    """Replies by the hash of what was asked, and the calls that they came from."""

    def keep_replies(self, arrived: Iterable[tuple[str, KeptReply, Call]]) -> None:
        """Keeps replies under their keys and enters their calls in the accounts, in one transaction.

        A reply that is kept already stays; its call is entered all the same, for it was paid.
        """
        replies, calls = [], []
        for key, reply, call in arrived:
            kept = clean(reply)
            at_us = (call.at - _EPOCH) // _MICROSECOND
            replies.append(_reply_values(scrub(key), at_us, kept))
            calls.append(_call_values(call, at_us, kept))
        if not calls:
            return
        with foreign_errors(self.url), self._writer.begin() as connection:
            # In the order of the keys: two processes that keep the same ones must not wait for each other.
            connection.execute(_KEEP[self._writer.dialect.name], sorted(replies, key=itemgetter("key")))
            connection.execute(_ENTER, calls)

    def kept_replies(self, keys: Iterable[str]) -> dict[str, KeptReply]:
        """Those of *keys* that a reply is kept under."""
        found: dict[str, KeptReply] = {}
        with foreign_errors(self.url), self._engine.connect() as connection:
            for batch in in_batches(scrub(key) for key in keys):
                rows = connection.execute(_FIND, {"keys": batch})
                for key, body, version in rows:
                    found[key] = KeptReply.model_validate(upgraded(ReplyRow.__tablename__, body, version))
        return found

    def costs(
        self, by: CostsBy = CostsBy.DAY, since: datetime | None = None, batch: str | None = None
    ) -> tuple[Costs, ...]:
        """What calls took, summed up, by name; since a moment, or of one batch."""
        with self._reading() as session:
            return tuple(_costs(by, row) for row in session.execute(_summed(by, since, batch)))


def _reply_values(key: str, at_us: int, reply: KeptReply) -> dict[str, Any]:
    return {
        "key": key,
        "at_us": at_us,
        "model": reply.model,
        "body_version": BODY_VERSION,
        "body": reply.model_dump(mode="json"),
    }


def _call_values(call: Call, at_us: int, reply: KeptReply) -> dict[str, Any]:
    return {
        "id": scrub(call.id),
        "at_us": at_us,
        "batch": scrub(call.batch),
        "purpose": scrub(call.purpose),
        "model": reply.model,
        "finish": reply.finish,
        "prompt_tokens": reply.prompt_tokens,
        "completion_tokens": reply.completion_tokens,
        "cost": reply.cost,
    }


def _summed(by: CostsBy, since: datetime | None, batch: str | None) -> Select[Any]:
    name = _name(by)
    columns = (
        name.label("name"),
        func.count().label("calls"),
        func.coalesce(func.sum(CallRow.prompt_tokens), 0).label("prompt_tokens"),
        func.coalesce(func.sum(CallRow.completion_tokens), 0).label("completion_tokens"),
        func.sum(CallRow.cost).label("cost"),
        (func.count() - func.count(CallRow.cost)).label("unknown"),
    )
    asked = select(*columns).group_by(name).order_by(name)
    if since is not None:
        asked = asked.where(CallRow.at_us >= (since - _EPOCH) // _MICROSECOND)
    return asked if batch is None else asked.where(CallRow.batch == scrub(batch))


def _name(by: CostsBy) -> ColumnElement[Any]:
    match by:
        case CostsBy.DAY:
            return CallRow.at_us // _DAY_US
        case CostsBy.BATCH:
            return CallRow.batch.expression
        case CostsBy.MODEL:
            return CallRow.model.expression
        case CostsBy.PURPOSE:
            return CallRow.purpose.expression


def _costs(by: CostsBy, row: Any) -> Costs:
    name = str((_EPOCH + timedelta(days=int(row.name))).date()) if by is CostsBy.DAY else row.name
    return Costs(
        name=name,
        calls=row.calls,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        cost=row.cost,
        unknown=row.unknown,
    )
