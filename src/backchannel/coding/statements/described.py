"""What a story tells of a source that it does not name: rank, former or not, whose, how near, how many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from backchannel.coding.statements.source_phrases import SourcePhrase
from backchannel.coding.statements.source_words import load_traits
from backchannel.records import Description, Nearness, Seniority

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "both": 2, "eleven": 11, "twelve": 12,
}  # fmt: skip
_BELONGS = frozenset({"in", "at", "of", "from", "for", "with", "within", "inside", "to"})
_BODIES = frozenset(
    "government administration army military police ministry department embassy party palace parliament cabinet court "
    "bank company campaign defence defense intelligence security treasury state junta rebel navy council congress "
    "union delegation bureau agency commission hospital coalition alliance".split()
)
_IDLE = frozenset(
    "senior top former retired other unnamed anonymous second first third many several same new old".split()
)


def describe(phrases: Iterable[SourcePhrase]) -> Description:
    """The description that the phrases of one unnamed source give together; each later one adds what is missing."""
    merged: Description | None = None
    for phrase in phrases:
        if phrase.form not in ("pronoun", "self"):
            merged = _read(phrase) if merged is None else _join(merged, _read(phrase))
    return merged or Description()


def _join(one: Description, other: Description) -> Description:
    return Description(
        one.seniority if one.seniority != "plain" else other.seniority,
        one.former or other.former,
        one.affiliation or other.affiliation,
        one.nearness if one.nearness != "unstated" else other.nearness,
        one.count if one.count is not None else other.count,
    )


def _read(phrase: SourcePhrase) -> Description:
    doc = phrase.head.doc
    words = doc[phrase.first : phrase.last].text
    noun = phrase.noun if phrase.form != "part" or not (inner := _of(phrase)) else inner.lemma_.lower()
    return Description(
        cast("Seniority", _trait("seniority", noun, words) or "plain"),
        _trait("former", "", words) is not None,
        _affiliation(phrase),
        cast("Nearness", _trait("nearness", noun, words) or "unstated"),
        _count(phrase),
    )


def _trait(family: str, noun: str, words: str) -> str | None:
    return next((trait.value for trait in load_traits(family) if trait.fits(noun, words)), None)


def _of(phrase: SourcePhrase) -> Token | None:
    """«Diplomats» of «one of the diplomats»."""
    for child in phrase.head.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _count(phrase: SourcePhrase) -> int | None:
    for token in phrase.head.doc[phrase.first : phrase.head.i + 1]:
        if token.lower_ in _NUMBERS:
            return _NUMBERS[token.lower_]
        if token.text.isdigit() and len(token.text) < 5:
            return int(token.text)
    return None if phrase.plural else 1


def _affiliation(phrase: SourcePhrase) -> tuple[str, ...]:
    """Names, demonyms and bodies: before the noun («Western diplomats»), of it («Berlin’s envoy»), after «in», «of»."""
    head = (_of(phrase) if phrase.form == "part" else None) or phrase.head
    found = []
    modifiers = [child for child in head.lefts if child.dep_ in ("amod", "compound", "nmod", "poss")]
    run = [token for child in modifiers for token in child.subtree if token.pos_ in ("PROPN", "ADJ", "NOUN")]
    text = _stretch([token for token in run if _is_body(token)])
    if text:
        found.append(text)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in _BELONGS and child.i < phrase.last:
            found.extend(_owner(inner, phrase.last) for inner in child.children if inner.dep_ == "pobj")
    return tuple(dict.fromkeys(words for words in found if words))


def _is_body(token: Token) -> bool:
    if token.lower_ in _IDLE:
        return False
    named = token.text[:1].isupper() and token.i > token.sent.start
    first = token.i == token.sent.start and token.pos_ == "PROPN"
    return named or first or (token.tag_ == "JJ" and token.text[:1].isupper()) or token.lemma_.lower() in _BODIES


def _owner(inner: Token, last: int) -> str:
    """The words for a body or place behind a preposition; "" where it is none."""
    doc, end = inner.doc, min(inner.right_edge.i + 1, last)
    if _is_body(inner) or any(token.pos_ == "PROPN" for token in inner.subtree if token.i < end):
        return doc[inner.left_edge.i : end].text
    return ""


def _stretch(tokens: list[Token]) -> str:
    return " ".join(token.text for token in sorted(tokens, key=lambda token: token.i))
