"""«During their meeting», «at that summit»: the event, told shortly before, that a definite event noun takes up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.grounding.times_parse import is_past, tense_of
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that carry an event noun: «held talks on Monday» dates the talks, «sales fell in January» the sales.
CARRIERS = frozenset(
    "hold have make take conduct launch begin start stage sign open attend host end conclude occur happen break follow "
    "come carry be join convene resume erupt wage mount pay give do get meet kick wrap post report suffer record see "
    "complete receive undergo perform deliver inflict cause win fall rise drop decline increase decrease jump plunge "
    "surge slip last continue fail collapse kill wound reach become".split()
)
# Verbs whose participle sets the day of the noun before it: «a hearing set for Friday».
ARRANGING = frozenset("schedule plan set slate fix reach agree arrange expect".split())
TELLING = frozenset("say tell add note report claim acknowledge recall believe think know explain".split())
_TAKING_UP = frozenset("that this those these their his her its the".split())
_FAR = 120  # words
_BACK = 2  # sentences: «that meeting» reaches no further


@cache
def _classes() -> dict[str, frozenset[str]]:
    """For each event noun the lemmas that may have told of the same event before."""
    rules = [rule for rule in load_rules("times") if "events" in rule]
    return {noun: frozenset(rule["events"]) for rule in rules for noun in rule["nouns"]}


def takes_up(noun: Token) -> bool:
    """Whether the noun stands for an event told before: «their meeting», but not «the Hanoi summit»."""
    if noun.lemma_.lower() not in _classes():
        return False
    marks = [child for child in noun.lefts if child.dep_ in ("det", "poss")]
    if not any(child.lower_ in _TAKING_UP for child in marks):
        return False
    modified = any(child.dep_ in ("compound", "amod", "nmod", "nummod", "case") for child in noun.lefts)
    return not modified and not any(child.dep_ in ("prep", "relcl") for child in noun.rights)


def antecedent(noun: Token) -> Token | None:
    """The last word before that tells of such an event, in this sentence or the two before; None where there is none.

    Only the very last one counts: if its day is unknown, so is the noun's.
    """
    lemmas = _classes()[noun.lemma_.lower()]
    first = noun.sent.start
    for _ in range(_BACK):
        first = noun.doc[max(0, first - 1)].sent.start if first else 0
    for token in reversed(noun.doc[max(first, noun.i - _FAR) : noun.i]):
        if token.lemma_.lower() in lemmas and token.pos_ in ("VERB", "NOUN", "PROPN", "ADJ"):
            return token
    return None


def marks_of(verb: Token) -> set[str]:
    """The words that open a clause: «when», «after», «as»."""
    return {child.lower_ for child in verb.children if child.dep_ in ("mark", "advmod") and child.i < verb.i} | (
        {verb.head.lower_} if verb.dep_ == "pcomp" else set()
    )


def is_joined(verb: Token, head: Token) -> bool:
    """«met on Monday and signed …»: one subject, one tense."""
    own_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
    return not own_subject and is_past(verb) == is_past(head) and head.lemma_ not in TELLING


def agree(one: Token, other: Token) -> bool:
    """Whether two clauses can be of the same time by their tenses."""
    ahead = tense_of(one) == "future"
    return ahead != is_past(other) and not (is_past(one) and not is_past(other))
