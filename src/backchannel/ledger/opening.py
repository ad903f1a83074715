"""Opens a ledger's database: safe settings, the right version, and errors a keeper can act on."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from backchannel.errors import BadLedger
from backchannel.ledger.postgres import POSTGRES_EXAMPLE, check_database, explain_error, make_postgres_engine, show_url
from backchannel.ledger.schema import HEAD

LOCK_SECONDS = 60  # how long a writer waits for another writer
IDENTITIES = "0006"  # the revision since which strangers have identities; those of older stories are found then
EXAMPLE = "sqlite:///backchannel.db"


def open_engine(url: str, *, create: bool = True) -> Engine:
    """An engine on the ledger at that database URL, brought to this version's tables.

    A missing ledger is made unless ``create`` is false. Raises BadLedger where the URL is none, what is there is no
    ledger, cannot be opened, or was made by a newer version.
    """
    engine = _make_engine(url, create=create)
    with reading(engine) as connection:
        version = _version(connection)
    if version is None and not create and engine.dialect.name != "sqlite":
        raise BadLedger(f"{show_url(engine.url)}: there is no ledger; «backchannel add» makes one")
    if version != HEAD:
        with writing(engine) as connection:
            _migrate(connection)
    return engine


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for reading one consistent state."""
    with explained(engine), engine.begin() as connection:
        yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection inside one writing transaction, committed at the end; it waits its turn behind other writers."""
    writer = engine.execution_options(backchannel_writes=True)
    with explained(engine), writer.begin() as connection:
        yield connection


@contextlib.contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turns the database's errors about its state or its values (not about our SQL) into ours."""
    try:
        yield
    except DBAPIError as error:
        sqlite = engine.dialect.name == "sqlite"
        meant = _explain_sqlite(error, engine.url) if sqlite else explain_error(error, engine.url, LOCK_SECONDS)
        if meant is None:
            raise
        raise meant from error


def _explain_sqlite(error: DBAPIError, url: URL) -> BadLedger | None:
    where, said = show_url(url), str(error.orig)
    if isinstance(error, OperationalError):
        if "locked" in said or "busy" in said:
            return BadLedger(f"{where}: another program has been writing for over {LOCK_SECONDS} s; try again")
        if "full" in said:
            return BadLedger(f"{where}: the disk or database is full; the last write was not stored, all before it was")
        if "syntax" not in said and "no such" not in said:
            return BadLedger(f"{where}: cannot be used: {said}")
    elif isinstance(error, DatabaseError) and ("not a database" in said or "malformed" in said):
        return BadLedger(f"{where}: is no ledger, or is damaged: {said}")
    return None


def _make_engine(url: str, *, create: bool) -> Engine:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        shown = "this" if "@" in url else repr(url)  # it may hold a password where it cannot be taken apart
        raise BadLedger(f"{shown} is no database URL; one is {EXAMPLE!r}") from None
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return make_postgres_engine(parsed, LOCK_SECONDS)
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise BadLedger(
            f"{show_url(parsed)!r}: a ledger is in SQLite ({EXAMPLE!r}) or PostgreSQL ({POSTGRES_EXAMPLE!r})"
        )
    if parsed.database in (None, "", ":memory:"):
        engine = create_engine(parsed, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        _check_path(Path(str(parsed.database)), create=create)
        engine = create_engine(parsed, connect_args={"timeout": LOCK_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise BadLedger(f"{path}: is a folder; give a file, as in {EXAMPLE!r}")
    if not path.parent.is_dir():
        raise BadLedger(f"{path}: the folder {path.parent} does not exist; make it first")
    if not create and not path.exists():
        raise BadLedger(f"{path}: there is no ledger; «backchannel add» makes one")


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction control begins too late, and not at all before SELECT; _begin_sqlite does it instead.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {LOCK_SECONDS * 1000}", "foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    _keep_a_log(connection)


def _keep_a_log(connection: Any) -> None:
    """Sets write-ahead logging. Here SQLite does not wait for a lock, whatever its time-out, so two openers race."""
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: one that read first and wrote later could not wait for the other to finish.
    writes = connection.get_execution_options().get("backchannel_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(connection: Connection) -> str | None:
    """The revision of the tables, None for an empty database. Raises BadLedger for a newer one or another program's."""
    tables = set(inspect(connection).get_table_names())
    where = show_url(connection.engine.url)
    if "alembic_version" not in tables:
        if tables:
            raise BadLedger(
                f"{where}: holds another program's tables ({', '.join(sorted(tables)[:4])}); give another one"
            )
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    version = None if row is None else str(row[0])
    if version is not None and version not in _known_revisions(version):
        raise BadLedger(
            f"{where}: was made by a newer version (tables {version}, this version knows {HEAD}); "
            "upgrade backchannel, or open another ledger"
        )
    return version


def _known_revisions(version: str) -> set[str]:
    if version == HEAD:  # the usual case: alembic need not be loaded
        return {HEAD}
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic_config()).walk_revisions()}


def _migrate(connection: Connection) -> None:
    # Read again under the lock: another process may have made the tables since.
    before = _version(connection)
    if before == HEAD:
        return
    if connection.dialect.name == "postgresql":
        check_database(connection)
    from alembic import command

    config = _alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
    if before is not None and before < IDENTITIES:
        from backchannel.ledger.identities_keeper import fill

        fill(connection)


def _alembic_config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
