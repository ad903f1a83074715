"""How far a verb is meant: done, not done, planned, offered, refused, or only thought of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backchannel.coding.channels.rules import ChannelRules, Mood
from backchannel.coding.status.tense import is_to_infinitive, mark_of, tense_status
from backchannel.coding.trees import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEEPEST = 8  # governors climbed; news sentences rarely nest deeper, and the walk stays bounded
OBJECT = frozenset({"dobj", "obj", "nsubjpass"})
NOUN = frozenset({"NOUN", "PROPN"})
VERB = frozenset({"VERB", "AUX"})
_REFUSING = frozenset({"would", "could", "can", "ca"})
_TOLD = frozenset({"say", "announce", "tell", "confirm", "report", "add", "promise", "vow", "pledge", "declare"})
_UNREAL_MARKS = frozenset({"if", "unless", "whether"})
_WITHIN = frozenset({"in", "during", "throughout"})
_TEMPORAL = frozenset({"day", "night", "time", "week", "month", "year", "hour", "morning", "evening", "moment"})


def is_purpose(verb: Token) -> bool:
    """Whether the verb is what something was done for: "flew there to meet", "the day for the two to meet"."""
    return verb.dep_ in ("advcl", "acl", "relcl", "pcomp") and is_to_infinitive(verb)


def is_background(verb: Token) -> bool:
    """Whether the verb only dates something: "the night that the tweet was sent"."""
    return verb.dep_ == "relcl" and verb.head.lemma_.lower() in _TEMPORAL


def is_reminiscence(verb: Token, rules: ChannelRules) -> bool:
    """Whether the verb, or one that it hangs on, is set in an earlier time without a year: "in his first term".

    Such a signal has no day and would stand on a board as if it were news.
    """
    if any(token.is_digit and len(token) == 4 for token in verb.sent):
        return False
    node = verb
    for _ in range(_DEEPEST):
        for child in node.children:
            if child.dep_ == "advmod" and child.lower_ in rules.roles["formerly"]:
                return True
            if child.dep_ == "prep" and any(_is_past_period(item, rules) for item in child.children):
                return True
        if node.dep_ not in ("advcl", "conj", "xcomp") or node.head.i == node.i:
            return False
        node = node.head
    return False


def _is_past_period(noun: Token, rules: ChannelRules) -> bool:
    if noun.dep_ != "pobj" or noun.lemma_.lower() not in rules.roles["period"]:
        return False
    return noun.head.lower_ in _WITHIN and not any(child.lower_ in rules.roles["lasting"] for child in noun.children)


def _is_turned(verb: Token) -> bool:
    """Whether the verb is negated; «no reply came» is left to the rules of states, «no longer» is not."""
    if any(child.lower_ == "longer" and any(item.lower_ == "no" for item in child.children) for child in verb.children):
        return True
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    says_no = any(item.lower_ == "no" for child in subjects for item in child.children)
    return is_negated(verb) and (not says_no or any(child.dep_ == "neg" for child in verb.children))


def find_mood(predicate: Token, rules: ChannelRules) -> tuple[Mood, bool]:
    """How far the predicate is meant, and whether it is negated, read from auxiliaries and the verbs above it."""
    mood: Mood = "through"
    negative = False
    node = predicate
    for _ in range(_DEEPEST):
        if node.pos_ in VERB:
            turned = _is_turned(node)
            if turned and is_to_infinitive(node):
                return "unreal", False  # "no reason not to meet", "asked not to call": nothing is told of a channel
            if turned and mood in ("planned", "discussed", "offered", "refused", "denied"):
                return "unreal", False
            negative ^= turned
            mood = _auxiliary_mood(node, mood, turned)
        if mood == "unreal":
            return mood, negative
        found = _mood_above(node, rules)
        if found is None:
            return mood, negative
        node, above = found
        if above == "negated":
            negative = not negative
        elif above == "unreal":
            return above, negative
        elif above != "through":
            mood = above
    return mood, negative


def _auxiliary_mood(verb: Token, mood: Mood, negative: bool) -> Mood:
    """Of "will", "would", "might", "if …": also taken over from the verb that this one is coordinated with."""
    if mark_of(verb) in _UNREAL_MARKS:
        return "unreal"
    status = tense_status(verb)
    if status == "planned" or (status == "hypothetical" and _is_reported(verb)):
        return mood if negative else "planned"
    if status in ("possible", "hypothetical"):
        helped = {child.lower_ for child in verb.children if child.dep_ == "aux" and child.tag_ == "MD"}
        return mood if negative and helped & _REFUSING else "unreal"
    if verb.lemma_ == "go" and verb.tag_ == "VBG":
        return "planned"
    return mood


def _is_reported(verb: Token) -> bool:
    """«said it would send …»: the future as seen from the past, not a condition."""
    return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN") and verb.head.lemma_ in _TOLD


def _mood_above(node: Token, rules: ChannelRules) -> tuple[Token, Mood] | None:
    """The word that governs this one and what it does to it; None at the top of the line of thought."""
    above = node.head
    if above.i == node.i:
        return None
    if node.dep_ == "xcomp":
        return above, _word_mood(above, rules) or ("planned" if above.lemma_ == "be" else "through")
    if node.dep_ == "ccomp":
        return above, _word_mood(above, rules) or "through"
    if node.dep_ == "advcl" and is_to_infinitive(node):
        return above, "through"
    if node.dep_ in OBJECT and node.pos_ in NOUN and above.pos_ in VERB:
        return above, _word_mood(above, rules) or "through"
    if node.dep_ in ("acl", "pcomp", "prep"):
        return _mood_of_noun(node, above, rules)
    if node.dep_ == "conj" and not has_subject(node):
        return (above, "through") if above.dep_ in ("xcomp", "pcomp", "acl") else None
    return None


def _mood_of_noun(node: Token, above: Token, rules: ChannelRules) -> tuple[Token, Mood] | None:
    if node.dep_ == "pcomp":
        if above.lower_ in ("without", "instead"):
            return above, "negated" if above.lower_ == "without" else "unreal"
        return (above.head, _word_mood(above.head, rules) or "through") if above.lower_ not in ("after", "by") else None
    if node.dep_ == "prep":
        return None
    if not is_to_infinitive(node):
        return None
    return above, _word_mood(above, rules) or "unreal"


def _word_mood(word: Token, rules: ChannelRules) -> Mood | None:
    if word.pos_ in NOUN:
        return rules.noun_moods.get(word.lemma_.lower())
    return rules.moods.get(word.lemma_.lower()) or rules.moods.get(word.lower_)


def has_subject(verb: Token) -> bool:
    """Whether the verb has a subject of its own."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.children)
