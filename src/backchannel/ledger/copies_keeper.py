"""A comparer of stories held in step with a ledger: what it finds is stored beside the stories, in their transactions.

How texts are compared is not the ledger's business: it is handed a comparer (``articles.copies.CopyIndex`` is one) when
it is opened for adding. The comparer holds a few stories at a time. Which ones a new story must be compared with, of
all that were ever stored, the table of sampled shingles tells; those are recalled into it with all their kin.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from backchannel.errors import BadQuestion
from backchannel.ledger.codec import pack_record, unpack_record
from backchannel.ledger.copies_postings import find_postings, has_postings, holders, store_postings
from backchannel.ledger.rows import CHUNK
from backchannel.ledger.schema import kinships, origins, rulings, stories
from backchannel.records import Kinship, Origin, Ruling, Story

MOST_HELD = 20_000  # stories in memory; then the comparer starts anew and recalls what it needs


class Comparer(Protocol):
    """Stories in the order of their arrival, and how they stand to each other."""

    def __contains__(self, story: str) -> bool:
        """Whether it knows that story."""

    def __len__(self) -> int:
        """How many stories it knows."""

    def keys(self, story: Story) -> Sequence[int]:
        """Signed 64-bit numbers, each once, of which two stories that may be kin share some."""

    def recall(self, stories: Iterable[Story], kin: Iterable[Kinship], rulings: Iterable[Ruling]) -> None:
        """Learn stories that were compared before, and how they stand to each other and to those known."""

    def add(self, story: Story) -> tuple[Kinship, ...]:
        """How the story stands to those before it."""

    def family(self, story: str) -> tuple[Origin, ...]:
        """The origins of all stories linked with this one."""

    def join(self, one: str, other: str, by: str) -> None:
        """Lay down that the two are one; raises BadQuestion where other rulings forbid it."""

    def keep_apart(self, one: str, other: str, by: str) -> None:
        """Lay down that the two are not one."""

    def undo(self, one: str, other: str, by: str) -> None:
        """Hand the pair back to the machine."""


# Makes a comparer that knows no story yet.
MakeComparer = Callable[[], Comparer]


class CopyKeeper:
    """A comparer held in step with a ledger that others write to as well; every call needs the writers' lock."""

    def __init__(self, make: MakeComparer) -> None:
        self._make = make
        self._comparer: Comparer | None = None
        self._story = self._ruling = 0  # the last numbers that the comparer has seen

    def forget(self) -> None:
        """Drops the comparer: what it was told has not been stored."""
        self._comparer = None

    def follow(self, connection: Connection) -> None:
        """Compares every story not compared yet, oldest first, and stores what is found."""
        last = self._start(connection)
        for number, story in _stories(connection, stories.c.number > last):
            comparer = self._comparer
            assert comparer is not None
            if len(comparer) >= MOST_HELD:
                comparer = self._comparer = self._make()
            self._compare(connection, comparer, number, story)
            self._story = number

    def rule(self, connection: Connection, ruling: Ruling) -> None:
        """Stores a ruling and the origins it makes. Raises BadQuestion where it contradicts others."""
        self.follow(connection)
        comparer = self._comparer
        assert comparer is not None
        _recall(connection, comparer, (ruling.story, ruling.of))
        _apply(comparer, ruling)
        done = connection.execute(insert(rulings).returning(rulings.c.number), _ruling_row(ruling))
        self._ruling = done.scalar_one()
        _store_origins(connection, comparer.family(ruling.story))

    def _start(self, connection: Connection) -> int:
        """The number of the last story compared; a new comparer where another program has compared or ruled since."""
        last = connection.scalar(
            select(stories.c.number)
            .join(origins, origins.c.story == stories.c.id)
            .order_by(stories.c.number.desc())
            .limit(1)
        )
        last = last or 0
        ruling = connection.scalar(select(func.max(rulings.c.number))) or 0
        if self._comparer is None or (last, ruling) != (self._story, self._ruling):
            self._comparer = self._make()
            self._story, self._ruling = last, ruling
            if last and not has_postings(connection):
                self._post_all(connection, self._comparer, last)
        return last

    def _compare(self, connection: Connection, comparer: Comparer, number: int, story: Story) -> None:
        keys = comparer.keys(story)
        postings = find_postings(connection, keys)
        _recall(connection, comparer, holders(postings))
        _store_kin(connection, comparer.add(story))
        family = comparer.family(story.id)
        _store_origins(connection, family)
        inside = {member for origin in family for member in origin.members}
        store_postings(connection, number, keys, postings, inside)

    def _post_all(self, connection: Connection, comparer: Comparer, last: int) -> None:
        """The postings of a ledger that was made before there were any."""
        chains = dict(connection.execute(select(origins.c.story, origins.c.chain)).all())
        kin_of: dict[str, set[str]] = {}
        for id, chain in chains.items():
            kin_of.setdefault(chain, set()).add(id)
        for number, story in _stories(connection, stories.c.number <= last):
            keys = comparer.keys(story)
            inside = kin_of.get(chains.get(story.id, ""), set())
            store_postings(connection, number, keys, find_postings(connection, keys), inside)


