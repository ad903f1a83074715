"""Whether a noun takes part in what a sentence tells: does something, has it done to it, is struck."""

from __future__ import annotations

from backchannel.coding.mentions.side_words import load_side_words
from backchannel.coding.mentions.text import SUBJECTS, Tokens

_OBJECTS = frozenset({"dobj", "dative"})
_PATIENTS = frozenset({"dobj", "nsubjpass"})
_OF_VERB = frozenset({"to", "with", "against", "on", "upon", "at", "from", "between", "among", "by"})
_OF_DEED = _OF_VERB | {"of", "for", "toward", "towards", "over"}
_OF_STRIKE = frozenset({"on", "of", "at", "against"})


def takes_part(tokens: Tokens, head: int) -> bool:
    """Whether a noun is subject or object of a verb that does something, or stands beside the noun for a deed."""
    words = load_side_words()
    at = tokens.first_conjunct(head)
    above, dep = tokens.head[at], tokens.dep[at]
    if dep in SUBJECTS or dep in _OBJECTS:
        return tokens.tag[above].startswith("VB") and _lemma(tokens, above) not in words.idle
    if dep in ("poss", "compound"):
        return _lemma(tokens, above) in words.deeds
    if dep != "pobj":
        return False
    governor, preposition = tokens.head[above], tokens.lower[above]
    if tokens.tag[governor].startswith("VB"):
        return preposition in _OF_VERB and _lemma(tokens, governor) not in words.idle
    return preposition in _OF_DEED and _lemma(tokens, governor) in words.deeds


def suffers(tokens: Tokens, head: int) -> bool:
    """Whether somebody is killed, held, freed …: the object of such a verb."""
    at = tokens.first_conjunct(head)
    return tokens.dep[at] in _PATIENTS and _lemma(tokens, tokens.head[at]) in load_side_words().suffered


def is_struck(tokens: Tokens, head: int) -> bool:
    """Whether a thing is attacked: «shelled a market», «an attack on a market»."""
    strikes = load_side_words().strikes
    at = tokens.first_conjunct(head)
    above = tokens.head[at]
    if tokens.dep[at] in _PATIENTS:
        return _lemma(tokens, above) in strikes
    inside = tokens.dep[at] == "pobj" and tokens.lower[above] in _OF_STRIKE
    return inside and _lemma(tokens, tokens.head[above]) in strikes


def _lemma(tokens: Tokens, index: int) -> str:
    return tokens.doc[index].lemma_.lower()
