"""Did it happen: the status of the event a predicate names, from tense, modals, negation and what governs it.

The judgement climbs the parse from the event word. Each governor either leaves the event as real as itself («held
talks»), or takes it into a plan, a wish, a denial («discussed setting up a meeting»); the weakest reading on the way up
wins. Word classes are in ``rules/status.toml`` (implicatives after Karttunen 1971, factuality grades after Saurí and
Pustejovsky 2009). Where nothing tells, the judgement is None and no event is coded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.status.tense import (
    has_present_perfect,
    inverted_condition,
    is_finite,
    is_infinitive,
    is_present,
    mark_of,
    points_ahead,
    tense_status,
)
from backchannel.coding.status.verdicts import CERTAINTY, NEGATED, RANK, Judgement, Verdict, weaker
from backchannel.coding.status.words import governor_effects, phrase_effects, word_classes
from backchannel.coding.trees import OBJECT, first_conjunct, is_negated, negates_object
from backchannel.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONDITIONS = frozenset({"if", "unless", "whether", "provided", "lest", "assuming"})
_AS_TIME = frozenset({"when", "after", "once", "until", "till", "before"})
_HEDGES = frozenset(
    {"reportedly", "allegedly", "possibly", "perhaps", "maybe", "supposedly", "purportedly", "probably"}
)
_POLITE = frozenset({"like", "love", "prefer", "welcome", "want"})
_FACTIVE_NOUNS = frozenset(
    {"fact", "news", "reminder", "day", "time", "announcement", "confirmation", "acknowledgement", "acknowledgment"}
    | {"admission", "revelation", "disclosure"}
)
_NEARLY = frozenset({"almost", "nearly"})
_AFTER = frozenset(
    {"after", "since", "following", "during", "at", "amid", "despite", "upon", "from", "until", "on", "in"}
)
_AHEAD = frozenset({"before", "ahead", "pending", "toward", "towards"})
_SHORT_OF = frozenset({("short", "of"), ("instead", "of"), ("far", "from")})
_VAIN = frozenset({("in", "vain"), ("without", "success"), ("to", "avail")})
_MOTION = frozenset({"fly", "travel", "sail", "head", "rush", "drive", "depart", "arrive"})
_SELVES = frozenset({"it", "he", "she", "they", "we", "i"})
_DEEPEST = 10


def judge(predicate: Token) -> Judgement | None:
    """The status of the event that this verb or noun names; None where the text does not tell."""
    return judge_by_rules(predicate)


def judge_by_rules(predicate: Token) -> Judgement | None:
    """What the rules alone say, with the grade that goes with the status."""
    found = _judge(predicate, _DEEPEST)
    if found is None:
        return None
    status, because = found
    if predicate.sent.text.rstrip().rstrip('”"’)').endswith("?"):
        status, because = weaker((status, because), ("possible", ("status.question",)))
    return Judgement(status, CERTAINTY[status], because)


def _judge(token: Token, depth: int) -> Verdict | None:
    if depth == 0:
        return None
    if token.pos_ in ("VERB", "AUX") and is_finite(token):
        return _judge_finite(token, depth)
    if token.pos_ in ("VERB", "AUX"):
        return _judge_embedded(token, depth)
    return _judge_noun(token, depth)


def _judge_finite(verb: Token, depth: int) -> Verdict | None:
    status = tense_status(verb)
    because: tuple[str, ...] = (f"tense:{status}",)
    mark = mark_of(verb)
    if mark in ("if", "whether") and verb.dep_ == "ccomp":
        status, because = "possible", (f"mark:{mark}",)
    elif mark in _CONDITIONS or (mark is None and inverted_condition(verb)):
        status, because = "hypothetical", (f"mark:{mark or 'inversion'}",)
    elif status in ("ongoing", "happened") and is_present(verb) and (mark in _AS_TIME or points_ahead(verb)):
        status, because = "planned", ("present for future",)
    elif status == "ongoing" and points_ahead(verb):
        status, because = "planned", ("progressive for future",)
    if verb.dep_ in ("ccomp", "advcl") and verb.head.lower_ in _CONDITIONS and verb.head.tag_ in ("VBN", "VBG"):
        status, because = "hypothetical", (f"mark:{verb.head.lower_}",)
    if status == "planned" and _only_if(verb):
        status, because = "hypothetical", ("only if",)
    if status == "hypothetical" and _reported_future(verb):
        status, because = "planned", ("future in the past",)
    if is_negated(verb) or negates_object(verb):
        negated = NEGATED[status]
        if because[0] in ("tense:planned", "future in the past") or (status == "hypothetical" and _unconditional(verb)):
            negated = "refused"  # «will not meet», «would not accept the letter»
        status, because = negated, (*because, "negation")
    for child in verb.children:
        if child.lower_ in _HEDGES:
            status, because = weaker((status, because), ("possible", (f"adverb:{child.lower_}",)))
        elif child.lower_ in _NEARLY and child.dep_ == "advmod":
            status, because = "denied", (f"adverb:{child.lower_}",)
    return _under_clause(verb, (status, because), depth)


def _reported_future(verb: Token) -> bool:
    """«said it would withdraw»: a future seen from the past, not a condition."""
    governor = first_conjunct(verb).head
    if verb.dep_ not in ("ccomp", "conj", "acl") or governor == verb or not _unconditional(verb):
        return False
    if governor.i > verb.i and not any(child.lower_ in _SELVES for child in verb.children if child.dep_ == "nsubj"):
        return False  # «An embargo would hurt the island, its chamber said.»
    effects = {effect for effect, _ in governor_effects(governor, None)}
    return bool(effects & {"reported", "planned"})


def _only_if(verb: Token) -> bool:
    """«will surrender only if …»"""
    clauses = [child for child in verb.children if child.dep_ == "advcl" and mark_of(child) == "if"]
    return any(
        other.lower_ == "only" and other.i < clause.i
        for clause in clauses
        for other in (*clause.lefts, *verb.rights)
        if abs(other.i - clause.left_edge.i) <= 1
    )


def _unconditional(verb: Token) -> bool:
    """Whether no condition stands beside the verb («if …», «were it to …»)."""
    if mark_of(verb) in _CONDITIONS:
        return False
    beside = [child for child in verb.children if child.dep_ in ("advcl", "ccomp")]
    return not any(mark_of(child) in _CONDITIONS or inverted_condition(child) for child in beside)


def _under_clause(verb: Token, own: Verdict, depth: int) -> Verdict | None:
    """What the governor of a finite clause makes of it."""
    head = first_conjunct(verb)
    governor = head.head
    if governor == head or head.dep_ not in ("ccomp", "acl", "pcomp", "advcl", "csubj"):
        return own
    if head.dep_ == "advcl":
        if (own[0] == "happened" and not has_present_perfect(verb)) or governor.pos_ not in ("VERB", "AUX", "ADJ"):
            return own
        above = _judge(governor, depth - 1) if governor.pos_ != "ADJ" else None
        weakened = above is not None and above[0] in ("planned", "possible", "hypothetical")
        if above is not None and (above[0] == "hypothetical" or (own[0] == "ongoing" and weakened)):
            return weaker(own, above)
        if above is not None and weakened and mark_of(verb) in _AS_TIME and has_present_perfect(verb):
            return weaker(own, above)  # «will leave after they have exchanged maps»
        return own
    if governor.pos_ in ("NOUN", "PROPN"):
        return weaker(own, _told_in_noun(governor)) if head.dep_ == "acl" else own
    effects = dict(governor_effects(_complement(governor), None))
    if "reported" in effects:
        above = _tense_of_report(governor, depth)
        return weaker(own, above) if above else own
    for effect in ("denied", "refused", "possible", "hypothetical"):
        if effect in effects:
            if effect == "possible" and own[0] == "hypothetical" and _unconditional(verb):
                own = "possible", own[1]  # «hoped that he would visit» is a hope, no condition
            status: Status = effect
            if governor.pos_ in ("VERB", "AUX") and is_negated(governor):
                status = NEGATED[status]
            return weaker(own, (status, (effects[effect],)))
    return own


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
    if not is_finite(governor):
        above = _judge(governor, depth - 1) if is_infinitive(governor) and governor.dep_ in ("xcomp", "ccomp") else None
        unreal = above is not None and above[0] in ("possible", "hypothetical", "denied", "refused", "cancelled")
        return ("possible", ("unreal report",)) if unreal else None
    if (
        is_negated(governor)
        or mark_of(governor) in _CONDITIONS
        or tense_status(governor) in ("possible", "hypothetical")
    ):
        return "possible", ("unreal report",)
    return None


def _judge_embedded(verb: Token, depth: int) -> Verdict | None:
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


def _infinitive(head: Token, governor: Token) -> Verdict | None:
    """What an infinitive's own form or its governor's shows, before any word class."""
    if mark_of(head) == "whether":
        return "possible", ("mark:whether",)
    if governor.pos_ in ("ADJ", "ADV") and any(child.lower_ == "too" for child in governor.children):
        return "denied", ("too … to",)
    if head.dep_ == "acl" and head.tag_ == "VBN" and governor_effects(governor, None) == ():
        return "planned", ("to be done",)  # «a treaty to be signed in July»
    if head.dep_ in ("acl", "relcl") and governor.pos_ == "PROPN" and governor.dep_ == "ROOT":
        return "planned", ("headline",)  # «Oman to host talks»
    if head.dep_ == "xcomp" and governor.lemma_ in _MOTION and not is_negated(governor):
        return "planned", ("purpose",)
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in head.children)
    if perfect and governor.lemma_ == "be" and governor.tag_ == "VBD":
        return "denied", ("was to have",)
    return None


def _above_embedded(head: Token, governor: Token, depth: int) -> Verdict | None:
    infinitive = is_infinitive(head)
    if infinitive:
        early = _infinitive(head, governor)
        if early is not None:
            return early
    if head.dep_ == "acl" and head.tag_ == "VBN" and not infinitive:
        return "happened", ("participle",)
    if head.dep_ == "acl" and head.tag_ == "VBG":
        return "ongoing", ("participle",)
    if head.dep_ == "advcl" and not infinitive:
        if mark_of(head) in _CONDITIONS:
            return "hypothetical", (f"mark:{mark_of(head)}",)
        return _judge(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
    if head.dep_ == "advcl":
        above = _judge(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
        effects = dict(governor_effects(governor, None))
        for effect in ("denied", "refused", "cancelled"):
            if effect in effects and above is not None and above[0] == "happened":
                return effect, (effects[effect],)  # «foiled a plot to kidnap»
        if "possible" in effects or (above and RANK[above[0]] > RANK["planned"]):
            return above if above and RANK[above[0]] > RANK["possible"] else ("possible", ("purpose",))
        return "planned", ("purpose",)
    preposition = None
    if head.dep_ == "pcomp":
        preposition, governor = governor.lower_, governor.head
        if (governor.lower_, preposition) in _SHORT_OF:
            return "denied", (f"{governor.lower_} {preposition}",)
        if preposition in ("after", "since", "upon", "following", "by") and governor.pos_ in ("VERB", "AUX"):
            return _judge(governor, depth - 1)
        if preposition in ("without", "instead"):
            return "denied", (f"preposition:{preposition}",)
        if preposition in ("before", "against"):
            return "possible", (f"preposition:{preposition}",)
    return _governed(governor, preposition, depth, default="possible" if infinitive or preposition else None)


def _governed(governor: Token, preposition: str | None, depth: int, *, default: Status | None) -> Verdict | None:
    """The status of what stands under a governor word, from the governor's class and its own standing."""
    effects = dict(governor_effects(governor, preposition))
    effects.pop("reported", None)
    if governor.pos_ == "ADJ" or (default is not None and len(effects) > 1):
        effects.pop("realised", None)  # «open to talks», «committed to helping»
    if governor.lemma_ == "be" and default == "possible" and preposition is None:
        effects = {"planned": "be to"}
    if governor.lemma_ == "go" and governor.tag_ == "VBG":
        effects = {"planned": "going to"}
    if governor.lemma_ == "have" and default == "possible":
        effects = {"possible": "have to"}
    if governor.lemma_ == "use" and governor.tag_ == "VBN":
        effects.pop("realised", None)  # «is used to strike» tells what for, «used to strike» what was
    if not effects:
        return (default, ("embedded",)) if default else None
    if "realised" in effects:
        above = _judge(governor, depth - 1)
        return None if above is None else (above[0], (effects["realised"], *above[1]))
    effect = max(effects, key=lambda name: RANK[name])  # type: ignore[index]
    verdict: Verdict = (effect, (effects[effect],))  # type: ignore[assignment]
    if effect == "possible" and _in_vain(governor):
        return "denied", (effects[effect], "in vain")
    if effect == "possible" and governor.dep_ == "dobj" and governor.head.lemma_ == "accept":
        verdict = "planned", (effects[effect], "accepted")
    return _standing(governor, verdict, depth)


