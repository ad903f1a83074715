"""Entries written out as event data: JSON lines and CSV.

To add a layout: a function like ``write_csv`` and a line in ``EXPORTERS``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from typing import TextIO

from backchannel.publish.plain import to_plain
from backchannel.records import Entry, Party

COLUMNS = (
    *("id", "type", "mode", "status", "contexts", "first", "last", "known"),
    *("actors", "actor_names", "actor_countries", "recipients", "recipient_names", "recipient_countries"),
    *("where", "confidence", "words", "story", "start", "end", "origin", "because"),
)


def write_jsonl(entries: Iterable[Entry], out: TextIO) -> int:
    """One entry a line, all fields under their own names, lossless; returns how many."""
    count = 0
    for entry in entries:
        out.write(json.dumps(to_plain(entry), ensure_ascii=True) + "\n")
        count += 1
    return count


def write_csv(entries: Iterable[Entry], out: TextIO) -> int:
    """One entry a row under COLUMNS; several values in a cell are parted by "; "; returns how many.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for entry in entries:
        writer.writerow([_cell(value) for value in _row(entry)])
        count += 1
    return count


def _row(entry: Entry) -> tuple[object, ...]:
    when, anchor = entry.when, entry.anchor
    return (
        *(entry.id, entry.type, entry.mode, entry.status, "; ".join(entry.contexts)),
        *((when.first, when.last) if when else (None, None)),
        entry.known,
        *_parties(entry.actors),
        *_parties(entry.recipients),
        *(entry.where, entry.confidence, entry.words, entry.story),
        *((anchor.start, anchor.end) if anchor else (None, None)),
        *(entry.origin, entry.because),
    )


def _parties(parties: tuple[Party, ...]) -> tuple[str, str, str]:
    return (
        "; ".join(party.ref for party in parties),
        "; ".join(party.name for party in parties),
        "; ".join(party.country or "" for party in parties),
    )


def _cell(value: object) -> object:
    if isinstance(value, str):
        flat = value.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")
        return f"'{flat}" if flat[:1] in ("=", "+", "-", "@", "\t", "\r") else flat
    return value


# layout: what writes it
EXPORTERS: dict[str, Callable[[Iterable[Entry], TextIO], int]] = {"csv": write_csv, "jsonl": write_jsonl}
