"""Who is who, read back: an identity with its mentions in stories, who else it may be and why, and its rulings."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from backchannel.errors import BadInput
from backchannel.ledger.codec import unpack_record
from backchannel.ledger.filters import members_of
from backchannel.ledger.identities import IdentityRuling, agreed, best_name, in_force
from backchannel.ledger.known import known_beside, known_profile
from backchannel.ledger.likeness import SAYABLE, Clue, Likeness, Profile, share_odds, unite, weigh
from backchannel.ledger.names import MARK
from backchannel.ledger.schema import origins, stories, stranger_words, strangers
from backchannel.ledger.stranger_rows import load_identity_rulings, load_strangers, parts_of
from backchannel.ledger.strangers import Stranger, sounds_of
from backchannel.ontology import load_actors
from backchannel.records import ActorKind, Reading, Span

MOST_CANDIDATES = 20
MOST_LOOKED_AT = 3000  # strangers that share a word with an identity and are weighed


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """An identity as a list shows it; ``origins`` counts wire stories, copies once; days are of publication."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None
    stories: int
    origins: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One story's mentions of an identity: the stranger's id, the places, and what the story tells of him.

    ``words`` is the sentence in which the name first stands; ``wire`` the wire story that the story is a copy of, its
    own id where it is none.
    """

    stranger: str
    story: str
    title: str | None
    origin: str | None
    published: dt.date | None
    wire: str
    name: str
    mentions: tuple[Span, ...]
    words: str
    country: str | None
    sector: str | None
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who an identity may be besides: another identity, or an actor of the tables (``known``), how surely, and why."""

    id: str
    name: str
    known: bool
    confidence: float
    because: tuple[Clue, ...]
    stories: int


@dataclass(frozen=True, slots=True)
class Identity:
    """One person or body of the ledger. ``known`` is True where ``id`` is a ref of the tables that it was linked to.

    ``rulings`` are all that analysts laid down on it, oldest first; ``in_force`` the numbers of those that hold.
    """

    id: str
    name: str
    kind: ActorKind
    known: bool
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    origins: int
    sightings: tuple[Sighting, ...]
    candidates: tuple[Candidate, ...]
    rulings: tuple[IdentityRuling, ...]
    in_force: tuple[int, ...]


