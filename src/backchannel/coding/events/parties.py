"""Actor and recipient of an event word, reached through the parse.

Slots are tried in the order the rule gives; the first that holds a known actor wins. Every noun phrase is read through
``Who``: its head may be the actor, or lead to one by apposition, nation or body before it («Israeli jets»).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.events.lexicon import Match, Sense
from backchannel.coding.status.words import governs_events
from backchannel.coding.trees import (
    OBJECT,
    conjuncts,
    first_conjunct,
    objects,
    subjects,
    under_prepositions,
)
from backchannel.records import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from backchannel.coding.who import Who

_CARRYING = frozenset({"in", "for", "to", "on", "of", "about"})  # «interested in talks», «open to a summit»
_COMPLEMENT_SLOTS = frozenset({"to", "with", "on", "against", "from", "for", "in"})
_NESTED = frozenset({"with", "between", "against"})
_OF = frozenset({"of"})
_BY = frozenset({"by"})
_BETWEEN = frozenset({"between", "among"})
_PARTITIVE = frozenset({"of", "from", "for", "in"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who stands at which word of the story, and of what kind each local actor is."""

    who: Who
    kinds: Mapping[str, ActorKind]


@dataclass(frozen=True, slots=True)
class Parties:
    """Local actor ids on both sides; ``inferred`` counts how many sides were reached over a detour."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    inferred: int = 0

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.actors + self.recipients


def find_parties(match: Match, cast: Cast) -> Parties | None:
    """Both sides of the event, or None where the text does not hold those its rule needs."""
    nominal = match.predicate.pos_ not in ("VERB", "AUX")
    acting = _noun_actors(match, cast) if nominal else _who(subjects(match.predicate), cast)
    sense = match.sense
    if sense.reciprocal:
        both = _between(match, cast)
        if len(both) >= 2:
            return Parties(both[:1], both[1:])
    suffering = _recipients(match, cast, acting)
    if not acting and nominal and sense.of == "actor" and not suffering:
        return None
    if sense.swap:
        acting, suffering = suffering, acting
    if sense.reciprocal and not suffering and len(acting) >= 2:
        acting, suffering = acting[:1], acting[1:]
    return _checked(sense, acting, suffering)


def _checked(sense: Sense, acting: tuple[str, ...], suffering: tuple[str, ...]) -> Parties | None:
    if sense.needs == "pair" and not (acting and suffering):
        return None
    if sense.needs == "actor" and not acting:
        return None
    if sense.needs == "recipient" and not suffering:
        return None
    return Parties(acting, suffering)


def _who(heads: tuple[Token, ...], cast: Cast) -> tuple[str, ...]:
    """The actors that noun heads stand for, in order, each once."""
    found: dict[str, None] = {}
    for head in heads:
        ids = cast.who.actors_over(head) or _through(head, cast) or _behind(head, cast)
        found.update(dict.fromkeys(ids))
    return tuple(found)


def _through(head: Token, cast: Cast) -> tuple[str, ...]:
    """«Israeli jets», «Russia’s army»: a country or body before the noun; never a person, whose aide is not himself."""
    for child in head.children:
        if child.dep_ == "appos":
            return cast.who.actors_at(child)
        # «Iran’s neighbours» are not Iran: an owner acts only through what is his arm.
        owned = child.dep_ == "poss" and head.lemma_.lower() in _PEOPLE | _ARMS
        if child.i < head.i and (owned or child.dep_ in ("compound", "nmod", "amod")):
            ids = tuple(id for id in cast.who.actors_at(child) if cast.kinds[id] in ("country", "organisation"))
            if ids:
                return ids
    return ()


def _behind(head: Token, cast: Cast) -> tuple[str, ...]:
    """«leaders of Iran and Iraq», «a delegation from Seoul»: the actor behind a noun for people."""
    if head.lemma_.lower() not in _PEOPLE:
        return ()
    return tuple(id for item in under_prepositions(head, _PARTITIVE) for id in cast.who.actors_over(item))


_ARMS = frozenset(
    "jet warplane aircraft plane drone missile rocket ship warship navy fleet vessel tank artillery gunboat helicopter "
    "airstrike strike bomb shell intelligence military court ministry embassy state media parliament".split()
)
_PEOPLE = frozenset(
    "leader official president minister premier government delegation envoy diplomat representative troop force "
    "soldier army military police team negotiator side authority lawmaker parliament spokesman spokeswoman "
    "spokesperson head chief member citizen people resident protester rebel fighter militant group party one some "
    "many number all both".split()
)


def _between(match: Match, cast: Cast) -> tuple[str, ...]:
    heads = under_prepositions(match.predicate, _BETWEEN)
    if match.noun is not None:
        heads += under_prepositions(match.noun, _BETWEEN)
    return _who(heads, cast)


def _noun_actors(match: Match, cast: Cast) -> tuple[str, ...]:
    noun, sense = match.predicate, match.sense
    owners = tuple(item for child in noun.children if child.dep_ == "poss" for item in conjuncts(child))
    found = _who(owners, cast)
    if found:
        return found
    found = _who(under_prepositions(noun, _BY), cast)
    if not found and sense.of == "actor":
        found = _who(under_prepositions(noun, _OF), cast)
    if not found:
        before = tuple(child for child in noun.children if child.dep_ in ("compound", "amod", "nmod"))
        found = tuple(dict.fromkeys(id for child in before for id in cast.who.actors_at(child)))
    return found or _carrier_subject(noun, cast)


def _carrier_subject(noun: Token, cast: Cast) -> tuple[str, ...]:
    """«Chad held talks», «Cyprus ruled out a meeting», «Serbia is open to a summit»: whose event it is or would be."""
    carrier = _carrier(noun)
    return () if carrier is None else _who(subjects(carrier), cast)


def _carrier(noun: Token) -> Token | None:
    head = first_conjunct(noun)
    above = head.head
    if head.dep_ == "pobj":
        if above.lower_ not in _CARRYING:
            return None
        above = above.head
    elif head.dep_ not in OBJECT:
        return None
    if not governs_events(above):
        return None
    if above.pos_ == "ADJ" and above.head.pos_ in ("VERB", "AUX"):
        return above.head
    return above if above.pos_ in ("VERB", "AUX") else None


def _recipients(match: Match, cast: Cast, acting: tuple[str, ...]) -> tuple[str, ...]:
    nominal = match.predicate.pos_ not in ("VERB", "AUX")
    bases = [match.predicate] if match.noun is None else [match.noun, match.predicate]
    if not nominal and match.noun is None and "from" in match.sense.recipient:
        bases.extend(item for item in objects(match.predicate))  # «demanded an apology from Germany»
    if nominal and (carrier := _carrier(match.predicate)) is not None:
        bases.append(carrier)
    for slot in match.sense.recipient:
        if slot == "object":
            found = () if nominal else _acted_on(match, cast)
        elif slot == "of" and nominal and match.sense.of != "recipient":
            continue
        else:
            heads = tuple(item for base in bases for item in _under(base, slot))
            found = _who(heads, cast)
        others = tuple(id for id in found if id not in acting)
        if others:
            return others
    if not match.sense.through or nominal:
        return ()
    return tuple(id for id in _in_complement(match.predicate, cast) if id not in acting)


def _under(base: Token, slot: str) -> tuple[Token, ...]:
    """What stands under a preposition of the word, or of a thing named with it («a deal on grain with Oman»)."""
    found = under_prepositions(base, frozenset({slot}))
    if found or base.pos_ not in ("NOUN", "PROPN") or slot not in _NESTED:
        return found
    things = (item for child in base.children if child.dep_ == "prep" for item in child.children if item.dep_ == "pobj")
    return tuple(
        item for thing in things if thing.pos_ == "NOUN" for item in under_prepositions(thing, frozenset({slot}))
    )


def _acted_on(match: Match, cast: Cast) -> tuple[str, ...]:
    things = objects(match.predicate)
    found = _who(tuple(item for item in things if item != match.noun), cast)
    return found if found or match.sense.persons else _owners(things, cast)


def _in_complement(verb: Token, cast: Cast) -> tuple[str, ...]:
    """«agreed to release Iraqi prisoners», «refused to talk to Oman»: the other side stands in what is promised."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.pos_ in ("VERB", "AUX"):
            heads = objects(child)
            found = _who(heads, cast) or _owners(heads, cast)
            found = found or _who(under_prepositions(child, _COMPLEMENT_SLOTS), cast)
            return found or _in_complement(child, cast)
    return ()


def _owners(heads: tuple[Token, ...], cast: Cast) -> tuple[str, ...]:
    """«rejected Kyiv’s plan», «condemned the Israeli strikes»: the owner of the thing acted on."""
    found: dict[str, None] = {}
    for head in heads:
        for child in head.children:
            if child.dep_ == "poss":
                found.update(dict.fromkeys(_who(conjuncts(child), cast)))
            elif child.dep_ in ("amod", "compound", "nmod"):
                found.update(dict.fromkeys(cast.who.actors_at(child)))
        if not found:
            found.update(dict.fromkeys(_who(under_prepositions(head, frozenset({"by", "from", "of"})), cast)))
    return tuple(found)
