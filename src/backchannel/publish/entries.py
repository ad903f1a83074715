"""Entries -> files: JSON lines that can be imported again, and a table that spreadsheets open."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import IO, Any

from backchannel.publish.fields import write_interval
from backchannel.records import SCHEMA, Entry, Party, Span

# The table's columns, in order; people of one cell are parted by "; ". docs/ledger.md explains them.
COLUMNS = (
    "id",
    "type",
    "mode",
    "status",
    "contexts",
    "actors",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_countries",
    "recipient_sectors",
    "when_first",
    "when_last",
    "known",
    "where",
    "origin",
    "story",
    "anchor_start",
    "anchor_end",
    "words",
    "confidence",
    "because",
)
# A cell that begins with one of these is a formula to a spreadsheet, and would be run when the file is opened.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_jsonl(entries: Iterable[Entry], out: IO[str]) -> int:
    """One entry a line, every field, nothing lost; returns how many were written."""
    count = 0
    for entry in entries:
        out.write(json.dumps(entry_to_json(entry), ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(entries: Iterable[Entry], out: IO[str]) -> int:
    """A header line and one line an entry (RFC 4180); returns how many entries were written.

    Cells that a spreadsheet would take for a formula begin with an apostrophe. What is unknown is empty.
    """
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count = 0
    for entry in entries:
        table.writerow([_safe_cell(cell) for cell in _cells(entry)])
        count += 1
    return count


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object with all its fields."""
    return {
        "schema": SCHEMA,
        "id": entry.id,
        "type": entry.type,
        "mode": entry.mode,
        "status": entry.status,
        "contexts": list(entry.contexts),
        "actors": [_write_party(party) for party in entry.actors],
        "recipients": [_write_party(party) for party in entry.recipients],
        "when": write_interval(entry.when),
        "known": None if entry.known is None else entry.known.isoformat(),
        "where": entry.where,
        "origin": entry.origin,
        "story": entry.story,
        "anchor": None if entry.anchor is None else _write_anchor(entry.anchor),
        "words": entry.words,
        "confidence": entry.confidence,
        "because": entry.because,
        "statement": entry.statement,
    }


def _write_party(party: Party) -> dict[str, str | None]:
    return {"ref": party.ref, "name": party.name, "country": party.country, "sector": party.sector}


def _write_anchor(span: Span) -> dict[str, Any]:
    written: dict[str, Any] = {"start": span.start, "end": span.end}
    if span.parts:
        written["parts"] = [list(part) for part in span.parts]
    return written


def _cells(entry: Entry) -> list[object]:
    return [
        entry.id,
        entry.type,
        entry.mode,
        entry.status,
        "; ".join(entry.contexts),
        *_side(entry.actors),
        *_side(entry.recipients),
        None if entry.when is None else entry.when.first.isoformat(),
        None if entry.when is None else entry.when.last.isoformat(),
        None if entry.known is None else entry.known.isoformat(),
        entry.where,
        entry.origin,
        entry.story,
        None if entry.anchor is None else entry.anchor.start,
        None if entry.anchor is None else entry.anchor.end,
        entry.words,
        entry.confidence,
        entry.because,
    ]


def _side(parties: tuple[Party, ...]) -> tuple[str, str, str]:
    """Names, countries and sectors of one side, each with as many values as there are parties, empty where unknown."""
    return (
        "; ".join(party.name for party in parties),
        "; ".join(party.country or "" for party in parties),
        "; ".join(party.sector or "" for party in parties),
    )


def _safe_cell(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell
