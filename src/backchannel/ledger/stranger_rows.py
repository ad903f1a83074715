"""Strangers and rulings on them as rows of the ledger's tables, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from backchannel.ledger.identities import IdentityRuling
from backchannel.ledger.rows import CHUNK, Row, insert_new
from backchannel.ledger.schema import identity_rulings, identity_sides, stranger_words, strangers
from backchannel.ledger.strangers import Stranger, names_of

_PLAIN = ("id", "story", "actor", "name", "kind", "start", "end", "block", "country", "sector", "gender")
_SETS = ("offices", "company", "lands", "context")


@dataclass(frozen=True, slots=True)
class Held:
    """A stranger as the ledger holds it: who it is, and the country and sector of that identity."""

    stranger: Stranger
    identity: str
    country: str | None
    sector: str | None

    @property
    def home(self) -> tuple[str, str | None, str | None]:
        """All three of what is known of the identity."""
        return self.identity, self.country, self.sector


def store_strangers(connection: Connection, found: Iterable[Stranger]) -> None:
    """Stores strangers that are not there yet, each as somebody of his own."""
    found = list(found)
    if not found:
        return
    insert_new(connection, "strangers", [_row(one) for one in found])
    words = [{"word": word, "stranger": one.id} for one in found for word in sorted(names_of(one))]
    if words:
        insert_new(connection, stranger_words.name, words)


def load_strangers(connection: Connection, column: str, values: Collection[str]) -> dict[str, Held]:
    """The strangers whose column has one of these values, by id."""
    found: dict[str, Held] = {}
    for part in parts_of(values):
        for row in connection.execute(select(strangers).where(strangers.c[column].in_(part))).mappings():
            home = (row["identity"], row["identity_country"], row["identity_sector"])
            found[row["id"]] = Held(_stranger(row), *home)
    return found


def load_identity_rulings(connection: Connection, ids: Collection[str] | None = None) -> tuple[IdentityRuling, ...]:
    """The rulings that touch one of these ids (all, where None), with what undoes them, in order."""
    sides = identity_sides.c
    wanted: set[int] | None = None
    if ids is not None:
        wanted = set()
        for part in parts_of(ids):
            wanted.update(connection.scalars(select(sides.ruling).where(sides.id.in_(part))))
        if not wanted:
            return ()
    found: list[IdentityRuling] = []
    for number in [None] if wanted is None else sorted(wanted):
        told = select(identity_rulings)
        if number is not None:
            told = told.where(or_(identity_rulings.c.number == number, identity_rulings.c.undoes == number))
        found += [_ruling(connection, row) for row in connection.execute(told).mappings().all()]
    return tuple(sorted(found, key=lambda one: one.number))


def parts_of(values: Collection[str]) -> Iterator[list[str]]:
    """The values in lists that fit into one statement."""
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _row(one: Stranger) -> Row:
    row: Row = {name: getattr(one, name) for name in _PLAIN}
    row |= {name: "|".join(sorted(getattr(one, name))) for name in _SETS}
    return {**row, "published": one.day, "identity": one.id, "identity_country": one.country,
            "identity_sector": one.sector}  # fmt: skip


def _stranger(row: RowMapping) -> Stranger:
    told: dict[str, Any] = {name: row[name] for name in _PLAIN}
    told |= {name: frozenset(row[name].split("|") if row[name] else ()) for name in _SETS}
    return Stranger(**told, day=row["published"])


def _ruling(connection: Connection, row: RowMapping) -> IdentityRuling:
    sides: dict[str, list[str]] = {"one": [], "other": []}
    rows = select(identity_sides).where(identity_sides.c.ruling == row["number"])
    for side in connection.execute(rows.order_by(identity_sides.c.position)).mappings():
        sides[side["side"]].append(side["id"])
    return IdentityRuling(row["action"], tuple(sides["one"]), tuple(sides["other"]), row["by"], row["why"], row["day"],
                          row["undoes"], row["number"])  # fmt: skip
