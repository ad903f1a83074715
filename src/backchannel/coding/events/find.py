"""Who did what to whom: PLOVER events from the parse, the actors found, and the rules of ``rules/events.toml``.

A pair must be held by the text: actor and recipient are reached from the event word through the parse, never by
standing in the same sentence. Speech is no event of its own unless PLOVER says so. Status comes from ``coding.status``;
where it cannot tell, nothing is coded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.events.code import Coded, code_sentence
from backchannel.coding.events.confidence import confidence_of
from backchannel.coding.events.contexts import find_contexts
from backchannel.coding.events.deeds import name_doers
from backchannel.coding.events.lexicon import Match
from backchannel.coding.events.phrases import make_cast
from backchannel.records import Actor, Event, Place, Sentence, Span, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find_events(
    story: Story,
    doc: Doc,
    sentences: tuple[Sentence, ...],
    actors: tuple[Actor, ...],
    statements: tuple[Statement, ...],
    places: tuple[Place, ...] = (),
) -> tuple[Event, ...]:
    """The story's events in text order, with status and the statement each stands in; ``when`` is left to the clock."""
    cast = make_cast(doc, actors, places)
    by_id = {actor.id: actor for actor in actors}
    coded: list[Coded] = []
    for sentence in sentences:
        if sentence.heading:
            continue
        tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        if tokens is not None:
            found = [item for item in code_sentence(tokens, cast, by_id) if isinstance(item, Coded)]
            coded.extend(name_doers(_without_shadows(found), coded))
    events = []
    for number, item in enumerate(coded, start=1):
        events.append(_event(f"e{number}", story, item, statements))
    return tuple(events)


def _without_shadows(coded: list[Coded]) -> list[Coded]:
    """Drop what a more exact event in the same sentence says: an agreement to meet is a planned meeting."""
    kept = []
    for item in coded:
        others = [other for other in coded if other is not item]
        inner = [other for other in others if _governs(item.anchor, other.anchor)]
        if item.match.sense.yields and any(_outweighs(other, item) for other in inner):
            continue
        if any(_speaks_of(other, item) for other in others):
            continue
        if any(_same(item, other) and other.anchor.i < item.anchor.i for other in others):
            continue
        if any(_does(item, other) for other in others):
            continue
        kept.append(_completed(item, [other for other in inner if _speaks_of(item, other)]))
    return sorted(kept, key=lambda item: item.anchor.i)


def _completed(item: Coded, told: list[Coded]) -> Coded:
    """«promised to send troops to Chad»: the other side of what is promised is the promise's."""
    for inner in told if item.parties.alone and item.parties.actors else ():
        others = tuple(id for id in inner.parties.recipients if id not in item.parties.actors)
        if others and set(inner.parties.actors) <= set(item.parties.actors):
            return replace(item, parties=replace(item.parties, recipients=others))
    return item


def _outweighs(inner: Coded, outer: Coded) -> bool:
    """Whether what is agreed or refused is told in place of saying so: always a meeting, and whatever is refused."""
    return inner.match.sense.type == "CONSULT" or outer.match.sense.type == "REJECT"


def _speaks_of(outer: Coded, inner: Coded) -> bool:
    """«demanded her release», «threatened to strike», «pledged to send aid»: what is asked for, threatened or promised
    is the saying, no event of its own. Meetings stay: that somebody asked for one is news of the meeting.
    """
    if outer.match.sense.type not in ("REQUEST", "THREATEN", "AGREE") or inner.match.sense.type == "CONSULT":
        return False
    if inner.judgement.status not in ("planned", "possible", "hypothetical"):
        return False
    return outer.anchor.i == inner.anchor.i and outer is not inner or _governs(outer.anchor, inner.anchor)


def _does(noun: Coded, verb: Coded) -> bool:
    """Whether the noun only names by what the verb's deed was done: «a Russian missile attack killed six»."""
    if noun.match.sense.type != verb.match.sense.type or noun.anchor.dep_ not in ("nsubj", "pobj"):
        return False
    above = noun.anchor.head
    if noun.anchor.dep_ == "pobj":
        if above.lower_ not in ("in", "by", "of"):
            return False
        above = above.head if above.lower_ != "of" else above.head.head
    told_whole = set(noun.parties.everybody) <= set(verb.parties.everybody)
    return above.i == verb.anchor.i and (noun.parties.alone or told_whole)


def _governs(outer: Token, inner: Token) -> bool:
    return outer.i != inner.i and outer.is_ancestor(inner)


def _same(one: Coded, other: Coded) -> bool:
    """Two words for one thing («shook hands and met»): type, mode, sides and status all agree."""
    if one is other or one.match.sense.type != other.match.sense.type:
        return False
    modes = {one.match.sense.mode, other.match.sense.mode}
    if len(modes - {None}) > 1 or one.judgement.status != other.judgement.status:
        return False
    return set(one.parties.everybody) == set(other.parties.everybody)


def _event(id: str, story: Story, item: Coded, statements: tuple[Statement, ...]) -> Event:
    anchor = anchor_of(story, item.match)
    inside = _statement_at(anchor, statements)
    event = Event(
        id=id,
        type=item.match.sense.type,
        mode=item.match.sense.mode,
        contexts=find_contexts(item.anchor.sent),
        anchor=anchor,
        actors=item.parties.actors,
        recipients=item.parties.recipients,
        status=item.judgement.status,
        certainty=item.judgement.certainty,
        statement=inside.id if inside is not None else None,
        because=" · ".join((item.match.sense.id, *item.judgement.because)),
    )
    return replace(event, confidence=confidence_of(item))


def anchor_of(story: Story, match: Match) -> Span:
    """The words an event is told by: a verb with the noun or the duty that completes it."""
    words = [match.predicate] if match.noun is None else sorted((match.predicate, match.noun), key=lambda t: t.i)
    first, last = words[0], words[-1]
    if match.noun is None or last.i - first.i <= 4:
        return Span(story.id, first.idx, last.idx + len(last.text))
    return Span(
        story.id,
        first.idx,
        last.idx + len(last.text),
        tuple((token.idx, token.idx + len(token.text)) for token in words),
    )


def _statement_at(anchor: Span, statements: tuple[Statement, ...]) -> Statement | None:
    """The innermost statement whose content holds the anchor."""
    holding = []
    for statement in statements:
        content = statement.content
        if content is None:
            continue
        pieces = content.parts or ((content.start, content.end),)
        if any(start <= anchor.start and anchor.end <= end for start, end in pieces):
            holding.append((content.end - content.start, statement))
    return min(holding, key=lambda found: found[0])[1] if holding else None
