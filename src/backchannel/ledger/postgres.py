"""A ledger in PostgreSQL: how it is opened, how writers take turns, and what its errors mean to a keeper."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from backchannel.errors import BackchannelError, BadInput, BadLedger

POSTGRES_EXAMPLE = "postgresql://USER@HOST/DATABASE"
NAMES = ("postgresql", "postgres", "postgresql+psycopg")
CONNECT_SECONDS = 10  # how long an unreachable server is waited for, where the URL does not say

# One lock for all ledgers of a database: writers and migrations take turns on it. The number is "backchan" in ASCII.
LOCK = 0x6261636B6368616E
# A server set to confirm before it has flushed is asked to flush; one set to more than that is left as it is.
_FLUSHED = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"

# SQLSTATE, or the class of it -> what that means. Source: PostgreSQL's manual, appendix "PostgreSQL Error Codes".
_MEANINGS = {
    "55P03": "another program has been writing for over {seconds} s; try again",
    "53100": "the disk is full; the last write was not stored, all before it was",
    "53": "the server has no more room for it: {said}",
    "42501": "this user may not do that: {said}; ask the database's owner to grant it",
    "25006": "the server takes no writes: {said}; give the URL of the one that does",
    "28": "the server refuses this user: {said}",
}


def make_postgres_engine(url: URL, seconds: int) -> Engine:
    """An engine for a PostgreSQL URL, whose writers wait at most ``seconds`` for each other.

    Raises BadLedger where the driver is missing, or the URL names another one.
    """
    if url.drivername not in NAMES:
        raise BadLedger(f"{show_url(url)!r}: the driver is chosen here; write it as {POSTGRES_EXAMPLE!r}")
    # The client's encoding is said, as a server without one of its own hands out bytes.
    settings: dict[str, Any] = {"client_encoding": "utf8"}
    if "connect_timeout" not in url.query:
        settings["connect_timeout"] = CONNECT_SECONDS
    try:
        engine = create_engine(url.set(drivername=NAMES[-1]), pool_pre_ping=True, connect_args=settings)
    except ModuleNotFoundError as error:
        raise BadLedger(
            f"{show_url(url)!r}: PostgreSQL's driver is not installed; "
            "install it with: pip install 'backchannel[postgres]'"
        ) from error
    event.listen(engine, "begin", lambda connection: _begin(connection, seconds))
    return engine


def show_url(url: URL) -> str:
    """The URL as its keeper wrote it, but without passwords, wherever they stand in it."""
    hidden = [name for name in url.query if "password" in name.lower()]
    plain = url.set(drivername=NAMES[0]) if url.drivername in NAMES else url
    return plain.difference_update_query(hidden).render_as_string(hide_password=True)


def check_database(connection: Connection) -> None:
    """Raises BadLedger where the database does not keep its text in Unicode."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise BadLedger(
            f"{show_url(connection.engine.url)}: its text is {encoding}, a ledger's is UTF8; "
            "make one with: createdb --template template0 --encoding UTF8 NAME"
        )


def explain_error(error: DBAPIError, url: URL, seconds: int) -> BackchannelError | None:
    """What the server's error means to whoever must act; None where it is a fault of ours."""
    said = " ".join(str(error.orig).split("\n")[:1]) or type(error.orig).__name__
    if "NUL" in said:
        return BadInput("a text holds the character U+0000, which PostgreSQL does not store; take it out")
    state = getattr(error.orig, "sqlstate", None) or ""
    meaning = _MEANINGS.get(state) or _MEANINGS.get(state[:2])
    if "FATAL:" in said:  # the server refused the connection; the driver gives no state then
        said = said.partition("FATAL:")[2].strip()
        if "does not exist" in said and "database" in said:
            meaning = "{said}; make it first: createdb NAME"
    if meaning is None and state[:2] in ("08", "57", "58", ""):
        meaning = "cannot be used: {said}"
    where = show_url(url)
    return None if meaning is None else BadLedger(f"{where}: {meaning.format(said=said, seconds=seconds)}")


def _begin(connection: Connection, seconds: int) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    if options.get("backchannel_writes", False):
        connection.exec_driver_sql(_FLUSHED)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{seconds}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
