"""Actor and recipient of an event word, reached through the parse.

Slots are tried in the order the rule gives; the first that holds a known actor wins. Every noun phrase is read through
``Who``: its head may be the actor, or lead to one by apposition, nation or body before it («Israeli jets»).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.events.alone import understood
from backchannel.coding.events.holders import carrier, is_verb_of, noun_actors, noun_recipients
from backchannel.coding.events.lexicon import SAYING, Match, is_infinitive
from backchannel.coding.events.phrases import Cast, actors_inside, actors_of
from backchannel.coding.trees import conjuncts, objects, subjects, under_prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMPLEMENT_SLOTS = frozenset({"to", "with", "on", "against", "from", "for", "in", "into", "of", "by"})
_NESTED = frozenset({"with", "between", "against"})
_SELF = frozenset({"it", "they", "he", "she", "we", "i"})
_DEEP_SLOTS = frozenset({"against", "on", "to", "with", "for", "of", "from", "at", "into"})
_TERRITORY = frozenset({"in", "into", "inside", "across", "throughout", "near", "to", "from", "around"})
_FAR = 25  # words
_DEEPEST = 4  # complements inside complements
# What is asked for somebody, not of him: «demanded her release».
_FOR_OTHERS = frozenset("release freedom extradition arrest prosecution ouster removal dismissal trial".split())
_TO = frozenset({"to", "for"})
_BETWEEN = frozenset({"between", "among"})
_WITH = frozenset({"with"})


@dataclass(frozen=True, slots=True)
class Parties:
    """Local actor ids on both sides."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.actors + self.recipients

    @property
    def alone(self) -> bool:
        """Whether only one side is known."""
        return not (self.actors and self.recipients)


def find_parties(match: Match, cast: Cast) -> Parties | None:
    """Both sides of the event, one where its rule allows that, or None where the text does not hold those it needs."""
    nominal = match.predicate.pos_ not in ("VERB", "AUX")
    acting = noun_actors(match, cast) if nominal else _subject_actors(match.predicate, cast, match.sense.swap)
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
    if sense.reciprocal and len(acting) >= 2 and (not suffering or _among_themselves(match, cast)):
        acting, suffering = acting[:1], acting[1:]
    return _checked(match, cast, acting, suffering)


def _among_themselves(match: Match, cast: Cast) -> bool:
    """«The two sides discussed the plan»: one word for several, who spoke of a thing and with nobody else."""
    verb = match.predicate
    heads = subjects(verb) if verb.pos_ in ("VERB", "AUX") else ()
    things = [child for child in verb.children if child.dep_ == "dobj"]
    told = len(heads) == 1 and len(cast.who.actors_at(heads[0])) >= 2 and bool(things)
    return told and not cast.who.actors_over(things[0]) and not under_prepositions(verb, _WITH)


def _subject_actors(verb: Token, cast: Cast, swap: bool) -> tuple[str, ...]:
    """Who does what the verb says; a pronoun that nothing else explains is whoever says so («Chad said it had …»)."""
    heads = subjects(verb)
    found = actors_of(heads, cast) or (actors_inside(heads, cast) if swap else ())
    if found or len(heads) != 1 or heads[0].pos_ != "PRON" or heads[0].lower_ not in _SELF:
        return found
    above = heads[0].head
    if above.dep_ == "ccomp" and above.head.lemma_.lower() in SAYING:
        return actors_of(subjects(above.head), cast)
    return found


def _checked(match: Match, cast: Cast, acting: tuple[str, ...], suffering: tuple[str, ...]) -> Parties | None:
    """The sides, where the rule is content with them: a side may be missing where the text leaves it to be understood,
    but not where it names somebody there whom nobody could read."""
    sense = match.sense
    if acting and suffering or (acting and sense.needs == "actor") or (suffering and sense.needs == "recipient"):
        return Parties(acting, suffering)
    if acting and "actor" in sense.alone and understood(match, cast, "recipient"):
        return Parties(acting, ())
    if suffering and "recipient" in sense.alone and understood(match, cast, "actor"):
        return Parties((), suffering)
    return None


def _between(match: Match, cast: Cast) -> tuple[str, ...]:
    heads = under_prepositions(match.predicate, _BETWEEN)
    if match.noun is not None:
        heads += under_prepositions(match.noun, _BETWEEN)
    return actors_of(heads, cast)


def _recipients(match: Match, cast: Cast, acting: tuple[str, ...]) -> tuple[str, ...]:
    nominal = match.predicate.pos_ not in ("VERB", "AUX")
    bases = _bases(match, nominal)
    for slot in match.sense.recipient:
        found = _in_slot(slot, match, bases, cast, acting)
        others = tuple(id for id in found if id not in acting)
        if others:
            return others
    if nominal and (found := tuple(id for id in noun_recipients(match, cast) if id not in acting)):
        return found
    if match.sense.through:
        promised = _infinitive_of(match.noun or match.predicate)
        others = () if promised is None else _in_verb(promised, match.predicate, cast, acting, _DEEPEST)
        others = others or (() if nominal else _in_complement(match.predicate, cast, acting, _DEEPEST))
        if others:
            return others
    if match.sense.patient and match.noun is not None:
        others = tuple(id for id in cast.who.actors_over(match.noun) if id not in acting)
        if others:
            return others
    if match.sense.territory and (acting or match.sense.needs != "pair"):
        heads = tuple(item for base in bases for item in under_prepositions(base, _TERRITORY))
        return tuple(id for id in actors_of(heads, cast) if id not in acting)
    return ()


