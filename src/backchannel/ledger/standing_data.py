"""Reads from the ledger what grades are made of: who said what, and the entries that tell of the same things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from backchannel.ledger.evidence import Evidence
from backchannel.ledger.filters import members_of
from backchannel.ledger.occurrences import StoryCredit
from backchannel.ledger.rows import CHUNK, load_entries
from backchannel.ledger.schema import entries, entry_parties, origins, statements, stories, strangers
from backchannel.records import Entry, SourceKind, Span

Wanted = Callable[[list[str]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as grades see it. ``ref`` is its source where that is somebody known from other stories too;
    ``span`` is where it stands, source and cue included."""

    story: str
    id: str
    kind: SourceKind
    ref: str | None
    name: str | None
    inside: bool
    span: Span


def load_said(connection: Connection, wanted: ColumnElement[bool]) -> dict[tuple[str, str], Said]:
    """The statements that are wanted by story and id, in their order in the text."""
    facts = statements.c
    speaker = func.coalesce(strangers.c.identity, facts.speaker_ref)
    columns = (facts.story, facts.id, facts.source_kind, speaker, facts.speaker, facts.inside)
    places = [facts[f"{part}_{end}"] for part in ("source", "cue", "content") for end in ("start", "end")]
    order = (facts.story, facts.cue_start.is_(None), facts.cue_start, facts.id)
    found = {}
    told_by = select(*columns, *places).outerjoin(strangers, strangers.c.id == facts.speaker_ref)
    for row in connection.execute(told_by.where(wanted).order_by(*order)):
        story, id, kind, ref, name, inside, *ends = row
        told = [place for place in ends if place is not None] or [0]
        known = ref if ref is not None and "@" not in ref else None
        found[story, id] = Said(story, id, kind, known, name, inside is not None, Span(story, min(told), max(told)))
    return found


def load_credits(connection: Connection) -> dict[str, StoryCredit]:
    """What tells whether stories are independent, by story."""
    found = select(stories.c.id, stories.c.sha256, stories.c.agency, stories.c.outlet, origins.c.origin)
    rows = connection.execute(found.outerjoin(origins, origins.c.story == stories.c.id))
    return {id: StoryCredit(sha256, agency or outlet, origin) for id, sha256, agency, outlet, origin in rows}


def load_evidence(
    connection: Connection, ids: Collection[str], sources: Collection[str], *, most: int | None = None
) -> tuple[Evidence, dict[str, tuple[Entry, ...]]]:
    """What speaks for and against the entries of these stories and of these sources; and those entries, by story id
    and by source. ``most`` is how many of a source's entries are looked at, the latest."""
    asked = _load(connection, ids, lambda part: entries.c.story.in_(part))
    for source in sorted(sources):
        asked |= _load_told(connection, source, most)
    pool = {**asked, **_load_beside(connection, asked)}
    voices = _voices(connection, {entry.story for entry in pool.values() if entry.story is not None})
    told: dict[str, list[Entry]] = defaultdict(list, {id: [] for id in ids})
    for entry in asked.values():
        if entry.story in ids:
            told[entry.story or ""].append(entry)
        voice = voices.get((entry.story, entry.statement))
        if voice is not None and voice in sources:
            told[voice].append(entry)
    ordered = {name: tuple(sorted(found, key=lambda one: (one.known is None, one.known, one.id)))
               for name, found in told.items()}  # fmt: skip
    evidence = Evidence(pool.values(), load_credits(connection), lambda one: voices.get((one.story, one.statement)))
    return evidence, ordered


def _load_told(connection: Connection, source: str, most: int | None) -> dict[str, Entry]:
    """The entries that a source told, the latest ``most`` of them."""
    joined = and_(statements.c.story == entries.c.story, statements.c.id == entries.c.statement)
    told = select(entries.c.id).join(statements, joined).where(speaks(source))
    latest = (entries.c.known.is_(None), entries.c.known.desc(), entries.c.id)
    rows = connection.execute(select(entries).where(entries.c.id.in_(told)).order_by(*latest).limit(most)).mappings()
    return {entry.id: entry for entry in load_entries(connection, rows)}


def speaks(source: str) -> ColumnElement[bool]:
    """SQL for the statements of a source, given by its ref, or by the id of an identity or a stranger of it."""
    ref = statements.c.speaker_ref
    return or_(ref == source, ref.in_(members_of(source)))


def _load_beside(connection: Connection, asked: dict[str, Entry]) -> dict[str, Entry]:
    """The dated entries of the same types and times with a party of the same side: all that may tell of the same."""
    dated = [entry for entry in asked.values() if entry.when is not None]
    if not dated:
        return {}
    types = sorted({entry.type for entry in dated})
    parties = [party for entry in dated for party in (*entry.actors, *entry.recipients)]
    sides = {party.country or party.ref for party in parties}
    first = min(entry.when.first for entry in dated if entry.when is not None)
    last = max(entry.when.last for entry in dated if entry.when is not None)

    def touching(part: list[str]) -> ColumnElement[bool]:
        who = select(strangers.c.id).where(or_(strangers.c.identity.in_(part), strangers.c.identity_country.in_(part)))
        ref = entry_parties.c.ref
        side = or_(ref.in_(part), entry_parties.c.country.in_(part), ref.in_(who))
        days = and_(entries.c.when_last >= first, entries.c.when_first <= last)
        return and_(entries.c.type.in_(types), days, entries.c.id.in_(select(entry_parties.c.entry).where(side)))

    return _load(connection, sides, touching)


def _load(connection: Connection, names: Collection[str], wanted: Wanted) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for part in _parts(names):
        rows = connection.execute(select(entries).where(wanted(part))).mappings()
        found |= {entry.id: entry for entry in load_entries(connection, rows)}
    return found


def _voices(connection: Connection, ids: Collection[str]) -> dict[tuple[str | None, str | None], str]:
    """The source of each statement of these stories that is known from other stories too."""
    found: dict[tuple[str | None, str | None], str] = {}
    for part in _parts(ids):
        for key, said in load_said(connection, statements.c.story.in_(part)).items():
            if said.ref is not None:
                found[key] = said.ref
    return found


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    for start in range(0, len(ordered), CHUNK // 2):
        yield ordered[start : start + CHUNK // 2]
