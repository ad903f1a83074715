"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket there, gone at the end."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backchannel.ledger.schema import metadata

INSTALL = (
    "PostgreSQL's server programs are not here: the ledger is not tested on it. Install them with: "
    "sudo apt-get install postgresql (Debian, Ubuntu), sudo dnf install postgresql-server (Fedora), "
    "brew install postgresql (macOS)"
)
SETTINGS = ("listen_addresses=", "max_connections=60", "shared_buffers=32MB", "fsync=off", "autovacuum=off")
STARTING_SECONDS = 60


@dataclass
class Server:
    """A running server; ``create`` makes a database of it and gives its URL."""

    folder: Path
    programs: Path
    process: subprocess.Popen[bytes] | None = None
    databases: int = 0

    def create(self, name: str | None = None, *, options: str = "") -> str:
        """A new and empty database; its URL."""
        self.databases += 1
        name = name or f"ledger{self.databases}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE template0 {options}')
        return self.url(name)

    def empty(self, name: str) -> str:
        """Empties the tables of a database that was made before; its URL."""
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        self.run(f"TRUNCATE {tables} RESTART IDENTITY", database=name)
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database of that name."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def run(self, statement: str, *, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Runs a statement beside any ledger; returns its rows."""
        import psycopg

        with psycopg.connect(f"host={self.folder} user=postgres dbname={database}", autocommit=True) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def start(self) -> None:
        """Starts the server, and waits until it answers."""
        settings = [part for setting in SETTINGS for part in ("-c", setting)]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **_as_nobody_special())
        until = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                self.run("SELECT 1")
                return
            except Exception as error:  # noqa: BLE001 (whatever it is, it is shown with the server's own words)
                if time.monotonic() > until or self.process.poll() is not None:
                    pytest.fail(f"PostgreSQL does not start: {error}\n{(self.folder / 'log').read_text()[-2000:]}")
                time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server: SIGINT ends it in order, SIGQUIT at once, as a crash does."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """The server while the tests run. Skips where PostgreSQL is not installed."""
    programs = find_programs()
    if programs is None:
        pytest.skip(INSTALL)
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed: pip install 'backchannel[postgres]'")
    folder = Path(tempfile.mkdtemp(prefix="backchannel-pg-", dir="/tmp"))  # a socket's path must be short
    server = Server(folder, programs)
    try:
        if os.geteuid() == 0:
            account = _account()
            os.chown(folder, account.pw_uid, account.pw_gid)
        make = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        made = subprocess.run(
            [*make, "--no-sync", "--locale=C"], capture_output=True, text=True, check=False, **_as_nobody_special()
        )
        assert made.returncode == 0, made.stderr
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)  # nothing of it is kept
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder with initdb and postgres: the newest of Debian's, else the path's; None where there is none."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    on_path = shutil.which("initdb")
    found = [*debian, *([Path(on_path).resolve()] if on_path else [])]
    return next((path.parent for path in found if (path.parent / "postgres").exists()), None)


def _as_nobody_special() -> dict[str, Any]:
    """For root: run as somebody else, as PostgreSQL's server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = _account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "cwd": "/"}


def _account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it")
