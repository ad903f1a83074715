"""Actors of the tables as they are compared with strangers: somebody may have been added since a story was read."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from backchannel.ledger.likeness import Profile, weigh
from backchannel.ledger.names import WrittenName, block_of, read_name
from backchannel.ledger.strangers import sphere_of
from backchannel.ontology import load_actors
from backchannel.ontology.actors import ActorTable


def known_beside(profile: Profile) -> set[str]:
    """The known actors that bear a full name like one of these, however it is spelled."""
    index = _by_block(load_actors())
    blocks = {block for name in profile.names if (block := block_of(name)) is not None}
    return {ref for block in blocks for ref in index.get(block, ())}


@lru_cache(maxsize=4096)
def known_profile(ref: str) -> Profile:
    """What the tables tell of an actor; KeyError where they do not know it."""
    actor = load_actors()[ref]
    sphere = sphere_of(actor.sector)
    return Profile(
        names=_names(ref),
        countries=frozenset() if actor.country is None else frozenset({actor.country}),
        genders=frozenset() if actor.gender is None else frozenset({actor.gender}),
        offices=frozenset(role.office for role in actor.roles),
        sectors=frozenset() if sphere is None else frozenset({sphere}),
    )


def find_known(profile: Profile) -> str | None:
    """The one known actor that bears this full name, letter for letter or otherwise spelled, and whom nothing speaks
    against; a name that many bear needs a country too. None where there is none or more than one."""
    found = []
    for ref in sorted(known_beside(profile)):
        likeness = weigh(profile, known_profile(ref))
        ids = {clue.id for clue in likeness.clues}
        alike = ids & {"name-exact", "name-exact-common", "name-respelled", "name-respelled-common"}
        if not alike or likeness.barred:
            continue
        sure = "name-exact" in ids or ids & {"country-same", "country-same-body"}
        found.append((ref, bool(sure)))
    return found[0][0] if len(found) == 1 and found[0][1] else None


def _names(ref: str) -> frozenset[WrittenName]:
    actor = load_actors()[ref]
    body = actor.kind != "person"
    written = (read_name(name, body=body) for name in (actor.name, *actor.aliases))
    return frozenset(name for name in written if name.full) or frozenset({read_name(actor.name, body=body)})


@lru_cache(maxsize=2)
def _by_block(table: ActorTable) -> dict[str, Collection[str]]:
    """Block -> refs of the actors with a name of it; countries are nobody's namesakes."""
    found: dict[str, set[str]] = {}
    for actor in table.actors.values():
        if actor.kind != "country":
            for name in (actor.name, *actor.aliases):
                block = block_of(read_name(name, body=actor.kind != "person"))
                if block is not None:
                    found.setdefault(block, set()).add(actor.ref)
    return {block: frozenset(refs) for block, refs in found.items()}
