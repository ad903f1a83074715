"""The whole flow from a page to what it says, top to bottom; the only place where stages meet."""

from __future__ import annotations

import dataclasses
import datetime as dt

from backchannel.articles import read_page, read_verbatim
from backchannel.coding.channels import find_signals
from backchannel.coding.encoder import encode
from backchannel.coding.events import (
    NearMiss,
    PairCoding,
    code_pair_in,
    find_events,
    find_near_misses,
    weigh_in_story,
)
from backchannel.coding.media_days import date_media
from backchannel.coding.mentions import find_actors
from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.coding.statements import find_statements
from backchannel.coding.status import find_stances
from backchannel.grounding.actors import find_names
from backchannel.grounding.days import StoryClock, find_times
from backchannel.grounding.place_links import StoryPlaces
from backchannel.grounding.places import find_places
from backchannel.ontology import load_actors
from backchannel.records import Event, Interval, Order, Page, Reading, Signal, Span, Story

AHEAD = frozenset({"planned", "possible"})
PAST = frozenset({"happened", "ongoing"})
TOLD_NOW = "told in the present tense, so it holds on the story's own day"
SIGNALS_AHEAD = frozenset({"planned", "discussed", "invited", "offered", "prepared"})


def read_document(page: Page, *, verbatim: bool = False) -> Reading:
    """What a document says. ``verbatim``: its bytes are a story's clean text already, kept character for character.

    Raises BadInput (UnknownFormat, NotEnglish) where the document cannot be read, BadModel where no parser is there.
    """
    return read_story(read_verbatim(page) if verbatim else read_page(page))


def read_story(story: Story) -> Reading:
    """What a story says: statements, times, actors, places, events and channel signals, each with its span."""
    table = load_actors()
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    times = find_times(story, doc, sentences)
    clock = StoryClock(story, doc, sentences, times)
    names = find_names(story, table)
    actors = find_actors(story, doc, sentences, names, table, day_at=clock.tense_day)
    statements = find_statements(story, doc, sentences, actors, encode(story.text))
    statements = date_media(statements, actors, table, story.published)
    places = find_places(story, doc, sentences, names, actors)
    events = find_events(story, doc, sentences, actors, statements, places)
    events = find_stances(doc, tuple(map(weigh_in_story, events)), actors, statements)
    located = StoryPlaces(doc, places)
    events = tuple(_place_event(_date_event(event, story, clock), located) for event in events)
    signals = find_signals(story, doc, sentences, actors, statements)
    return Reading(
        story=story,
        sentences=sentences,
        statements=statements,
        times=times,
        actors=actors,
        events=events,
        signals=tuple(_date_signal(signal, story, clock, events) for signal in signals),
        places=places,
    )


def code_pair(story: Story, actor_span: Span, recipient_span: Span) -> PairCoding:
    """What the first span's side does to the second's: the event, each root's chance, and whether rules or head decide.

    Raises BadInput where a span is empty, not of this story, or where both are the same words.
    """
    table = load_actors()
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    clock = StoryClock(story, doc, sentences, find_times(story, doc, sentences))
    actors = find_actors(story, doc, sentences, find_names(story, table), table, day_at=clock.tense_day)
    found = code_pair_in(story, doc, actors, actor_span, recipient_span)
    if found.event is None:
        return found
    return dataclasses.replace(found, event=_date_event(found.event, story, clock))


def explain_silence(reading: Reading) -> tuple[NearMiss, ...]:
    """For each sentence of a reading that has no event though a rule knew a word in it: what came closest."""
    doc = parse_story(reading.story)
    told = {event.anchor.start for event in reading.events}
    quiet = tuple(
        sentence
        for sentence in reading.sentences
        if not any(sentence.span.start <= start < sentence.span.end for start in told)
    )
    return find_near_misses(reading.story, doc, quiet, reading.actors)


def _date_event(event: Event, story: Story, clock: StoryClock) -> Event:
    event = dataclasses.replace(event, order=_order_at(event.anchor, clock))
    if event.when is not None:
        return event
    when = clock.when(event.anchor)
    if when is None and event.status in PAST and (now := clock.holds_now(event.anchor)) is not None:
        return dataclasses.replace(event, when=now, when_because=TOLD_NOW)
    if when is not None and not _fits(event, when, story.published, clock.tense_day(event.anchor.start)):
        when = None
    if when is not None and event.status in PAST and story.published is not None and when.last > story.published:
        when = Interval(when.first, story.published)  # «deported them this week»: not in the days still to come
    return dataclasses.replace(event, when=when)


def _order_at(anchor: Span, clock: StoryClock) -> Order | None:
    place = clock.order(anchor)
    return None if place is None else Order(*place)


def _place_event(event: Event, located: StoryPlaces) -> Event:
    place = located.place_of(event)
    return event if place is None else dataclasses.replace(event, where=place.label, place=place)


def _fits(event: Event, when: Interval, published: dt.date | None, passage: dt.date | None) -> bool:
    """Whether those days can be the event's: nothing is told as done before its time, nor as planned after it."""
    if published is None:
        return True
    if event.status in PAST:
        return when.first <= published
    if event.status in AHEAD:
        # In a passage about earlier days ("in 2019 … they would meet at the border") the plan is seen from there.
        flashback = passage is not None and passage < published
        return flashback or when.last >= published
    return True


def _date_signal(signal: Signal, story: Story, clock: StoryClock, events: tuple[Event, ...]) -> Signal:
    signal = dataclasses.replace(signal, order=_order_at(signal.evidence, clock))
    if signal.when is not None:
        return signal
    when = clock.when(signal.evidence) or _days_within(signal.evidence, events)
    ahead = when is not None and story.published is not None and when.first > story.published
    if ahead and signal.state not in SIGNALS_AHEAD:
        when = None
    return dataclasses.replace(signal, when=when)


def _days_within(evidence: Span, events: tuple[Event, ...]) -> Interval | None:
    """The days of the one event told inside the evidence: «their summit in May ended without a deal»."""
    told = [event for event in events if event.when_because is None and evidence.covers(event.anchor)]
    days = {event.when for event in told if event.when is not None}
    return days.pop() if len(days) == 1 else None
