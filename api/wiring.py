"""The only constructor of adapters: settings in, services out."""

from __future__ import annotations

import gc
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.lazy import Lazy
from api.services import AuditAll, GradeAll, Services
from api.settings import Settings

if TYPE_CHECKING:
    from graders.chat.loop import Conversation
    from graders.encoders import Encoder
    from graders.facts import FactBase
    from questions.bank import QuestionBank

_SQLITE = "sqlite:///"


def build(settings: Settings) -> Services:
    """Services for *settings*.  Nothing is opened, loaded or created before it is asked for."""
    encode: Lazy[Encoder] = Lazy(lambda: _encoder(settings))
    facts: Lazy[FactBase] = Lazy(lambda: _facts(settings))
    bank = Lazy(lambda: _bank(settings))
    return Services(
        settings=settings,
        bank=bank,
        encode=encode,
        grade=Lazy(lambda: _panel(encode(), facts(), settings.review_risk)),
        audit=Lazy(lambda: _auditor(facts())),
        now=_now,
        new_id=_new_id,
        converse=Lazy(lambda: _conversation(settings, bank)),
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid.uuid4().hex


def sqlite_file(database: str) -> Path | None:
    """The file that *database*, a path or URL, names; None for another kind of database."""
    if "://" not in database:
        return Path(database).expanduser().absolute()
    name = database.removeprefix(_SQLITE).partition("?")[0]
    return Path(name).absolute() if database.startswith(_SQLITE) and name else None


def _place(database: str) -> str:
    """*database*, the same however the file is written."""
    return str(sqlite_file(database) or database)


def _bank(settings: Settings) -> QuestionBank:
    from questions.bank import open_bank

    return open_bank(settings.database_url)


def _encoder(settings: Settings) -> Encoder:
    from graders import encoders

    return encoders.build(settings.encoder, settings.cache if settings.use_cache else None)


def _facts(settings: Settings) -> FactBase:
    from graders import facts

    return facts.load(settings.facts)


def _panel(encode: Encoder, facts: FactBase, risk: float) -> GradeAll:
    from graders.assurance import Assurance
    from graders.audit.facts import find
    from graders.panel import Panel

    panel = Panel(
        encode,
        encode.name,
        misconceptions=lambda question, text: find(question, text, facts),
        assure=Assurance(risk),
    )
    # Lexicon and facts stay to the end; else every full collection walks their half a million objects.
    gc.freeze()
    return panel


def _auditor(facts: FactBase) -> AuditAll:
    from graders.audit import Auditor

    return Auditor(facts=facts)


def _conversation(settings: Settings, bank: Lazy[QuestionBank]) -> Conversation:
    """The chat models of *settings*, one batch of the accounts.  Raises BadSetting when there are none."""
    from api.judges import budget, specs, watch
    from api.replies import BankReplies
    from api.turns import turns_for
    from graders.chat.client import client
    from graders.chat.loop import Conversation, OwnLoop

    models = specs(settings)
    watch(settings)
    replies = BankReplies(bank, _now, _new_id, batch=_new_id())
    asked = client(
        models,
        replies=replies,
        budget=budget(settings),
        log_prompts=settings.log_prompts,
        turns=turns_for(_place(settings.database_url), settings.cache.parent),
    )
    return Conversation(asked, OwnLoop(), models[0].concurrency)
