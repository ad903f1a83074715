"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite only. ``content='stories'``: the index keeps no second copy of the text.
WORDS = (
    "CREATE VIRTUAL TABLE story_words USING fts5(title, text, content='stories', content_rowid='number', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER story_words_in AFTER INSERT ON stories BEGIN "
    "INSERT INTO story_words(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "CREATE TRIGGER story_words_out AFTER DELETE ON stories BEGIN "
    "INSERT INTO story_words(story_words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE TRIGGER story_words_fixed BEFORE UPDATE OF number, title, text ON stories BEGIN "
    "SELECT RAISE(ABORT, 'the text of a story never changes'); END",
)


def upgrade() -> None:
    """Makes the tables of version 0001, and the full-text index where the ledger is SQLite."""
    _parties()
    _stories()
    _entries()
    _statements()
    _entry_parties()
    _signals()
    if op.get_bind().dialect.name == "sqlite":
        for statement in WORDS:
            op.execute(statement)


def _parties() -> None:
    op.create_table(
        "parties",
        sa.Column("ref", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("sector", sa.Text()),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.Column("outlet", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("dateline", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_stories_published", "stories", ["published"])
    op.create_index("ix_stories_sha256", "stories", ["sha256"])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("contexts", sa.Text(), nullable=False),
        sa.Column("when_first", sa.Date()),
        sa.Column("when_last", sa.Date()),
        sa.Column("known", sa.Date()),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), sa.ForeignKey("stories.id")),
        sa.Column("anchor_start", sa.Integer()),
        sa.Column("anchor_end", sa.Integer()),
        sa.Column("anchor_parts", sa.Text()),
        sa.Column("words", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("confidence", sa.Float()),
        sa.Column("because", sa.Text()),
    )
    op.create_index("ix_entries_known", "entries", ["known"])
    op.create_index("ix_entries_story", "entries", ["story"])
    op.create_index("ix_entries_type", "entries", ["type", "status"])


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("story", sa.Text(), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("speaker_ref", sa.Text()),
        sa.Column("speaker", sa.Text()),
        sa.Column("source_start", sa.Integer()),
        sa.Column("source_end", sa.Integer()),
        sa.Column("cue_start", sa.Integer()),
        sa.Column("cue_end", sa.Integer()),
        sa.Column("content_start", sa.Integer()),
        sa.Column("content_end", sa.Integer()),
        sa.Column("inside", sa.Text()),
        sa.Column("told_to", sa.Text()),
    )
    op.create_index("ix_statements_speaker_ref", "statements", ["speaker_ref"])


def _entry_parties() -> None:
    op.create_table(
        "entry_parties",
        sa.Column("entry", sa.Text(), sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("role", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("sector", sa.Text()),
    )
    op.create_index("ix_entry_parties_country", "entry_parties", ["country"])
    op.create_index("ix_entry_parties_ref", "entry_parties", ["ref"])


def _signals() -> None:
    op.create_table(
        "signals",
        sa.Column("story", sa.Text(), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("side_a", sa.Text(), nullable=False),
        sa.Column("side_b", sa.Text(), nullable=False),
        sa.Column("country_a", sa.Text()),
        sa.Column("country_b", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("when_first", sa.Date()),
        sa.Column("when_last", sa.Date()),
        sa.Column("known", sa.Date()),
        sa.Column("evidence_start", sa.Integer(), nullable=False),
        sa.Column("evidence_end", sa.Integer(), nullable=False),
        sa.Column("evidence_parts", sa.Text()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("statement", sa.Text()),
        sa.Column("because", sa.Text(), nullable=False),
    )
    op.create_index("ix_signals_countries", "signals", ["country_a", "country_b"])
    op.create_index("ix_signals_sides", "signals", ["side_a", "side_b"])
