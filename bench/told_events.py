"""Words that tell events, as the encoder sees them -> events with the story's actors as sides.

Sides are the actors that the text's noun phrases hold, status is that of ``coding.status``. How these stand beside the
rules' events is for ``event_heads.py`` to measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backchannel.coding.events.code import SPEECH_ACTS
from backchannel.coding.events.parties import Parties
from backchannel.coding.events.phrases import Cast, actors_of
from backchannel.coding.status import Judgement, judge
from told import Told

if TYPE_CHECKING:
    from spacy.tokens import Token

ADDS = 0.5  # chance of its type from which the encoder's own event counts
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


def see_events(told: Iterable[Told], cast: Cast) -> list[Seen]:
    """The events that the encoder is sure enough of, one for each type and sides in a sentence, in text order."""
    seen: list[Seen] = []
    for one in told:
        found = _see(one, cast) if one.chance >= ADDS else None
        if found is not None and not any(_same(found, other) for other in seen):
            seen.append(found)
    return seen


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


def _same(one: Seen, other: Seen) -> bool:
    near = one.anchor.sent.start == other.anchor.sent.start and one.type == other.type
    return near and set(one.parties.everybody) == set(other.parties.everybody)
