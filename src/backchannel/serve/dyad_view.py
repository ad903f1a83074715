"""Two sides as their page shows them: the channel board, and what happened between them by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from backchannel.ledger import Ledger
from backchannel.publish.typeset import clean, shorten
from backchannel.records import ChannelState, Entry, Occurrence, Party, Story
from backchannel.serve.wording import say_days, say_side, story_link

MOST_ROWS = 400  # occurrences shown at once; the page says so where there are more
_EXCERPT = 260
_MOST_REPORTS = 12
_MOST_STATES = 40  # earlier states shown of one channel
_MOST_STORIES = 60  # stories opened for one board; further states show the sentence instead of the clause


@dataclass(frozen=True, slots=True)
class Report:
    """One text that tells of it: the words, the link to them, and who brought it out."""

    words: str
    link: str | None
    origin: str
    known: dt.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One occurrence on the timeline; ``told`` is the day it became known where its own day is not told."""

    occurrence: Occurrence
    days: str
    told: dt.date | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reports: tuple[Report, ...]
    more: int
    stories: int


@dataclass(frozen=True, slots=True)
class Year:
    """The rows of one year, latest first."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One state of a channel with the words that say so."""

    state: ChannelState
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One channel: its state now, the states before it, and how many of those are not shown."""

    now: Told
    before: tuple[Told, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DyadView:
    """All that the page of two sides shows."""

    a: str
    b: str
    name_a: str
    name_b: str
    years: tuple[Year, ...]
    shown: int
    total: int
    board: tuple[Card, ...]


def view_dyad(ledger: Ledger, a: str, b: str, status: str | None = None) -> DyadView:
    """The page of two sides, each a country or ref."""
    found = sorted(ledger.occurrences(actor=a, partner=b, status=status), key=_latest, reverse=True)
    rows = tuple(_make_row(item) for item in found[:MOST_ROWS])
    years: dict[str, list[Row]] = {}
    for item, row in zip(found, rows, strict=False):
        day = _latest(item)[0]
        years.setdefault("Day not told" if day == dt.date.min else str(day.year), []).append(row)
    return DyadView(
        a=a,
        b=b,
        name_a=say_side(a),
        name_b=say_side(b),
        years=tuple(Year(label, tuple(group)) for label, group in years.items()),
        shown=len(rows),
        total=len(found),
        board=_make_board(ledger, a, b),
    )


def _make_board(ledger: Ledger, a: str, b: str) -> tuple[Card, ...]:
    """The channels with their evidence word for word; the ledger keeps only the sentence around it."""
    stories: dict[str, Story | None] = {}

    def tell(state: ChannelState) -> Told:
        if state.story not in stories:
            full = len(stories) >= _MOST_STORIES
            stories[state.story] = None if full else ledger.reading(state.story).story
        story = stories[state.story]
        words = state.words if story is None else state.evidence.of(story)
        return Told(state, shorten(clean(words), _EXCERPT))

    return tuple(
        Card(
            now=tell(state),
            before=tuple(tell(earlier) for earlier in state.history[:_MOST_STATES]),
            more=max(0, len(state.history) - _MOST_STATES),
        )
        for state in ledger.channels(a, b)
    )


def _latest(item: Occurrence) -> tuple[dt.date, str]:
    if item.when is not None:
        return item.when.last, item.id
    told = _told(item)
    return told or dt.date.min, item.id


def _told(item: Occurrence) -> dt.date | None:
    return min((entry.known for entry in item.entries if entry.known is not None), default=None)


def _make_row(item: Occurrence) -> Row:
    reports = tuple(make_report(entry) for entry in item.entries[:_MOST_REPORTS])
    return Row(
        occurrence=item,
        days=say_days(item.when),
        told=_told(item) if item.when is None else None,
        actors=item.actors,
        recipients=item.recipients,
        reports=reports,
        more=len(item.entries) - len(reports),
        stories=len({entry.story for entry in item.entries if entry.story is not None}),
    )


def make_report(entry: Entry) -> Report:
    """The text that tells of an entry, linked to its words where the ledger holds the story."""
    link = None if entry.story is None else story_link(entry.story, entry.anchor)
    words = "" if entry.words is None else shorten(clean(entry.words), _EXCERPT)
    origin = "no agency named" if entry.origin == f"story {entry.story}" else clean(entry.origin)
    return Report(words, link, origin, entry.known)
