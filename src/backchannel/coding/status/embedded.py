"""Infinitives, gerunds and participles, and all that stands under a governor word: as real as that lets it be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.attempts import HEARSAY, came_to_nothing, in_vain
from backchannel.coding.status.climb import judge_word
from backchannel.coding.status.hedges import hedge_of
from backchannel.coding.status.scope import participle_at_noun
from backchannel.coding.status.tense import CONDITIONS, is_infinitive, is_present, is_subjunctive, mark_of
from backchannel.coding.status.verdicts import NEGATED, RANK, Verdict
from backchannel.coding.status.words import governor_effects
from backchannel.coding.trees import first_conjunct, is_negated
from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_POLITE = frozenset({"like", "love", "prefer", "welcome", "want"})
_SHORT_OF = frozenset({("short", "of"), ("instead", "of"), ("far", "from")})
_MOTION = frozenset({"fly", "travel", "sail", "head", "rush", "drive", "depart", "arrive"})
# Nouns that an infinitive tells the aim of: it is set, not yet reached.
_ERRANDS = frozenset(
    {"contract", "deal", "accord", "pact", "treaty", "deadline", "mandate", "deployment", "mission", "trip", "journey"}
)
_TIMES = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow", "yesterday"}
)
# Saying so is doing so: «I would like to thank», «we want to congratulate».
_PERFORMED = frozenset(
    {"thank", "congratulate", "express", "convey", "extend", "reiterate", "stress", "emphasize", "emphasise"}
    | {"commend", "salute", "apologize", "apologise", "condole", "welcome", "praise", "remind"}
)
_FIRST = frozenset({"i", "we"})
_SHOWN = frozenset(
    {"quick", "swift", "slow", "right", "wrong", "wise", "foolish", "brave", "lucky", "kind", "careless"}
)
_EVIDENT = frozenset({"know", "see", "find", "show", "confirm", "reveal", "observe"})
_RANKS = frozenset(
    {
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "last",
        "only",
        "latest",
    }
)
_BESIDE = frozenset({"in", "with", "while", "despite", "besides"})
# What cuts an action short: after «sank before …», «died before …» nothing is told to have followed.
CUT_SHORT = frozenset(
    {"die", "stop", "halt", "crash", "sink", "fall", "collapse", "kill", "shoot", "arrest", "intercept", "block"}
    | {"expel", "abort", "cancel", "call", "break", "quit", "surrender", "destroy", "seize", "detain", "disarm"}
    | {"withdraw", "drop", "rescind", "revoke", "repeal", "scrap", "derail", "interrupt", "expire", "lapse", "defuse"}
    | {"down", "foil", "thwart", "prevent", "catch", "strike", "turn", "abandon", "evacuate", "flee"}
)


def judge_embedded(verb: Token, depth: int) -> Verdict | None:
    """An infinitive, gerund or participle: as real as what governs it lets it be."""
    head = first_conjunct(verb)
    governor = head.head
    if governor == head:
        return None
    if head.dep_ == "amod" and any(child.dep_ == "nsubj" for child in head.children):
        return "happened", ("tense:happened",)
    below: Verdict = ("happened", ())
    if is_negated(verb) and head.dep_ != "amod":
        below = ("denied", ("negation",))
    verdict = _above_embedded(head, governor, depth)
    if verdict is None:
        return None
    if below[0] == "denied" and verdict[1][-1:] == ("negation",):
        return "possible", (*verdict[1], "negation")  # «no reason not to talk»
    if below[0] == "denied":
        return ("refused" if verdict[0] == "planned" else "denied"), (*verdict[1], "negation")
    return verdict


def _is_performed(head: Token, governor: Token) -> bool:
    if governor.lemma_.lower() not in _POLITE or head.lemma_.lower() not in _PERFORMED or is_negated(governor):
        return False
    return any(child.dep_ == "nsubj" and child.lower_ in _FIRST for child in governor.children)


def _infinitive(head: Token, governor: Token) -> Verdict | None:
    """What an infinitive's own form or its governor's shows, before any word class."""
    if mark_of(head) == "whether":
        return "possible", ("mark:whether",)
    if _is_performed(head, governor):
        return "happened", ("performed",)
    if head.dep_ in ("acl", "relcl") and governor.lemma_.lower() in _ERRANDS:
        above = _standing(governor, ("planned", (f"aim of: {governor.lemma_.lower()}",)), 4)
        return above if above[0] != "happened" else None
    if governor.pos_ in ("ADJ", "ADV") and any(child.lower_ == "too" for child in governor.children):
        return "denied", ("too … to",)
    shown = _shown_by(head, governor)
    if shown is not None:
        return judge_word(shown, 4)
    if head.dep_ in ("acl", "relcl") and head.tag_ == "VBN" and governor_effects(governor, None) == ():
        return "planned", ("to be done",)  # «a treaty to be signed in July»
    if head.dep_ in ("acl", "relcl") and governor.dep_ == "ROOT" and governor.i == governor.left_edge.i:
        return "planned", ("headline",)  # «Oman to host talks»
    if head.dep_ == "xcomp" and governor.lemma_ in _MOTION and not is_negated(governor):
        return "planned", ("purpose",)
    if head.dep_ in ("acl", "relcl") and governor.lower_ in _TIMES and governor.head.dep_ in ("prep", "npadvmod"):
        return "planned", ("purpose",)  # «flies on Monday to deliver»
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in head.children)
    if perfect and governor.lemma_ == "be" and governor.tag_ == "VBD":
        return "denied", ("was to have",)
    return None


def _shown_by(head: Token, governor: Token) -> Token | None:
    """The verb that tells whether it was done: «was the first to sign», «was quick to sign», «it took days to sign»."""
    if governor.lemma_ == "take" and head.dep_ in ("xcomp", "advcl"):
        opens = any(child.dep_ in ("nsubj", "expl") and child.lower_ == "it" for child in governor.children)
        return governor if opens else None
    if governor.lemma_ in _EVIDENT and governor.tag_ == "VBN" and head.dep_ in ("xcomp", "ccomp"):
        passive = any(child.dep_ == "auxpass" for child in governor.children)
        return governor if passive and not is_negated(governor) else None
    if governor.pos_ == "ADJ" and governor.lower_ in _SHOWN and head.dep_ == "xcomp":
        return governor.head if governor.head.pos_ in ("VERB", "AUX") and not is_negated(governor.head) else None
    if head.dep_ not in ("relcl", "acl", "advcl"):
        return None
    ranked = governor.lower_ in _RANKS or any(child.lower_ in _RANKS for child in governor.lefts)
    if ranked and governor.dep_ == "attr" and governor.head.lemma_ in ("be", "become"):
        return governor.head
    return None


def _above_embedded(head: Token, governor: Token, depth: int) -> Verdict | None:
    infinitive = is_infinitive(head)
    early = _infinitive(head, governor) if infinitive else None
    if early is not None:
        return early
    if is_subjunctive(head):
        return "possible", ("subjunctive",)
    if head.dep_ == "advcl" and infinitive:
        return _purpose(governor, depth)
    if head.dep_ == "acl" and head.tag_ == "VBN" and not infinitive:
        return participle_at_noun(head, governor, depth)
    if head.dep_ == "acl" and head.tag_ == "VBG":
        if governor.dep_ == "pobj" and governor.head.head.lemma_ in HEARSAY | {"report"}:
            return "possible", (f"told in a noun: {governor.head.head.lemma_}",)  # «reports of rebels shelling»
        if governor.dep_ == "pobj" and governor.head.lower_ == "with" and governor.head.head.pos_ == "VERB":
            return judge_word(governor.head.head, depth - 1)  # «with shells falling on the port, ministers fled»
        return participle_at_noun(head, governor, depth)
    if head.dep_ == "advcl":
        if mark_of(head) in CONDITIONS:
            return "hypothetical", (f"mark:{mark_of(head)}",)
        if (
            head.tag_ == "VBG"
            and head.i == governor.i + 2
            and ("refused", "status.refuse") in governor_effects(governor, None)
        ):
            return governed(governor, None, depth, default=None)  # «ruled out sending troops»
        return judge_word(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
    if head.dep_ == "pcomp":
        hedge = hedge_of(head)
        return ("possible", (hedge,)) if hedge is not None else _gerund(governor, depth)
    return governed(governor, None, depth, default="possible" if infinitive else None)


def _purpose(governor: Token, depth: int) -> Verdict:
    """«sailed to escort the tanker»: meant, and no more real than the verb that serves it."""
    above = judge_word(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
    effects = dict(governor_effects(governor, None))
    for effect in ("denied", "refused", "cancelled"):
        if effect in effects and above is not None and above[0] == "happened":
            return effect, (effects[effect],)  # «foiled a plot to kidnap»
    if "possible" in effects or (above and RANK[above[0]] > RANK["planned"]):
        return above if above and RANK[above[0]] > RANK["possible"] else ("possible", ("purpose",))
    return "planned", ("purpose",)


def _gerund(preposition: Token, depth: int) -> Verdict | None:
    """A gerund under a preposition: «without delivering», «after signing», «short of recalling»."""
    word, governor = preposition.lower_, preposition.head
    short = governor if (governor.lower_, word) in _SHORT_OF else None
    for child in preposition.children:
        short = child if child.i < preposition.i and (child.lower_, word) in _SHORT_OF else short
    if short is not None:
        return "denied", (f"{short.lower_} {word}",)
    if word in ("after", "since", "upon", "following", "by") and governor.pos_ in ("VERB", "AUX"):
        return judge_word(governor, depth - 1)
    if word in ("without", "instead"):
        return _without(governor, word, depth)
    if word == "before" and governor.pos_ == "VERB" and governor.lemma_.lower() not in CUT_SHORT:
        above = judge_word(governor, depth - 1)
        if above is not None and above[0] in ("happened", "planned"):
            return above[0], (*above[1], "preposition:before")  # «met in Lum before flying on to Varn»
    if word in ("before", "against"):
        return "possible", (f"preposition:{word}",)
    if word in _BESIDE and governor.pos_ == "VERB" and not governor_effects(governor, word):
        return judge_word(governor, depth - 1)  # «in closing the strait, the navy broke the truce»
    return governed(governor, word, depth, default="possible")


def _without(governor: Token, word: str, depth: int) -> Verdict:
    """«left without signing» tells what was not done; «will not leave without signing» what must come first."""
    above = judge_word(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
    if word == "without" and above is not None and above[0] in ("planned", "possible", "hypothetical", "refused"):
        return "hypothetical", (f"preposition:{word}",)
    return "denied", (f"preposition:{word}",)


def governed(governor: Token, preposition: str | None, depth: int, *, default: Status | None) -> Verdict | None:
    """The status of what stands under a governor word, from the governor's class and its own standing."""
    effects = dict(governor_effects(governor, preposition))
    effects.pop("reported", None)
    if governor.pos_ == "ADJ" or (default is not None and len(effects) > 1):
        effects.pop("realised", None)  # «open to talks», «committed to helping»
    if governor.lemma_ == "be" and default == "possible" and preposition is None:
        impersonal = any(child.dep_ in ("nsubj", "expl") and child.lower_ == "it" for child in governor.children)
        effects = {"possible": "it is to"} if impersonal else {"planned": "be to"}  # «it is up to Jordan to close»
    if governor.lemma_ == "go" and governor.tag_ == "VBG":
        effects = {"planned": "going to"}
    if governor.lemma_ == "have" and default == "possible":
        waits = any(child.dep_ == "advmod" and child.lower_ in ("yet", "still") for child in governor.children)
        effects = {"denied": "have yet to"} if waits else {"possible": "have to"}
    if governor.lemma_ == "face" and is_present(governor):
        effects = {"possible": "faces"}  # «faces a strike if …»; what was faced is past
    if governor.lemma_ == "use" and governor.tag_ == "VBN":
        effects.pop("realised", None)  # «is used to strike» tells what for, «used to strike» what was
    if not effects:
        return (default, ("embedded",)) if default else None
    if "factive" in effects:
        return _factive(governor, effects["factive"], depth)
    if "realised" in effects:
        above = judge_word(governor, depth - 1)
        return None if above is None else (above[0], (effects["realised"], *above[1]))
    effect = max(effects, key=lambda name: RANK[name])  # type: ignore[index]
    verdict: Verdict = (effect, (effects[effect],))  # type: ignore[assignment]
    if effect == "possible" and (in_vain(governor) or came_to_nothing(governor)):
        return "denied", (effects[effect], "in vain")
    if effect == "possible" and governor.dep_ == "dobj" and governor.head.lemma_ == "accept":
        verdict = "planned", (effects[effect], "accepted")
    return _standing(governor, verdict, depth)


