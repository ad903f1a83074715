"""The ledger: stories and what they say, kept for good and found again."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from types import TracebackType

from sqlalchemy import Connection, Engine, func, select

from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger.boards import load_channels
from backchannel.ledger.codec import unpack_record
from backchannel.ledger.copies import (
    load_chain,
    load_kin,
    load_origins,
    load_rulings,
    require_stories,
)
from backchannel.ledger.copies_keeper import CopyKeeper, MakeComparer
from backchannel.ledger.filters import Filters, entry_conditions
from backchannel.ledger.grounded import make_entries
from backchannel.ledger.identities_keeper import meet
from backchannel.ledger.lists import StoryLine, load_lines
from backchannel.ledger.occurrences import group_entries
from backchannel.ledger.opening import open_engine, reading, writing
from backchannel.ledger.parties import resolve_party
from backchannel.ledger.queries import attach_entries, find_covered, holds_story, load_found, order_entries
from backchannel.ledger.rows import insert_new, load_entries, store_entries
from backchannel.ledger.schema import entries, stories
from backchannel.ledger.search import Hit, search_stories
from backchannel.ledger.sources import SourceHistory, load_sources
from backchannel.ledger.standing import Grading, Standing, load_gradings, load_standing, store_grading
from backchannel.ledger.standing_data import load_credits
from backchannel.ledger.story_rows import signal_rows, statement_rows, story_row
from backchannel.ledger.who import WhoIsWho
from backchannel.records import ChannelState, Entry, History, Interval, Kinship, Occurrence, Origin, Reading, Ruling


class Ledger(WhoIsWho):
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
            if holds_story(connection, read.story.id):  # writers take turns: nobody can add it between here and the end
                return False
            insert_new(connection, "stories", [story])
            store_entries(connection, found)
            for table, rows in (("statements", statement_rows(read)), ("signals", signal_rows(read))):
                if rows:
                    insert_new(connection, table, rows)
            meet(connection, read)
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

    def standing(self, story_id: str) -> tuple[Standing, ...]:
        """The grades of a story's statements, in their order in the text, each with its reasons.

        Raises BadInput where the ledger does not hold the story.
        """
        with reading(self._engine) as connection:
            require_stories(connection, (story_id,))
            return load_standing(connection, (story_id,))[story_id]

    def standings(self, story_ids: Iterable[str]) -> dict[str, tuple[Standing, ...]]:
        """The same for several stories at once."""
        with reading(self._engine) as connection:
            return load_standing(connection, story_ids)

    def grade(self, grading: Grading) -> None:
        """Lays down an analyst's grade on a statement ("set"), or takes it back ("undo"); the rules' grade is kept.

        Raises BadInput where there is no such statement, BadQuestion for no grade or no reason.
        """
        with writing(self._engine) as connection:
            store_grading(connection, grading)

    def gradings(self, story_id: str) -> tuple[Grading, ...]:
        """All grades that analysts laid down on a story's statements, oldest first."""
        with reading(self._engine) as connection:
            return load_gradings(connection, story_id)

    def sources(self, ref: str | None = None) -> tuple[SourceHistory, ...]:
        """The sources and their histories, those that told most first; of one party alone with ``ref``."""
        with reading(self._engine) as connection:
            return load_sources(connection, ref)

    def add_entries(self, found: Iterable[Entry]) -> int:
        """Stores entries made elsewhere, in one transaction; returns how many were new (known by their id).

        An entry that points into a story which this ledger does not hold loses the pointer, and keeps its words.
        """
        batch = list(found)
        with writing(self._engine) as connection:
            return store_entries(connection, attach_entries(connection, batch))

    def stories(self, limit: int | None = None, offset: int = 0) -> tuple[StoryLine, ...]:
        """The stories, newest first; those without a day last."""
        with reading(self._engine) as connection:
            return load_lines(connection, limit, offset)

    def reading(self, story_id: str) -> Reading:
        """Everything one story says. Raises BadInput where the ledger does not hold it."""
        with reading(self._engine) as connection:
            data = connection.scalar(select(stories.c.reading).where(stories.c.id == story_id))
        if data is None:
            raise BadInput(f"{story_id!r}: the ledger holds no such story")
        return unpack_record(Reading, data)

    def __contains__(self, story_id: object) -> bool:
        with reading(self._engine) as connection:
            return holds_story(connection, str(story_id))

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
            found = load_found(connection, order_entries(Filters(actor, partner, type, None, since, until)))
            grouped = group_entries(found, load_credits(connection))
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
            query = order_entries(Filters(actor, partner)).where(entries.c.known <= asof)
            found = group_entries(load_found(connection, query), load_credits(connection))
            covered = find_covered(connection, asof)
        return History(asof, found, covered)

    def covered(self) -> Interval | None:
        """From the first to the last day on which anything became known; None where the ledger holds no dated thing."""
        with reading(self._engine) as connection:
            return find_covered(connection, dt.date.max)

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
            return load_found(connection, order_entries(wanted))
