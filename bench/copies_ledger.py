"""How fast a ledger takes in stories, each compared with all stored: stories a second by size, memory, size on disk.

    python bench/copies_ledger.py --gold DIR [--stored 0 10000 100000] [--added 1000] [--json FILE]

The ledger is a SQLite file in a temporary folder. The stories stored are 350 words drawn from the texts of ``DIR``
(MEANTIME_en, events/re3d, crossdoc) and are written in bulk, as comparing them one by one would have left them: each a
story of its own with its shingles. Then stories are added by ``Ledger.add``, three in ten of them copies cut to two
thirds, on another outlet. Their readings hold no events, so that copies are what is timed, in seconds of the processor.
Written in bulk, the full-text index holds the added stories alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from backchannel.articles.copies import CopyIndex
from backchannel.articles.copies_shingles import sample_shingles, shingle_hashes, split_words
from backchannel.ledger import Ledger
from backchannel.records import Reading, Story

sys.path.insert(0, str(Path(__file__).parent))
from copies_set import read_sources

WORDS = 350
COPIED = 0.3  # of the stories added
BATCH = 250
Words = np.ndarray[tuple[int], np.dtype[np.object_]]


@dataclass(frozen=True, slots=True)
class Speed:
    """Stories a second at a size: over all added, in the slowest batch, and comparing alone; megabytes."""

    stored: int
    added: int
    per_second: float
    slowest_batch: float
    comparing_per_second: float
    copies_known: float
    disk_megabytes: float
    peak_megabytes: float


def text_of(pool: Words, number: int) -> str:
    """The text of the story of that number, the same whenever it is asked for."""
    return " ".join(np.random.default_rng(number).choice(pool, WORDS))


def fill(path: Path, pool: Words, count: int) -> None:
    """Writes so many stories as adding them would have left them; triggers of the full-text index are put off."""
    connection = sqlite3.connect(path)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    keys, owners = [], []

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(1, count + 1):
            text = text_of(pool, number)
            found, _ = sample_shingles(shingle_hashes(split_words(text)[0]))
            keys.append(found.view(np.int64))
            owners.append(np.full(len(found), number))
            yield number, f"s{number}", hashlib.sha256(text.encode()).hexdigest(), "en", text, b""

    columns = "number, id, sha256, language, text, reading"
    connection.executemany(f"INSERT INTO stories ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows())
    ids = [f"s{number}" for number in range(1, count + 1)]
    connection.executemany("INSERT INTO origins VALUES (?, ?, 0, ?, 1)", ((id, id, id) for id in ids))
    if keys:
        key, owner = np.concatenate(keys), np.concatenate(owners)
        order = np.argsort(key, kind="stable")
        pairs = zip(key[order].tolist(), owner[order].tolist(), strict=True)
        connection.executemany("INSERT INTO shingles (key, story) VALUES (?, ?)", pairs)
    for _, statement in triggers:
        connection.execute(statement)
    connection.commit()
    connection.close()


def measure(folder: Path, pool: Words, stored: int, added: int) -> Speed:
    """Fills a ledger and times what is added to it."""
    path = folder / f"{stored}.db"
    Ledger.open(f"sqlite:///{path}").close()
    fill(path, pool, stored)
    chance = np.random.default_rng(3)
    rates, spent, known, copied = [], 0.0, 0, 0
    with Ledger.open(f"sqlite:///{path}", copies=CopyIndex) as ledger:
        compare = Timer(ledger._copies.follow)  # type: ignore[union-attr]
        ledger._copies.follow = compare  # type: ignore[union-attr, assignment]
        for start in range(0, added, BATCH):
            batch = []
            for number in range(start, min(start + BATCH, added)):
                source = int(chance.integers(1, stored)) if stored and chance.random() < COPIED else 0
                text = text_of(pool, source or stored + number + 1)
                text = text[: len(text) * 2 // 3] if source else text
                batch.append((source, Story(f"a{number}", text, hashlib.sha256(text.encode()).hexdigest(), outlet="Q")))
            begun = time.process_time()
            for _, story in batch:
                ledger.add(Reading(story))
            taken = time.process_time() - begun
            spent += taken
            rates.append(len(batch) / taken)
            copied += sum(1 for source, _ in batch if source)
            known += sum(1 for source, story in batch if source and len(ledger.versions(story.id)[0].members) > 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # kilobytes on Linux
    size = sum(file.stat().st_size for file in folder.glob(f"{stored}.db*")) / 1e6
    figures = (added / spent, min(rates), added / compare.spent, known / max(copied, 1), size, peak)
    return Speed(stored, added, *(round(figure, 2) for figure in figures))


class Timer:
    """A function that counts the processor time spent in it."""

    def __init__(self, inner) -> None:  # type: ignore[no-untyped-def]
        self._inner = inner
        self.spent = 0.0

    def __call__(self, *given: object) -> object:
        """What the function gives."""
        begun = time.process_time()
        try:
            return self._inner(*given)
        finally:
            self.spent += time.process_time() - begun


def main() -> int:
    """Print a line for each size; write them to --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--stored", type=int, nargs="+", default=[0, 10_000, 100_000])
    parser.add_argument("--added", type=int, default=1000)
    options = parser.parse_args()
    needed = [options.gold / name for name in ("MEANTIME_en", "events/re3d", "crossdoc/ecbplus_train")]
    if missing := [str(path) for path in needed if not path.exists()]:
        print(f"SKIPPED: no {', '.join(missing)}: the stories are made from the words of their texts")
        return 0
    sources = read_sources(options.gold)
    pool = np.array([word for source in sources for p in source.paragraphs for s in p for word in s.split()])
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for stored in options.stored:
            found.append(measure(Path(folder), pool, stored, options.added))
            print(found[-1], flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
