"""PostgreSQL: the full-text index, and keys ordered by code point. SQLite has both from the first."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEYS = (
    ("stories", "id"),
    ("statements", "story"),
    ("statements", "id"),
    ("parties", "ref"),
    ("entries", "id"),
    ("entries", "story"),
    ("entry_parties", "entry"),
    ("entry_parties", "role"),
    ("entry_parties", "ref"),
    ("signals", "story"),
    ("signals", "id"),
)

# What parts words, by code point, so that no locale of the server has a say. The same stretches stand in
# ``search_postgres``; a test holds the two to each other.
PARTING = (
    r"\u0001-/:-@\[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df"
    r"\u055a-\u055f\u0589\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf"
    r"\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffff\U0001f000-\U0001faff"
)
ACCENTS = r"\u0300-\u036f"
INDEXED = 200_000  # characters: a tsvector takes a megabyte at most

# English stems by Porter's rules and no stop words, as SQLite's FTS5 has them, so that both find the same stories.
STEMS = (
    "CREATE TEXT SEARCH DICTIONARY backchannel_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION backchannel (PARSER = default)",
    "ALTER TEXT SEARCH CONFIGURATION backchannel ADD MAPPING FOR asciiword, word, numword, asciihword, hword, "
    "numhword, hword_asciipart, hword_part, hword_numpart, email, protocol, url, host, url_path, file, sfloat, float, "
    "int, uint, version, entity WITH backchannel_stem",
)


def fold(column: str) -> str:
    """SQL for a column's text without accents, its words parted by blanks, and no longer than can be indexed."""
    bare = f"regexp_replace(normalize(coalesce({column}, ''), NFD), '[{ACCENTS}]', '', 'g')"
    return f"left(regexp_replace({bare}, '[{PARTING}]+', ' ', 'g'), {INDEXED})"


def upgrade() -> None:
    """Adds ``stories.words`` with its index where the ledger is PostgreSQL."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in KEYS:
        op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "C"')
    for statement in STEMS:
        op.execute(statement)
    weighed = " || ".join(
        f"setweight(to_tsvector('backchannel'::regconfig, {fold(column)}), '{weight}')"
        for column, weight in (("title", "A"), ("text", "D"))
    )
    op.execute(f"ALTER TABLE stories ADD COLUMN words tsvector GENERATED ALWAYS AS ({weighed}) STORED")
    op.execute("CREATE INDEX ix_stories_words ON stories USING gin (words)")