def _in_vain(governor: Token) -> bool:
    """«tried in vain to», «tried unsuccessfully to»."""
    for child in governor.children:
        if child.dep_ == "advmod" and child.lower_ in ("unsuccessfully", "vainly"):
            return True
        if child.dep_ == "prep" and any((child.lower_, found.lower_) in _VAIN for found in child.children):
            return True
    return False


def _standing(governor: Token, verdict: Verdict, depth: int) -> Verdict:
    """Negation of the governor, and what governs the governor in its turn."""
    if governor.pos_ in ("VERB", "AUX", "ADJ"):
        verb = governor if governor.pos_ != "ADJ" else governor.head
        if is_negated(governor) or (governor.pos_ == "ADJ" and verb.lemma_ == "be" and is_negated(verb)):
            negated: Status = "refused" if verdict[0] == "possible" else NEGATED[verdict[0]]
            return negated, (*verdict[1], "negation")
    elif any(child.dep_ in ("det", "neg") and child.lower_ == "no" for child in governor.children):
        return NEGATED[verdict[0]], (*verdict[1], "negation")
    above = _judge(governor, depth - 1)
    if above is None or RANK[above[0]] <= RANK[verdict[0]]:
        return verdict
    if above[0] == "hypothetical" and governor.lemma_.lower() in _POLITE:
        return verdict  # «would like to meet» is a wish, no condition
    return above[0], verdict[1] + above[1]


