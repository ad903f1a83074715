"""Which stories are one wire story: what the ledger keeps of it, read back. ``copies_keeper`` writes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, ScalarSelect, func, or_, select

from backchannel.errors import BadInput
from backchannel.ledger.codec import unpack_record
from backchannel.ledger.schema import kinships, origins, rulings, stories
from backchannel.records import Kinship, Origin, Ruling

MACHINE = "machine"
MOSTLY_HELD = "mostly-held"  # the comparer's reason for a copy that holds only where the origins bear it out


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
        elif not together and MOSTLY_HELD in kinship.because:
            kinship = replace(kinship, kind="apart")
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


def load_rulings(connection: Connection, story: str) -> tuple[Ruling, ...]:
    """All that analysts laid down on the story, oldest first; the latest on a pair is in force."""
    touching = or_(rulings.c.story == story, rulings.c.of == story)
    rows = connection.execute(select(rulings).where(touching).order_by(rulings.c.number))
    return tuple(Ruling(row.action, row.story, row.of, row.by) for row in rows)


def _in_force(connection: Connection, story: str) -> dict[frozenset[str], Ruling]:
    force: dict[frozenset[str], Ruling] = {}
    for ruling in load_rulings(connection, story):
        pair = frozenset((ruling.story, ruling.of))
        force.pop(pair, None)
        if ruling.action != "undo":
            force[pair] = ruling
    return force
