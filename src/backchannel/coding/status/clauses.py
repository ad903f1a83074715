"""Finite clauses: tense, modal and conjunction of the verb, and what the word above its clause makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.attempts import HEARSAY
from backchannel.coding.status.climb import judge_word
from backchannel.coding.status.conditions import depends_on_if, is_only_if, is_unconditional, proviso_of
from backchannel.coding.status.embedded import CUT_SHORT
from backchannel.coding.status.hedges import UNSURE, denial_of, hedge_of, is_awaited, is_dated_ahead
from backchannel.coding.status.polarity import is_denied
from backchannel.coding.status.scope import scope_of_noun
from backchannel.coding.status.tense import (
    AS_TIME,
    CONDITIONS,
    has_present_perfect,
    inverted_condition,
    is_finite,
    is_infinitive,
    is_present,
    mark_of,
    points_ahead,
    tense_status,
)
from backchannel.coding.status.verdicts import NEGATED, Verdict, weaker
from backchannel.coding.status.words import governor_effects
from backchannel.coding.trees import first_conjunct, is_negated
from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_FACTIVE_NOUNS = frozenset(
    {"fact", "news", "reminder", "day", "time", "announcement", "confirmation", "acknowledgement", "acknowledgment"}
    | {"admission", "revelation", "disclosure"}
)
_NEARLY = frozenset({"almost", "nearly"})
_SEEMS = frozenset({"seem", "appear"})
_SURE = frozenset({"clear", "certain", "known", "sure"})
_FALSELY = frozenset({"wrongly", "falsely", "mistakenly", "erroneously", "incorrectly"})
_FACTUAL = frozenset({"how", "why", "when", "where"})
_PLAYED = frozenset(
    {"film", "movie", "novel", "drill", "exercise", "simulation", "scenario", "wargame", "game", "dream", "rehearsal"}
)
_PLANS = frozenset({"plan", "deal", "proposal", "draft", "accord", "agreement", "roadmap", "timetable"})
_SELVES = frozenset({"it", "he", "she", "they", "we", "i"})


def judge_finite(verb: Token, depth: int) -> Verdict | None:
    """The verdict on a verb that carries tense, its modal, negation, adverbs and the clause above taken in."""
    return _under_clause(verb, own_verdict(verb), depth)


def own_verdict(verb: Token) -> Verdict:
    """The verdict on a finite verb's own clause: tense, modal, negation, adverbs."""
    status, because = _mood(verb)
    if is_denied(verb):
        negated = NEGATED[status]
        if because[0] in ("tense:planned", "future in the past") or (
            status == "hypothetical" and is_unconditional(verb)
        ):
            negated = "refused"  # «will not meet», «would not accept the letter»
        status, because = negated, (*because, "negation")
    hedge = hedge_of(verb)
    if hedge is not None:
        status, because = weaker((status, because), ("possible", (hedge,)))
    nearly = next((child for child in verb.children if child.lower_ in _NEARLY and child.dep_ == "advmod"), None)
    if nearly is not None:
        status, because = "denied", (f"adverb:{nearly.lower_}",)
    return status, because


def _mood(verb: Token) -> Verdict:
    """What tense, modal and conjunction say before negation."""
    status, because = _conjoined(verb, tense_status(verb))
    provided = proviso_of(verb)
    if provided is not None:
        status, because = "hypothetical", (f"mark:{provided}",)
    if status == "happened" and depends_on_if(verb):
        status, because = "possible", ("on a condition",)
    if status in ("happened", "ongoing") and _in_play(verb):
        status, because = "hypothetical", ("played",)
    if status == "ongoing" and is_present(verb) and _under_plan(verb):
        status, because = "planned", ("under a plan",)
    if status == "planned" and is_only_if(verb):
        status, because = "hypothetical", ("only if",)
    if status == "hypothetical" and _reported_future(verb):
        status, because = "planned", ("future in the past",)
    return status, because


def _conjoined(verb: Token, status: Status) -> Verdict:
    """What the conjunction of the clause, and a day that lies ahead, make of the tense."""
    mark = mark_of(verb)
    if mark in ("if", "whether") and verb.dep_ == "ccomp":
        return "possible", (f"mark:{mark}",)
    if _as_though(verb):
        return "possible", ("mark:as though",)
    if mark in CONDITIONS or (mark is None and inverted_condition(verb)):
        return "hypothetical", (f"mark:{mark or 'inversion'}",)
    if status in ("ongoing", "happened") and (is_awaited(verb) or (is_present(verb) and points_ahead(verb))):
        return "planned", ("present for future",)
    if status == "ongoing" and is_dated_ahead(verb):
        return "planned", ("present with a day",)
    if status == "ongoing" and points_ahead(verb):
        return "planned", ("progressive for future",)
    return status, (f"tense:{status}",)


