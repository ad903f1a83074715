"""Entries, stories and signals as rows of the ledger's tables, and entries back again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite

from backchannel.ledger.schema import entries, entry_parties, metadata, parties, strangers
from backchannel.records import Entry, Interval, Party, Span, Status

Row = dict[str, Any]
CHUNK = 500  # bound values in one statement; SQLite allows 999 in its oldest versions

# Columns written as NULL where a record has no value: executemany needs every row to have the same keys.
_ANCHOR = ("story", "anchor_start", "anchor_end", "anchor_parts")


@dataclass(frozen=True, slots=True)
class EntryRows:
    """The rows that one or many entries become."""

    entries: list[Row]
    roles: list[Row]
    parties: dict[str, Row]


def make_rows(found: Iterable[Entry]) -> EntryRows:
    """The rows of these entries, in order."""
    rows = EntryRows([], [], {})
    for entry in found:
        rows.entries.append(_entry_row(entry))
        for role, members in (("actor", entry.actors), ("recipient", entry.recipients)):
            for position, party in enumerate(members):
                row = {"ref": party.ref, "name": party.name, "country": party.country, "sector": party.sector}
                rows.roles.append({"entry": entry.id, "role": role, "position": position, **row})
                rows.parties.setdefault(party.ref, row)
    return rows


def store_entries(connection: Connection, found: Iterable[Entry]) -> int:
    """Stores the entries that are not there yet, and returns how many that were."""
    fresh = {entry.id: entry for entry in found}
    for id in _stored_ids(connection, list(fresh)):
        del fresh[id]
    rows = make_rows(fresh.values())
    for table, values in ((parties, list(rows.parties.values())), (entries, rows.entries), (entry_parties, rows.roles)):
        if values:
            insert_new(connection, table.name, values)
    return len(fresh)


def insert_new(connection: Connection, table: str, values: list[Row]) -> None:
    """Inserts the rows whose keys are not there yet."""
    target = metadata.tables[table]
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(target).on_conflict_do_nothing(), values)
    else:
        connection.execute(sqlite.insert(target).on_conflict_do_nothing(), values)


def load_entries(connection: Connection, rows: Iterable[RowMapping]) -> tuple[Entry, ...]:
    """The entries of these rows of ``entries``, in their order, with their parties."""
    rows = list(rows)
    sides = _load_sides(connection, [row["id"] for row in rows])
    return tuple(_make_entry(row, sides[row["id"]]) for row in rows)


def read_interval(row: RowMapping) -> Interval | None:
    """The row's days."""
    return None if row["when_first"] is None else Interval(row["when_first"], row["when_last"])


def read_span(story: str, row: RowMapping, name: str) -> Span:
    """The span in the row's columns of that name."""
    parts = json.loads(row[f"{name}_parts"]) if row[f"{name}_parts"] else []
    return Span(story, row[f"{name}_start"], row[f"{name}_end"], tuple((start, end) for start, end in parts))


def span_columns(span: Span, name: str) -> Row:
    """A span as the columns of that name."""
    parts = json.dumps(span.parts) if span.parts else None
    return {f"{name}_start": span.start, f"{name}_end": span.end, f"{name}_parts": parts}


def interval_columns(interval: Interval | None) -> Row:
    """An interval as columns."""
    return {
        "when_first": None if interval is None else interval.first,
        "when_last": None if interval is None else interval.last,
    }


def _entry_row(entry: Entry) -> Row:
    row: Row = {
        "id": entry.id,
        "type": entry.type,
        "mode": entry.mode,
        "status": entry.status,
        "contexts": "|".join(entry.contexts),
        **interval_columns(entry.when),
        "known": entry.known,
        "origin": entry.origin,
        **dict.fromkeys(_ANCHOR),
        "words": entry.words,
        "place": entry.where,
        "confidence": entry.confidence,
        "because": entry.because,
        "statement": None if entry.story is None else entry.statement,
    }
    if entry.story is not None:
        row["story"] = entry.story
        if entry.anchor is not None:
            row.update(span_columns(entry.anchor, "anchor"))
    return row


def _make_entry(row: RowMapping, sides: dict[str, list[Party]]) -> Entry:
    status: Status = row["status"]
    anchored = row["story"] is not None and row["anchor_start"] is not None
    return Entry(
        id=row["id"],
        type=row["type"],
        status=status,
        actors=tuple(sides.get("actor", ())),
        recipients=tuple(sides.get("recipient", ())),
        origin=row["origin"],
        mode=row["mode"],
        contexts=tuple(row["contexts"].split("|")) if row["contexts"] else (),
        when=read_interval(row),
        known=row["known"],
        story=row["story"],
        anchor=read_span(row["story"], row, "anchor") if anchored else None,
        words=row["words"],
        where=row["place"],
        confidence=row["confidence"],
        because=row["because"],
        statement=row["statement"],
    )


def _load_sides(connection: Connection, ids: list[str]) -> dict[str, dict[str, list[Party]]]:
    sides: dict[str, dict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    known: dict[tuple[str, str, str | None, str | None], Party] = {}
    for start in range(0, len(ids), CHUNK):
        found = connection.execute(
            _with_identities()
            .where(entry_parties.c.entry.in_(ids[start : start + CHUNK]))
            .order_by(entry_parties.c.entry, entry_parties.c.role, entry_parties.c.position)
        )
        for entry, role, ref, name, country, sector in found:
            key = (ref, name, country, sector)
            sides[entry][role].append(known.setdefault(key, Party(*key)))
    return sides


def _with_identities() -> Select[Any]:
    """The parties of entries: strangers under their identity, with its country and sector where a story tells none."""
    told, who = entry_parties.c, strangers.c
    return select(
        told.entry,
        told.role,
        func.coalesce(who.identity, told.ref),
        told.name,
        func.coalesce(told.country, who.identity_country),
        func.coalesce(told.sector, who.identity_sector),
    ).outerjoin(strangers, who.id == told.ref)


def _stored_ids(connection: Connection, ids: list[str]) -> set[str]:
    stored: set[str] = set()
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        stored.update(connection.scalars(select(entries.c.id).where(entries.c.id.in_(chunk))))
    return stored
