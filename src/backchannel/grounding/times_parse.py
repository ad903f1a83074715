"""What the parse says around an offset: the clause's verb, its tense, and who governs whom."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from backchannel.grounding.times_moment import Tense
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPEECH = frozenset(
    "say tell add report announce state note claim warn argue explain declare reply respond insist acknowledge quote "
    "comment describe write believe think know suggest confirm deny stress recall mention repeat cite".split()
)
_FUTURE_MODALS = frozenset("will shall 'll ’ll wo may might can could would should must".split())
_PAST_MODALS = frozenset({"would", "could", "might", "should", "'d", "’d"})
_PERFECT_MODALS = _PAST_MODALS | {"may", "must"}  # «may have been»
_PLANS = frozenset("schedule plan slate expect set propose".split())
_TIMETABLE = frozenset(
    "begin start open end close meet vote leave depart arrive return expire resume travel fly head host visit".split()
)
_ENDS, _HELPERS = "backchannel.token_ends", "backchannel.auxiliaries"
_CLIMB = 25  # heads: no news clause is nested deeper; keeps hostile nesting cheap


def token_at(doc: Doc, position: int) -> Token | None:
    """The token that holds or follows the offset; None past the text's end."""
    ends: list[int] | None = doc.user_data.get(_ENDS)
    if ends is None:  # looked up some times a sentence: kept with the parse, which never changes
        ends = doc.user_data[_ENDS] = [token.idx + len(token) for token in doc]
    index = bisect_right(ends, position)
    return doc[index] if index < len(ends) else None


