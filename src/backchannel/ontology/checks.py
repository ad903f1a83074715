"""Looks for what is wrong in the knowledge base: overlaps, dangling refs, bad codes, clashing aliases."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from backchannel.ontology.actors import CONTROLS, ActorTable, KnownActor, Role
from backchannel.ontology.countries import countries_by_code
from backchannel.ontology.plover import SECTORS
from backchannel.ontology.tables import read_table

# Offices that one person at a time holds in a country.
SINGLE = (
    "president",
    "prime-minister",
    "monarch",
    "supreme-leader",
    "chancellor",
    "foreign-minister",
    "defence-minister",
)
_REF = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"Q[1-9]\d*")
_HANDOVER = dt.timedelta(days=1)


def find_faults(table: ActorTable) -> tuple[str, ...]:
    """Every fault found, one line each; empty where the table is sound."""
    faults = [*_find_bad_actors(table), *_find_overlaps(table), *_find_dangling(table), *_find_shared_names(table)]
    return tuple(sorted(faults))


def _find_bad_actors(table: ActorTable) -> Iterator[str]:
    keys: dict[str, str] = {}
    for actor in table.actors.values():
        if not _REF.fullmatch(actor.ref):
            yield f"{actor.ref}: refs are lower-case words joined by hyphens"
        if actor.country is not None and actor.country not in countries_by_code():
            yield f"{actor.ref}: no country has the code {actor.country}"
        if actor.sector is not None and actor.sector not in SECTORS:
            yield f"{actor.ref}: {actor.sector} is no PLOVER sector"
        if actor.gender not in (None, "m", "f"):
            yield f"{actor.ref}: gender is {actor.gender!r}"
        if actor.key is not None and not _KEY.fullmatch(actor.key):
            yield f"{actor.ref}: {actor.key!r} is no Wikidata id"
        if actor.key is not None and keys.setdefault(actor.key, actor.ref) != actor.ref:
            yield f"{actor.ref}: shares the key {actor.key} with {keys[actor.key]}"
        if len(set(actor.aliases)) != len(actor.aliases) or actor.name in actor.aliases:
            yield f"{actor.ref}: an alias stands twice"
        yield from _find_bad_roles(actor)
        yield from _find_bad_control(actor)


def _find_bad_roles(actor: KnownActor) -> Iterator[str]:
    for role in actor.roles:
        if role.first is not None and role.last is not None and role.first > role.last:
            yield f"{actor.ref}: {role.office} ends before it begins"
        if role.country is not None and role.country not in countries_by_code():
            yield f"{actor.ref}: {role.office} of {role.country}, which is no country"
    for one, other in combinations(actor.roles, 2):
        same = (one.office, one.country, one.body) == (other.office, other.country, other.body)
        if same and _overlap(one, other) is not None:
            yield f"{actor.ref}: {one.office} twice at once"


def _find_bad_control(actor: KnownActor) -> Iterator[str]:
    """A medium is controlled in one way at a time, and its tag says what holds now."""
    tagged = [tag for tag in actor.tags if tag in CONTROLS]
    if len(tagged) > 1:
        yield f"{actor.ref}: {' and '.join(tagged)} at once"
    dated = [role for role in actor.roles if role.office in CONTROLS]
    dated.sort(key=lambda role: role.first or dt.date.min)
    for one, other in pairwise(dated):
        if one.last is None or other.first is None or one.last >= other.first:
            yield f"{actor.ref}: {one.office} and {other.office} at once"
    now = [role.office for role in dated if role.last is None]
    if dated and tagged != now:
        holds, says = " and ".join(now) or "no more", " and ".join(tagged) or "nothing"
        yield f"{actor.ref}: is {holds} by its days, tagged {says}"
    if (dated or tagged) and (actor.sector != "JRN" or actor.country is None):
        yield f"{actor.ref}: media stand with sector JRN and their country"


def _find_overlaps(table: ActorTable) -> Iterator[str]:
    """Two holders at once of an office that one person holds, beyond the day of the handover."""
    allowed = shared_offices()
    held: dict[tuple[str, str], list[tuple[KnownActor, Role]]] = {}
    for actor in table.actors.values():
        for role in actor.roles:
            if role.office in SINGLE and role.country is not None and role.first is not None:
                held.setdefault((role.office, role.country), []).append((actor, role))
    for place, holders in held.items():
        if place in allowed:
            continue
        for (one, first), (other, second) in combinations(holders, 2):
            both = _overlap(first, second)
            if one.ref != other.ref and both is not None:
                yield f"{place[0]} of {place[1]}: {one.ref} and {other.ref} at once, {both[0]} to {both[1] or 'now'}"


def shared_offices() -> frozenset[tuple[str, str]]:
    """Office and country of those that several people hold at once."""
    rows = read_table("overlaps", ("office", "country", "reason"))
    return frozenset((office, country) for office, country, _ in rows)


def _overlap(one: Role, other: Role) -> tuple[dt.date, dt.date | None] | None:
    """The days that both roles cover beyond a handover's; None where there are none or a start is unknown."""
    if one.first is None or other.first is None:
        return None
    first = max(one.first, other.first)
    ends = [end for role in (one, other) if (end := role.last or role.known) is not None]
    last = min(ends) if ends else None
    if last is not None and last - first <= _HANDOVER:
        return None
    return first, last


def _find_dangling(table: ActorTable) -> Iterator[str]:
    for actor in table.actors.values():
        for ref in (*actor.members, *(role.body for role in actor.roles if role.body is not None)):
            if ref not in table:
                yield f"{actor.ref}: names {ref}, which nobody is"
    for alias in table.aliases:
        for ref in (*alias.refs, *alias.needs):
            if table.get(ref) is None:
                yield f"alias {alias.words!r}: names {ref}, which nobody is"


def _find_shared_names(table: ActorTable) -> Iterator[str]:
    """An own name or alias that two actors claim and no row of metonyms.tsv settles."""
    settled = {alias.words for alias in table.aliases if alias.kind in ("metonym", "block")}
    settled |= {alias.words for alias in table.aliases if len(alias.refs) > 1}
    owner: dict[str, KnownActor] = {}
    for actor in table.actors.values():
        for words in (actor.name, *actor.aliases):
            before = owner.setdefault(words, actor)
            if before.ref != actor.ref and words not in settled:
                yield f"{actor.ref}: {words!r} is {before.ref}'s name too; say in metonyms.tsv which comes first"
    surnames: dict[str, str] = {}
    for actor in table.actors.values():
        if "known-by-surname" in actor.tags and actor.surname is not None and actor.surname not in settled:
            before_ref = surnames.setdefault(actor.surname, actor.ref)
            if before_ref != actor.ref:
                yield f"{actor.ref}: known by surname {actor.surname!r}, as is {before_ref}"
