"""What a finite verb says of its own: tense, modal, conjunction, and whether it points ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_MODALS: dict[str, Status] = {
    "will": "planned", "'ll": "planned", "’ll": "planned", "wo": "planned", "shall": "planned",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
    "should": "possible", "must": "possible", "ought": "possible",
    "would": "hypothetical", "'d": "hypothetical", "’d": "hypothetical",
}  # fmt: skip
# «will have left», «may have left»; any other modal with «have» tells what did not come about.
_PERFECT: dict[str, Status] = {
    "will": "planned", "'ll": "planned", "’ll": "planned", "shall": "planned",
    "may": "possible", "might": "possible", "must": "possible",
}  # fmt: skip
CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest", "assuming"})
AS_TIME = frozenset({"when", "after", "once", "until", "till", "before"})
_FUTURE_WORDS = frozenset({"tomorrow", "next", "upcoming", "soon", "shortly", "forthcoming"})


def is_finite(verb: Token) -> bool:
    """Whether the verb carries tense, itself or in an auxiliary."""
    if verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    if any(child.dep_ in ("aux", "auxpass") and child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in verb.children):
        return True
    being = any(child.lower_ == "being" for child in verb.children)  # «without the annex being signed»
    return verb.tag_ == "VBN" and not being and any(child.dep_ == "nsubj" for child in verb.children)


def is_present(verb: Token) -> bool:
    """Whether the verb, or the auxiliary of its passive, stands in the plain present: «meets», «is signed»."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not helpers:
        return verb.tag_ in ("VBZ", "VBP")
    return len(helpers) == 1 and helpers[0].dep_ == "auxpass" and helpers[0].lower_ in ("is", "are", "'s", "’s")


def has_present_perfect(verb: Token) -> bool:
    """«have exchanged», «has been signed»."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    return bool(helpers) and helpers[0].lower_ in ("has", "have") and helpers[0].tag_ in ("VBZ", "VBP")


def is_infinitive(verb: Token) -> bool:
    """Whether the verb is an infinitive, active or passive: «to sign», «to be signed»."""
    if verb.tag_ == "VB":
        return True
    return verb.tag_ in ("VBN", "VBG") and any(child.dep_ == "aux" and child.tag_ == "TO" for child in verb.children)


def is_subjunctive(verb: Token) -> bool:
    """«demanded that the siege be lifted», «asked that she leave»: a clause with «that» and no tense."""
    if not any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.lefts):
        return False
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not helpers:
        return verb.tag_ == "VB"
    return all(helper.lower_ in ("be", "not") and helper.tag_ in ("VB", "VBP") for helper in helpers)


def is_to_infinitive(verb: Token) -> bool:
    """Whether the verb stands with «to»: «to sign», «to be signed»."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def tense_status(verb: Token) -> Status:
    """The status that tense, aspect and modal give by themselves."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not helpers and verb.dep_ == "conj" and verb.tag_ in ("VB", "VBG", "VBN") and verb.head.pos_ in ("VERB", "AUX"):
        return tense_status(verb.head)
    for helper in helpers:
        if helper.lower_ in _MODALS and helper.tag_ == "MD":
            perfect = any(other.lower_ == "have" for other in helpers)
            return _PERFECT.get(helper.lower_, "hypothetical") if perfect else _MODALS[helper.lower_]
        if helper.lower_ == "had" and verb.tag_ == "VB":
            return "possible"  # «had better leave»
    if verb.tag_ == "VBN" and any(helper.lower_ == "being" for helper in helpers):
        return "happened" if any(helper.tag_ == "VBD" for helper in helpers) else "ongoing"
    if verb.tag_ == "VBG":
        return "ongoing" if all(helper.tag_ != "VBD" for helper in helpers) else "happened"
    if verb.tag_ in ("VBZ", "VBP") and not helpers:
        return "ongoing"
    if verb.tag_ == "VB" and any(helper.lower_ in ("do", "does") for helper in helpers):
        return "ongoing"
    return "happened"


def mark_of(verb: Token) -> str | None:
    """The conjunction that opens the verb's clause («if», «when», «until»), lower case."""
    if any(child.lower_ == "if" and child.dep_ == "mark" for child in verb.children):
        return "if"  # «as if», «even if»
    for child in verb.children:
        if child.dep_ == "mark" or (child.dep_ == "advmod" and child.lower_ in ("when", "once", "whenever")):
            return str(child.lower_)
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return mark_of(verb.head)
    return None


def inverted_condition(verb: Token) -> bool:
    """«Had they met, …», «Should the North test, …»."""
    helpers = [child for child in verb.children if child.dep_ == "aux" and child.lower_ in ("had", "should", "were")]
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    return verb.dep_ != "ROOT" and bool(helpers and subjects) and helpers[0].i < subjects[0].i


def is_ahead(noun: Token) -> bool:
    """«tomorrow», «next month»"""
    return noun.lower_ == "tomorrow" or any(child.lower_ in ("next", "coming") for child in noun.children)


def points_ahead(verb: Token) -> bool:
    """Whether a word in the clause sets it in the future: «meets next week»."""
    for child in verb.subtree:
        if child.lower_ in _FUTURE_WORDS and child.dep_ in ("npadvmod", "advmod", "amod", "pobj", "nmod"):
            return child.head.dep_ in ("npadvmod", "pobj") or child.head is verb
    return False
