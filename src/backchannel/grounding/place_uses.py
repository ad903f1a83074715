"""How a place's words stand in their sentence: whether they tell where something is, and the words beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEEPEST = 6
_LONGEST_FACILITY = 4  # words after the place's own
_FAR_BACK = 6  # words before it
JOINS = frozenset({"compound", "nmod", "amod"})


@dataclass(frozen=True, slots=True)
class Use:
    """How a place stands in its sentence: "in", "to", "object", "compound" or "where", and the word it hangs on."""

    kind: str
    preposition: str
    governor: Token
    noun: Token


def find_use(root: Token) -> Use | None:
    """How the place headed by that token is used; None where it does not tell where something is."""
    noun = _climb(root)
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ in ("prep", "agent", "dative", "pcomp", "advmod", "conj"):
        return _prepositional(noun, head)
    if noun.dep_ in ("dobj", "nsubjpass", "npadvmod"):
        fits = words("visits") | (words("strikes") if noun.dep_ != "npadvmod" else frozenset())
        return Use("object", "", head, noun) if head.lemma_.lower() in fits else None
    if noun.dep_ in ("compound", "nmod") and head.lemma_.lower() in words("meetings"):
        return Use("compound", "", head, noun)
    return None


def facility_end(doc: Doc, end: int) -> int | None:
    """Where a facility's name ends that begins with the place before that token: «Tabqa Dam», «Aqaba Naval Base»."""
    for at in range(end, min(end + _LONGEST_FACILITY, len(doc))):
        word = doc[at].lower_
        if word in words("facilities"):
            return at + 1
        if word not in words("facility-parts"):
            return None
    return None


def lead_in(doc: Doc, first: int) -> str:
    """The preposition that stands before the place, past an article and words such as "southern" or "city of"."""
    for at in range(first - 1, max(-1, first - _FAR_BACK), -1):
        word = doc[at].lower_
        if word in words("in") or word in words("linked"):
            if word != "of" or doc[at - 1].lower_ not in words("class"):
                return word
        elif word not in words("parts") | words("class") | {"the", "of"}:
            return ""
    return ""


def _prepositional(noun: Token, preposition: Token) -> Use | None:
    word, above = preposition.lower_, _above(preposition)
    if above.lemma_.lower() in words("abstract"):
        return None
    struck = above.lemma_.lower() in words("strikes") or any(
        child.dep_ == "dobj" and child.lemma_ in words("strikes") for child in above.children
    )
    if word in ("on", "against") and struck:
        return Use("to", word, above, noun)  # «carried out a strike on Homs»
    if word in words("in"):
        return Use("in", word, above, noun)
    gone = word != "against" and above.lemma_.lower() in words("goes")
    return Use("to", word, above, noun) if word in words("to") and gone else None


def _climb(root: Token) -> Token:
    """The noun that names the place: «city» of «the port city of Odesa», «region» of «the Kherson region»."""
    noun = root
    for _ in range(_DEEPEST):
        head = noun.head
        if noun.dep_ in JOINS and head.lower_ in words("class"):
            noun = head
        elif noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in words("class"):
            noun = head.head
        elif noun.dep_ == "appos" and (head.lower_ in words("class") or head.lower_ == "place"):
            noun = head
        elif noun.dep_ == "conj" and noun.pos_ == "PROPN" and head.pos_ == "PROPN":
            noun = head  # «in Iraq and Oman»
        else:
            break
    return noun


def _above(preposition: Token) -> Token:
    """The word that a locative phrase hangs on, past the building it stands in: «met at a hotel in Riyadh»."""
    at = preposition
    for _ in range(_DEEPEST):
        above = at.head
        if at.dep_ == "conj" and above.pos_ == "ADP":
            at = above  # «in Oslo and in Riga»
        elif above.dep_ == "prep" and above.lower_ in words("in") | words("to"):
            at = above  # «outside of», «in and around»
        elif above.dep_ == "pobj" and above.head.lower_ in words("in") and above.lower_ in words("buildings"):
            at = above.head
        elif above.dep_ == "pobj" and above.pos_ == "PROPN" and above.head.lower_ in words("in"):
            at = above.head  # «at Argyle in Saint Vincent»
        else:
            return above
    return at.head


@cache
def words(id: str) -> frozenset[str]:
    """The words of that rule of ``rules/places.toml``."""
    return next(frozenset(rule["words"]) for rule in load_rules("places") if rule["id"] == id)