def _judge_noun(noun: Token, depth: int) -> Verdict | None:
    own = _modified(noun)
    head = first_conjunct(noun)
    above = _above_noun(head, own, depth)
    if above is None:
        return own if own is not None and own[0] != "happened" else _presupposed(noun, own)
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
        if child.dep_ == "relcl" and is_finite(child):
            clause = _judge_finite(child, 2)
            if clause is not None and clause[0] in ("happened", "cancelled", "denied") and _occurs(child):
                found = clause if found is None else found
    return found


def _occurs(verb: Token) -> bool:
    return bool(phrase_effects(verb, word_classes()["subject"]))


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
        return _governed(head, None, depth, default=None) or _known_object(noun, head, own, depth)
    if noun.dep_ == "pobj" and head.head != head:
        return _under_preposition(noun, head, own, depth)
    return None


def _as_subject(noun: Token, verb: Token, own: Verdict | None, depth: int) -> Verdict | None:
    above = _judge(verb, depth - 1)
    if above is None:
        return None
    passive = noun.dep_ == "nsubjpass"
    if passive:
        effects = dict(governor_effects(verb, None))
        effects.pop("reported", None)
        if "realised" not in effects and effects and not (own and own[0] == "happened"):
            return _governed(verb, None, depth, default=None)
    if phrase_effects(verb, word_classes()["subject"]) or (
        passive and "realised" in dict(governor_effects(verb, None))
    ):
        return above
    if above[0] in ("planned", "possible", "hypothetical"):
        return above
    if above[0] == "happened" and (_definite(noun) or (own and own[0] == "happened")):
        return above
    return None


