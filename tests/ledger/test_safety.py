"""Nothing reported as stored is ever lost: killed writers, two writers at once, a full disk."""

from __future__ import annotations

import hashlib
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from backchannel.errors import BadLedger
from backchannel.ledger import Ledger
from backchannel.ledger.opening import _set_up_sqlite
from backchannel.records import Event, Reading, Span, Story

pytestmark = pytest.mark.integration

# Stores readings named after its first argument until killed or done, and prints each id once it is stored.
WRITER = """
import hashlib, sys
from backchannel.ledger import Ledger
from backchannel.records import Event, Reading, Sentence, Span, Story
name, url, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
ledger = Ledger.open(url)
for number in range(most):
    text = f"Story {number} of {name}: the envoys met. " + "And met again. " * 40
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    story = Story(f"{name}-{number}", text, sha256)
    events = tuple(Event(f"e{n}", "CONSULT", Span(story.id, 0, 5), (), (), "test") for n in range(5))
    if ledger.add(Reading(story, (Sentence(Span(story.id, 0, len(text)), 0),), events=events)):
        print(story.id, flush=True)
"""


def _start(name: str, url: str, most: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, name, url, str(most)], stdout=subprocess.PIPE, text=True)


def _check(url: str, stored: set[str]) -> None:
    with Ledger.open(url) as ledger:
        held = {line.id: line.events for line in ledger.stories()}
        assert stored <= set(held)
        assert set(held.values()) <= {5}, "a story stands without its entries"
        assert {hit.story for hit in ledger.search("envoys", limit=10_000)} == set(held)
    if url.startswith("sqlite"):
        _check_file(Path(url.removeprefix("sqlite:///")))


def _check_file(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO story_words(story_words) VALUES ('integrity-check')")


def test_a_killed_writer_loses_nothing_it_reported(fresh_url: str) -> None:
    stored, moments = set(), random.Random(20)
    for round in range(5):
        writer = _start(f"r{round}", fresh_url, 100_000)
        assert writer.stdout is not None
        stored.add(writer.stdout.readline().strip())  # it is writing now
        time.sleep(moments.uniform(0.01, 0.4))
        writer.kill()
        stored |= {line.strip() for line in writer.stdout if line.endswith("\n")}
        writer.wait()
        _check(fresh_url, stored)
    assert len(stored) > 5


def test_many_connections_at_once_set_up_one_new_file(tmp_path: Path) -> None:
    """SQLite does not wait where it switches to write-ahead logging: without patience of our own one of them fails."""
    for number in range(15):
        path = tmp_path / f"{number}.db"
        barrier = threading.Barrier(8)

        def connect(path: Path = path, barrier: threading.Barrier = barrier) -> str:
            connection = sqlite3.connect(path)
            barrier.wait()
            _set_up_sqlite(connection, None)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
            connection.close()
            return mode

        with ThreadPoolExecutor(8) as pool:
            assert [wait.result() for wait in [pool.submit(connect) for _ in range(8)]] == ["wal"] * 8


def test_two_writers_at_once_both_succeed(fresh_url: str) -> None:
    writers = [_start(name, fresh_url, 60) for name in ("one", "two")]  # they also race for making the tables
    printed = [writer.communicate(timeout=120)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(ids) for ids in printed] == [60, 60]
    _check(fresh_url, {id for ids in printed for id in ids})


def test_the_same_story_from_many_threads_is_stored_once(fresh_url: str, make_reading: Callable[..., Reading]) -> None:
    reading, answers = make_reading("Norland visited Sudria."), []
    with Ledger.open(fresh_url) as ledger:
        threads = [threading.Thread(target=lambda: answers.append(ledger.add(reading))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [False] * 7 + [True]
        assert ledger.count() == (1, 1)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path, stored = tmp_path / "ledger.db", set()

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 120")

    event.listen(Engine, "connect", limit)
    try:
        with Ledger.open(f"sqlite:///{path}") as ledger, pytest.raises(BadLedger, match="full"):
            for number in range(10_000):
                text = f"Story {number}: the envoys met. " + hashlib.sha256(str(number).encode()).hexdigest() * 50
                story = Story(f"s{number}", text, str(number))
                events = tuple(Event(f"e{n}", "CONSULT", Span(story.id, 0, 5), (), (), "test") for n in range(5))
                ledger.add(Reading(story, events=events))
                stored.add(story.id)
    finally:
        event.remove(Engine, "connect", limit)
    assert stored
    _check(f"sqlite:///{path}", stored)
    with Ledger.open(f"sqlite:///{path}") as ledger:  # with room again, writing goes on
        assert ledger.add(Reading(Story("more", "More of it: envoys.", "x"))) is True
