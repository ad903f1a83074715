"""Copies are looked for among all stories: the table of sampled shingles, and the time of publication."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table; it is filled when the next story is added."""
    op.create_table(
        "shingles",
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("story", sa.Integer(), sa.ForeignKey("stories.number"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.add_column("stories", sa.Column("published_at", sa.Text()))
