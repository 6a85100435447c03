"""The steps that bring a database to the present tables, and how they are taken.

`REVISION` is the newest step; it stands here so that opening an up-to-date bank does not load Alembic.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

REVISION = "0005"
_VERSION_TABLE = "alembic_version"


def current(connection: Connection) -> str | None:
    """The step the database stands at; None when it has never been migrated."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalars().all()  # noqa: S608
    return str(found[0]) if found else None


def known() -> frozenset[str]:
    """Every step that this release knows."""
    from alembic.script import ScriptDirectory

    return frozenset(step.revision for step in ScriptDirectory(str(_folder())).walk_revisions())


def upgrade(connection: Connection) -> None:
    """Takes every missing step inside the transaction that *connection* is in."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # Config is an ini file at heart: a lone percent sign in the path would be read as a reference.
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    command.upgrade(config, "head")


def _folder() -> Path:
    return Path(__file__).parent
