"""The ledger: stories and what they say, kept for good and found again."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger.boards import load_channels
from backchannel.ledger.codec import unpack_record
from backchannel.ledger.copies import (
    copy_columns,
    load_chain,
    load_kin,
    load_origins,
    load_rulings,
    require_stories,
)
from backchannel.ledger.copies_keeper import CopyKeeper, MakeComparer
from backchannel.ledger.filters import Filters, entry_conditions
from backchannel.ledger.grounded import make_entries
from backchannel.ledger.occurrences import StoryCredit, group_entries
from backchannel.ledger.opening import open_engine, reading, writing
from backchannel.ledger.parties import resolve_party
from backchannel.ledger.rows import CHUNK, insert_new, load_entries, store_entries
from backchannel.ledger.schema import entries, origins, signals, statements, stories
from backchannel.ledger.search import Hit, search_stories
from backchannel.ledger.story_rows import signal_rows, statement_rows, story_row
from backchannel.records import ChannelState, Entry, History, Interval, Kinship, Occurrence, Origin, Reading, Ruling


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as a list shows it, with the number of entries, statements and channel signals it gave."""

    id: str
    title: str | None
    agency: str | None
    outlet: str | None
    url: str | None
    published: dt.date | None
    events: int
    statements: int
    signals: int
    origin: str | None = None  # the story it is a copy of, or its own id; None where it was not compared yet
    copies: int = 0  # other stories of the same origin


