"""Identities held in step with the stories and with what analysts laid down; every call needs the writers' lock."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from backchannel.errors import BadInput, BadLedger, BadQuestion
from backchannel.ledger.codec import unpack_record
from backchannel.ledger.filters import members_of
from backchannel.ledger.grounded import make_entries
from backchannel.ledger.identities import Contradiction, IdentityRuling, agreed, in_force, settle
from backchannel.ledger.names import MARK
from backchannel.ledger.rows import CHUNK, Row, insert_new, make_rows
from backchannel.ledger.schema import (
    entry_parties,
    identity_rulings,
    identity_sides,
    parties,
    statements,
    stories,
    strangers,
)
from backchannel.ledger.story_rows import statement_rows
from backchannel.ledger.stranger_rows import Held, load_identity_rulings, load_strangers, store_strangers
from backchannel.ledger.strangers import Stranger, find_strangers
from backchannel.ontology import load_actors
from backchannel.records import Reading

_LOG = logging.getLogger(__name__)
LONGEST_REASON = 1000
LONGEST_NAME = 200


def meet(connection: Connection, read: Reading) -> None:
    """Stores the strangers of a story and settles who they are."""
    found = find_strangers(read)
    store_strangers(connection, found)
    resettle(connection, [one.id for one in found], fresh=True)


def lay_down(connection: Connection, ruling: IdentityRuling) -> int:
    """Carries out a merge, a split or an undo, stores it, and returns its number.

    ``merge`` takes any stranger of either side (or the id of a known actor as the other), ``split`` the strangers to
    take out as ``one`` and any that is left as ``other``. Raises BadInput for ids that the ledger does not hold,
    BadQuestion where the ruling says nothing new, contradicts others, or gives no name or reason.
    """
    _check_words(ruling)
    if ruling.action == "merge":
        ruling = _merge(connection, ruling)
    elif ruling.action == "split":
        ruling = _split(connection, ruling)
    elif ruling.action == "undo":
        ruling = _undo(connection, ruling)
    else:
        raise BadQuestion(f"{ruling.action!r} is nothing to do with identities; there are merge, split and undo")
    number = _store(connection, ruling)
    touched = {*ruling.one, *ruling.other}
    if ruling.undoes is not None:
        (undone,) = (one for one in load_identity_rulings(connection) if one.number == ruling.undoes)
        touched = {*undone.one, *undone.other}
    resettle(connection, touched)
    return number


def resettle(connection: Connection, ids: Collection[str], *, fresh: bool = False) -> None:
    """Decides who these strangers are, with all of their names and all that rulings tie to them.

    ``fresh`` says that they are new and nothing else has changed: what was decided on others is not decided anew where
    they stand before these in order.
    """
    held, rulings = _closure(connection, ids)
    asked = set(ids)
    before = {id: one.identity for id, one in held.items() if id not in asked} if fresh else {}
    try:
        homes = settle((one.stranger for one in held.values()), rulings, before)
    except Contradiction as error:
        raise BadQuestion(
            f"ruling {error.split} keeps {error.one} and {error.other} apart, and a merge ties them; undo one of them"
        ) from None
    groups: dict[str, list[Stranger]] = {}
    for id, home in homes.items():
        groups.setdefault(home, []).append(held[id].stranger)
    rows: list[Row] = []
    for home, members in groups.items():
        place = (home, *_place(home, members))
        stale = (one.id for one in members if place != held[one.id].home)
        rows += [{"key": id, "home": home, "land": place[1], "branch": place[2]} for id in stale]
    if rows:
        change = update(strangers).where(strangers.c.id == bindparam("key"))
        change = change.values(
            identity=bindparam("home"), identity_country=bindparam("land"), identity_sector=bindparam("branch")
        )
        connection.execute(change, rows)


def fill(connection: Connection) -> None:
    """The strangers of a ledger that was made before there were any, and their ids in its entries and statements.

    A reading that cannot be read back is told of and passed over; what it gave stays as it is.
    """
    met: list[str] = []
    numbers = connection.scalars(select(stories.c.number).order_by(stories.c.number)).all()
    for number in numbers:
        data = connection.scalar(select(stories.c.reading).where(stories.c.number == number))
        try:
            read = unpack_record(Reading, data or b"")
            found = find_strangers(read)
            if found:
                _rename(connection, read)
        except (BadLedger, BadInput) as error:
            _LOG.warning("story %s: %s; its people stay known by their names", number, error)
            continue
        store_strangers(connection, found)
        met += [one.id for one in found]
    for start in range(0, len(met), CHUNK):
        resettle(connection, met[start : start + CHUNK])
    connection.execute(delete(parties).where(parties.c.ref.not_in(select(entry_parties.c.ref))))


def _rename(connection: Connection, read: Reading) -> None:
    """Gives a story's entries and statements the ids of its strangers in place of folded names."""
    rows = make_rows(make_entries(read))
    refs = entry_parties.c
    for row in rows.roles:
        if MARK in row["ref"]:
            place = (refs.entry == row["entry"], refs.role == row["role"], refs.position == row["position"])
            connection.execute(update(entry_parties).where(*place, refs.name == row["name"]).values(ref=row["ref"]))
    fresh = [row for ref, row in rows.parties.items() if MARK in ref]
    if fresh:
        insert_new(connection, "parties", fresh)
    for row in statement_rows(read):
        if MARK in (row["speaker_ref"] or ""):
            said = (statements.c.story == row["story"], statements.c.id == row["id"])
            connection.execute(update(statements).where(*said).values(speaker_ref=row["speaker_ref"]))


