"""The word classes of ``rules/status.toml``, looked up for a governor, a modifier or the verb of a subject."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.trees import OBJECT
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

Effects = tuple[tuple[str, str], ...]  # (effect, rule id), …


@cache
def word_classes() -> dict[str, dict[str, Effects]]:
    """where -> word -> ((effect, rule id), …)."""
    table: dict[str, dict[str, Effects]] = {}
    for rule in load_rules("status"):
        words = table.setdefault(rule.get("where", "governor"), {})
        for word in rule["words"]:
            words[word] = (*words.get(word, ()), (rule["effect"], rule["id"]))
    return table


def governs_events(word: Token) -> bool:
    """Whether the rules know this verb, adjective or noun as one that events stand under."""
    return word.lemma_.lower() in _governing_lemmas()


@cache
def _governing_lemmas() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in word_classes()["governor"])


def governor_effects(word: Token, preposition: str | None) -> Effects:
    """What the governor word, with its particle or the given preposition, says of the event under it."""
    table = word_classes()["governor"]
    lemma = word.lemma_.lower()
    beside = [child.lower_ for child in word.children if child.dep_ in ("prt", "advmod")]
    if preposition:
        beside.insert(0, preposition)
    for particle in beside:
        if f"{lemma} {particle}" in table:
            return table[f"{lemma} {particle}"]
    for child in word.children:
        if child.dep_ == "prep":
            for noun in child.children:
                if f"{lemma} {child.lower_} {noun.lower_}" in table:
                    return table[f"{lemma} {child.lower_} {noun.lower_}"]
        if child.dep_ in OBJECT and preposition and f"{lemma} {child.lemma_} {preposition}" in table:
            return table[f"{lemma} {child.lemma_} {preposition}"]
    return table.get(lemma, ())


def phrase_effects(verb: Token, table: dict[str, Effects]) -> Effects:
    """The effects of a verb with its particle, preposition or object in a table of phrases."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ in ("prt", "prep", "advmod", "dobj") and f"{lemma} {child.lower_}" in table:
            return table[f"{lemma} {child.lower_}"]
    return table.get(lemma, ())