class Ledger:
    """Stories, entries and channel signals in one database; open it with ``Ledger.open``, in a ``with`` or not."""

    def __init__(self, engine: Engine, copies: MakeComparer | None = None) -> None:
        self._engine = engine
        self._copies = None if copies is None else CopyKeeper(copies)

    @classmethod
    def open(cls, url: str, *, create: bool = True, copies: MakeComparer | None = None) -> Ledger:
        """The ledger at a database URL such as ``sqlite:///backchannel.db`` or ``postgresql://user@host/name``, made
        there if missing and ``create``. With ``copies``, stories are compared as they are added.

        Raises BadLedger where it cannot be opened, is no ledger, or was made by a newer version.
        """
        return cls(open_engine(url, create=create), copies)

    def close(self) -> None:
        """Gives the database's connections back."""
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, read: Reading) -> bool:
        """Stores a reading, in one transaction; False where the story is there already, and nothing changes.

        When it returns the story is on disk. Raises BadInput where ids in the reading are doubled or point nowhere, or
        its text cannot be stored; BadLedger where the database cannot take it.
        """
        found = make_entries(read)
        story = story_row(read)
        with self._comparing() as connection:
            if _holds(connection, read.story.id):  # writers take turns: nobody can add it between here and the end
                return False
            insert_new(connection, "stories", [story])
            store_entries(connection, found)
            for table, rows in (("statements", statement_rows(read)), ("signals", signal_rows(read))):
                if rows:
                    insert_new(connection, table, rows)
            if self._copies is not None:
                self._copies.follow(connection)
        return True

    def rule(self, ruling: Ruling) -> None:
        """Lays down for ever that two stories are one ("join"), or are not ("apart"), or takes that back ("undo").

        Raises BadInput where the ledger holds no such story, BadQuestion where the ruling contradicts others or itself.
        """
        if self._copies is None:
            raise BadQuestion("the ledger was opened without a comparer; only with one can rulings be carried out")
        with self._comparing() as connection:
            require_stories(connection, (ruling.story, ruling.of))
            self._copies.rule(connection, ruling)

    def origins(self) -> tuple[Origin, ...]:
        """The stories as they were told, in order of arrival, each with its copies: "1 origin, N copies"."""
        with reading(self._engine) as connection:
            return load_origins(connection)

    def versions(self, story_id: str) -> tuple[Origin, ...]:
        """The origin of a story with its copies, then the other versions of it; empty where it was not compared yet."""
        with reading(self._engine) as connection:
            return load_chain(connection, story_id)

    def kin(self, story_id: str) -> tuple[Kinship, ...]:
        """How a story stands to others, why, and who decided: copies first, then versions, then those only alike."""
        with reading(self._engine) as connection:
            return load_kin(connection, story_id)

    def rulings(self, story_id: str) -> tuple[Ruling, ...]:
        """All that analysts laid down on a story, oldest first; the latest on a pair is in force."""
        with reading(self._engine) as connection:
            return load_rulings(connection, story_id)

    def add_entries(self, found: Iterable[Entry]) -> int:
        """Stores entries made elsewhere, in one transaction; returns how many were new (known by their id).

        An entry that points into a story which this ledger does not hold loses the pointer, and keeps its words.
        """
        batch = list(found)
        with writing(self._engine) as connection:
            return store_entries(connection, _attached(connection, batch))

    def stories(self, limit: int | None = None, offset: int = 0) -> tuple[StoryLine, ...]:
        """The stories, newest first; those without a day last."""
        columns = (
            stories.c.id,
            stories.c.title,
            stories.c.agency,
            stories.c.outlet,
            stories.c.url,
            stories.c.published,
        )
        counts: list[ColumnElement[Any]] = [
            select(func.count()).select_from(table).where(table.c.story == stories.c.id).scalar_subquery()
            for table in (entries, statements, signals)
        ]
        counts += list(copy_columns())
        order = (stories.c.published.is_(None), stories.c.published.desc(), stories.c.number.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns, *counts).order_by(*order).limit(limit).offset(offset))
            return tuple(StoryLine(*row) for row in rows)

    def reading(self, story_id: str) -> Reading:
        """Everything one story says. Raises BadInput where the ledger does not hold it."""
        with reading(self._engine) as connection:
            data = connection.scalar(select(stories.c.reading).where(stories.c.id == story_id))
        if data is None:
            raise BadInput(f"{story_id!r}: the ledger holds no such story")
        return unpack_record(Reading, data)

    def __contains__(self, story_id: object) -> bool:
        with reading(self._engine) as connection:
            return _holds(connection, str(story_id))

    def count(self) -> tuple[int, int]:
        """How many stories and how many entries the ledger holds."""
        with reading(self._engine) as connection:
            numbers = [connection.scalar(select(func.count()).select_from(table)) for table in (stories, entries)]
        return numbers[0] or 0, numbers[1] or 0

    def entries(
        self,
        *,
        actor: str | None = None,
        partner: str | None = None,
        type: str | None = None,
        status: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> tuple[Entry, ...]:
        """The entries that match (see ``Filters``) in order of days, undated ones by the day they became known."""
        return self._find(Filters(actor, partner, type, status, since, until))

    def stream(self, wanted: Filters = Filters(), *, size: int = 2000) -> Iterator[Entry]:  # noqa: B008 (it is frozen)
        """All matching entries, by id, a bounded number in memory at a time: for exports."""
        last = ""
        while True:
            query = select(entries).where(entries.c.id > last, *entry_conditions(wanted))
            with reading(self._engine) as connection:
                batch = load_entries(
                    connection, connection.execute(query.order_by(entries.c.id).limit(size)).mappings()
                )
            yield from batch
            if len(batch) < size:
                return
            last = batch[-1].id

    def occurrences(
        self,
        *,
        actor: str | None = None,
        partner: str | None = None,
        type: str | None = None,
        status: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> tuple[Occurrence, ...]:
        """The things in the world that matching entries tell of, in order of days; ``status`` is the occurrence's."""
        with reading(self._engine) as connection:
            found = _load(connection, _ordered(Filters(actor, partner, type, None, since, until)))
            grouped = group_entries(found, _load_credits(connection))
        return tuple(one for one in grouped if status is None or one.status == status)

    def channels(self, a: str, b: str) -> tuple[ChannelState, ...]:
        """The last known state of every channel between two countries or refs, latest first, with what came before."""
        with reading(self._engine) as connection:
            return load_channels(connection, a, b)

    def search(
        self,
        words: str,
        *,
        actor: str | None = None,
        partner: str | None = None,
        type: str | None = None,
        status: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """The stories that hold all the words, best first. Filters on actors, type and status mean a story with such an
        entry; ``since`` and ``until`` are publication days. Any string is a query: none raises a syntax error."""
        wanted = Filters(actor, partner, type, status, since, until)
        with reading(self._engine) as connection:
            return search_stories(connection, words, wanted, limit)

    def history(self, asof: dt.date, *, actor: str | None = None, partner: str | None = None) -> History:
        """What was known at the end of ``asof``, of all or (with ``actor`` and ``partner``) between two sides.

        ``covered`` runs from the first to the last day, up to ``asof``, on which anything at all became known.
        """
        with reading(self._engine) as connection:
            query = _ordered(Filters(actor, partner)).where(entries.c.known <= asof)
            found = group_entries(_load(connection, query), _load_credits(connection))
            covered = _covered(connection, asof)
        return History(asof, found, covered)

    def covered(self) -> Interval | None:
        """From the first to the last day on which anything became known; None where the ledger holds no dated thing."""
        with reading(self._engine) as connection:
            return _covered(connection, dt.date.max)

    def resolve_party(self, text: str) -> str:
        """The country (ISO alpha-3) or ref that a person means by ``text``; raises BadQuestion naming close ones."""
        with reading(self._engine) as connection:
            return resolve_party(connection, text)

    @contextlib.contextmanager
    def _comparing(self) -> Iterator[Connection]:
        try:
            with writing(self._engine) as connection:
                yield connection
        except BaseException:
            if self._copies is not None:
                self._copies.forget()
            raise

    def _find(self, wanted: Filters) -> tuple[Entry, ...]:
        with reading(self._engine) as connection:
            return _load(connection, _ordered(wanted))


def _holds(connection: Connection, story: str) -> bool:
    return connection.scalar(select(stories.c.id).where(stories.c.id == story)) is not None


def _load(connection: Connection, query: Select[tuple[object, ...]]) -> tuple[Entry, ...]:
    return load_entries(connection, connection.execute(query).mappings())


def _ordered(wanted: Filters) -> Select[tuple[object, ...]]:
    day = func.coalesce(entries.c.when_first, entries.c.known)
    told = (column.asc().nulls_first() for column in (entries.c.known, entries.c.story, entries.c.anchor_start))
    order = (day.is_(None), day, *told, entries.c.id)
    return select(entries).where(*entry_conditions(wanted)).order_by(*order)


def _load_credits(connection: Connection) -> dict[str, StoryCredit]:
    found = select(stories.c.id, stories.c.sha256, stories.c.agency, stories.c.outlet, origins.c.origin)
    rows = connection.execute(found.outerjoin(origins, origins.c.story == stories.c.id))
    return {id: StoryCredit(sha256, agency or outlet, origin) for id, sha256, agency, outlet, origin in rows}


def _attached(connection: Connection, found: list[Entry]) -> Iterator[Entry]:
    pointed = sorted({entry.story for entry in found if entry.story is not None})
    held: set[str] = set()
    for start in range(0, len(pointed), CHUNK):
        held.update(connection.scalars(select(stories.c.id).where(stories.c.id.in_(pointed[start : start + CHUNK]))))
    for entry in found:
        yield entry if entry.story is None or entry.story in held else replace(entry, story=None, anchor=None)


def _covered(connection: Connection, asof: dt.date) -> Interval | None:
    days: list[dt.date] = []
    for column in (entries.c.known, stories.c.published):
        row = connection.execute(select(func.min(column), func.max(column)).where(column <= asof)).one()
        days += [day for day in row if day is not None]
    return Interval(min(days), max(days)) if days else None
