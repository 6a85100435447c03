"""Grades that people gave: every grade of an attempt is kept, and what people decided about flags."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BATCH = 500
_ATTEMPTS = sa.table(
    "attempts",
    *(sa.column(name, sa.Text()) for name in ("id", "question_id")),
    sa.column("question_version", sa.Integer()),
    sa.column("at_us", sa.BigInteger()),
    sa.column("confidence", sa.Double()),
    sa.column("body_version", sa.Integer()),
    sa.column("body", sa.JSON()),
)
_GRADES = sa.table(
    "grades",
    *(sa.column(name, sa.Text()) for name in ("id", "attempt_id", "occasion")),
    *(sa.column(name, sa.Integer()) for name in ("number", "body_version")),
    sa.column("at_us", sa.BigInteger()),
    sa.column("body", sa.JSON()),
)


def upgrade() -> None:
    _columns()
    _grades()
    _first_grades()


def _columns() -> None:
    op.add_column("attempts", sa.Column("confidence", sa.Double(), nullable=False, server_default="0"))
    op.add_column("attempts", sa.Column("by_person", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_attempts_by_person_needs_review_confidence_at_us_id",
        "attempts",
        ["by_person", "needs_review", "confidence", "at_us", "id"],
    )
    op.add_column("flags", sa.Column("decision", sa.JSON(), nullable=True))
    op.add_column("questions", sa.Column("document_words", sa.Text(), nullable=True))


def _grades() -> None:
    op.create_table(
        "grades",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("attempt_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_grades"),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name="fk_grades_attempt_id_attempts", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("attempt_id", "number", name="uq_grades_attempt_id"),
    )


def _first_grades() -> None:
    """The grade of each attempt becomes the first of its grades."""
    connection = op.get_bind()
    for rows in _batches(connection):
        connection.execute(sa.insert(_GRADES), [_first(row) for row in rows])
        for row in rows:
            sure = row.body["grade"]["confidence"]
            connection.execute(sa.update(_ATTEMPTS).where(_ATTEMPTS.c.id == row.id).values(confidence=sure))


def _batches(connection: sa.Connection) -> Iterator[list[Any]]:
    last = None
    while True:
        query = sa.select(_ATTEMPTS).order_by(_ATTEMPTS.c.id).limit(_BATCH)
        if last is not None:
            query = query.where(_ATTEMPTS.c.id > last)
        rows = list(connection.execute(query))
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _first(row: Any) -> dict[str, Any]:
    name = json.dumps(["first grade", row.id], ensure_ascii=True)
    grade_id = "g-" + hashlib.sha256(name.encode("ascii")).hexdigest()[:32]
    return {
        "id": grade_id,
        "attempt_id": row.id,
        "number": 1,
        "occasion": "submitted",
        "at_us": row.at_us,
        "body_version": row.body_version,
        "body": {
            "id": grade_id,
            "attempt_id": row.id,
            "question_version": row.question_version,
            "at": row.body["at"],
            "occasion": "submitted",
            "grade": row.body["grade"],
            "by": None,
            "note": "",
            "group_of": None,
        },
    }
