"""What stands beside a verb and takes its clause out of the world of facts: hedges, denials, days that lie ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.tense import AS_TIME, is_present, mark_of
from backchannel.coding.status.words import governor_effects

if TYPE_CHECKING:
    from spacy.tokens import Token

HEDGES = frozenset(
    {"reportedly", "allegedly", "possibly", "perhaps", "maybe", "supposedly", "purportedly", "probably"}
    | {"apparently", "seemingly", "presumably"}
)
UNSURE = frozenset({"unconfirmed", "unverified", "unsubstantiated", "unsigned", "unattributed", "disputed", "forged"})
_BELIEVED = frozenset({"believe", "say", "claim", "think", "go", "insist", "hope", "allege"})
_LIKELY = frozenset({"likelihood", "probability"})
_DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "midnight", "noon", "weekend"}
    | {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "summer", "autumn", "spring"}
)
_STATES = frozenset({"be", "have", "seem", "appear", "remain", "know", "show", "mark", "stand", "live", "stem", "date"})
_TELLING = frozenset({"reported", "denied", "refused", "possible"})
_FALSEHOODS = frozenset({"fabrication", "lie", "lies", "hoax", "nonsense", "invention", "slander", "false", "baseless"})
_DENIERS = frozenset({"deny", "dispute", "reject", "dismiss", "refute"})
_CLAIMS = frozenset(
    {"it", "this", "that", "claim", "allegation", "charge", "accusation", "report", "assertion", "version", "which"}
)


def hedge_of(verb: Token) -> str | None:
    """The adverb or phrase beside the verb that leaves open whether it is so: «allegedly», «in all likelihood»."""
    for child in verb.children:
        if child.lower_ in HEDGES:
            return f"adverb:{child.lower_}"
        if child.lower_ == "according" and any(word.lower_ in UNSURE for word in child.subtree):
            return "unconfirmed"
        if child.dep_ == "prep":
            for found in child.children:
                if found.lemma_.lower() in _LIKELY or (child.lower_ == "by" and found.lemma_ == "account"):
                    return f"{child.lower_} {found.lower_}"
        if child.dep_ in ("conj", "advcl", "parataxis", "ccomp") and _is_so(child):
            return f"so {child.lemma_.lower()}"
    return f"so {verb.head.lemma_.lower()}" if verb.dep_ in ("advcl", "ccomp") and _is_so(verb.head) else None


def _is_so(verb: Token) -> bool:
    """«or so his widow believes», «so the story goes»"""
    if verb.lemma_.lower() not in _BELIEVED:
        return False
    first = verb.left_edge
    return any(child.lower_ == "so" and child.dep_ == "advmod" and child.i <= first.i + 1 for child in verb.lefts)


def is_dated_ahead(verb: Token) -> bool:
    """«the king visits Oslo on Monday», «the pact takes effect in June»: a plain present with a day is a plan."""
    if not is_present(verb) or verb.lemma_.lower() in _STATES:
        return False
    if any(effect in _TELLING for effect, _ in governor_effects(verb, None)):
        return False
    for child in verb.children:
        if child.dep_ == "npadvmod" and (_names_day(child) or _is_next(child)):
            return True
        named = child.dep_ == "prep" and child.lower_ in ("on", "in", "at", "by", "from")
        if named and any(noun.dep_ == "pobj" and _names_day(noun) for noun in child.children):
            return True
    return False


def _names_day(noun: Token) -> bool:
    """A weekday or month, alone or with a number; «May 2019» lies where it lies."""
    if any(word.is_digit and len(word) == 4 for word in noun.subtree):
        return False
    if any(word.lower_ in ("every", "each", "last", "many", "most") for word in noun.children):
        return False
    return noun.lower_ in _DAYS or any(word.lower_ in _DAYS and word.tag_ == "NNP" for word in noun.subtree)


def _is_next(noun: Token) -> bool:
    return noun.lower_ in ("week", "month", "weekend") and any(word.lower_ == "next" for word in noun.children)


def is_awaited(verb: Token) -> bool:
    """«as soon as the army leaves», «by the time the ship reaches port»: a present that the main clause waits for."""
    if not is_present(verb):
        return False
    if mark_of(verb) in AS_TIME:
        return True
    if verb.dep_ in ("relcl", "acl", "advcl") and verb.head.lower_ in ("time", "moment", "day", "hour", "minute"):
        ahead = verb.head.head if verb.head.dep_ != "pobj" else verb.head.head.head
        return any(child.lower_ in ("will", "'ll", "’ll") for child in ahead.children)
    soon = [child for child in verb.lefts if child.dep_ in ("mark", "advmod") and child.lower_ in ("as", "soon")]
    return any(word.i and word.nbor(-1).lower_ == "soon" or word.lower_ == "soon" for word in soon)


def denial_of(verb: Token) -> Token | None:
    """The verb by which somebody else denies what is told here: «the army denies it», «a claim the rebels rejected».

    Looked for in the sentence itself and at the head of the next one.
    """
    sentence = verb.sent
    for token in sentence:
        if _denies_claim(token) and not any(
            child.dep_ in ("dobj", "ccomp", "xcomp") and (child == verb or child.is_ancestor(verb))
            for child in token.children
            if child.lemma_.lower() in _CLAIMS or child.dep_ == "dobj"
        ):
            return token
        if _says_not(token) and not (token.head == verb or token.head.is_ancestor(verb) and token.head == verb.head):
            return token.head  # «two said he had not»
    if sentence.end >= len(verb.doc):
        return None
    head = verb.doc[sentence.end].sent.root
    return head if _denies_claim(head) else None


def _says_not(word: Token) -> bool:
    """«said he had not», «says it did not»: an auxiliary that stands for the whole clause, under a verb of saying."""
    if word.lemma_ not in ("have", "do", "be") or word.dep_ != "ccomp" or word.tag_ not in ("VBD", "VBZ", "VBP"):
        return False
    kinds = [child.dep_ for child in word.children]
    plain = all(kind in ("nsubj", "neg", "punct", "mark", "cc", "conj") for kind in kinds)
    return plain and "neg" in kinds and "reported" in {effect for effect, _ in governor_effects(word.head, None)}


def _denies_claim(word: Token) -> bool:
    if word.lemma_ == "disagree" and not any(child.dep_ == "neg" for child in word.children):
        return not any(child.dep_ == "prep" and child.lower_ != "with" for child in word.children)
    if (
        word.lemma_ in ("call", "brand")
        and word.pos_ == "VERB"
        and any(item.lower_ in _FALSEHOODS for item in word.rights)
    ):
        return not any(child.dep_ == "neg" for child in word.children)
    if word.lemma_.lower() not in _DENIERS or word.pos_ != "VERB":
        return False
    if any(child.dep_ == "neg" for child in word.children):
        return False
    if any(child.dep_ == "dobj" and child.lemma_.lower() in _CLAIMS for child in word.children):
        return True
    noun = word.head
    return word.dep_ == "relcl" and noun.lemma_.lower() in _CLAIMS and noun.dep_ in ("appos", "npadvmod", "conj")
