"""Rules and encoder on who did what: what the rules code, and what the encoder sees told where they are silent.

Where both see an event at a word, the rules' type and sides stand, and the encoder fills a side they lack. The encoder
adds events of its own, with sides that the text's noun phrases hold and the status of ``coding.status``. A rule's
finding at words that tell nothing to the encoder is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.events.code import SPEECH_ACTS, Coded
from backchannel.coding.events.parties import Parties
from backchannel.coding.events.phrases import Cast, actors_of
from backchannel.coding.status import Judgement, judge
from told import Told

if TYPE_CHECKING:
    from spacy.tokens import Token

ADDS = 0.5  # chance of its type from which the encoder's own event counts
FILLS = 0.5  # chance of the rule's type from which the encoder's sides fill a side that the rule lacks
_BEFORE_NOUN = frozenset({"det", "nummod", "amod", "compound", "quantmod"})
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})  # several who act and nobody acted upon: they do it with each other


@dataclass(frozen=True, slots=True)
class Seen:
    """An event that the encoder alone sees, before it gets its number."""

    told: Told
    parties: Parties
    judgement: Judgement

    @property
    def anchor(self) -> Token:
        return self.told.word

    @property
    def type(self) -> str:
        return self.told.type


def join(coded: Sequence[Coded], told: Sequence[Told], cast: Cast) -> tuple[list[Coded], list[Seen]]:
    """The rules' events that stand, the sides they lack filled in, and the encoder's own events beside them."""
    at = {one.word.i: one for one in told}
    kept = [_filled(item, at, cast) for item in coded if any(index in at for index in _words(item))]
    words = {index for item in kept for index in _words(item)}
    seen: list[Seen] = []
    for one in told:
        found = _see(one, cast) if one.chance >= ADDS and one.word.i not in words else None
        if found is None or any(_told_by_rule(found, item) for item in kept):
            continue
        if not any(_same(found, other) for other in seen):
            seen.append(found)
    return kept, seen


def _words(item: Coded) -> set[int]:
    return {item.match.predicate.i} | ({item.match.noun.i} if item.match.noun is not None else set())


def _filled(item: Coded, at: Mapping[int, Told], cast: Cast) -> Coded:
    """The rule's event with the side it lacks, where the encoder sees the same type told and who stands there."""
    one = next((at[index] for index in _words(item) if index in at and at[index].type == item.match.sense.type), None)
    if one is None or not item.parties.alone or one.chance < FILLS:
        return item
    actors, recipients = item.parties.actors, item.parties.recipients
    if not actors:
        actors = tuple(id for id in _who(one.actors, cast) if id not in recipients)
    if not recipients:
        recipients = tuple(id for id in _who(one.recipients, cast) if id not in actors)
    return replace(item, parties=Parties(actors, recipients))


def _see(one: Told, cast: Cast) -> Seen | None:
    actors = _who(one.actors, cast)
    recipients = tuple(id for id in _who(one.recipients, cast) if id not in actors)
    if not actors and not recipients or (one.actors and not actors) or (one.recipients and not recipients):
        return None  # a side that is named there but that nobody could read: half of what the text says
    judgement = judge(one.word)
    if judgement is None:
        return None
    if one.type in _MUTUAL and not recipients and len(actors) > 1:
        actors, recipients = actors[:1], actors[1:]
    if judgement.status == "ongoing" and one.type in SPEECH_ACTS:
        judgement = replace(judgement, status="happened")
    return Seen(one, Parties(actors, recipients), judgement)


def _who(runs: tuple[tuple[Token, ...], ...], cast: Cast) -> tuple[str, ...]:
    """The actors that runs of words name: by the nouns that head each run, else by any mention inside it."""
    found: dict[str, None] = {}
    for run in runs:
        heads = _heads(run)
        ids = actors_of(heads, cast) or tuple(id for token in run for id in cast.who.actors_at(token))
        found.update(dict.fromkeys(ids))
    return tuple(found)


def _heads(run: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a run that nothing in it governs, each with what it is coordinated with there; an article, a number
    or an adjective alone stands for its noun."""
    tops = [token for token in run if token.head == token or token.head not in run]
    heads = [token.head if token.dep_ in _BEFORE_NOUN else token for token in tops if not token.is_punct]
    heads += [token for token in run if token.dep_ == "conj" and any(top in token.conjuncts for top in heads)]
    return tuple(dict.fromkeys(heads))


def _told_by_rule(found: Seen, item: Coded) -> bool:
    """Whether a rule's event in the same sentence says the same by another word."""
    if item.anchor.sent.start != found.anchor.sent.start or item.match.sense.type != found.type:
        return False
    return set(found.parties.everybody) <= set(item.parties.everybody)


def _same(one: Seen, other: Seen) -> bool:
    near = one.anchor.sent.start == other.anchor.sent.start and one.type == other.type
    return near and set(one.parties.everybody) == set(other.parties.everybody)
