"""Standing: the statement that tells of an entry, and the grades that analysts set."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Ids, compared by code point on PostgreSQL as they are on SQLite.
KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the table and the column; entries that are there already keep no statement."""
    op.add_column("entries", sa.Column("statement", KEY))
    op.create_table(
        "gradings",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("story", KEY, sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("statement", KEY, nullable=False),
        sa.Column("grade", sa.Text()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("ix_gradings_story", "gradings", ["story"])
