"""Conditions that are no plain «if»: «provided», «as long as», «in the event that», «only if», «had they met»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.polarity import is_fronted_condition
from backchannel.coding.status.tense import CONDITIONS, inverted_condition, is_present, mark_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# What stands right before the subject of a clause and makes it a condition; the second row only before a present.
_OPENERS = (
    "in case", "in the event that", "in the event", "on condition that", "on the condition that",
    "on the understanding that", "suppose", "supposing", "supposing that", "imagine", "imagine that", "what if",
)  # fmt: skip
_OPENERS_OF_PRESENT = ("as long as", "so long as", "the moment", "the day", "until such time as")
_LONGEST = 4  # words of an opener
_CONCESSIVE = frozenset({"even", "as", "only"})


def proviso_of(verb: Token) -> str | None:
    """What opens a condition before the clause: «provided they exchange maps», «in case the reactor is shut»."""
    if verb.dep_ in ("ccomp", "advcl", "pcomp"):
        first = verb.left_edge.i
        before = verb.doc[first - 1] if first > verb.sent.start else verb
        for word in (verb.head, before):
            if word.lower_ in ("provided", "providing", "assuming") and word.tag_ in ("VBN", "VBG", "IN"):
                return str(word.lower_)
    opener = _opener(verb)
    if opener is not None:
        return opener
    return "inversion" if is_fronted_condition(verb) else None


def _opener(verb: Token) -> str | None:
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None:
        return None
    first = subject.left_edge.i
    words = [word.lower_ for word in verb.doc[max(verb.sent.start, first - _LONGEST) : first]]
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[-size:])
        if phrase in _OPENERS or (phrase in _OPENERS_OF_PRESENT and is_present(verb)):
            return phrase
    return None


def is_only_if(verb: Token) -> bool:
    """«will surrender only if …», «will freeze assets unless …»"""
    if any(child.dep_ == "advcl" and mark_of(child) == "unless" for child in verb.children):
        return True
    clauses = [child for child in verb.children if child.dep_ == "advcl" and mark_of(child) == "if"]
    return any(
        other.lower_ == "only" and other.i < clause.i
        for clause in clauses
        for other in (*clause.lefts, *verb.rights)
        if abs(other.i - clause.left_edge.i) <= 1
    )


def is_unconditional(verb: Token) -> bool:
    """Whether no condition stands beside the verb («if …», «were it to …»)."""
    if mark_of(verb) in CONDITIONS:
        return False
    beside = [child for child in verb.children if child.dep_ in ("advcl", "ccomp")]
    return not any(mark_of(child) in CONDITIONS or inverted_condition(child) for child in beside)


def depends_on_if(verb: Token) -> bool:
    """«if the account is right, the mines were laid in June»: told on a condition, however past it sounds."""
    for child in verb.children:
        if child.dep_ != "advcl":
            continue
        for mark in child.lefts:
            if mark.lower_ == "if" and mark.dep_ == "mark":
                before = [word for word in child.lefts if word.i < mark.i]
                return not any(word.lower_ in _CONCESSIVE for word in before)
    return False