def _recall(connection: Connection, comparer: Comparer, ids: Iterable[str]) -> None:
    """Tells the comparer of these stories and of all their kin, those it knows left out."""
    wanted = {id for id in ids if id not in comparer}
    frontier = set(wanted)
    while frontier:
        frontier = {id for id in _linked(connection, frontier) if id not in wanted and id not in comparer}
        wanted |= frontier
    if not wanted:
        return

    def known(one: Kinship | Ruling) -> bool:
        return all(id in wanted or id in comparer for id in (one.story, one.of))

    told: list[Story] = []
    kin: dict[tuple[str, str], Kinship] = {}
    laid: dict[int, Ruling] = {}
    for part in _parts(wanted):
        told += [story for _, story in _stories(connection, stories.c.id.in_(part))]
        touching = or_(kinships.c.story.in_(part), kinships.c.of.in_(part))
        for row in connection.execute(select(kinships.c.story, kinships.c.of, kinships.c.kinship).where(touching)):
            kin[row.story, row.of] = unpack_record(Kinship, row.kinship)
        for row in connection.execute(select(rulings).where(or_(rulings.c.story.in_(part), rulings.c.of.in_(part)))):
            laid[row.number] = Ruling(row.action, row.story, row.of, row.by)
    ordered = [laid[number] for number in sorted(laid)]
    comparer.recall(told, filter(known, kin.values()), filter(known, ordered))


def _linked(connection: Connection, ids: Collection[str]) -> set[str]:
    """The stories that kinship or a ruling links with these."""
    found: set[str] = set()
    for part in _parts(ids):
        for table, more in ((kinships, kinships.c.kind != "apart"), (rulings, rulings.c.number > 0)):
            touching = or_(table.c.story.in_(part), table.c.of.in_(part))
            for row in connection.execute(select(table.c.story, table.c.of).where(touching, more)):
                found |= {row.story, row.of}
    return found


def _parts(ids: Collection[str]) -> Iterator[list[str]]:
    """The ids in lists that fit into one statement twice."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK // 2):
        yield ordered[start : start + CHUNK // 2]


def _apply(comparer: Comparer, ruling: Ruling) -> None:
    if ruling.action == "join":
        comparer.join(ruling.story, ruling.of, ruling.by)
    elif ruling.action == "apart":
        comparer.keep_apart(ruling.story, ruling.of, ruling.by)
    elif ruling.action == "undo":
        comparer.undo(ruling.story, ruling.of, ruling.by)
    else:
        raise BadQuestion(f"{ruling.action!r} is no ruling; there are join, apart and undo")


def _stories(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[tuple[int, Story]]:
    """Number and story, by arrival."""
    facts = stories.c
    columns = (facts.number, facts.id, facts.text, facts.sha256, facts.title, facts.agency, facts.outlet,
               facts.published, facts.published_at)  # fmt: skip
    rows = connection.execute(select(*columns).where(wanted).order_by(facts.number))
    for number, id, text, sha256, title, agency, outlet, published, at in rows.yield_per(CHUNK):
        told = {"title": title, "agency": agency, "outlet": outlet, "published": published, "published_at": at}
        yield number, Story(id, text, sha256, **told)


def _ruling_row(ruling: Ruling) -> dict[str, str]:
    return {"action": ruling.action, "story": ruling.story, "of": ruling.of, "by": ruling.by}


def _store_kin(connection: Connection, found: Sequence[Kinship]) -> None:
    if found:
        rows = [
            {
                "story": one.story,
                "of": one.of,
                "kind": one.kind,
                "containment": one.containment,
                "because": "|".join(one.because),
                "kinship": pack_record(one),
            }
            for one in found
        ]
        connection.execute(insert(kinships), rows)


def _store_origins(connection: Connection, family: Iterable[Origin]) -> None:
    rows = [
        {"story": member, "origin": one.story, "position": position, "chain": one.chain, "version": one.version}
        for one in family
        for position, member in enumerate(one.members)
    ]
    ids = [row["story"] for row in rows]
    for start in range(0, len(ids), CHUNK):
        connection.execute(delete(origins).where(origins.c.story.in_(ids[start : start + CHUNK])))
    connection.execute(insert(origins), rows)
