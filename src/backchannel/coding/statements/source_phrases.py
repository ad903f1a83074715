"""The noun phrase of one source as a later one is compared with it: its form, noun, words, number and gender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backchannel.coding.statements.source_kinds import is_name
from backchannel.coding.statements.source_words import load_genders, load_given_names, load_traits
from backchannel.records import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

Form = Literal["name", "pronoun", "definite", "part", "new", "self"]

_SELF = frozenset({"i", "we", "us", "me", "you"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them", "his", "their", "its", "himself", "herself"})
_DEFINITE = frozenset({"the", "that", "those", "these", "this", "both"})
_PARTS = frozenset({"one", "some", "others", "another", "many", "most", "few", "several", "each", "two", "three"})
_NEW_FIRST = frozenset({"a", "an", "another", "one", "some", "several", "many", "no"})
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "latter": -1, "former": 1}
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
_NO_MEN = frozenset({"german", "human", "roman", "norman", "ottoman", "shaman", "talisman", "caiman"})
_IDLE = frozenset({"other", "same", "own", "such", "mr", "mrs", "ms", "dr", "say", "who", "which"})


@dataclass(frozen=True, slots=True)
class SourcePhrase:
    """One source as written: its tokens, what heads it and how it can be compared.

    ``words`` are the lemmas of its nouns, names, adjectives and verbs, ``near`` those before and at its head only;
    ``order`` is its number in a series («the second official»: 2, «the last»: −1), ``other`` tells of «another» and
    «the other»; ``speaker`` is the actor's local id.
    """

    first: int
    last: int
    head: Token
    form: Form
    noun: str
    words: frozenset[str]
    near: frozenset[str]
    plural: bool
    kind: SourceKind
    speaker: str | None = None
    gender: str | None = None
    order: int | None = None
    other: bool = False


def read_source(first: int, last: int, head: Token, kind: SourceKind, speaker: str | None = None) -> SourcePhrase:
    """The phrase of those tokens with that head."""
    doc = head.doc
    tokens = [token for token in doc[first:last] if not token.is_punct and not token.is_space]
    lead = tokens[0].lower_ if tokens else head.lower_
    near = frozenset(_fold(token) for token in doc[first : head.i + 1] if token.pos_ in _CONTENT) - _IDLE
    words = frozenset(_fold(token) for token in tokens if token.pos_ in _CONTENT) - _IDLE
    form = _form(tokens, head, lead)
    return SourcePhrase(
        first,
        last,
        head,
        form,
        _noun(head),
        words | near,
        near,
        _is_plural(head, lead),
        kind,
        speaker,
        _gender(head, words),
        next((_ORDINALS[token.lower_] for token in tokens[:3] if token.lower_ in _ORDINALS and _counts(token)), None),
        lead == "another" or any(token.lower_ in ("other", "others") for token in tokens[:2]),
    )


def _counts(token: Token) -> bool:
    """«The former» stands for the first of two, «the former official» for an official who is none any more."""
    return token.lower_ not in ("former", "latter") or token.i + 1 >= len(token.doc) or token.nbor().pos_ != "NOUN"


def _fold(token: Token) -> str:
    """A word's lemma; what puts an office in the past is all one («retired», «ex-»: "former")."""
    lower = token.lower_
    if any(trait.fits("", lower) for trait in load_traits("former")):
        return "former"
    return _noun(token)


def _noun(token: Token) -> str:
    if token.pos_ in ("NOUN", "VERB") or token.tag_ == "NNPS":
        return token.lemma_.lower()
    return token.lower_


def _is_plural(head: Token, lead: str) -> bool:
    if head.lower_ in ("they", "them", "their", "we", "both", "others", "some", "many", "few", "several"):
        return True
    if head.lower_ in ("two", "three", "four", "five", "most", "all"):
        return True
    if any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") for child in head.children):
        return True
    return head.tag_ in ("NNS", "NNPS") and head.pos_ == "NOUN"


def _gender(head: Token, words: frozenset[str]) -> str | None:
    if head.lower_ in ("he", "him", "his", "himself"):
        return "m"
    if head.lower_ in ("she", "her", "hers", "herself"):
        return "f"
    genders, noun = load_genders(), _noun(head)
    if noun in genders:
        return genders[noun]
    if head.pos_ == "NOUN" and noun.endswith("man") and noun not in _NO_MEN:
        return "f" if noun.endswith("woman") else "m"
    titles = [genders[child.lower_.rstrip(".")] for child in head.lefts if child.lower_.rstrip(".") in genders]
    if titles and head.pos_ == "PROPN":
        return titles[0]
    given = load_given_names()
    return next((given[child.text] for child in head.lefts if child.pos_ == "PROPN" and child.text in given), None)


def _form(tokens: list[Token], head: Token, lead: str) -> Form:
    if head.lower_ in _SELF:
        return "self"
    if head.lower_ in _PRONOUNS or (len(tokens) == 1 and lead in _PRONOUNS):
        return "pronoun"
    if lead not in _DEFINITE and (head.lower_ in _PARTS or head.pos_ == "NUM"):
        return "part"
    if is_name(head) and lead not in _NEW_FIRST:
        return "name"
    return "definite" if lead in _DEFINITE else "new"