def _existential(noun: Token, verb: Token, depth: int) -> Verdict | None:
    """«There have been no talks», «it was the last meeting»."""
    if any(child.dep_ == "expl" for child in verb.children):
        return _judge(verb, depth - 1)
    return None


def _known_object(noun: Token, verb: Token, own: Verdict | None, depth: int) -> Verdict | None:
    """A definite event under a verb of no class is known where the verb itself happened: «left the meeting»."""
    above = _judge(verb, depth - 1)
    if above is not None and above[0] == "happened" and (own is not None or _definite(noun)) and not is_negated(verb):
        return "happened", ("known event",)
    return None


def _under_preposition(noun: Token, preposition: Token, own: Verdict | None, depth: int) -> Verdict | None:
    word, governor = preposition.lower_, preposition.head
    if word == "of" and governor.lower_ in ("ahead", "because", "instead", "front"):
        word, governor = governor.lower_, governor.head
    above = _governed(governor, word, depth, default=None)
    if above is not None and dict(governor_effects(governor, word)) != dict(governor_effects(governor, None)):
        return above
    if word in _AHEAD:
        main = _judge(governor, depth - 1) if governor.pos_ in ("VERB", "AUX") else None
        return None if main is not None and main[0] == "happened" and word == "before" else ("planned", ("ahead of",))
    if word in _AFTER and governor.pos_ in ("VERB", "AUX") and (_definite(noun) or (own and own[0] == "happened")):
        main = _judge(governor, depth - 1)
        if main is not None and (main[0] == "happened" or word in ("after", "since", "following")):
            return "happened", (f"preposition:{word}",)
        return main if main is not None and main[0] in ("planned", "possible", "hypothetical") else None
    return above if governor.pos_ != "VERB" or word in ("to", "of", "for", "on", "about") else None


def _presupposed(noun: Token, own: Verdict | None) -> Verdict | None:
    """A real-event modifier («their last meeting») is enough where nothing above speaks against it."""
    return own if own is not None and own[0] == "happened" and noun.dep_ in ("pobj", "appos", "conj", "nsubj") else None
