"""When an event may stand with one side: the text leaves the other to be understood, and names nobody in its place.

«Poland condemned the arrest» and «six people were killed» have no other side; «Poland condemned the junta» has one, and
where nobody could read it the event would tell half of what the text says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.events.holders import carrier
from backchannel.coding.events.lexicon import Match, known_types
from backchannel.coding.events.phrases import PEOPLE, Cast
from backchannel.coding.trees import conjuncts, is_passive, objects, subjects, under_prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLACING = frozenset({"in", "at", "on", "near", "inside", "across", "around", "outside", "after", "during", "over"})
_WEAPONS = frozenset(
    "bomb shell missile rocket drone mine grenade mortar bullet gunfire shrapnel explosive device explosion blast fire "
    "fighting violence airstrike strike shelling".split()
)
_BY = frozenset({"by"})
_BY_OR_OF = frozenset({"by", "of"})


def understood(match: Match, cast: Cast, side: str) -> bool:
    """Whether the text says nothing of that side ("actor" or "recipient") at the places where the rule looks for it."""
    if match.sense.swap and match.predicate.pos_ in ("VERB", "AUX"):
        return True
    if side == "actor":
        return _nobody_acts(match, cast)
    if match.predicate.pos_ not in ("VERB", "AUX") and not _is_owned(match):
        return False
    words = [match.predicate] if match.noun is None else [match.predicate, match.noun]
    verb = match.predicate.pos_ in ("VERB", "AUX")
    heads = [item for item in objects(match.predicate) if item != match.noun] if verb else []
    for slot in match.sense.recipient:
        if slot not in ("object", "clause") and slot not in _PLACING:
            bases = words[:1] if slot == "of" and verb else words  # «declared a state of emergency»
            heads.extend(item for word in bases for item in under_prepositions(word, frozenset({slot})))
    if verb and match.noun is None and match.sense.type not in ("ASSAULT", "COERCE", "AID", "SANCTION"):
        return not any(_is_somebody(head, cast) for head in heads)
    return not any(_is_somebody(head, cast) or head.pos_ == "NOUN" for head in heads)


def _is_owned(match: Match) -> bool:
    """«Chad's refusal», «a pledge by Chad»: a speech act that is somebody's is news; «the threat» need not be one."""
    noun = match.predicate
    words = _BY_OR_OF if match.sense.of == "actor" else _BY
    return any(child.dep_ == "poss" for child in noun.children) or bool(under_prepositions(noun, words))


def _nobody_acts(match: Match, cast: Cast) -> bool:
    word = match.predicate
    if word.pos_ in ("VERB", "AUX"):
        if is_passive(word):
            return not under_prepositions(word, _BY)
        return match.sense.type == "ASSAULT" and all(_is_deed(head) for head in subjects(word) or (word,))
    owners = [item for child in word.children if child.dep_ == "poss" for item in conjuncts(child)]
    return not owners and not under_prepositions(word, _BY) and carrier(word) is None


def _is_deed(head: Token) -> bool:
    """«The attack killed six»: what did it is a deed whose doer is not told, or the weapon."""
    return head.pos_ == "NOUN" and ("ASSAULT" in known_types(head) or head.lemma_.lower() in _WEAPONS)


def _is_somebody(head: Token, cast: Cast) -> bool:
    """Whether the noun stands for people, a body or a place by name, whoever that is."""
    if head.pos_ in ("PROPN", "PRON") and head.lower_ not in ("it", "that", "this", "what", "which", "itself"):
        return True
    if head.pos_ == "NUM" or head.lemma_.lower() in PEOPLE:
        return True
    return bool(cast.who.actors_over(head))