def _closure(connection: Connection, ids: Iterable[str]) -> tuple[dict[str, Held], tuple[IdentityRuling, ...]]:
    """The strangers, all of their blocks, all that rulings in force tie to these, and so on; and those rulings."""
    held: dict[str, Held] = {}
    rulings: dict[int, IdentityRuling] = {}
    asked: set[str] = set()
    frontier = set(ids)
    while frontier:
        fresh = load_strangers(connection, "id", frontier)
        blocks = {one.stranger.block for one in fresh.values() if one.stranger.block is not None}
        fresh |= load_strangers(connection, "block", blocks)
        held |= fresh
        asked |= frontier | fresh.keys()
        found = {ruling.number: ruling for ruling in load_identity_rulings(connection, frontier | fresh.keys())}
        rulings |= found
        frontier = {id for ruling in found.values() for id in (*ruling.one, *ruling.other)} - asked
    return held, in_force(rulings.values())


def _place(home: str, members: Iterable[Stranger]) -> tuple[str | None, str | None]:
    """The country and sector of an identity: the tables', else those on which its stories agree."""
    known = None if MARK in home else load_actors().get(home)
    if known is not None:
        return known.country, known.sector
    members = tuple(members)
    return agreed(one.country for one in members), agreed(one.sector for one in members)


def _check_words(ruling: IdentityRuling) -> None:
    if not ruling.by.strip() or len(ruling.by) > LONGEST_NAME:
        raise BadQuestion("say who lays it down: rulings are kept with a name")
    if ruling.action != "undo" and not ruling.why.strip():
        raise BadQuestion("say why: nobody is merged or split without a reason")
    if len(ruling.why) > LONGEST_REASON:
        raise BadQuestion(f"a reason has at most {LONGEST_REASON:,} characters")


def _merge(connection: Connection, ruling: IdentityRuling) -> IdentityRuling:
    if len(ruling.one) != 1 or len(ruling.other) != 1:
        raise BadQuestion("a merge takes two ids")
    one, other = _anchor(connection, ruling.one[0]), _anchor(connection, ruling.other[0])
    homes = [_home(connection, id) for id in (one, other)]
    if homes[0] == homes[1]:
        raise BadQuestion(f"{ruling.one[0]} and {ruling.other[0]} are one already")
    if all(MARK not in home for home in homes):
        raise BadQuestion(f"the tables know {homes[0]} and {homes[1]} as two")
    return replace(ruling, one=(one,), other=(other,), undoes=None)


def _split(connection: Connection, ruling: IdentityRuling) -> IdentityRuling:
    if not ruling.one or len(ruling.other) != 1:
        raise BadQuestion("a split takes the ids to take out, and the id of whom they are taken from")
    home = _home(connection, _anchor(connection, ruling.other[0]))
    members = {str(id) for id in connection.scalars(members_of(home))}
    out = dict.fromkeys(ruling.one)
    for id in out:
        if id not in members:
            raise BadQuestion(f"{id!r} is none of the mentions of {home}; `backchannel who {home}` lists them")
    rest = sorted(members - out.keys()) + ([] if MARK in home else [home])
    if not rest:
        raise BadQuestion(f"those are all the mentions of {home}; leave at least one")
    return replace(ruling, one=tuple(out), other=tuple(rest), undoes=None)


def _undo(connection: Connection, ruling: IdentityRuling) -> IdentityRuling:
    if ruling.undoes not in {one.number for one in in_force(load_identity_rulings(connection))}:
        raise BadQuestion(f"no ruling {ruling.undoes} is in force; there is nothing to undo")
    return replace(ruling, one=(), other=())


def _anchor(connection: Connection, id: str) -> str:
    """The stranger or ref of the tables that an id means. Raises BadInput where there is none."""
    if MARK in id:
        if connection.scalar(select(strangers.c.id).where(strangers.c.id == id)) is None:
            raise BadInput(f"{id!r}: the ledger holds no such identity")
    elif load_actors().get(id) is None:
        raise BadInput(f"{id!r} is no identity of the ledger, and nobody's ref in the tables")
    return id


def _home(connection: Connection, id: str) -> str:
    return connection.scalar(select(strangers.c.identity).where(strangers.c.id == id)) or id


def _store(connection: Connection, ruling: IdentityRuling) -> int:
    row = {"action": ruling.action, "undoes": ruling.undoes, "by": ruling.by, "why": ruling.why, "day": ruling.day}
    number: int = connection.execute(insert(identity_rulings).returning(identity_rulings.c.number), row).scalar_one()
    sides = [
        {"ruling": number, "side": side, "position": position, "id": id}
        for side, ids in (("one", ruling.one), ("other", ruling.other))
        for position, id in enumerate(ids)
    ]
    if sides:
        connection.execute(insert(identity_sides), sides)
    return number
