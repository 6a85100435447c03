"""What every part of the bank shares: its database, and how a transaction is opened on it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from questions.bank_engine import foreign_errors, label, writing

PAGE = 50
"""How many items a page has when nobody says."""


class Sessions:
    """A database, and transactions on it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = writing(engine)

    @property
    def url(self) -> str:
        """The SQLite file, or the URL without its password."""
        return label(self._engine)

    def _reading(self) -> AbstractContextManager[Session]:
        return self._transaction(self._engine)

    def _writing(self) -> AbstractContextManager[Session]:
        return self._transaction(self._writer)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with foreign_errors(self.url), Session(engine) as session, session.begin():
            yield session
