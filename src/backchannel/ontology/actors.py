"""The knowledge base of political actors: who they are, how they are written, which offices they held when.

The tables are tab-separated text under ``ontology/``; each names its sources in its head. The whole is read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from backchannel.records import ActorKind

AliasKind = Literal["name", "surname", "demonym", "people", "capital", "metonym", "block"]

Control = Literal["state-media", "public-broadcaster", "private-media"]
CONTROLS: dict[str, Control] = {name: name for name in get_args(Control)}


@dataclass(frozen=True, slots=True)
class Role:
    """An office held: ``office`` is a slug ("president"); ends are included, None is unknown or open.

    ``body`` is the ref of the organisation where the office is not a country's ("un" for its secretary-general).
    ``known`` is the last day for which an open end has been checked; past it, nobody can say.
    """

    office: str
    country: str | None
    first: dt.date | None = None
    last: dt.date | None = None
    body: str | None = None
    known: dt.date | None = None

    def held_on(self, day: dt.date | None) -> bool | None:
        """Whether the office was held on that day; None where a missing end leaves it open."""
        if day is None:
            return None
        if self.first is not None and day < self.first:
            return False
        if self.last is not None and day > self.last:
            return False
        if self.last is None and self.known is not None and day > self.known:
            return None
        return None if self.first is None else True


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One actor of the knowledge base. ``ref`` is its stable id; ``key`` a Wikidata id where sure.

    ``surname`` is the name a story falls back on ("Trump", "Kim", "Lee"); ``gender`` is m, f or None. ``tags`` mark
    what readers ask for: "state-media", "public-broadcaster", "private-media", "igo", "uno", "eu", "ngo",
    "known-by-surname", "partial-state", ….
    ``members`` are the refs of a standing group's members ("the two Koreas").
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
    tags: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A way of writing that names no single actor outright: a demonym, a capital, a metonym, or a name to step over.

    ``refs`` are what it can mean, best first (none: it is somebody or something else). ``needs`` are refs of which one
    must be named elsewhere in the story for the alias to count ("the North").
    """

    words: str
    refs: tuple[str, ...]
    kind: AliasKind
    needs: tuple[str, ...] = ()


class ActorTable:
    """All known actors, looked up by ref or by office and day; and the aliases that are no actor's own name."""

    def __init__(self, actors: Iterable[KnownActor], aliases: Iterable[Alias] = ()) -> None:
        self.actors = {actor.ref: actor for actor in actors}
        self.aliases = tuple(aliases)
        self._by_office: dict[tuple[str, str], list[KnownActor]] = {}
        for actor in self.actors.values():
            for role in actor.roles:
                place = role.country if role.country is not None else role.body
                if place is not None:
                    self._by_office.setdefault((role.office, place), []).append(actor)

    def __getitem__(self, ref: str) -> KnownActor:
        """The actor of that ref; a ministry's or parliament's ref is composed ("kor-unification-ministry")."""
        actor = self.get(ref)
        if actor is None:
            raise KeyError(ref)
        return actor

    def __contains__(self, ref: object) -> bool:
        return ref in self.actors

    def get(self, ref: str) -> KnownActor | None:
        """The actor of that ref, composed institutions included; None where there is none."""
        from backchannel.ontology.institutions import compose_institution

        return self.actors.get(ref) or compose_institution(ref)

    def holders(self, office: str, country: str, on: dt.date | None) -> tuple[KnownActor, ...]:
        """Who held the office in that country (or body) on that day; all who ever did where the day is None."""
        found = []
        for actor in self._by_office.get((office, country), []):
            held = [role for role in actor.roles if role.office == office and country in (role.country, role.body)]
            if on is None or any(role.held_on(on) for role in held):
                found.append(actor)
        return tuple(dict.fromkeys(found))

    def is_state_media(self, ref: str, on: dt.date | None = None) -> bool:
        """Whether that ref is a medium which a state owned and directed on that day (None: as far as is known now), or
        a country's unnamed state media."""
        if ref.endswith("-state-media") and self.get(ref) is not None:
            return True
        return self.media_control(ref, on) == "state-media"

    def media_control(self, ref: str, on: dt.date | None = None) -> Control | None:
        """Who controls a medium on that day; None where we do not know, it was not there yet or is no more."""
        actor = self.actors.get(ref)
        if actor is None:
            return None
        dated = [role for role in actor.roles if role.office in CONTROLS]
        if on is not None and dated:
            return next((control for role in dated if role.held_on(on) and (control := CONTROLS[role.office])), None)
        return next((control for tag, control in CONTROLS.items() if tag in actor.tags), None)

    def tagged(self, ref: str, tag: str) -> bool:
        """Whether the actor of that ref carries the tag; False for unknown refs."""
        actor = self.actors.get(ref)
        return actor is not None and tag in actor.tags
