"""Relative clauses and participles: no more real than the noun they stand at is.

«found no letter that ordered the raid», «want a treaty binding both navies», «anyone who crosses the line»: the clause
sounds like a fact and tells of nothing that is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.climb import judge_word
from backchannel.coding.status.hedges import hedge_of
from backchannel.coding.status.verdicts import Verdict, weaker
from backchannel.coding.status.words import governor_effects
from backchannel.coding.trees import OBJECT, first_conjunct, is_negated
from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_NONE = frozenset({"nothing", "nobody", "none", "neither"})
_ANY = frozenset({"any", "whichever", "whatever"})
_ANYONE = frozenset({"anyone", "anybody", "anything", "whoever"})
_SOME = frozenset({"a", "an", "any", "some", "another"})
# What is not there yet: it is looked for, asked for, proposed, being made.
_SOUGHT = frozenset(
    {"want", "seek", "need", "propose", "demand", "request", "look", "call", "plan", "hope", "offer", "search"}
    | {"consider", "discuss", "envisage", "envision", "require", "push", "negotiate", "draft", "favour", "favor"}
    | {"prepare", "pursue", "mull", "weigh", "explore", "float", "suggest", "reward", "appeal", "await", "lack"}
)
_DRAFTS = frozenset({"bill", "draft", "proposal", "plan", "motion", "petition", "blueprint"})
_CAUSED = frozenset({"have", "get"})
_WANTED = frozenset({"want", "need", "like", "order", "wish"})


def scope_of_noun(noun: Token, own: Verdict, depth: int) -> Verdict:
    """The reading of a clause or participle at a noun, its own reading given."""
    if own[0] not in ("happened", "ongoing"):
        return own
    if noun.lower_ in _NONE or any(child.lower_ == "no" and child.dep_ in ("det", "neg") for child in noun.children):
        return "denied", (*own[1], "of nothing")
    if _is_any(noun):
        status: Status = "hypothetical" if own[0] == "ongoing" else "possible"
        return status, (*own[1], "of any")
    if not _is_indefinite(noun):
        return own
    above = _standing(first_conjunct(noun), depth)
    if above is None or above[0] in ("happened", "ongoing"):
        return own
    if own[0] == "happened" and above[0] not in ("hypothetical", "denied"):
        return own  # «police look for a man who fled»
    return weaker(own, above)


def participle_at_noun(verb: Token, noun: Token, depth: int) -> Verdict:
    """«rebels holding the town», «the mines laid by sappers», «had the mines cleared», «no visit planned»."""
    present = verb.tag_ == "VBG"
    own: Verdict = ("ongoing" if present else "happened"), ("participle",)
    hedge = hedge_of(verb)
    if hedge is not None:
        return "possible", (hedge,)
    if present and noun.lemma_.lower() in _DRAFTS:
        return "possible", (*own[1], f"draft: {noun.lemma_.lower()}")
    above = noun.head
    if above.dep_ == "prep" and any(child.lower_ == "being" for child in verb.children):
        effects = governor_effects(above.head, above.lower_)
        if any(effect == "possible" for effect, _ in effects):
            return "possible", (effects[0][1],)  # «the risk of the tanker being boarded»
    if present and noun.dep_ in OBJECT and "reported" in {effect for effect, _ in governor_effects(above, None)}:
        shown = judge_word(above, depth - 1)
        return own if shown is None else weaker(own, shown)  # «a tape said to show guards beating …»
    if not present and noun.dep_ in OBJECT and above.pos_ in ("VERB", "AUX") and noun.i < verb.i:
        lemma = above.lemma_.lower()
        if lemma in _WANTED:
            return "possible", (*own[1], f"wanted: {lemma}")
        if lemma in _CAUSED and above.tag_ == "VB":
            caused = judge_word(above, depth - 1)
            if caused is not None:
                return weaker(own, caused)  # «has promised to have the mines cleared»
    return scope_of_noun(noun, own, depth)


def _is_any(noun: Token) -> bool:
    return noun.lower_ in _ANYONE or any(child.dep_ == "det" and child.lower_ in _ANY for child in noun.children)


def _is_indefinite(noun: Token) -> bool:
    if noun.lower_ in ("somebody", "someone", "something"):
        return True
    marks = [child for child in noun.children if child.dep_ in ("det", "poss", "nummod")]
    if not marks:
        return noun.tag_ == "NN"  # «information leading to an arrest»
    return any(mark.lower_ in _SOME for mark in marks)


def _standing(noun: Token, depth: int) -> Verdict | None:
    """What governs the noun makes of it."""
    head, preposition = noun.head, None
    if noun.dep_ == "pobj":
        preposition, head = head.lower_, head.head
    elif noun.dep_ not in OBJECT | {"nsubj", "nsubjpass", "attr"}:
        return None
    lemma = head.lemma_.lower()
    if lemma in _SOUGHT and noun.dep_ != "nsubj" and preposition in (None, "for"):
        effects = [name for name, _ in governor_effects(head, preposition)]
        return ("planned" if "planned" in effects else "possible"), (f"sought: {lemma}",)
    if head.pos_ not in ("VERB", "AUX"):
        return None
    if is_negated(head) and noun.dep_ != "nsubj":
        return "denied", ("negation",)
    above = judge_word(head, depth - 1)
    return above if above is not None and above[0] == "hypothetical" else None
