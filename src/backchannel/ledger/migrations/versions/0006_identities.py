"""Identities: strangers of each story, who they are across stories, and what analysts laid down on it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Ids, compared by code point on PostgreSQL as they are on SQLite.
KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the tables; ``opening`` has them filled from the stories that are there, in the same transaction."""
    op.create_table(
        "strangers",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("story", KEY, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("actor", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("block", KEY),
        *(sa.Column(name, sa.Text()) for name in ("country", "sector", "gender")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("offices", "company", "lands", "context")),
        sa.Column("published", sa.Date()),
        sa.Column("identity", KEY, nullable=False),
        sa.Column("identity_country", sa.Text()),
        sa.Column("identity_sector", sa.Text()),
    )
    op.create_table(
        "stranger_words",
        sa.Column("word", KEY, primary_key=True),
        sa.Column("stranger", KEY, sa.ForeignKey("strangers.id"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identity_rulings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("identity_rulings.number")),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("day", sa.Date()),
    )
    op.create_table(
        "identity_sides",
        sa.Column("ruling", sa.Integer(), sa.ForeignKey("identity_rulings.number"), primary_key=True,
                  autoincrement=False),
        sa.Column("side", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("id", KEY, nullable=False),
    )  # fmt: skip
    for table, column in (
        ("strangers", "story"), ("strangers", "block"), ("strangers", "identity"), ("strangers", "identity_country"),
        ("identity_sides", "id"),
    ):  # fmt: skip
        op.create_index(f"ix_{table}_{column}", table, [column])
