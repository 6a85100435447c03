"""Run by Alembic: takes the steps on the connection that `questions.migrations.upgrade` hands over."""

from alembic import context

from questions.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
