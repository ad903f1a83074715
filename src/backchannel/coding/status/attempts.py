"""Attempts that came to nothing, and fears and rumours that proved groundless: what they were about is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.trees import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

HEARSAY = frozenset({"rumour", "rumor", "claim", "allegation", "accusation", "talk", "fear", "prospect"})
_VAIN = frozenset({("in", "vain"), ("without", "success"), ("to", "avail")})
# An attempt that came to nothing, and one that did not.
_TRIES = frozenset({"attempt", "bid", "effort", "try", "push", "drive", "move", "campaign", "initiative"})
_FAILS = frozenset({"fail", "falter", "collapse", "founder", "fizzle", "stall"})
_FUTILE = frozenset({"futile", "fruitless", "unsuccessful", "vain", "doomed", "hopeless"})
_GROUNDLESS = frozenset({"groundless", "unfounded", "baseless", "false", "untrue", "exaggerated"})


def came_to_nothing(governor: Token) -> bool:
    """«an attempt to revive the talks failed», «efforts to reach him were futile», «fears of … proved groundless»."""
    verb = governor.head
    if governor.dep_ not in ("nsubj", "nsubjpass") or verb.pos_ not in ("VERB", "AUX") or is_negated(verb):
        return False
    lemma = governor.lemma_.lower()
    attributes = {child.lower_ for child in verb.children if child.dep_ in ("acomp", "oprd", "attr")}
    if lemma in _TRIES:
        nothing = any(word.lower_ in ("nothing", "nowhere", "naught") for word in verb.subtree if word.i > verb.i)
        return (
            verb.lemma_.lower() in _FAILS
            or bool(attributes & _FUTILE)
            or (verb.lemma_ in ("come", "go", "lead") and nothing)
        )
    return lemma in HEARSAY and bool(attributes & _GROUNDLESS)


def in_vain(governor: Token) -> bool:
    """«tried in vain to», «tried unsuccessfully to»."""
    for child in governor.children:
        if child.dep_ == "advmod" and child.lower_ in ("unsuccessfully", "vainly"):
            return True
        if child.dep_ == "prep" and any((child.lower_, found.lower_) in _VAIN for found in child.children):
            return True
    return False