def load_lines(connection: Connection, limit: int | None = None, offset: int = 0) -> tuple[IdentityLine, ...]:
    """The identities, those that most wire stories tell of first."""
    who = strangers.c
    wire = func.coalesce(origins.c.origin, who.story)
    told = func.count(wire.distinct())
    page = (
        select(who.identity, func.count(who.story.distinct()), told, func.min(who.published), func.max(who.published))
        .outerjoin(origins, origins.c.story == who.story)
        .group_by(who.identity)
        .order_by(told.desc(), who.identity)
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(page).all()
    held = _by_home(connection, [row[0] for row in rows])
    return tuple(
        IdentityLine(id, *_describe(id, held[id]), told_by, wires, first, last)
        for id, told_by, wires, first, last in rows
    )


def count_identities(connection: Connection) -> int:
    """How many identities the ledger holds."""
    return connection.scalar(select(func.count(strangers.c.identity.distinct()))) or 0


def load_identity(connection: Connection, id: str) -> Identity:
    """The identity of that id, of any of its strangers' ids, or that a ref of the tables stands for.

    Raises BadInput where the ledger holds no such stranger and the tables no such actor.
    """
    found = {str(member) for member in connection.scalars(members_of(id))}
    held = load_strangers(connection, "id", found)
    members = sorted((one.stranger for one in held.values()), key=lambda one: one.order)
    if not members and (MARK in id or load_actors().get(id) is None):
        raise BadInput(f"{id[:80]!r}: the ledger holds no such identity")
    home = held[members[0].id].identity if members else id
    log = load_identity_rulings(connection, {home, *(one.id for one in members)})
    wires = _wires(connection, {one.story for one in members})
    name, kind, country, sector = _describe(home, members)
    return Identity(
        id=home,
        name=name,
        kind=kind,
        known=MARK not in home,
        country=country,
        sector=sector,
        names=tuple(dict.fromkeys((name, *(one.name for one in members)))),
        origins=len(set(wires.values())),
        sightings=tuple(_sighting(connection, one, wires[one.story]) for one in members),
        candidates=_find_candidates(connection, home, members, set(wires.values())),
        rulings=log,
        in_force=tuple(one.number for one in in_force(log)),
    )


def _describe(home: str, members: Iterable[Stranger]) -> tuple[str, ActorKind, str | None, str | None]:
    """Name, kind, country and sector: the tables', or what the stories agree on."""
    members = tuple(members)
    known = None if MARK in home else load_actors().get(home)
    if known is not None:
        return known.name, known.kind, known.country, known.sector
    country, sector = agreed(one.country for one in members), agreed(one.sector for one in members)
    return best_name(members), members[0].kind, country, sector


def _by_home(connection: Connection, homes: Iterable[str]) -> dict[str, list[Stranger]]:
    found: dict[str, list[Stranger]] = defaultdict(list)
    for one in load_strangers(connection, "identity", set(homes)).values():
        found[one.identity].append(one.stranger)
    return found


def _wires(connection: Connection, ids: set[str]) -> dict[str, str]:
    """Story -> the wire story that it is a copy of; the same text without a comparer's word is one as well."""
    wires: dict[str, str] = {}
    texts: dict[str, str] = {}
    for part in parts_of(ids):
        told = select(stories.c.id, stories.c.sha256, origins.c.origin)
        told = told.outerjoin(origins, origins.c.story == stories.c.id).where(stories.c.id.in_(part))
        for id, sha256, origin in connection.execute(told.order_by(stories.c.id)):
            wires[id] = origin or texts.setdefault(sha256, id)
    return wires


def _sighting(connection: Connection, one: Stranger, wire: str) -> Sighting:
    facts = stories.c
    row = connection.execute(
        select(facts.title, facts.agency, facts.outlet, facts.reading).where(facts.id == one.story)
    ).one()
    read = unpack_record(Reading, row.reading)
    mentions = next((actor.mentions for actor in read.actors if actor.id == one.actor), ())
    place = Span(one.story, one.start, one.end)
    sentence = next((sentence.span for sentence in read.sentences if sentence.span.covers(place)), place)
    return Sighting(
        stranger=one.id,
        story=one.story,
        title=row.title,
        origin=row.outlet or row.agency,
        published=one.day,
        wire=wire,
        name=one.name,
        mentions=tuple(mention.span for mention in mentions),
        words=sentence.of(read.story),
        country=one.country,
        sector=one.sector,
        offices=tuple(sorted(one.offices)),
    )


def _find_candidates(
    connection: Connection, home: str, members: list[Stranger], wires: set[str]
) -> tuple[Candidate, ...]:
    """Other identities and known actors that this one may be, the likeliest first."""
    mine = _profile(home, members)
    words = frozenset[str]().union(*(sounds_of(name) for name in mine.names))
    shared: set[str] = set()
    for part in parts_of(words):
        query = select(stranger_words.c.stranger).where(stranger_words.c.word.in_(part)).limit(MOST_LOOKED_AT)
        shared.update(connection.scalars(query))
    near = {one.identity for one in load_strangers(connection, "id", shared).values()} - {home}
    found: list[tuple[Candidate, Profile, Likeness]] = []
    for id, group in sorted(_by_home(connection, near).items()):
        copied = not wires.isdisjoint(_wires(connection, {one.story for one in group}).values())
        profile = _profile(id, group)
        likeness = weigh(mine, profile, wire=copied)
        told, name = len({one.story for one in group}), _describe(id, group)[0]
        candidate = Candidate(id, name, MARK not in id, likeness.confidence, likeness.clues, told)
        found.append((candidate, profile, likeness))
    for ref in sorted(known_beside(mine) - near) if MARK in home else ():
        profile = known_profile(ref)
        likeness = weigh(mine, profile)
        candidate = Candidate(ref, load_actors()[ref].name, True, likeness.confidence, likeness.clues, 0)
        found.append((candidate, profile, likeness))
    likely = sorted((one for one in found if one[0].confidence >= SAYABLE), key=lambda one: -one[2].score)
    ranked = _share(likely[:MOST_CANDIDATES])
    return tuple(sorted(ranked, key=lambda one: (-one.confidence, one.id)))


def _share(found: list[tuple[Candidate, Profile, Likeness]]) -> list[Candidate]:
    """The candidates, those who cannot all be right sharing what they have: of two namesakes who contradict each other
    only one can be meant."""
    shared = []
    for one, profile, likeness in found:
        rivals = [other.score for _, beside, other in found if beside is not profile and weigh(profile, beside).barred]
        share = share_odds(likeness.score, rivals)
        if rivals and share < one.confidence:
            others = "another" if len(rivals) == 1 else f"{len(rivals)} others"
            effect = round(math.log(share / (1 - share)) - likeness.score, 1) if 0 < share < 1 else 0.0
            clue = Clue("rivals", f"{others}, who cannot be the same as this one, may be meant", effect)
            one = replace(one, confidence=share, because=(*one.because, clue))
        shared.append(one)
    return shared


def _profile(home: str, members: Iterable[Stranger]) -> Profile:
    parts = [one.profile() for one in members]
    if MARK not in home and load_actors().get(home) is not None:
        parts.append(known_profile(home))
    return unite(parts)
