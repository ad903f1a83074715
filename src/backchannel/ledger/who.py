"""The ledger's methods on who is who."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select

from backchannel.ledger.identities import IdentityRuling
from backchannel.ledger.identities_keeper import lay_down
from backchannel.ledger.identities_view import Identity, IdentityLine, count_identities, load_identity, load_lines
from backchannel.ledger.known import find_known
from backchannel.ledger.likeness import unite
from backchannel.ledger.names import MARK
from backchannel.ledger.opening import reading, writing
from backchannel.ledger.parties import find_who
from backchannel.ledger.schema import strangers
from backchannel.ledger.stranger_rows import load_identity_rulings, load_strangers
from backchannel.ontology import load_actors


@dataclass(frozen=True, slots=True)
class Link:
    """An identity that points to an actor of the tables, and the number of the ruling that says so."""

    identity: str
    ref: str
    ruling: int


class WhoIsWho:
    """Identities of people and bodies whom no table knows; ``Ledger`` has these methods."""

    _engine: Engine

    def identities(self, limit: int | None = None, offset: int = 0) -> tuple[IdentityLine, ...]:
        """The identities, those that most wire stories tell of first."""
        with reading(self._engine) as connection:
            return load_lines(connection, limit, offset)

    def count_identities(self) -> int:
        """How many identities the ledger holds."""
        with reading(self._engine) as connection:
            return count_identities(connection)

    def identity(self, id: str) -> Identity:
        """The identity of that id, or of any stranger's id that it holds, or that an actor's ref stands for.

        Raises BadInput where there is none.
        """
        with reading(self._engine) as connection:
            return load_identity(connection, id)

    def find_who(self, text: str) -> tuple[str, ...]:
        """The identities that a person means by an id or a name, in any case; several may bear a name.

        Raises BadQuestion, naming close ones, where nobody does.
        """
        with reading(self._engine) as connection:
            return find_who(connection, text)

    def rule_identity(self, ruling: IdentityRuling) -> int:
        """Lays down who is who ("merge", "split") or takes that back ("undo"); returns the ruling's number.

        All of it or nothing is stored; entries, occurrences, dyads and sources follow at once. Raises BadInput for an
        id that is none, BadQuestion where the ruling says nothing new, contradicts others, or has no name or reason.
        """
        with writing(self._engine) as connection:
            return lay_down(connection, ruling)

    def identity_rulings(self) -> tuple[IdentityRuling, ...]:
        """All that was laid down on who is who, oldest first."""
        with reading(self._engine) as connection:
            return load_identity_rulings(connection)

    def relink(self, by: str, day: dt.date | None = None) -> tuple[Link, ...]:
        """Points identities to the actors of the tables, of the user's own too, that bear just their full name.

        Each is a ruling like an analyst's, and can be undone; what was undone once is not linked again. Raises
        BadQuestion where nobody is named.
        """
        links = []
        with writing(self._engine) as connection:
            undone = _links_ever(load_identity_rulings(connection))
            homes: dict[str, list[str]] = {}
            rows = select(strangers.c.identity, strangers.c.id).order_by(strangers.c.identity, strangers.c.id)
            for identity, id in connection.execute(rows):
                if MARK in identity:
                    homes.setdefault(identity, []).append(id)
            for identity, ids in homes.items():
                profile = unite(one.stranger.profile() for one in load_strangers(connection, "id", ids).values())
                ref = find_known(profile)
                if ref is None or any((id, ref) in undone for id in ids):
                    continue
                why = f"the tables know {load_actors()[ref].name} as {ref}"
                number = lay_down(connection, IdentityRuling("merge", (identity,), (ref,), by, why, day))
                links.append(Link(identity, ref, number))
        return tuple(links)


def _links_ever(rulings: tuple[IdentityRuling, ...]) -> set[tuple[str, str]]:
    """The strangers and refs that a merge has tied, or a split parted."""
    sides = ((mine, rest) for one in rulings for mine, rest in ((one.one, one.other), (one.other, one.one)))
    return {(id, other) for mine, rest in sides for id in mine for other in rest}
