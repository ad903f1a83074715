"""Which stories are one wire story: kinships, rulings and origins, kept beside the stories in the same transactions.

How texts are compared is not the ledger's business: it is handed a comparer (``articles.copies.CopyIndex`` is one) when
it is opened for adding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, delete, func, insert, or_, select

from backchannel.errors import BadInput, BadQuestion
from backchannel.ledger.codec import pack_record, unpack_record
from backchannel.ledger.rows import CHUNK
from backchannel.ledger.schema import kinships, origins, rulings, stories
from backchannel.records import Kinship, Origin, Ruling, Story

MOST_HELD = 20_000  # stories that a new one is compared with: the latest; older ones keep their origins
MACHINE = "machine"


class Comparer(Protocol):
    """Stories in the order of their arrival, and how they stand to each other."""

    def __contains__(self, story: str) -> bool:
        """Whether it knows that story."""

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


# (stories by arrival, kinships among them, rulings on them) -> a comparer that knows all of it
Restore = Callable[[Sequence[Story], Sequence[Kinship], Sequence[Ruling]], Comparer]


class CopyKeeper:
    """A comparer held in step with a ledger that others write to as well; every call needs the writers' lock."""

    def __init__(self, restore: Restore) -> None:
        self._restore = restore
        self._comparer: Comparer | None = None
        self._story = self._ruling = 0  # the last numbers that the comparer knows

    def forget(self) -> None:
        """Drops the comparer: what it was told has not been stored."""
        self._comparer = None

    def follow(self, connection: Connection) -> None:
        """Compares every story not compared yet, oldest first, and stores what is found."""
        comparer = self._loaded(connection)
        caught_up = False
        for number, known, story in _stories(connection, stories.c.number > self._story):
            # What others stored comes first, their rulings before anything is told on top of them.
            if not known and not caught_up:
                self._catch_up(connection, comparer)
                caught_up = True
            found = comparer.add(story)
            self._story = number
            if not known:
                _store_kin(connection, found)
                _store_origins(connection, comparer.family(story.id))
        if not caught_up:
            self._catch_up(connection, comparer)

    def rule(self, connection: Connection, ruling: Ruling) -> None:
        """Stores a ruling and the origins it makes. Raises BadQuestion where it contradicts others."""
        self.follow(connection)
        assert self._comparer is not None
        _apply(self._comparer, ruling)
        done = connection.execute(insert(rulings).returning(rulings.c.number), _ruling_row(ruling))
        self._ruling = done.scalar_one()
        _store_origins(connection, self._comparer.family(ruling.story))

    def _loaded(self, connection: Connection) -> Comparer:
        if self._comparer is None:
            newest = select(stories.c.number).order_by(stories.c.number.desc())
            first = connection.scalar(newest.offset(MOST_HELD - 1).limit(1)) or 0
            held: list[Story] = []
            self._story = 0
            for number, known, story in _stories(connection, stories.c.number >= first):
                if not known:  # all after it are not compared either: every writer compares in order
                    break
                held.append(story)
                self._story = number
            ids = {story.id for story in held}
            kin = [
                unpack_record(Kinship, row.kinship)
                for row in connection.execute(select(kinships.c.story, kinships.c.of, kinships.c.kinship))
                if row.story in ids and row.of in ids
            ]
            self._ruling = connection.scalar(select(func.max(rulings.c.number))) or 0
            laid = [one for _, one in _rulings(connection) if one.story in ids and one.of in ids]
            self._comparer = self._restore(held, kin, laid)
        return self._comparer

    def _catch_up(self, connection: Connection, comparer: Comparer) -> None:
        for number, ruling in list(_rulings(connection, self._ruling)):
            if ruling.story in comparer and ruling.of in comparer:
                _apply(comparer, ruling)  # another program's; it was in harmony there, and stored
            self._ruling = number


def load_origins(connection: Connection, ids: Iterable[str] | None = None) -> tuple[Origin, ...]:
    """The origins (of these ids alone, if given), in order of arrival, their members in the comparer's order."""
    found = select(origins).join(stories, stories.c.id == origins.c.origin)
    if ids is not None:
        found = found.where(origins.c.origin.in_(sorted(ids)))
    members: dict[str, list[str]] = defaultdict(list)
    first: dict[str, RowMapping] = {}
    for row in connection.execute(found.order_by(stories.c.number, origins.c.position)).mappings():
        members[row["origin"]].append(row["story"])
        first.setdefault(row["origin"], row)
    return tuple(Origin(id, tuple(members[id]), row["chain"], row["version"]) for id, row in first.items())