def _reported_future(verb: Token) -> bool:
    """«said it would withdraw»: a future seen from the past, not a condition."""
    governor = first_conjunct(verb).head
    if verb.dep_ not in ("ccomp", "conj", "acl") or governor == verb or not is_unconditional(verb):
        return False
    if governor.i > verb.i and not any(child.lower_ in _SELVES for child in verb.children if child.dep_ == "nsubj"):
        return False  # «An embargo would hurt the island, its chamber said.»
    effects = {effect for effect, _ in governor_effects(governor, None)}
    return bool(effects & {"reported", "planned"})


def _as_though(verb: Token) -> bool:
    """«acted as though he had won»"""
    return any(child.lower_ == "though" and child.i and child.nbor(-1).lower_ == "as" for child in verb.lefts)


def _in_play(verb: Token) -> bool:
    """«In the drill, the navy sank …», «a scenario in which …»: it happens in a play, not in the world."""
    if verb.dep_ == "relcl" and verb.head.lemma_ in _PLAYED:
        return True
    return any(
        child.dep_ == "prep"
        and child.lower_ in ("in", "under", "during")
        and any(found.lemma_ in _PLAYED and found.dep_ == "pobj" for found in child.children)
        for child in verb.children
    )


def _under_plan(verb: Token) -> bool:
    """«Under the plan, the army withdraws by May»"""
    under = [child for child in verb.children if child.dep_ == "prep" and child.lower_ == "under"]
    return any(found.lemma_ in _PLANS for child in under for found in child.children)


def _under_clause(verb: Token, own: Verdict, depth: int) -> Verdict | None:
    """What the governor of a finite clause makes of it."""
    head = first_conjunct(verb)
    governor = head.head
    if governor == head or head.dep_ not in ("ccomp", "acl", "relcl", "pcomp", "advcl", "csubj"):
        return own
    if head.dep_ == "relcl" or (head.dep_ != "advcl" and governor.pos_ in ("NOUN", "PROPN")):
        if head.dep_ == "acl" or any(child.lower_ == "that" and child.dep_ == "mark" for child in head.lefts):
            return weaker(own, _told_in_noun(governor))
        return scope_of_noun(governor, own, depth) if head.dep_ == "relcl" else own
    if head.dep_ == "advcl":
        return _under_adverbial(verb, own, governor, depth)
    if head.dep_ == "csubj" and any(child.lower_ in ("whoever", "whichever") for child in verb.children):
        return weaker(own, ("hypothetical", ("whoever",)))
    truth = _truth(governor)
    if truth is not None:
        asked = truth[0] == "possible" and any(child.lower_ in _FACTUAL for child in verb.lefts)
        return own if asked else weaker(own, truth)  # «unclear how they slipped in»: that they did is clear
    if verb.tag_ == "VBN" and governor.lemma_ == "have" and governor.pos_ in ("VERB", "AUX"):
        above = judge_word(governor, depth - 1)
        return weaker(own, above) if above is not None else own  # «may have had their assets frozen»
    return _under_verb(verb, own, governor, depth)


def _under_verb(verb: Token, own: Verdict, governor: Token, depth: int) -> Verdict | None:
    """What the verb or adjective that a clause completes makes of it: «said», «denied», «hoped that …»."""
    if any(child.dep_ == "nsubj" and child.lemma_.lower() in HEARSAY for child in governor.children):
        own = weaker(own, ("possible", ("hearsay",)))  # «rumours spread that the king had died»
    effects = dict(governor_effects(_complement(governor), None))
    if governor.lemma_.lower() in _SEEMS:
        return weaker(own, ("possible", ("seems",)))
    if "reported" in effects:
        if own[0] in ("happened", "ongoing") and denial_of(verb) is not None:
            own = "possible", (*own[1], "contested")
        above = _tense_of_report(governor, depth)
        return weaker(own, above) if above else own
    for effect in ("denied", "refused", "possible", "hypothetical"):
        if effect in effects:
            if effect == "possible" and own[0] == "hypothetical" and is_unconditional(verb):
                own = "possible", own[1]  # «hoped that he would visit» is a hope, no condition
            status: Status = effect
            if governor.pos_ in ("VERB", "AUX") and is_denied(governor):
                status = NEGATED[status]
            return weaker(own, (status, (effects[effect],)))
    return own


