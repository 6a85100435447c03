"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _questions()
    _question_versions()
    _flags()
    _attempts()


def _body() -> tuple[sa.Column[int], sa.Column[object]]:
    return (
        sa.Column("body_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _documents() -> None:
    op.create_table(
        "documents",
        _text("id"),
        _text("name"),
        *_body(),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("name", name="uq_documents_name"),
    )


def _questions() -> None:
    op.create_table(
        "questions",
        _text("id"),
        _text("document_id", nullable=True),
        _text("document"),
        sa.Column("line_start", sa.Integer(), nullable=False),
        *(_text(name) for name in ("kind", "status", "origin", "language", "text", "headings")),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("words_hash"),
        sa.Column("key_points_edited", sa.Boolean(), nullable=False),
        sa.Column("in_document", sa.Boolean(), nullable=False),
        _text("resume_status", nullable=True),
        *_body(),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_questions_document_id_documents"),
    )
    op.create_index("ix_questions_document_id", "questions", ["document_id"])
    op.create_index("ix_questions_document_line_start_id", "questions", ["document", "line_start", "id"])


def _question_versions() -> None:
    op.create_table(
        "question_versions",
        _text("question_id"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        *_body(),
        sa.PrimaryKeyConstraint("question_id", "version", name="pk_question_versions"),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name="fk_question_versions_question_id_questions",
            ondelete="CASCADE",
        ),
    )


def _flags() -> None:
    op.create_table(
        "flags",
        _text("id"),
        _text("question_id"),
        sa.Column("question_version", sa.Integer(), nullable=False),
        *(_text(name) for name in ("words_hash", "state", "severity")),
        sa.Column("rank", sa.Double(), nullable=False),
        *_body(),
        sa.PrimaryKeyConstraint("id", name="pk_flags"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_flags_question_id_questions", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_flags_question_id", "flags", ["question_id"])
    op.create_index("ix_flags_rank_id", "flags", ["rank", "id"])


def _attempts() -> None:
    op.create_table(
        "attempts",
        _text("id"),
        _text("question_id"),
        sa.Column("question_version", sa.Integer(), nullable=False),
        _text("learner", nullable=True),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        *_body(),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name="fk_attempts_question_id_questions"),
    )
    op.create_index("ix_attempts_at_us_id", "attempts", ["at_us", "id"])
    op.create_index("ix_attempts_question_id_at_us", "attempts", ["question_id", "at_us"])
    op.create_index("ix_attempts_learner_at_us", "attempts", ["learner", "at_us"])