def load_chain(connection: Connection, story: str) -> tuple[Origin, ...]:
    """The origin of the story, then the other versions of it, in order; nothing where it has not been compared."""
    mine = connection.execute(select(origins).where(origins.c.story == story)).first()
    if mine is None:
        return ()
    ids = connection.scalars(select(origins.c.origin).where(origins.c.chain == mine.chain).distinct()).all()
    found = sorted(load_origins(connection, ids), key=lambda one: (one.story != mine.origin, one.version, one.story))
    return tuple(found)


def load_kin(connection: Connection, story: str) -> tuple[Kinship, ...]:
    """How the story stands to others and why, copies first, as analysts' rulings leave it."""
    touching = or_(kinships.c.story == story, kinships.c.of == story)
    found: dict[frozenset[str], Kinship] = {}
    for data in connection.scalars(select(kinships.c.kinship).where(touching)):
        kinship = unpack_record(Kinship, data)
        found[frozenset((kinship.story, kinship.of))] = kinship
    for pair, ruling in _in_force(connection, story).items():
        told = found.get(pair, Kinship("apart", ruling.story, ruling.of, 0.0, ()))
        kind = "copy" if ruling.action == "join" else "apart"
        found[pair] = replace(told, kind=kind, because=("ruling",), by=ruling.by)  # type: ignore[arg-type]
    home = dict(
        connection.execute(
            select(origins.c.story, origins.c.origin).where(origins.c.story.in_({id for pair in found for id in pair}))
        ).all()
    )
    kin = []
    for kinship in found.values():
        together = home.get(kinship.story) == home.get(kinship.of) is not None
        if together and kinship.kind != "copy" and kinship.by == MACHINE:
            kinship = replace(kinship, kind="copy", because=(*kinship.because, "one-origin-by-other-copies"))
        kin.append(kinship)
    order = ("copy", "version", "apart")
    return tuple(sorted(kin, key=lambda one: (order.index(one.kind), -one.containment, one.of, one.story)))


def copy_columns() -> tuple[ScalarSelect[str], ScalarSelect[int]]:
    """SQL for a row of ``stories``: the origin it belongs to, and how many other stories do."""
    mine, other = origins.alias("mine"), origins.alias("other")
    origin = select(origins.c.origin).where(origins.c.story == stories.c.id)
    beside = select(func.count()).select_from(mine.join(other, other.c.origin == mine.c.origin))
    beside = beside.where(mine.c.story == stories.c.id, other.c.story != stories.c.id)
    return origin.scalar_subquery(), beside.scalar_subquery()


def require_stories(connection: Connection, ids: Iterable[str]) -> None:
    """Raises BadInput naming a story that the ledger does not hold."""
    for id in ids:
        if connection.scalar(select(stories.c.id).where(stories.c.id == id)) is None:
            raise BadInput(f"{id!r}: the ledger holds no such story")


def _in_force(connection: Connection, story: str) -> dict[frozenset[str], Ruling]:
    force: dict[frozenset[str], Ruling] = {}
    for _, ruling in _rulings(connection):
        if story in (ruling.story, ruling.of):
            pair = frozenset((ruling.story, ruling.of))
            force.pop(pair, None)
            if ruling.action != "undo":
                force[pair] = ruling
    return force


def _apply(comparer: Comparer, ruling: Ruling) -> None:
    if ruling.action == "join":
        comparer.join(ruling.story, ruling.of, ruling.by)
    elif ruling.action == "apart":
        comparer.keep_apart(ruling.story, ruling.of, ruling.by)
    elif ruling.action == "undo":
        comparer.undo(ruling.story, ruling.of, ruling.by)
    else:
        raise BadQuestion(f"{ruling.action!r} is no ruling; there are join, apart and undo")


def _stories(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[tuple[int, bool, Story]]:
    """Number, whether it has been compared, and the story, by arrival."""
    facts = stories.c
    columns = (facts.number, facts.id, facts.text, facts.sha256, facts.title, facts.agency, facts.outlet,
               facts.published)  # fmt: skip
    compared = origins.c.story.is_not(None)
    joined = stories.outerjoin(origins, origins.c.story == facts.id)
    rows = connection.execute(select(compared, *columns).select_from(joined).where(wanted).order_by(facts.number))
    for known, number, id, text, sha256, title, agency, outlet, published in rows.yield_per(CHUNK):
        yield number, known, Story(id, text, sha256, title=title, agency=agency, outlet=outlet, published=published)


def _rulings(connection: Connection, after: int = 0) -> Iterator[tuple[int, Ruling]]:
    rows = connection.execute(select(rulings).where(rulings.c.number > after).order_by(rulings.c.number))
    for row in rows:
        yield row.number, Ruling(row.action, row.story, row.of, row.by)


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
