"""Copies: kinships of stories, analysts' rulings, and the origins they make."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Ids, compared by code point on PostgreSQL as they are on SQLite.
KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the three tables; stories that are there already are compared when the next one is added."""
    op.create_table(
        "kinships",
        sa.Column("story", KEY, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("of", KEY, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("kinship", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "rulings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("story", KEY, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("of", KEY, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_table(
        "origins",
        sa.Column("story", KEY, sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("origin", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("chain", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    for table, column in (
        ("kinships", "of"), ("rulings", "story"), ("rulings", "of"), ("origins", "origin"), ("origins", "chain")
    ):  # fmt: skip
        op.create_index(f"ix_{table}_{column}", table, [column])
