"""Noun phrases -> actors: whom a noun phrase names, whose arm or deed it is, and who else stands inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.trees import conjuncts, under_prepositions
from backchannel.coding.who import Who
from backchannel.records import Actor, ActorKind, Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTITIVE = frozenset({"of", "from", "for", "in"})
_OF = frozenset({"of"})
_MANY = frozenset("series wave string spate barrage round flurry handful array succession pair".split())
_BEFORE = frozenset({"poss", "compound", "amod", "nmod"})
# Prepositions that lead from a thing to whose thing it is; «on» only from what is done to somebody.
_INSIDE = frozenset({"of", "by", "from", "against", "with", "to", "for", "in", "between", "at", "into", "among"})
_DONE_ON = frozenset(
    "attack assault strike raid ban sanction tariff embargo restriction war offensive pressure blockade curb assault "
    "crackdown duty embargo curfew airstrike siege limit move hold control claim".split()
)
_DEEPEST = 3  # steps from the head of a noun phrase to the actor inside it
_ARMS = frozenset(
    "jet warplane aircraft plane drone missile rocket ship warship navy fleet vessel tank artillery gunboat helicopter "
    "airstrike strike bomb shell intelligence military court ministry embassy state media parliament".split()
)
PEOPLE = frozenset(
    "leader official president minister premier government delegation envoy diplomat representative troop force "
    "soldier army military police team negotiator side authority lawmaker parliament spokesman spokeswoman "
    "spokesperson head chief member citizen people resident protester rebel fighter militant group party one some "
    "many number all both scores hundred thousand dozen couple several most majority half commander counterpart "
    "security service agency guard council commission committee department bureau cabinet administration regime junta "
    "coalition assembly command union congress senate bank intelligence mission office "
    "ambassador chairman chairwoman director secretary judge prosecutor court ministry officer agent unit branch wing "
    "woman man child student worker teacher farmer journalist supporter critic civilian refugee migrant ally".split()
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who stands at which word of the story, and of what kind each local actor is."""

    who: Who
    kinds: Mapping[str, ActorKind]
    lands: Mapping[int, str]  # index of a town's or region's name -> the country it lies in


def make_cast(doc: Doc, actors: tuple[Actor, ...], places: tuple[Place, ...] = ()) -> Cast:
    """The cast of a story; a place counts for its country where the story names that."""
    countries = {actor.country: actor.id for actor in actors if actor.kind == "country" and actor.country}
    lands = {}
    for place in places:
        span = doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
        if span is not None and place.country in countries:
            lands.update(dict.fromkeys(range(span.start, span.end), countries[place.country]))
    return Cast(Who(doc, actors), {actor.id: actor.kind for actor in actors}, lands)


def actors_of(heads: tuple[Token, ...], cast: Cast) -> tuple[str, ...]:
    """The actors that noun heads stand for, in order, each once."""
    found: dict[str, None] = {}
    for head in heads:
        ids = cast.who.actors_over(head) or _through(head, cast) or _behind(head, cast)
        found.update(dict.fromkeys(ids))
        if head.pos_ == "ADP" and ids:  # «Barack Obama and Lee met»: the parser took the first name for a preposition
            inner = tuple(item for child in head.children if child.dep_ == "pobj" for item in conjuncts(child))
            found.update(dict.fromkeys(id for item in inner for id in cast.who.actors_over(item)))
    return tuple(found)


def _through(head: Token, cast: Cast) -> tuple[str, ...]:
    """«Israeli jets», «Russia’s army»: a country or body before the noun; never a person, whose aide is not himself."""
    for child in head.children:
        if child.dep_ == "appos":
            return cast.who.actors_at(child)
        # «Iran’s neighbours» are not Iran: an owner acts only through what is his arm.
        owned = child.dep_ == "poss" and head.lemma_.lower() in PEOPLE | _ARMS
        if child.i < head.i and (owned or child.dep_ in ("compound", "nmod", "amod")):
            ids = tuple(id for id in cast.who.actors_at(child) if cast.kinds[id] in ("country", "organisation"))
            if ids:
                return ids
    return ()


def _behind(head: Token, cast: Cast) -> tuple[str, ...]:
    """«leaders of Iran and Iraq», «a delegation from Seoul», «a series of US strikes»: the actor behind a noun for
    people or for how many."""
    if head.lemma_.lower() in _MANY and head.head != head:
        return actors_of(under_prepositions(head, _OF), cast)
    if head.lemma_.lower() not in PEOPLE:
        return ()
    return tuple(id for item in under_prepositions(head, _PARTITIVE) for id in cast.who.actors_over(item))


def actors_inside(heads: tuple[Token, ...], cast: Cast, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The nearest actors inside noun phrases, step by step: owner and adjective, then «of», «by», «against» …, then
    who did it («threats made by Chad»); none of those in ``but``."""
    level = list(heads)
    for _ in range(_DEEPEST):
        found = [id for head in level for id in _at_one_step(head, cast, but)]
        if found:
            return tuple(dict.fromkeys(found))
        level = [item for head in level for item in _below(head)]
    return ()


def _at_one_step(head: Token, cast: Cast, but: tuple[str, ...]) -> list[str]:
    before = [item for child in head.children if child.dep_ in _BEFORE for item in conjuncts(child)]
    found = [id for item in before for id in cast.who.actors_over(item) if id not in but]
    return found or [id for id in actors_of(tuple(_below(head)), cast) if id not in but]


def _below(head: Token) -> list[Token]:
    words = _INSIDE | {"on"} if head.lemma_.lower() in _DONE_ON else _INSIDE
    below = list(under_prepositions(head, words))
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            below.extend(under_prepositions(child, _INSIDE))
        elif child.dep_ in ("poss", "appos", "conj"):
            below.append(child)
    return below
