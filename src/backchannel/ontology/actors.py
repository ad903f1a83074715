"""The knowledge base of political actors: who they are, how they are written, which offices they held when.

The tables are tab-separated text under ``ontology/``; each names its sources in its head. The whole is read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from backchannel.records import ActorKind


@dataclass(frozen=True, slots=True)
class Role:
    """An office held: ``office`` is a slug ("president", "foreign-minister"), ends are included, None is unknown or open."""

    office: str
    country: str | None
    first: dt.date | None = None
    last: dt.date | None = None

    def held_on(self, day: dt.date | None) -> bool | None:
        """Whether the office was held on that day; None where a missing end leaves it open."""
        if day is None:
            return None
        if self.first is not None and day < self.first:
            return False
        if self.last is not None and day > self.last:
            return False
        return None if self.first is None else True


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One actor of the knowledge base. ``ref`` is its stable id; ``key`` a Wikidata id where sure.

    ``surname`` is the name a story falls back on ("Trump", "Kim", "Lee"); ``gender`` is m, f or None.
    """

    ref: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    key: str | None = None
    aliases: tuple[str, ...] = ()
    surname: str | None = None
    gender: str | None = None
    roles: tuple[Role, ...] = ()


class ActorTable:
    """All known actors, looked up by ref, by office and day, by country."""

    def __init__(self, actors: Iterable[KnownActor]) -> None:
        self.actors = {actor.ref: actor for actor in actors}
        self._by_office: dict[tuple[str, str], list[KnownActor]] = {}
        for actor in self.actors.values():
            for role in actor.roles:
                if role.country is not None:
                    self._by_office.setdefault((role.office, role.country), []).append(actor)

    def __getitem__(self, ref: str) -> KnownActor:
        return self.actors[ref]

    def __contains__(self, ref: object) -> bool:
        return ref in self.actors

    def holders(self, office: str, country: str, on: dt.date | None) -> tuple[KnownActor, ...]:
        """Who held the office in that country on that day; all who ever did where the day is None."""
        found = []
        for actor in self._by_office.get((office, country), []):
            held = [role for role in actor.roles if role.office == office and role.country == country]
            if on is None or any(role.held_on(on) for role in held):
                found.append(actor)
        return tuple(dict.fromkeys(found))
