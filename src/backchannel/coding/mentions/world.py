"""What the mentions stage asks of the knowledge base: surnames, office holders by day, leaders, and forms of names."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from backchannel.coding.mentions.lexicon import load_lexicon
from backchannel.ontology.actors import ActorTable, KnownActor, Role
from backchannel.ontology.places import fold
from backchannel.records import Name
from backchannel.rules import load_rules

MINISTER = "minister"  # any of them: «Secretary Kerry» does not say which
_MINISTRIES = ("foreign-minister", "defence-minister", "interior-minister", "finance-minister")
LEADER = "leader"  # no office of the tables: which office leads differs by country, see the "leads" rules
UNCHECKED_DAYS = 400  # how long after its last check an open-ended office still counts as held
_LONG_ENOUGH = 5  # letters of a surname that may be misspelt and still be known
_INTERNATIONAL = frozenset({"igo", "uno", "eu", "ngo"})
_TOP_OFFICES = ("supreme-leader", "chancellor", "prime-minister", "president", "monarch")


@lru_cache(maxsize=4)
def world_of(table: ActorTable) -> World:
    """The World over that table, built once a table."""
    return World(table)


class World:
    """Read-only lookups over an actor table."""

    def __init__(self, table: ActorTable) -> None:
        self.table = table
        self.by_surname: dict[str, list[KnownActor]] = {}
        for actor in table.actors.values():
            if actor.kind == "person":
                self.by_surname.setdefault(actor.surname or actor.name.split()[-1], []).append(actor)
        self._genders: dict[str, str] = {}
        self._first_names: dict[str, list[KnownActor]] = {}
        self.alias_kinds: dict[str, str] = {alias.words: alias.kind for alias in reversed(table.aliases)}
        self.leads: dict[str, str] = {
            code: rule["office"] for rule in load_rules("roles") if rule["is"] == "leads" for code in rule["countries"]
        }

    def known(self, ref: str) -> KnownActor | None:
        """The actor of that ref, None for unknown ones."""
        return self.table.get(ref)

    def form(self, words: str) -> str:
        """How these words name what they name: name, demonym, people, capital, metonym, block."""
        return self.alias_kinds.get(words, "name")

    def country_of(self, name: Name) -> str | None:
        """The one country (ISO alpha-3) that a name stands for; None for other names and for several."""
        known = [self.known(ref) for ref in name.refs]
        if len(known) == 1 and known[0] is not None and known[0].kind == "country":
            return known[0].country
        return None

    def gender_of(self, name: str) -> str | None:
        """The gender that a full name's first word tells: by a word list, or by all of our tables who bear it."""
        if not self._genders:
            told: dict[str, set[str]] = {}
            for actor in self.table.actors.values():
                if actor.kind == "person" and actor.gender is not None and " " in actor.name:
                    told.setdefault(actor.name.split()[0], set()).add(actor.gender)
            self._genders = {first: found.pop() for first, found in told.items() if len(found) == 1}
            self._genders |= load_lexicon().genders
        return self._genders.get(name.split()[0]) if " " in name else None

    def famous(self, surname: str) -> KnownActor | None:
        """The one person whom readers know by this surname alone."""
        found = [actor for actor in self.by_surname.get(surname, []) if "known-by-surname" in actor.tags]
        return found[0] if len(found) == 1 else None

    def surnamed(
        self, surname: str, office: str, country: str | None, day: dt.date | None, *, ever: bool = True
    ) -> KnownActor | None:
        """The one person of that surname who held the office on that day, else (``ever``) the only one who ever did.

        ``country`` narrows it, where given.
        """
        wanted = self._offices_meant(office, country)
        once: list[KnownActor] = []
        then: list[KnownActor] = []
        for actor in self.by_surname.get(surname, []):
            roles = [role for role in actor.roles if role.office in wanted and country in (None, role.country)]
            if roles:
                once.append(actor)
            if any(_holds(role, day) for role in roles):
                then.append(actor)
        found = then or (once if ever else [])
        return found[0] if len(found) == 1 else None

    def _offices_meant(self, office: str, country: str | None) -> set[str]:
        if office == LEADER:
            return {self.leads[country]} if country in self.leads else {*_TOP_OFFICES, "party-leader"}
        return set(_MINISTRIES) if office == MINISTER else {office}

    def bearers(self, surname: str, office: str) -> list[KnownActor]:
        """All of that surname who ever held the office."""
        wanted = self._offices_meant(office, None)
        return [actor for actor in self.by_surname.get(surname, []) if any(one.office in wanted for one in actor.roles)]

    def has_held(self, actor: KnownActor, office: str, day: dt.date | None) -> bool:
        """Whether the actor came into that office by that day, in his country or anywhere else."""
        for role in actor.roles:
            wanted = self._offices_meant(office, role.country)
            if role.office in wanted and (day is None or role.first is None or role.first <= day):
                return True
        return False

    def misspelt(self, words: str, office: str) -> KnownActor | None:
        """The one holder of that office whose name differs by one sign, the first name alike: «Laurent Gbago»."""
        first, _, rest = words.rpartition(" ")
        if not first or len(rest) < _LONG_ENOUGH:
            return None
        found = {
            actor.ref: actor
            for actor in self._by_first_names().get(fold(first), [])
            if any(role.office == office for role in actor.roles)
            and one_apart(fold(rest), fold(actor.name.rpartition(" ")[2]))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_first_names(self) -> dict[str, list[KnownActor]]:
        if not self._first_names:
            for actor in self.table.actors.values():
                if actor.kind == "person" and actor.roles:
                    first = fold(actor.name.rpartition(" ")[0])
                    self._first_names.setdefault(first, []).append(actor)
        return self._first_names

    def holder(self, office: str, place: str, day: dt.date | None) -> KnownActor | None:
        """The one holder of an office in a country (or body) on that day; None where nobody or several could be."""
        if day is None:
            return None
        if office == LEADER:
            return self._leader(place, day)
        found = self.table.holders(office, place, None)
        held = [actor for actor in found if any(_holds(role, day) for role in _roles_in(actor, office, place))]
        return held[0] if len(held) == 1 else None

    def _leader(self, country: str, day: dt.date) -> KnownActor | None:
        office = self.leads.get(country)
        if office is not None:
            return self.holder(office, country, day)
        found = [actor for office in _TOP_OFFICES if (actor := self.holder(office, country, day)) is not None]
        return found[0] if len({actor.ref for actor in found}) == 1 else None

    def neighbour(self, actor: KnownActor, office: str, day: dt.date | None, *, later: bool) -> KnownActor | None:
        """Who held that office just before (or after) the actor, in the term of ``day``; None if unknown."""
        own = [role for role in actor.roles if role.office == office and role.country is not None]
        mine = next((role for role in own if day is not None and _holds(role, day)), own[-1] if own else None)
        limit = None if mine is None else mine.last if later else mine.first
        if mine is None or mine.country is None or limit is None or (later and (day is None or day < limit)):
            return None  # a story written before the end of the term cannot mean the successor it did not know
        best: tuple[dt.date, KnownActor] | None = None
        for other in self.table.holders(office, mine.country, None):
            for role in _roles_in(other, office, mine.country):
                edge = role.first if later else role.last
                if other.ref == actor.ref or edge is None or (edge < limit if later else edge > limit):
                    continue
                if best is None or (edge < best[0] if later else edge > best[0]):
                    best = (edge, other)
        return best[1] if best else None

    def serves_body(self, actor: KnownActor, day: dt.date | None) -> bool:
        """Whether the actor held an office of an international body on that day, or never one of his country."""
        serving = [role for role in actor.roles if role.country is None and self._is_international(role.body)]
        if day is not None and any(_holds(role, day) for role in serving):
            return True
        return bool(serving) and not any(role.country == actor.country for role in actor.roles)

    def _is_international(self, ref: str | None) -> bool:
        """Whether a body is no country's, nor an armed group or a former state: the UN, the African Union."""
        body = self.known(ref) if ref is not None else None
        return body is not None and body.country is None and not _INTERNATIONAL.isdisjoint(body.tags)

    def offices_on(self, actor: KnownActor, day: dt.date | None) -> frozenset[str]:
        """The offices that the actor held on that day; all he ever held where the day is None."""
        held = {role.office for role in actor.roles if day is None or _holds(role, day)}
        for role in actor.roles:
            if role.office in held and self.leads.get(role.country or "") == role.office:
                held.add(LEADER)
        return frozenset(held)


def one_apart(word: str, other: str) -> bool:
    """Whether one sign put in, left out or changed makes one word the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    short, long = sorted((word, other), key=len)
    at = next((number for number, sign in enumerate(short) if sign != long[number]), len(short))
    return short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :])


def _roles_in(actor: KnownActor, office: str, place: str) -> list[Role]:
    return [role for role in actor.roles if role.office == office and place in (role.country, role.body)]


def _holds(role: Role, day: dt.date | None) -> bool:
    """Whether the role was held on that day; an open end counts for UNCHECKED_DAYS past its last check."""
    if day is None:
        return True
    held = role.held_on(day)
    if held is None and role.first is not None and role.last is None:
        return role.known is None or day <= role.known + dt.timedelta(days=UNCHECKED_DAYS)
    return bool(held)
