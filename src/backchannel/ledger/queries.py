"""Pieces of SQL that the ledger's methods share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, Select, func, select

from backchannel.ledger.filters import Filters, entry_conditions
from backchannel.ledger.rows import CHUNK, load_entries
from backchannel.ledger.schema import entries, stories
from backchannel.records import Entry, Interval


def holds_story(connection: Connection, story: str) -> bool:
    """Whether the ledger holds that story."""
    return connection.scalar(select(stories.c.id).where(stories.c.id == story)) is not None


def load_found(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[Entry, ...]:
    """The entries that a query on their table finds."""
    return load_entries(connection, connection.execute(query).mappings())


def order_entries(wanted: Filters) -> Select[tuple[object, ...]]:
    """The query of what matches, in order of days, undated ones by the day they became known."""
    day = func.coalesce(entries.c.when_first, entries.c.known)
    told = (column.asc().nulls_first() for column in (entries.c.known, entries.c.story, entries.c.anchor_start))
    order = (day.is_(None), day, *told, entries.c.id)
    return select(entries).where(*entry_conditions(wanted)).order_by(*order)


def attach_entries(connection: Connection, found: list[Entry]) -> Iterator[Entry]:
    """The entries, those that point into a story which is not here without that pointer."""
    pointed = sorted({entry.story for entry in found if entry.story is not None})
    held: set[str] = set()
    for start in range(0, len(pointed), CHUNK):
        held.update(connection.scalars(select(stories.c.id).where(stories.c.id.in_(pointed[start : start + CHUNK]))))
    for entry in found:
        lost = entry.story is not None and entry.story not in held
        yield replace(entry, story=None, anchor=None, statement=None) if lost else entry


def find_covered(connection: Connection, asof: dt.date) -> Interval | None:
    """From the first to the last day, up to ``asof``, on which anything became known."""
    days: list[dt.date] = []
    for column in (entries.c.known, stories.c.published):
        row = connection.execute(select(func.min(column), func.max(column)).where(column <= asof)).one()
        days += [day for day in row if day is not None]
    return Interval(min(days), max(days)) if days else None
