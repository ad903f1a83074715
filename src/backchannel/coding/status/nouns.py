"""Event nouns: their modifiers, what they are subject or object of, the preposition they stand under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.clauses import judge_finite
from backchannel.coding.status.climb import judge_word
from backchannel.coding.status.embedded import governed
from backchannel.coding.status.tense import is_ahead, is_finite
from backchannel.coding.status.verdicts import Verdict, weaker
from backchannel.coding.status.words import governor_effects, phrase_effects, word_classes
from backchannel.coding.trees import OBJECT, first_conjunct, is_negated, negates_object
from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_AFTER = frozenset(
    {"after", "since", "following", "during", "at", "amid", "despite", "upon", "from", "until", "on", "in"}
)
_AMOUNTS = frozenset(
    {"hour", "day", "week", "month", "year", "night", "series", "wave", "round", "string", "spate", "bout", "flurry"}
)
# Where the verb took place, what stands under these did too, named for the first time or not.
_ROUND = frozenset({"after", "since", "following", "during", "amid"})
_NO_ACT = frozenset(
    {"make", "seem", "become", "need", "require", "have", "mean", "promise", "threaten", "face", "risk"}
)
_SAID_OF_IT = frozenset({"status.standing", "status.nothing", "status.underway"})
_LATER = frozenset({"after", "since", "following"})
_UNTRUE = frozenset({"hoax", "lie", "fake", "fabrication", "myth", "invention", "falsehood"})
_AHEAD = frozenset({"before", "ahead", "pending", "toward", "towards"})


def judge_noun(noun: Token, depth: int) -> Verdict | None:
    own = _modified(noun)
    head = first_conjunct(noun)
    above = _above_noun(head, own, depth)
    if above is None:
        return own if own is not None and own[0] != "happened" else _presupposed(noun, own)
    if above[0] == "denied" and above[1][-1:] == ("status.deny",) and own is not None and _told_as_fact(noun):
        return own  # «rebels denied the attack that killed nine»: fact for the author
    if own is None or own[0] == "happened":
        return above
    return weaker(own, above)


def _modified(noun: Token) -> Verdict | None:
    table = word_classes()["modifier"]
    found: Verdict | None = None
    for child in noun.children:
        if child.dep_ in ("det", "neg") and child.lower_ in ("no", "neither"):
            return "denied", ("negation",)
        for effect, rule in table.get(child.lower_, ()) or table.get(child.lemma_.lower(), ()):
            status: Status = "happened" if effect == "realised" else effect  # type: ignore[assignment]
            found = (status, (rule,)) if found is None else weaker(found, (status, (rule,)))
        if child.dep_ == "npadvmod" and is_ahead(child):
            found = ("planned", ("dated ahead",)) if found is None else weaker(found, ("planned", ("dated ahead",)))
        if child.dep_ == "acl" and child.tag_ == "VBN" and ("planned", "status.plan") in governor_effects(child, None):
            found = ("planned", ("status.plan",)) if found is None else found  # «the handover, set for May»
        if child.dep_ == "relcl" and is_finite(child):
            clause = judge_finite(child, 2)
            if clause is not None and clause[0] in ("happened", "cancelled", "denied") and _occurs(child):
                found = clause if found is None else found
    return found


def _occurs(verb: Token) -> bool:
    return bool(phrase_effects(verb, word_classes()["subject"]))


def _told_as_fact(noun: Token) -> bool:
    """Whether a relative clause tells what the thing did: «the attack that killed nine»."""
    clauses = [child for child in noun.children if child.dep_ == "relcl" and is_finite(child) and _occurs(child)]
    return any(verdict is not None and verdict[0] == "happened" for verdict in (judge_finite(c, 2) for c in clauses))


def _definite(noun: Token) -> bool:
    return any(
        (child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these", "those"))
        or child.dep_ == "poss"
        or (child.dep_ == "prep" and child.lower_ == "between" and noun.tag_ == "NNS")
        for child in noun.children
    )


def _above_noun(noun: Token, own: Verdict | None, depth: int) -> Verdict | None:
    head = noun.head
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return _as_subject(noun, head, own, depth)
    if noun.dep_ in OBJECT | {"attr"} and head.pos_ in ("VERB", "AUX"):
        if head.lemma_ == "be":
            return _existential(noun, head, depth)
        if negates_object(head):
            return "denied", ("negation",)
        return governed(head, None, depth, default=None) or _known_object(noun, head, own, depth)
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in _AMOUNTS:
        return _above_noun(head.head, own, depth - 1) if depth > 1 else None  # «after weeks of shelling»
    if noun.dep_ == "pobj" and head.head != head:
        return _under_preposition(noun, head, own, depth)
    return None


def _as_subject(noun: Token, verb: Token, own: Verdict | None, depth: int) -> Verdict | None:
    above = judge_word(verb, depth - 1)
    if above is None:
        return None
    copular = _copular(verb, depth)
    if copular is not None:
        return copular
    passive = noun.dep_ == "nsubjpass"
    if passive:
        effects = dict(governor_effects(verb, None))
        effects.pop("reported", None)
        if "realised" not in effects and effects and not (own and own[0] == "happened"):
            return governed(verb, None, depth, default=None)
    effects_on_subject = dict(phrase_effects(verb, word_classes()["subject"]))
    if "cancelled" in effects_on_subject and above[0] == "happened":
        return "cancelled", (effects_on_subject["cancelled"],)
    if effects_on_subject or (passive and "realised" in dict(governor_effects(verb, None))):
        return above
    if above[0] in ("planned", "possible", "hypothetical"):
        return above
    if above[0] == "happened" and (_definite(noun) or _acted(verb) or (own and own[0] == "happened")):
        return above
    return None


def _acted(verb: Token) -> bool:
    """«a strike set the coast alight»: what acted on something took place."""
    acts = verb.lemma_.lower() not in _NO_ACT and any(child.dep_ in OBJECT for child in verb.children)
    return acts and is_finite(verb) and not governor_effects(verb, None)


def _copular(verb: Token, depth: int) -> Verdict | None:
    """«is under discussion», «came to nothing», «was a hoax», «was due to start»: what is said of the event itself."""
    if verb.lemma_ in ("be", "come", "go", "remain") and not is_negated(verb) and governor_effects(verb, None):
        phrase = governed(verb, None, depth, default=None)
        if phrase is not None and phrase[1][0] in _SAID_OF_IT:
            return phrase
    if verb.lemma_ != "be":
        return None
    if any(word.dep_ == "attr" and word.lemma_.lower() in _UNTRUE for word in verb.children):
        return ("possible" if is_negated(verb) else "denied"), ("it is untrue",)
    for word in verb.children:
        if word.dep_ == "acomp" and word.pos_ == "ADJ" and governor_effects(word, None):
            return governed(word, None, depth, default=None)
    return None


def _existential(noun: Token, verb: Token, depth: int) -> Verdict | None:
    """«There have been no talks», «it was the last meeting»."""
    if any(child.dep_ == "expl" for child in verb.children):
        return judge_word(verb, depth - 1)
    return None


def _known_object(noun: Token, verb: Token, own: Verdict | None, depth: int) -> Verdict | None:
    """A definite event under a verb of no class is known where the verb itself happened: «left the meeting»."""
    above = judge_word(verb, depth - 1)
    if above is not None and above[0] == "happened" and (own is not None or _definite(noun)) and not is_negated(verb):
        return "happened", ("known event",)
    return None


def _under_preposition(noun: Token, preposition: Token, own: Verdict | None, depth: int) -> Verdict | None:
    word, governor = preposition.lower_, preposition.head
    if word == "of" and governor.lower_ in ("ahead", "because", "instead", "front"):
        word, governor = governor.lower_, governor.head
    above = governed(governor, word, depth, default=None)
    if above is not None and dict(governor_effects(governor, word)) != dict(governor_effects(governor, None)):
        return above
    if word in _AHEAD:
        main = judge_word(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
        return None if main is not None and main[0] == "happened" and word == "before" else ("planned", ("ahead of",))
    if word in _ROUND and own is None and governor.pos_ in ("VERB", "AUX"):
        main = judge_word(governor, depth - 1)
        if main is not None and main[0] == "happened":
            return "happened", (f"preposition:{word}",)
    if word in _AFTER and governor.pos_ in ("VERB", "AUX") and (_definite(noun) or (own and own[0] == "happened")):
        main = judge_word(governor, depth - 1)
        if word in _LATER and main is not None and main[0] in ("planned", "hypothetical"):
            return ("happened", (f"preposition:{word}",)) if own and own[0] == "happened" else None
        if main is not None and (main[0] == "happened" or word in _LATER):
            return "happened", (f"preposition:{word}",)
        return main if main is not None and main[0] in ("planned", "possible", "hypothetical") else None
    if word == "for" and above is not None and above[0] in ("happened", "ongoing"):
        return None  # «issued a warrant for his arrest», «paid for the visit»
    return above if governor.pos_ != "VERB" or word in ("to", "of", "for", "on", "about") else None


def _presupposed(noun: Token, own: Verdict | None) -> Verdict | None:
    """A real-event modifier («their last meeting») is enough where nothing above speaks against it."""
    return own if own is not None and own[0] == "happened" and noun.dep_ in ("pobj", "appos", "conj", "nsubj") else None
