"""A reading as its page shows it: the text with claims marked, and the claims as a list beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from backchannel.ledger.strangers import stranger_id
from backchannel.publish.typeset import clean, shorten
from backchannel.records import Actor, Event, Reading, Signal, Span, Statement, Story
from backchannel.serve.marks import Claim, Paragraph, broken_claims, mark_story
from backchannel.serve.wording import say_side, who_link

_EXCERPT = 180  # characters of a claim's words in the list
_MOST_PLACES = 40  # numbered links to an actor's mentions
_MOST_DYADS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One claim in the list: its record, the id of its mark in the text, and an excerpt of the words there."""

    id: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementItem(Item):
    """Who says it, of what kind of source, and inside whose statement it stands (a list id)."""

    statement: Statement
    source: str
    inside: str | None


@dataclass(frozen=True, slots=True)
class EventItem(Item):
    """What was done, by whom to whom, and in whose statement (a list id)."""

    event: Event
    actors: str
    recipients: str
    inside: str | None


@dataclass(frozen=True, slots=True)
class SignalItem(Item):
    """A channel signal and the names of its two sides."""

    signal: Signal
    sender: str
    receiver: str
    inside: str | None


@dataclass(frozen=True, slots=True)
class ActorItem(Item):
    """An actor with links to the places where the story names it."""

    actor: Actor
    places: tuple[str, ...]
    total: int
    who: str | None = None  # the identity's page, for people and bodies whom no table knows


@dataclass(frozen=True, slots=True)
class StoryView:
    """All that the page of one story shows."""

    story: Story
    paragraphs: tuple[Paragraph, ...]
    broken: tuple[str, ...]
    statements: tuple[StatementItem, ...]
    events: tuple[EventItem, ...]
    signals: tuple[SignalItem, ...]
    actors: tuple[ActorItem, ...]
    dyads: tuple[tuple[str, str, int], ...]


def view_story(reading: Reading, at: tuple[int, int] | None = None) -> StoryView:
    """The page of a reading; ``at`` are characters to be marked because a link elsewhere points at them."""
    story = reading.story
    named = {actor.id: clean(actor.name) for actor in reading.actors}
    lists = {item.id: f"list-s{number}" for number, item in enumerate(reading.statements, start=1)}
    statements = tuple(
        _statement_item(number, item, story, named, lists) for number, item in enumerate(reading.statements, start=1)
    )
    events = tuple(
        EventItem(
            *_head("e", number, item.anchor, reading),
            event=item,
            actors=_names(item.actors, named),
            recipients=_names(item.recipients, named),
            inside=lists.get(item.statement or ""),
        )
        for number, item in enumerate(reading.events, start=1)
    )
    signals = tuple(
        SignalItem(
            *_head("c", number, item.evidence, reading),
            signal=item,
            sender=say_side(item.between[0]),
            receiver=say_side(item.between[1]),
            inside=lists.get(item.statement or ""),
        )
        for number, item in enumerate(reading.signals, start=1)
    )
    actors = tuple(
        _actor_item(number, item, reading) for number, item in enumerate(reading.actors, start=1) if item.mentions
    )
    paragraphs = mark_story(story, (*_claims(reading), *_at_claim(story, at)))
    return StoryView(story, paragraphs, broken_claims(paragraphs), statements, events, signals, actors, _dyads(reading))


def statement_span(statement: Statement) -> Span | None:
    """Where a statement stands: its content; for a refusal to comment, source and cue."""
    if statement.content is not None and statement.content.end > statement.content.start:
        return statement.content
    spans = [span for span in (statement.source, statement.cue) if span is not None]
    if not spans:
        return None
    return Span(spans[0].story, min(span.start for span in spans), max(span.end for span in spans))


def _claims(reading: Reading) -> tuple[Claim, ...]:
    found: list[Claim] = []
    for number, statement in enumerate(reading.statements, start=1):
        span = statement_span(statement)
        if span is not None:
            found.append(Claim(f"s{number}", f"list-s{number}", "statement", span, "statement"))
    for number, event in enumerate(reading.events, start=1):
        label = f"event: {event.type}, {event.status}"
        found.append(Claim(f"e{number}", f"list-e{number}", "event", event.anchor, label))
    for number, signal in enumerate(reading.signals, start=1):
        label = f"channel: {signal.medium}, {signal.state}"
        found.append(Claim(f"c{number}", f"list-c{number}", "channel", signal.evidence, label))
    for number, actor in enumerate(reading.actors, start=1):
        label = f"actor: {clean(actor.name)}"
        for place, mention in enumerate(actor.mentions, start=1):
            found.append(Claim(f"a{number}-{place}", f"list-a{number}", "actor", mention.span, label))
    return tuple(found)


def _at_claim(story: Story, at: tuple[int, int] | None) -> tuple[Claim, ...]:
    if at is None or not 0 <= at[0] < at[1] <= len(story.text):
        return ()
    return (Claim("at", "at", "at", Span(story.id, *at), "the words linked to"),)


def _head(letter: str, number: int, span: Span, reading: Reading) -> tuple[str, str, str]:
    words = shorten(clean(span.of(reading.story)), _EXCERPT)
    if letter == "e":
        words = _around(span, reading)
    return f"list-{letter}{number}", f"{letter}{number}", words


def _around(anchor: Span, reading: Reading) -> str:
    """The sentence of an event's word, cut around it: the word alone says too little."""
    for sentence in reading.sentences:
        if sentence.span.covers(anchor):
            text = reading.story.text
            start = max(sentence.span.start, anchor.start - _EXCERPT // 2)
            start = start if start == sentence.span.start else text.find(" ", start, anchor.start) + 1 or anchor.start
            words = clean(text[start : sentence.span.end])
            return ("…" if start > sentence.span.start else "") + shorten(words, _EXCERPT)
    return shorten(clean(anchor.of(reading.story)), _EXCERPT)


def _statement_item(
    number: int, item: Statement, story: Story, named: dict[str, str], lists: dict[str, str]
) -> StatementItem:
    span = statement_span(item)
    source = named.get(item.speaker or "")
    if source is None:
        source = "source not named" if item.source is None else shorten(clean(item.source.of(story)), 80)
    return StatementItem(
        id=f"list-s{number}",
        mark=f"s{number}",
        words="" if span is None else shorten(clean(span.of(story)), _EXCERPT),
        statement=item,
        source=source,
        inside=lists.get(item.inside or ""),
    )


def _actor_item(number: int, actor: Actor, reading: Reading) -> ActorItem:
    places = tuple(f"a{number}-{place}" for place in range(1, min(len(actor.mentions), _MOST_PLACES) + 1))
    stranger = stranger_id(actor, reading.story.id)
    who = None if stranger is None else who_link(stranger)
    return ActorItem(f"list-a{number}", places[0], clean(actor.name), actor, places, len(actor.mentions), who)


def _names(ids: tuple[str, ...], named: dict[str, str]) -> str:
    return ", ".join(named.get(id, id) for id in ids)


def _dyads(reading: Reading) -> tuple[tuple[str, str, int], ...]:
    """The pairs of sides that the story's events and signals are most often about."""
    country = {actor.id: actor.country or actor.ref for actor in reading.actors}
    counts: Counter[tuple[str, str]] = Counter()
    for event in reading.events:
        for one in {country.get(id) for id in event.actors}:
            for other in {country.get(id) for id in event.recipients}:
                if one and other and one != other:
                    counts[min(one, other), max(one, other)] += 1
    for signal in reading.signals:
        first, second = sorted(signal.between)
        counts[first, second] += 1
    return tuple((one, other, count) for (one, other), count in counts.most_common(_MOST_DYADS))
