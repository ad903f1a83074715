"""Identities as the desk shows them: the list, and one person or body with mentions, candidates and rulings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from backchannel.ledger import Candidate, Identity, IdentityLine, Ledger, Sighting
from backchannel.publish.identities import say_clues, say_ruling
from backchannel.publish.typeset import clean, shorten
from backchannel.serve.wording import count_of, count_stories, story_link

MOST_SIGHTINGS = 200  # shown on one page; the page says how many more there are
_MOST_PLACES = 30  # numbered links to the mentions of one story
_EXCERPT = 260


@dataclass(frozen=True, slots=True)
class SightingItem:
    """One story's mentions, with links to each of the places."""

    stranger: str
    title: str
    link: str
    places: tuple[str, ...]
    words: str
    told: str
    day: dt.date | None


@dataclass(frozen=True, slots=True)
class CandidateItem:
    """Who it may be besides."""

    id: str
    name: str
    percent: int
    why: str
    told: str


@dataclass(frozen=True, slots=True)
class RulingItem:
    """One ruling in words; ``number`` only where it is in force and can be undone."""

    words: str
    number: int | None


@dataclass(frozen=True, slots=True)
class WhoView:
    """All that the page of one identity shows."""

    id: str
    name: str
    known: bool
    kind: str
    country: str | None
    sector: str | None
    also: tuple[str, ...]
    told: str
    sightings: tuple[SightingItem, ...]
    more: int
    candidates: tuple[CandidateItem, ...]
    rulings: tuple[RulingItem, ...]


def view_who(identity: Identity) -> WhoView:
    """The page of an identity."""
    stories = len({one.story for one in identity.sightings})
    return WhoView(
        id=identity.id,
        name=clean(identity.name),
        known=identity.known,
        kind=identity.kind,
        country=identity.country,
        sector=identity.sector,
        also=tuple(clean(name) for name in identity.names if name != identity.name),
        told=count_stories(stories, identity.origins),
        sightings=tuple(_sighting(one) for one in identity.sightings[:MOST_SIGHTINGS]),
        more=max(0, len(identity.sightings) - MOST_SIGHTINGS),
        candidates=tuple(_candidate(one) for one in identity.candidates),
        rulings=tuple(
            RulingItem(say_ruling(one, identity.in_force), one.number if one.number in identity.in_force else None)
            for one in identity.rulings
        ),
    )


def list_who(ledger: Ledger, ids: tuple[str, ...]) -> tuple[IdentityLine, ...]:
    """These identities as lines of a list; a known actor that no stranger was linked to has none."""
    lines = []
    for id in ids:
        one = ledger.identity(id)
        days = [sighting.published for sighting in one.sightings if sighting.published is not None]
        told = len({sighting.story for sighting in one.sightings})
        lines.append(IdentityLine(one.id, one.name, one.kind, one.country, one.sector, told, one.origins,
                                  min(days, default=None), max(days, default=None)))  # fmt: skip
    return tuple(lines)


def _sighting(one: Sighting) -> SightingItem:
    told = [one.origin, *one.offices]
    return SightingItem(
        stranger=one.stranger,
        title=clean(one.title or "Untitled story"),
        link=story_link(one.story),
        places=tuple(story_link(one.story, span) for span in one.mentions[:_MOST_PLACES]),
        words=shorten(clean(one.words), _EXCERPT),
        told=" · ".join(clean(word).replace("-", " ") for word in told if word),
        day=one.published,
    )


def _candidate(one: Candidate) -> CandidateItem:
    told = "an actor of the tables" if one.known else count_of(one.stories, "story", "stories")
    return CandidateItem(one.id, clean(one.name), round(100 * one.confidence), say_clues(one.because), told)
