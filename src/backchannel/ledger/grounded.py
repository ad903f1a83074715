"""What a reading becomes in the ledger: its events as entries between parties that are the same across stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from backchannel.errors import BadInput
from backchannel.ledger.names import fold_name
from backchannel.ledger.strangers import stranger_id
from backchannel.records import Actor, Entry, Event, Party, Reading, Span, Story

LONGEST_WORDS = 600  # characters of a sentence kept beside an entry


def make_party(actor: Actor, story: Story) -> Party:
    """The actor as the ledger knows it.

    An actor the knowledge base does not know is a stranger, whose identity across stories is decided elsewhere; one
    without a name («a former official», «police») is somebody else in every story.
    """
    if actor.ref is not None:
        ref = actor.ref
    elif actor.kind == "country" and actor.country is not None:
        ref = actor.country.lower()
    elif (stranger := stranger_id(actor, story.id)) is not None:
        ref = stranger
    else:
        ref = f"{fold_name(actor.name) or actor.id}@{story.id}"
    return Party(ref, actor.name, actor.country, actor.sector)


def make_entries(reading: Reading) -> tuple[Entry, ...]:
    """The reading's events as entries, in text order. Raises BadInput where ids are doubled or name nobody."""
    _check_ids(reading)
    parties = {actor.id: make_party(actor, reading.story) for actor in reading.actors}
    return tuple(_make_entry(event, reading, parties) for event in reading.events)


def story_origin(story: Story) -> str:
    """Who brought the story out, as far as it is known: agency, outlet, address or the story itself."""
    return story.agency or story.outlet or story.url or f"story {story.id}"


def words_around(anchor: Span, reading: Reading) -> str:
    """The sentence in which the anchor stands, or the anchor's own words."""
    for sentence in reading.sentences:
        if sentence.span.covers(anchor):
            words = sentence.span.of(reading.story)
            if len(words) <= LONGEST_WORDS:
                return words
    return anchor.of(reading.story)[:LONGEST_WORDS]


def _make_entry(event: Event, reading: Reading, parties: dict[str, Party]) -> Entry:
    story = reading.story
    try:
        actors = tuple(parties[id] for id in event.actors)
        recipients = tuple(parties[id] for id in event.recipients)
    except KeyError as error:
        raise BadInput(
            f"{story.title or story.id}: event {event.id} names {error}, which is none of its actors"
        ) from None
    return Entry(
        id=f"{story.id}:{event.id}",
        type=event.type,
        status=event.status,
        actors=actors,
        recipients=recipients,
        origin=story_origin(story),
        mode=event.mode,
        contexts=event.contexts,
        when=event.when,
        known=story.published,
        story=story.id,
        anchor=event.anchor,
        words=words_around(event.anchor, reading),
        where=event.where,
        confidence=event.confidence,
        because=event.because,
        statement=event.statement,
    )


def _check_ids(reading: Reading) -> None:
    records: tuple[Iterable[str], ...] = (
        (actor.id for actor in reading.actors),
        (event.id for event in reading.events),
        (statement.id for statement in reading.statements),
        (signal.id for signal in reading.signals),
    )
    for ids in records:
        for id, times in Counter(ids).items():
            if times > 1:
                raise BadInput(
                    f"{reading.story.title or reading.story.id}: the id {id!r} stands {times} times; each needs its own"
                )
