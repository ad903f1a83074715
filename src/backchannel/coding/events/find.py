"""Who did what to whom: PLOVER events from the parse, the actors found, and the rules of ``rules/events.toml``.

A pair must be held by the text: actor and recipient are reached from the event word through the parse, never by
standing in the same sentence. Speech is no event of its own unless PLOVER says so. Status comes from ``coding.status``;
where it cannot tell, nothing is coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.events.contexts import find_contexts
from backchannel.coding.events.lexicon import Match, Sense, match_noun, match_verb
from backchannel.coding.events.parties import Cast, Parties, find_parties
from backchannel.coding.status import Judgement, judge
from backchannel.coding.who import Who
from backchannel.records import Actor, Event, Sentence, Span, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SPEECH_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONCEDE"})
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "SPY", "IGO"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class _Coded:
    """One event before it gets its number and its place in a statement."""

    match: Match
    parties: Parties
    judgement: Judgement

    @property
    def anchor(self) -> Token:
        return self.match.predicate


def find_events(
    story: Story,
    doc: Doc,
    sentences: tuple[Sentence, ...],
    actors: tuple[Actor, ...],
    statements: tuple[Statement, ...],
) -> tuple[Event, ...]:
    """The story's events in text order, with status and the statement each stands in; ``when`` is left to the clock."""
    cast = Cast(Who(doc, actors), {actor.id: actor.kind for actor in actors})
    by_id = {actor.id: actor for actor in actors}
    coded: list[_Coded] = []
    for sentence in sentences:
        if sentence.heading:
            continue
        tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        if tokens is not None:
            coded.extend(_without_shadows(list(_code_sentence(tokens, cast, by_id))))
    events = []
    for number, item in enumerate(coded, start=1):
        events.append(_event(f"e{number}", story, item, by_id, statements))
    return tuple(events)


def _code_sentence(tokens: Iterable[Token], cast: Cast, by_id: dict[str, Actor]) -> Iterator[_Coded]:
    taken: set[int] = set()  # nouns that complete a verb («held → talks») are no events of their own
    for token in tokens:
        match = match_verb(token) if token.pos_ in _VERBAL else None
        if match is not None:
            found = _code(match, cast, by_id)
            if found is not None:
                if match.noun is not None:
                    taken.add(match.noun.i)
                yield found
    for token in tokens:
        if token.pos_ in _NOMINAL and token.i not in taken and token.dep_ not in ("compound", "nmod"):
            match = match_noun(token)
            if match is not None:
                found = _code(match, cast, by_id)
                if found is not None:
                    yield found


def _code(match: Match, cast: Cast, by_id: dict[str, Actor]) -> _Coded | None:
    parties = find_parties(match, cast)
    if parties is None or not _fits(match.sense, parties, by_id):
        return None
    judgement = judge(match.predicate)
    if judgement is None:
        return None
    if judgement.status == "ongoing" and match.sense.type in _SPEECH_ACTS:
        judgement = replace(judgement, status="happened")  # «condemns»: saying so is doing so
    return _Coded(match, parties, judgement)


def _fits(sense: Sense, parties: Parties, by_id: dict[str, Actor]) -> bool:
    """Whether the parties are of the kinds the sense asks for."""
    if sense.persons:
        return all(by_id[id].kind == "person" or by_id[id].sector in _OFFICIAL for id in parties.everybody)
    if sense.people:
        return all(by_id[id].kind in ("person", "group") for id in parties.recipients)
    if sense.organisations:
        return all(by_id[id].kind == "organisation" for id in parties.recipients)
    if sense.sectors:
        return all(by_id[id].sector in sense.sectors for id in parties.actors)
    return True


def _without_shadows(coded: list[_Coded]) -> list[_Coded]:
    """Drop what a more exact event in the same sentence says: an agreement to meet is a planned meeting."""
    kept = []
    for item in coded:
        inner = [other for other in coded if other is not item and _governs(item.anchor, other.anchor)]
        if item.match.sense.yields and inner:
            continue
        if any(_same(item, other) and other.anchor.i < item.anchor.i for other in coded):
            continue
        kept.append(item)
    return sorted(kept, key=lambda item: item.anchor.i)


def _governs(outer: Token, inner: Token) -> bool:
    return outer.i != inner.i and outer.is_ancestor(inner)


def _same(one: _Coded, other: _Coded) -> bool:
    """Two words for one thing («shook hands and met»): type, mode, sides and status all agree."""
    if one is other or one.match.sense.type != other.match.sense.type:
        return False
    if one.match.sense.mode != other.match.sense.mode or one.judgement.status != other.judgement.status:
        return False
    return set(one.parties.everybody) == set(other.parties.everybody)


def _event(id: str, story: Story, item: _Coded, by_id: dict[str, Actor], statements: tuple[Statement, ...]) -> Event:
    anchor = _anchor(story, item.match)
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
    return replace(event, confidence=_confidence(item, by_id))


def _anchor(story: Story, match: Match) -> Span:
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


def _confidence(item: _Coded, by_id: dict[str, Actor]) -> float:
    """A rough order of trust, not yet a calibrated probability: verbs, known actors and short paths count for more."""
    score = 0.55
    score += 0.15 if item.match.predicate.pos_ in _VERBAL else 0.0
    score += 0.1 if item.parties.recipients else 0.0
    known = [by_id[id].ref is not None or by_id[id].country is not None for id in item.parties.everybody]
    score += 0.1 if all(known) else -0.1
    score -= 0.1 * min(2, item.parties.inferred)
    return round(max(0.05, min(0.95, score)), 2)
