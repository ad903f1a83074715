"""The migrations make exactly the tables that the schema describes."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from backchannel.ledger import opening, schema

# The full-text index of PostgreSQL, which SQLAlchemy's tables do not describe.
APART = {("column", "words"), ("index", "ix_stories_words")}


def test_migrations_lead_to_the_schema(url: str) -> None:
    engine = opening.open_engine(url)
    with opening.reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        assert compare_metadata(context, schema.metadata) == []


def test_head_is_the_last_migration() -> None:
    script = ScriptDirectory.from_config(opening._alembic_config())
    assert script.get_heads() == [schema.HEAD]


def test_settings_keep_what_is_committed(tmp_path: Path) -> None:
    engine = opening.open_engine(f"sqlite:///{tmp_path}/ledger.db")
    with opening.reading(engine) as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000}


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    if isinstance(parents, dict) and parents.get("table_name") == "stories" and (kind, name) in APART:
        return False
    return kind != "table" or name is None or not name.startswith("story_words")
