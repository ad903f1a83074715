"""What to look for in the ledger, and the SQL that finds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from backchannel.ledger.schema import entries, entry_parties, strangers

# Types that parties do with each other: who is written as actor and who as recipient is chance, and PLOVER's manual has
# all of them as actors where neither visits the other.
RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are meant; None leaves a field open. ``actor`` and ``partner`` are countries or party refs.

    ``actor`` alone means entries in which it stands on either side; with ``partner`` the two must stand on opposite
    sides, or act together in a reciprocal type. ``since`` and ``until`` are days an entry's days must touch (its day of
    becoming known, where it has none).
    """

    actor: str | None = None
    partner: str | None = None
    type: str | None = None
    status: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def any(self) -> bool:
        """Whether anything at all is filtered."""
        return self != Filters()


def entry_conditions(wanted: Filters, *, days: bool = True) -> list[ColumnElement[bool]]:
    """The conditions on ``entries`` that a filter means; ``days=False`` leaves ``since`` and ``until`` out."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor is not None and wanted.partner is not None:
        conditions.append(entries.c.id.in_(_between(wanted.actor, wanted.partner)))
    elif wanted.actor is not None or wanted.partner is not None:
        conditions.append(entries.c.id.in_(_with_party(wanted.actor or wanted.partner or "")))
    if wanted.type is not None:
        conditions.append(entries.c.type == wanted.type)
    if wanted.status is not None:
        conditions.append(entries.c.status == wanted.status)
    if days and wanted.since is not None:
        conditions.append(func.coalesce(entries.c.when_last, entries.c.known) >= wanted.since)
    if days and wanted.until is not None:
        conditions.append(func.coalesce(entries.c.when_first, entries.c.known) <= wanted.until)
    return conditions


def members_of(identity: str) -> Select[tuple[str]]:
    """The strangers of an identity, given by its id or by that of any stranger of it."""
    home = select(strangers.c.identity).where(strangers.c.id == identity).scalar_subquery()
    return select(strangers.c.id).where(or_(strangers.c.identity == identity, strangers.c.identity == home))


def counts_for(ref: ColumnElement[str], country: ColumnElement[str | None], wanted: str) -> ColumnElement[bool]:
    """Whether a party stands for that country or ref: as its story tells, or, where it tells none, as its identity."""
    land = select(strangers.c.id).where(strangers.c.identity_country == wanted)
    return or_(ref == wanted, country == wanted, ref.in_(members_of(wanted)), and_(country.is_(None), ref.in_(land)))


def _with_party(actor: str) -> Select[tuple[str]]:
    found = entry_parties.c
    return select(found.entry).where(counts_for(found.ref, found.country, actor))


def _between(actor: str, partner: str) -> Select[tuple[str]]:
    one, other, entry = entry_parties.alias("one"), entry_parties.alias("other"), entries.alias("e")
    together = and_(one.c.position != other.c.position, entry.c.type.in_(sorted(RECIPROCAL)))
    return (
        select(one.c.entry)
        .join(other, other.c.entry == one.c.entry)
        .join(entry, entry.c.id == one.c.entry)
        .where(
            counts_for(one.c.ref, one.c.country, actor),
            counts_for(other.c.ref, other.c.country, partner),
            or_(one.c.role != other.c.role, together),
        )
    )
