"""The ledger's tables. ``migrations/`` makes them; a test holds the two to each other.

To change a table: change it here, add a migration under ``migrations/versions`` and set ``HEAD`` to its revision.
SQLite ledgers also hold ``story_words``, a full-text index over title and text kept by triggers: see the first
migration. PostgreSQL ledgers hold ``stories.words``, a generated column with the same, and compare keys by code point,
as SQLite does: see the second. Days are ISO dates; offsets are code points of ``stories.text``; NULL means unknown.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

HEAD = "0006"

metadata = MetaData()

# One row a story. ``number`` is the order of storing; ``reading`` the whole reading, packed by ``codec``.
stories = Table(
    "stories",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("title", Text),
    Column("agency", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("published", Date),
    Column("published_at", Text),  # the time as the page gives it, with its zone; of stories stored since 0004
    Column("dateline", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("reading", LargeBinary, nullable=False),
    Index("ix_stories_sha256", "sha256"),
    Index("ix_stories_published", "published"),
)

statements = Table(
    "statements",
    metadata,
    Column("story", Text, ForeignKey("stories.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("source_kind", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("speaker_ref", Text),
    Column("speaker", Text),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("content_start", Integer),
    Column("content_end", Integer),
    Column("inside", Text),
    Column("told_to", Text),
    Index("ix_statements_speaker_ref", "speaker_ref"),
)

# Every actor the ledger has met, as first met; what holds for one entry stands in ``entry_parties``.
parties = Table(
    "parties",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("contexts", Text, nullable=False),  # parted by |
    Column("when_first", Date),
    Column("when_last", Date),
    Column("known", Date),
    Column("origin", Text, nullable=False),
    Column("story", Text, ForeignKey("stories.id")),
    Column("anchor_start", Integer),
    Column("anchor_end", Integer),
    Column("anchor_parts", Text),  # JSON, only where the anchor is not one stretch
    Column("words", Text),
    Column("place", Text),
    Column("confidence", Float),
    Column("because", Text),
    Column("statement", Text),  # the story's statement that tells of it; of stories stored since 0005
    Index("ix_entries_type", "type", "status"),
    Index("ix_entries_known", "known"),
    Index("ix_entries_story", "story"),
)

entry_parties = Table(
    "entry_parties",
    metadata,
    Column("entry", Text, ForeignKey("entries.id"), primary_key=True),
    Column("role", Text, primary_key=True),  # actor or recipient
    Column("position", Integer, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Index("ix_entry_parties_ref", "ref"),
    Index("ix_entry_parties_country", "country"),
)

# ``side_a`` and ``side_b`` are the signal's own two sides; the countries they count for stand beside them.
signals = Table(
    "signals",
    metadata,
    Column("story", Text, ForeignKey("stories.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("medium", Text, nullable=False),
    Column("side_a", Text, nullable=False),
    Column("side_b", Text, nullable=False),
    Column("country_a", Text),
    Column("country_b", Text),
    Column("state", Text, nullable=False),
    Column("when_first", Date),
    Column("when_last", Date),
    Column("known", Date),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("evidence_parts", Text),
    Column("words", Text, nullable=False),
    Column("source", Text),
    Column("statement", Text),
    Column("because", Text, nullable=False),
    Index("ix_signals_sides", "side_a", "side_b"),
    Index("ix_signals_countries", "country_a", "country_b"),
)

# What the machine found on two stories when the later of them was added; ``kinship`` is all of it, packed.
kinships = Table(
    "kinships",
    metadata,
    Column("story", Text, ForeignKey("stories.id"), primary_key=True),
    Column("of", Text, ForeignKey("stories.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("containment", Float, nullable=False),
    Column("because", Text, nullable=False),  # parted by |
    Column("kinship", LargeBinary, nullable=False),
    Index("ix_kinships_of", "of"),
)

# What analysts laid down, in order; rows are only ever added, and the latest on a pair is in force.
rulings = Table(
    "rulings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", Text, nullable=False),
    Column("story", Text, ForeignKey("stories.id"), nullable=False),
    Column("of", Text, ForeignKey("stories.id"), nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_rulings_story", "story"),
    Index("ix_rulings_of", "of"),
)

# The origin of each story that has been compared, as kinships and rulings leave it; the origin's own position is 0.
origins = Table(
    "origins",
    metadata,
    Column("story", Text, ForeignKey("stories.id"), primary_key=True),
    Column("origin", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_origins_origin", "origin"),
    Index("ix_origins_chain", "chain"),
)

# Which stories (by number) hold a sampled run of words: where copies of a new story are looked for.
shingles = Table(
    "shingles",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("story", Integer, ForeignKey("stories.number"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The grades that analysts set on statements, in order; rows are only ever added, and the latest on a statement holds.
gradings = Table(
    "gradings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", Text, nullable=False),  # set or undo
    Column("story", Text, ForeignKey("stories.id"), nullable=False),
    Column("statement", Text, nullable=False),
    Column("grade", Text),  # as in B2; NULL for undo
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_gradings_story", "story"),
)

# People and bodies of a story whom no table knows, and who each is across stories: ``identity`` is the id of the first
# of its strangers, or a ref of the tables. ``entry_parties.ref`` and ``statements.speaker_ref`` hold ``id``.
strangers = Table(
    "strangers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("story", Text, ForeignKey("stories.id"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("block", Text),  # those of one block may be joined by the machine; NULL: never
    Column("country", Text),
    Column("sector", Text),
    Column("gender", Text),
    Column("offices", Text, nullable=False),  # parted by |, as the next three
    Column("company", Text, nullable=False),
    Column("lands", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("published", Date),
    Column("identity", Text, nullable=False),
    Column("identity_country", Text),  # on which all of the identity's stories that tell one agree
    Column("identity_sector", Text),
    Index("ix_strangers_story", "story"),
    Index("ix_strangers_block", "block"),
    Index("ix_strangers_identity", "identity"),
    Index("ix_strangers_identity_country", "identity_country"),
)

# The words of strangers' names by sound: where those who may be the same are looked for.
stranger_words = Table(
    "stranger_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("stranger", Text, ForeignKey("strangers.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# What analysts laid down on who is who, in order; rows are only ever added. ``undoes`` is the number taken back.
identity_rulings = Table(
    "identity_rulings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("action", Text, nullable=False),  # merge, split or undo
    Column("undoes", Integer, ForeignKey("identity_rulings.number")),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("day", Date),  # as the analyst gave it
)

# The strangers, and refs of the tables, that a ruling is about, on its two sides.
identity_sides = Table(
    "identity_sides",
    metadata,
    Column("ruling", Integer, ForeignKey("identity_rulings.number"), primary_key=True, autoincrement=False),
    Column("side", Text, primary_key=True),  # one or other
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Index("ix_identity_sides_id", "id"),
)
