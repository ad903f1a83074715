"""Readings, entries and forecasts -> what people and programs read.

To add an export layout: one file here with a function of the kind ``Exporter``, and one line in ``EXPORTERS``; describe
it in ``docs/ledger.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO

from backchannel.publish.entries import write_csv, write_jsonl
from backchannel.records import Entry

# (entries, text file open for writing with newline="") -> number of entries written
Exporter = Callable[[Iterable[Entry], IO[str]], int]

EXPORTERS: dict[str, Exporter] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
}
