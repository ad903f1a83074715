"""The event between two spans that somebody chose: an analyst who marks them, or a benchmark with marked pairs.

The two spans stand in for the actors that the story names there; everything else is coded as in the whole line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.events.find import find_events
from backchannel.coding.sentences import find_sentences
from backchannel.errors import BadInput
from backchannel.records import Actor, Event, Mention, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

ACTOR, RECIPIENT = "actor", "recipient"  # the local ids of the marked sides


def mark_pair(story: Story, actors: tuple[Actor, ...], one: Span, other: Span) -> tuple[Actor, ...]:
    """The story's actors with the two marked sides as "actor" and "recipient".

    A side takes kind, country, sector and further mentions of the actor that the story names inside its span; mentions
    that overlap a marked span are dropped from all others. Raises BadInput where a span is empty or not of this
    story, or where both are the same words.
    """
    for span in (one, other):
        if span.story != story.id or not span.of(story).strip():
            raise BadInput(f"span {span.start}–{span.end} is empty or of another story; mark words of {story.id}")
    if (one.start, one.end) == (other.start, other.end):
        raise BadInput(f"the two spans are the same words, {one.start}–{one.end}; mark two sides")
    found = [_named_in(span, actors) for span in (one, other)]
    if found[0] is not None and found[1] is not None and found[0].id == found[1].id:
        found = [None, None]  # one actor on both sides («Koreans»): the marks alone hold
    sides = (_side(ACTOR, one, other, found[0]), _side(RECIPIENT, other, one, found[1]))
    taken = {actor.id for actor in found if actor is not None}
    rest = tuple(_without(actor, (one, other)) for actor in actors if actor.id not in taken)
    return (*sides, *(actor for actor in rest if actor.mentions))


def code_marked(story: Story, doc: Doc, actors: tuple[Actor, ...], one: Span, other: Span) -> tuple[Event, ...]:
    """The events that the rules find between two spans, in a sentence that holds one of them; most trusted first."""
    marked = mark_pair(story, actors, one, other)
    near = tuple(
        replace(sentence, heading=False)
        for sentence in find_sentences(story, doc)
        if _overlap(sentence.span, one) or _overlap(sentence.span, other)
    )
    events = find_events(story, doc, near, marked, ())
    between = [event for event in events if {*event.actors, *event.recipients} == {ACTOR, RECIPIENT}]
    return tuple(sorted(between, key=lambda event: -event.confidence))


def _named_in(span: Span, actors: tuple[Actor, ...]) -> Actor | None:
    """The actor whose mention fills most of the span; the last one where several do (the head noun comes last)."""
    best: tuple[int, int] = (0, 0)
    chosen = None
    for actor in actors:
        for mention in actor.mentions:
            shared = min(span.end, mention.span.end) - max(span.start, mention.span.start)
            if shared > 0 and (shared, mention.span.end) > best:
                best, chosen = (shared, mention.span.end), actor
    return chosen


def _side(id: str, span: Span, other: Span, known: Actor | None) -> Actor:
    mark = Mention(span, "name", False, "marked")
    if known is None:
        return Actor(id, id, "group", mentions=(mark,))
    further = tuple(item for item in known.mentions if not _overlap(item.span, span) and not _overlap(item.span, other))
    return replace(known, id=id, mentions=(mark, *further))


def _without(actor: Actor, spans: tuple[Span, ...]) -> Actor:
    kept = tuple(item for item in actor.mentions if not any(_overlap(item.span, span) for span in spans))
    return replace(actor, mentions=kept)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