def clause_verb(token: Token) -> Token | None:
    """The nearest verb at or above a token; an auxiliary gives its main verb. None in a clause without one."""
    for _ in range(_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            if token.dep_ in ("aux", "auxpass") and token.head.i != token.i:
                return token.head
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries of a verb, or of the verb it is joined to where it has none of its own."""
    kept: dict[int, tuple[int, ...]] = verb.doc.user_data.setdefault(_HELPERS, {})
    known = kept.get(verb.i)
    if known is not None:  # asked some times a verb
        return [verb.doc[index] for index in known]
    found = _auxiliaries(verb)
    kept[verb.i] = tuple(token.i for token in found)
    return found


def _auxiliaries(verb: Token) -> list[Token]:
    own = [child for child in verb.lefts if child.dep_ in ("aux", "auxpass")]
    if not own and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.head.tag_ == verb.tag_:
        return [child for child in verb.head.lefts if child.dep_ in ("aux", "auxpass")]
    return own


@cache
def word_list(name: str) -> frozenset[str]:
    """The words that the rules of ``rules/times.toml`` list under that name."""
    return frozenset(word for rule in load_rules("times") if name in rule for word in rule[name])


def tense_at(token: Token) -> Tense | None:
    """The tense an expression at that word is read with: mostly that of its clause."""
    verb = clause_verb(token)
    if verb is None:
        return None
    tense = tense_of(verb)
    if tense != "past" and token.dep_ in ("poss", "compound", "nmod", "npadvmod") and token.i < token.head.i:
        return "past" if token.head.lemma_.lower() in word_list("unplanned") else tense
    bound = _preposition(token)
    if bound in ("until", "till") and (is_now(verb) or _has_infinitive(verb)):
        return "future"  # «has given them until Tuesday to sign»
    if tense == "past" and bound in ("by", "before") and _has_to(verb):
        return "future"  # «told them to leave by Tuesday»
    return tense


def _preposition(token: Token) -> str | None:
    for _ in range(4):
        if token.pos_ in ("ADP", "SCONJ"):
            return token.lower_
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            return None
        token = token.head
    return None


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _has_infinitive(verb: Token) -> bool:
    return any(child.pos_ == "VERB" and child.i > verb.i and _has_to(child) for child in verb.children)


def _infinitive_tense(verb: Token) -> Tense:
    """«managed to land», «offers to buy it», «flew there to meet him» are told as done; «agreed to meet» is ahead."""
    if verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN":
        return "future"  # «a treaty to be signed on Friday»
    head = verb.head
    if head.i == verb.i:
        return "future"
    if head.pos_ in ("NOUN", "PROPN") and verb.dep_ in ("acl", "relcl", "advcl"):
        above = clause_verb(head)
        done = head.lemma_.lower() not in word_list("ahead") and above is not None
        return "past" if done and above is not None and is_past(above) else "future"
    if head.pos_ in ("VERB", "AUX") and is_past(head):
        done = verb.dep_ == "advcl" or (verb.dep_ == "xcomp" and head.lemma_ in word_list("done"))
        return "past" if done and head.lemma_ not in _PLANS else "future"
    return "future"


def tense_of(verb: Token) -> Tense | None:
    """The tense of a clause by its verb: «had gone» and «has gone» are past, «to go» and «may go» are future."""
    for _ in range(4):
        tense = _planned(verb) or _own_tense(verb)
        if tense is not None:
            return tense
        if verb.tag_ == "VBN" and not auxiliaries(verb):
            return "past"  # «the decision, announced Wednesday»; but not «going to get beaten»
        above = clause_verb(verb.head) if verb.head.i != verb.i else None
        if above is None:
            return None
        verb = above
    return None


def _planned(verb: Token) -> Tense | None:
    """«has scheduled a hearing for Thursday», «was set to meet Friday» look ahead; «had been set for Friday» not."""
    if verb.lemma_ in _TIMETABLE and verb.tag_ in ("VBZ", "VBP") and not auxiliaries(verb):
        return "future"  # «the truce begins on Tuesday»
    helpers = auxiliaries(verb)
    if verb.lemma_ not in _PLANS or any(word.lower_ == "had" for word in helpers):
        return None
    return "future" if (verb.tag_ == "VBN" and helpers) or verb.tag_ in ("VBZ", "VBP") else None


def _own_tense(verb: Token) -> Tense | None:
    words = [(word.lower_, word.tag_) for word in auxiliaries(verb)]
    for word, tag in words:
        if tag == "MD":
            perfect = any(low in ("have", "’ve", "'ve") for low, _ in words)
            return "past" if perfect and word in _PERFECT_MODALS else "future" if word in _FUTURE_MODALS else "present"
    if verb.tag_ == "MD":
        return "future"
    if any(word == "to" for word, _ in words):
        return "past" if any(word in ("have", "’ve", "'ve") for word, _ in words) else _infinitive_tense(verb)
    if any(tag == "VBN" for _, tag in words) and words[0][0] in ("has", "have", "had", "'ve", "’ve", "'d", "’d"):
        return "past"  # «have been searching»
    for word, tag in words:
        if word in ("had", "was", "were", "did", "has", "have", "'d", "’d") or tag == "VBD":
            return "past" if verb.tag_ != "VBG" or word in ("was", "were", "had") else "present"
        if tag in ("VBP", "VBZ"):
            return "present" if verb.tag_ != "VBG" else "future"  # «is meeting on Monday»
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not words and _has_subject(verb)):
        return "past"
    if verb.tag_ in ("VBP", "VBZ"):
        return "present"
    return None


def _has_subject(verb: Token) -> bool:
    """Whether a verb tagged as a participle has a subject, as only a finite verb has: the tagger mixes «hosted» up."""
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def is_perfect(verb: Token) -> bool:
    """Whether the clause is in the present perfect: «has agreed»."""
    helpers = auxiliaries(verb)
    return any(word.lower_ in ("has", "have", "'ve", "’ve") and word.tag_ in ("VBZ", "VBP") for word in helpers)


def is_pluperfect(verb: Token) -> bool:
    """Whether the clause goes back behind what is told: «had agreed»."""
    return any(word.lower_ in ("had", "'d", "’d") for word in auxiliaries(verb)) and verb.tag_ == "VBN"


def is_past(verb: Token) -> bool:
    """Whether the clause is in the simple past or the pluperfect: narrative tenses."""
    if is_perfect(verb):
        return False
    return _own_tense(verb) == "past"


def is_now(verb: Token) -> bool:
    """Whether the clause is about the present or the time to come, seen from the story's day: not «would», «could»."""
    if any(word.lower_ in _PAST_MODALS or word.lower_ == "to" for word in auxiliaries(verb)):
        return False
    return is_perfect(verb) or _own_tense(verb) in ("present", "future")


def is_speech(verb: Token) -> bool:
    """Whether the verb reports words: its own day is the day of speaking, not that of what was said."""
    return verb.lemma_.lower() in SPEECH
