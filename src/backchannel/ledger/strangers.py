"""Strangers: people and bodies of a story whom no table knows, and what the story tells of them.

A stranger is one story's; who of several stories are one is for ``identities`` to say. Its id comes from the story's
id, the place of its first name there, and the name: it is the same in every ledger and never changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from backchannel.ledger.descriptions import find_context, find_gender, find_offices
from backchannel.ledger.likeness import Profile
from backchannel.ledger.names import (
    MARK,
    WrittenName,
    block_of,
    fold_name,
    read_name,
    slug_of,
    sound_of,
    word_list,
)
from backchannel.ledger.parties import actors_by_name
from backchannel.ontology import load_actors
from backchannel.ontology.actors import KnownActor
from backchannel.records import Actor, ActorKind, Mention, Reading

KINDS = ("person", "organisation", "group")
MOST_COMPANY = 60  # of each kind that are kept of one story
_SIGNS = 10  # hexadecimal digits in an id
_LEADING = frozenset(
    "president prime-minister chancellor monarch supreme-leader secretary-general".split()
    + ["head-of-state", "head-of-government"]
)
# Sectors between which people move are no contradiction: a minister becomes a member of parliament, then a former one.
_SPHERES = {
    **dict.fromkeys(("GOV", "ELI", "LEG", "PTY", "OPP"), "politics"),
    **dict.fromkeys(("MIL", "COP", "SPY"), "arms"),
    "UNK": None,
}


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whom a story names and no table knows.

    ``start`` and ``end`` are where the name first stands; ``block`` is the key of those with whom the machine may join
    it, None where it must not; ``company`` are the known people and bodies of the story and the full names of other
    strangers, ``lands`` its countries, world bodies and leaders; ``context`` are stems of words
    told with it; ``day`` is the day of publication.
    """

    id: str
    story: str
    actor: str
    name: str
    kind: ActorKind
    start: int
    end: int
    block: str | None = None
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    offices: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    day: dt.date | None = None

    @property
    def order(self) -> tuple[dt.date, str, int, str]:
        """First by day (those without one last), then by story and place: the same in every ledger."""
        return self.day or dt.date.max, self.story, self.start, self.id

    def profile(self) -> Profile:
        """What the story tells, as it is compared."""
        return Profile(
            frozenset({written(self.name, self.kind)}),
            _one(self.country),
            _one(self.gender),
            self.offices,
            _one(sphere_of(self.sector)),
            self.company,
            self.lands,
            frozenset({self.context}) if self.context else frozenset(),
            () if self.day is None else (self.day,),
        )


def stranger_id(actor: Actor, story_id: str) -> str | None:
    """The id of a stranger; None for whom a table knows, whom the story does not name, and countries."""
    first = _first_name(actor)
    if actor.ref is not None or actor.kind not in KINDS or first is None:
        return None
    slug = slug_of(actor.name)
    if not slug:
        return None
    unique = hashlib.sha256(f"{story_id}\0{first.span.start}\0{actor.name}".encode("utf-8", "replace")).hexdigest()
    return f"{slug}{MARK}{unique[:_SIGNS]}"


def find_strangers(read: Reading) -> tuple[Stranger, ...]:
    """The strangers of a reading, in its order of actors."""
    found = [(actor, id) for actor in read.actors if (id := stranger_id(actor, read.story.id)) is not None]
    if not found:
        return ()
    company, lands = _company(read.actors)
    full = {id: block_of(written(actor.name, actor.kind)) for actor, id in found}
    others = {id: f"{MARK}{block}" for id, block in full.items() if block is not None}
    strangers = []
    for actor, id in {id: (actor, id) for actor, id in found}.values():
        # A name that the tables know, and was not resolved, is one of several known people: nothing to join by.
        block = None if fold_name(actor.name) in actors_by_name() else full[id]
        beside = company | (set(others.values()) - {others.get(id, "")})
        strangers.append(_make(actor, id, read, (block, beside, lands)))
    return tuple(strangers)


def names_of(stranger: Stranger) -> frozenset[str]:
    """The sounds of the words by which candidates for it are looked up."""
    return sounds_of(written(stranger.name, stranger.kind))


def sounds_of(name: WrittenName) -> frozenset[str]:
    """The same of a written name."""
    common = word_list("body-word") if name.body else frozenset()
    words = [word for word in name.words if len(word) > 1 and word not in common] or list(name.words)
    return frozenset(sound_of(word) for word in words)


def sphere_of(sector: str | None) -> str | None:
    """The sector as it is compared: of several between which people move, one word."""
    return _SPHERES.get(sector or "", sector)


def _make(actor: Actor, id: str, read: Reading, context: tuple[str | None, set[str], frozenset[str]]) -> Stranger:
    first = _first_name(actor)
    assert first is not None
    block, company, lands = context
    return Stranger(
        id=id,
        story=read.story.id,
        actor=actor.id,
        name=actor.name,
        kind=actor.kind,
        start=first.span.start,
        end=first.span.end,
        block=block,
        country=actor.country,
        sector=actor.sector,
        gender=find_gender(actor, read.story) if actor.kind == "person" else None,
        offices=find_offices(actor, read.story) if actor.kind == "person" else frozenset(),
        company=frozenset(sorted(company)[:MOST_COMPANY]),
        lands=frozenset(sorted(lands - {(actor.country or "").lower()})[:MOST_COMPANY]),
        context=find_context(actor, read),
        day=read.story.published,
    )


def _company(actors: Iterable[Actor]) -> tuple[set[str], frozenset[str]]:
    """The known people and bodies of a story, media left out; and its countries, with those who are named as often."""
    company, lands = set(), set()
    table = load_actors()
    for actor in actors:
        if actor.ref is None or actor.sector == "JRN" or table.media_control(actor.ref) is not None:
            continue
        if actor.kind == "country" or actor.sector == "IGO" or _leads(table.actors.get(actor.ref)):
            lands.add(actor.ref)
        else:
            company.add(actor.ref)
    return company, frozenset(lands)


def written(name: str, kind: str) -> WrittenName:
    """The name as it is compared."""
    return read_name(name, body=kind != "person")


def _leads(actor: KnownActor | None) -> bool:
    """Whether somebody is or was a head of state or government, or of a world body: whom stories of all kinds name."""
    return actor is not None and any(role.office in _LEADING for role in actor.roles)


def _first_name(actor: Actor) -> Mention | None:
    return next((mention for mention in actor.mentions if mention.how == "name"), None)


def _one(word: str | None) -> frozenset[str]:
    return frozenset() if word is None else frozenset({word})
