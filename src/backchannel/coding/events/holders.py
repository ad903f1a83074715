"""Whose event an event noun is: owner, «by», «from», a modifier, or what the verb above it lends.

A verb lends its subject as the doer («held talks», «refused a meeting») or as the one acted upon («faced criticism»);
who only judges or asks for what others do is neither. The verbs are data: ``rules/holders.toml``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.events.lexicon import Match
from backchannel.coding.events.phrases import Cast, actors_inside, actors_of
from backchannel.coding.status.words import governs_events
from backchannel.coding.trees import (
    OBJECT,
    conjuncts,
    first_conjunct,
    is_passive,
    objects,
    subjects,
    under_prepositions,
)
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

_CARRYING = frozenset({"in", "for", "to", "on", "of", "about"})  # «interested in talks», «open to a summit»
_DURING = frozenset({"during", "in", "at", "after", "following"})  # «said in a call with Chad»
_BY, _OF, _FROM = frozenset({"by"}), frozenset({"of"}), frozenset({"from"})
# What comes «from» somebody is his («criticism from Chad»); a withdrawal or a release «from» somewhere is not.
_SENT = frozenset("ACCUSE SUPPORT AID REQUEST THREATEN AGREE REJECT ASSAULT".split())


@cache
def _words(effect: str) -> frozenset[str]:
    return frozenset(word for rule in load_rules("holders") if rule["effect"] == effect for word in rule["words"])


def is_verb_of(verb: Token, effect: str) -> bool:
    """Whether the verb, alone or with its particle or preposition, has that effect in ``rules/holders.toml``."""
    words, lemma = _words(effect), verb.lemma_.lower()
    if lemma in words:
        return True
    return any(child.dep_ in ("prt", "prep", "agent") and f"{lemma} {child.lower_}" in words for child in verb.children)


def noun_actors(match: Match, cast: Cast) -> tuple[str, ...]:
    """Who does what the event noun says, () where the text does not hold them."""
    noun, sense = match.predicate, match.sense
    owners = tuple(item for child in noun.children if child.dep_ == "poss" for item in conjuncts(child))
    found = actors_of(owners, cast)
    if not found:
        found = actors_of(under_prepositions(noun, _BY) + _done_by(noun), cast)
    if not found and sense.of == "actor":
        found = actors_of(under_prepositions(noun, _OF), cast)
    if not found and sense.type in _SENT and "from" not in sense.recipient[:1]:
        found = actors_of(under_prepositions(noun, _FROM), cast)
    if not found:
        before = tuple(child for child in noun.children if child.dep_ in ("compound", "amod", "nmod"))
        found = tuple(dict.fromkeys(id for child in before for id in cast.who.actors_at(child)))
    return found or _carrier_subject(match, cast)


def noun_recipients(match: Match, cast: Cast) -> tuple[str, ...]:
    """«Chad faced criticism», «aid received by Chad»: who is acted upon by the verb above the noun."""
    verb = carrier(match.predicate)
    if verb is None or not is_verb_of(verb, "receiving"):
        return ()
    heads = subjects(verb)
    return actors_of(heads, cast) or actors_inside(heads, cast)


def _done_by(noun: Token) -> tuple[Token, ...]:
    """«talks brokered by Oman», «an attack carried out by rebels»: the agent of the participle after the noun."""
    return tuple(
        item
        for child in noun.children
        if child.dep_ == "acl" and child.tag_ == "VBN"
        for item in under_prepositions(child, _BY)
    )


def _carrier_subject(match: Match, cast: Cast) -> tuple[str, ...]:
    """«Chad held talks», «Cyprus ruled out a meeting», «Serbia is open to a summit»: whose event it is or would be."""
    meeting = match.sense.type == "CONSULT"
    verb = carrier(match.predicate)
    if verb is None:
        return actors_of(_in_course(match.predicate), cast) if meeting else ()
    if is_verb_of(verb, "receiving") or is_verb_of(verb, "judging"):
        return ()
    if is_verb_of(verb, "asking") and not meeting:
        return ()
    return actors_of(subjects(verb), cast)


def carrier(noun: Token) -> Token | None:
    """The verb whose object the noun is, also through «interested in», «open to»; None where there is none."""
    head = first_conjunct(noun)
    above = head.head
    if head.dep_ == "nsubjpass":
        return above
    if head.dep_ == "pobj":
        if is_verb_of(above.head, "receiving") and above.lower_ in ("under", "with"):
            return above.head
        if above.lower_ not in _CARRYING:
            return None
        above = above.head
    elif head.dep_ not in OBJECT:
        return None
    if not governs_events(above) and not is_verb_of(above, "receiving"):
        return None
    if above.pos_ == "ADJ" and above.head.pos_ in ("VERB", "AUX"):
        return above.head
    return above if above.pos_ in ("VERB", "AUX") else None


def _in_course(noun: Token) -> tuple[Token, ...]:
    """«said during a call with Chad», «after talks with Oman»: who did that was in the meeting."""
    head = first_conjunct(noun)
    if head.dep_ != "pobj" or head.head.lower_ not in _DURING:
        return ()
    verb = head.head.head
    if verb.pos_ not in ("VERB", "AUX") or not under_prepositions(noun, frozenset({"with"})):
        return ()
    return objects(verb) if is_passive(verb) else subjects(verb)