def _under_adverbial(verb: Token, own: Verdict, governor: Token, depth: int) -> Verdict:
    """What the main clause makes of «when …», «after …», «as …»: nothing is more real than what it waits for."""
    mark = mark_of(verb)
    if own[0] == "happened" and mark == "before" and governor.lemma_.lower() in CUT_SHORT and not is_negated(verb):
        return "possible", (*own[1], "cut short before")  # «sank before it was searched»
    if own[0] == "happened" and mark in AS_TIME and tense_status(governor) in ("planned", "hypothetical"):
        return "planned", (*own[1], "past of a future")  # «would be replaced before the tour began»
    if own[0] == "happened" and mark == "once" and has_present_perfect(verb) and is_present(governor):
        return "planned", (*own[1], "past of a future")  # «once they have signed, the text goes to parliament»
    if (own[0] == "happened" and not has_present_perfect(verb)) or governor.pos_ not in ("VERB", "AUX", "ADJ"):
        return own
    above = judge_word(governor, depth - 1) if governor.pos_ != "ADJ" else None
    weakened = above is not None and above[0] in ("planned", "possible", "hypothetical")
    if above is not None and (above[0] == "hypothetical" or (own[0] == "ongoing" and weakened)):
        return weaker(own, above)
    if above is not None and weakened and mark_of(verb) in AS_TIME and has_present_perfect(verb):
        return weaker(own, above)  # «will leave after they have exchanged maps»
    return own


def _truth(governor: Token) -> Verdict | None:
    """«It is not true that …», «it is unclear whether …»: what is said of the whole clause."""
    far = governor.lemma_ == "be" and any(child.lower_ == "far" for child in governor.children)
    if far and any(word.lower_ in _SURE for word in governor.subtree if word.i > governor.i):
        return "possible", ("far from sure",)
    word = _complement(governor)
    if word.pos_ != "ADJ":
        return None
    if word.lower_ in ("false", "untrue", "wrong") and not is_negated(governor):
        return "denied", (f"it is {word.lower_}",)
    if word.lower_ in ("true", "correct") and is_negated(governor):
        return "denied", (f"it is not {word.lower_}",)
    if word.lower_ in ("unclear", "unknown", "doubtful", "uncertain", "unlikely"):
        return "possible", (f"it is {word.lower_}",)
    if word.lower_ in _SURE and is_negated(governor):
        return "possible", (f"it is not {word.lower_}",)
    return None


def _complement(governor: Token) -> Token:
    """«It is unlikely that …»: the adjective speaks, not the «is»."""
    if governor.lemma_ != "be":
        return governor
    return next((child for child in governor.children if child.dep_ == "acomp"), governor)


def _told_in_noun(noun: Token) -> Verdict:
    """«rumours that X attacked», «denied the claim that …»: hearsay, and denied where its verb denies it."""
    verb = noun.head
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ == "VERB":
        for effect, rule in governor_effects(verb, None):
            if effect in ("denied", "refused"):
                return "denied", (rule,)
    if noun.lemma_ in _FACTIVE_NOUNS:
        return "happened", ()
    return "possible", (f"told in a noun: {noun.lemma_}",)


def _tense_of_report(governor: Token, depth: int) -> Verdict | None:
    """«did not say that they met», «may announce that it has left»: the report itself is not a fact."""
    if governor.pos_ not in ("VERB", "AUX"):
        return None
    if any(child.lower_ in _FALSELY for child in governor.children) or governor.head.lower_ in ("wrong", "mistaken"):
        return "denied", ("wrongly told",)
    sources = [child for child in governor.children if child.dep_ == "nsubj"]
    if any(word.lower_ in UNSURE for source in sources for word in source.children):
        return "possible", ("unconfirmed",)
    if not is_finite(governor):
        above = (
            judge_word(governor, depth - 1) if is_infinitive(governor) and governor.dep_ in ("xcomp", "ccomp") else None
        )
        unreal = above is not None and above[0] in ("possible", "hypothetical", "denied", "refused", "cancelled")
        return ("possible", ("unreal report",)) if unreal else None
    if (
        is_negated(governor)
        or mark_of(governor) in CONDITIONS
        or tense_status(governor) in ("possible", "hypothetical")
    ):
        return "possible", ("unreal report",)
    return None