def _factive(governor: Token, rule: str, depth: int) -> Verdict:
    """«regrets the raid», «will not apologise for shelling the port»: done, whether or not that is regretted."""
    above = judge_word(governor, depth - 1)
    if above is not None and above[0] in ("possible", "hypothetical") and not is_negated(governor):
        return above[0], (rule, *above[1])
    return "happened", (rule,)


def _standing(governor: Token, verdict: Verdict, depth: int) -> Verdict:
    """Negation of the governor, and what governs the governor in its turn."""
    if governor.pos_ in ("VERB", "AUX", "ADJ"):
        verb = governor if governor.pos_ != "ADJ" else governor.head
        if is_negated(governor) or (governor.pos_ == "ADJ" and verb.lemma_ == "be" and is_negated(verb)):
            negated: Status = "refused" if verdict[0] == "possible" else NEGATED[verdict[0]]
            return negated, (*verdict[1], "negation")
    elif any(child.dep_ in ("det", "neg") and child.lower_ == "no" for child in governor.children):
        return NEGATED[verdict[0]], (*verdict[1], "negation")
    above = judge_word(governor, depth - 1)
    if above is None or RANK[above[0]] <= RANK[verdict[0]]:
        return verdict
    if above[0] == "hypothetical" and governor.lemma_.lower() in _POLITE:
        return verdict  # «would like to meet» is a wish, no condition
    return above[0], verdict[1] + above[1]