def _bases(match: Match, nominal: bool) -> list[Token]:
    """The words whose prepositions may hold the other side."""
    bases = [match.predicate] if match.noun is None else [match.noun, match.predicate]
    if not nominal and match.noun is None and "from" in match.sense.recipient:
        things = objects(match.predicate)  # «demanded an apology from Germany»
        bases.extend(item for item in things if item.lemma_.lower() not in _FOR_OTHERS)
    if nominal and (verb := carrier(match.predicate)) is not None:
        bases.append(verb)
    return bases


def _in_slot(slot: str, match: Match, bases: list[Token], cast: Cast, acting: tuple[str, ...]) -> tuple[str, ...]:
    """Who stands in one slot of the rule: its object, the subject of its clause, or under a preposition."""
    nominal = match.predicate.pos_ not in ("VERB", "AUX")
    if slot == "object":
        return () if nominal else _acted_on(match, cast, acting) or _visited(match, cast)
    if slot == "clause":
        return () if nominal else _clause_subject(match.predicate, cast)
    if slot == "of" and nominal and match.sense.of != "recipient":
        return ()
    heads = tuple(item for base in bases for item in _under(base, slot))
    if not heads and slot == "against":  # «conducted strikes with jets against …»: the parser hung it on the jets
        heads = _against_in_clause(match.predicate)
    found = actors_of(heads, cast) or (actors_inside(heads, cast, acting) if slot in _DEEP_SLOTS else ())
    return found or (_lands(heads, cast) if match.sense.mode == "visit" else ())


def _lands(heads: tuple[Token, ...], cast: Cast) -> tuple[str, ...]:
    """The countries of places that stand for them: «visited Lahore»."""
    return tuple(dict.fromkeys(cast.lands[head.i] for head in heads if head.i in cast.lands))


def _against_in_clause(word: Token) -> tuple[Token, ...]:
    """What stands under the first «against» to the right of the word, in its own clause."""
    for token in word.doc[word.i + 1 : min(word.right_edge.i + 1, word.i + _FAR)]:
        if token.tag_ in ("VBD", "VBZ", "VBP"):
            return ()
        if token.lower_ == "against":
            return tuple(item for child in token.children if child.dep_ == "pobj" for item in conjuncts(child))
    return ()


def _under(base: Token, slot: str) -> tuple[Token, ...]:
    """What stands under a preposition of the word, or of a thing named with it («a deal on grain with Oman»)."""
    found = under_prepositions(base, frozenset({slot}))
    if found or base.pos_ not in ("NOUN", "PROPN") or slot not in _NESTED:
        return found
    things = (item for child in base.children if child.dep_ == "prep" for item in child.children if item.dep_ == "pobj")
    return tuple(
        item for thing in things if thing.pos_ == "NOUN" for item in under_prepositions(thing, frozenset({slot}))
    )


def _acted_on(match: Match, cast: Cast, acting: tuple[str, ...]) -> tuple[str, ...]:
    things = objects(match.predicate)
    found = actors_of(tuple(item for item in things if item != match.noun), cast)
    if found or match.sense.persons or match.sense.direct:
        return found
    if match.sense.type == "REQUEST":
        things = tuple(item for item in things if item.lemma_.lower() not in _FOR_OTHERS)
    return actors_inside(things, cast, acting)


def _visited(match: Match, cast: Cast) -> tuple[str, ...]:
    return _lands(objects(match.predicate), cast) if match.sense.mode == "visit" else ()


def _clause_subject(verb: Token, cast: Cast) -> tuple[str, ...]:
    """«demanded that Chad resign», «wants Oman to pay»: who is to do it."""
    for child in verb.children:
        if child.dep_ in ("ccomp", "xcomp") and child.pos_ in ("VERB", "AUX"):
            own = tuple(item for item in child.children if item.dep_ in ("nsubj", "nsubjpass"))
            return actors_of(tuple(found for item in own for found in conjuncts(item)), cast)
    return ()


def _infinitive_of(noun: Token) -> Token | None:
    """«a pledge to help Chad», «the operation to isolate Aleppo»."""
    return next((child for child in noun.children if child.dep_ in ("acl", "relcl") and is_infinitive(child)), None)


def _in_complement(verb: Token, cast: Cast, acting: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """«agreed to release Iraqi prisoners», «refused to talk to Oman»: the other side stands in what is promised."""
    for child in verb.children if depth else ():
        if child.dep_ == "acomp":  # «is willing to help Iran»
            found = _in_complement(child, cast, acting, depth - 1)
            if found:
                return found
        purpose = child.dep_ == "advcl" and is_infinitive(child)  # «sent doctors to help Chad»
        if (purpose or child.dep_ in ("xcomp", "ccomp")) and child.pos_ in ("VERB", "AUX"):
            return _in_verb(child, verb, cast, acting, depth)
    return ()


def _in_verb(child: Token, verb: Token, cast: Cast, acting: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """Who is acted upon by the embedded verb, at any depth; else who is its subject, where that is another."""
    heads = objects(child) + under_prepositions(child, _COMPLEMENT_SLOTS)
    if is_verb_of(child, "giving"):  # «will send officers to Haiti»: not what is sent
        heads = _given_to(child) or heads
    found = tuple(id for id in actors_of(heads, cast) if id not in acting)
    found = found or _in_complement(child, cast, acting, depth - 1) or actors_inside(heads, cast, acting)
    return found or tuple(id for id in _clause_subject(verb, cast) if id not in acting)


def _given_to(verb: Token) -> tuple[Token, ...]:
    """Who a thing goes to: «give Chad wheat», «send officers to Haiti»."""
    given = tuple(item for child in verb.children if child.dep_ == "dative" for item in conjuncts(child))
    return tuple(item for item in given if item.pos_ != "ADP") + under_prepositions(verb, _TO)
