"""What to look for in the ledger, and the SQL that finds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from backchannel.ledger.schema import entries, entry_parties

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


def _with_party(actor: str) -> Select[tuple[str]]:
    found = entry_parties.c
    return select(found.entry).where(or_(found.ref == actor, found.country == actor))


def _between(actor: str, partner: str) -> Select[tuple[str]]:
    one, other, entry = entry_parties.alias("one"), entry_parties.alias("other"), entries.alias("e")
    together = and_(one.c.position != other.c.position, entry.c.type.in_(sorted(RECIPROCAL)))
    return (
        select(one.c.entry)
        .join(other, other.c.entry == one.c.entry)
        .join(entry, entry.c.id == one.c.entry)
        .where(
            or_(one.c.ref == actor, one.c.country == actor),
            or_(other.c.ref == partner, other.c.country == partner),
            or_(one.c.role != other.c.role, together),
        )
    )
