"""Whose deed «the arrest» was: who judges or turns down a deed told before does so to its doer.

«Georgia arrested the editor. Poland condemned the arrest.» The doer is that of the last event of the noun's type, in
the same sentence or shortly before; where none is told, the event keeps one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backchannel.coding.events.code import Coded
from backchannel.coding.events.lexicon import known_types
from backchannel.coding.trees import objects, under_prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

_JUDGING = frozenset({"ACCUSE", "REJECT"})
_NEAR = 120  # words between the deed and who speaks of it
_AGAINST = frozenset({"against", "over", "at", "about", "to"})
_KNOWN = frozenset({"the", "this", "that", "these", "those"})


def name_doers(found: list[Coded], before: Sequence[Coded]) -> list[Coded]:
    """The events of a sentence, the other side filled in where it is the doer of a deed told before."""
    named: list[Coded] = []
    for item in found:
        doers = _doers(item, (*before, *named)) if _lacks_side(item) else ()
        named.append(replace(item, parties=replace(item.parties, recipients=doers)) if doers else item)
    return named


def _lacks_side(item: Coded) -> bool:
    verbal = item.match.predicate.pos_ in ("VERB", "AUX")
    return verbal and item.match.sense.type in _JUDGING and bool(item.parties.actors) and not item.parties.recipients


def _doers(item: Coded, before: Sequence[Coded]) -> tuple[str, ...]:
    verb = item.match.predicate
    for noun in objects(verb) + under_prepositions(verb, _AGAINST):
        types = known_types(noun) if noun.pos_ == "NOUN" and _is_definite(noun) else frozenset()
        for deed in reversed(before) if types else ():
            if verb.i - deed.anchor.i > _NEAR:
                break
            others = tuple(id for id in deed.parties.actors if id not in item.parties.actors)
            if deed.match.sense.type in types and others and deed.judgement.status in ("happened", "ongoing"):
                return others
    return ()


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in _KNOWN for child in noun.children)
