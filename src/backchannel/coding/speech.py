"""Verbs of speech, from the cue words in ``rules/cues.toml``: their lemmas, and their forms beside a quotation."""

from __future__ import annotations

from functools import cache

from backchannel.rules import Rule, load_rules

_PAST = {
    "say": "said", "tell": "told", "write": "wrote", "read": "read", "swear": "swore", "rebut": "rebutted",
    "quip": "quipped", "brag": "bragged", "admit": "admitted", "concur": "concurred", "fret": "fretted",
    "blog": "blogged", "shrug": "shrugged", "deadpan": "deadpanned", "forecast": "forecast",
}  # fmt: skip


@cache
def speech_lemmas() -> frozenset[str]:
    """The lemmas of all verbs that report words."""
    return frozenset(word for rule in _rules() for word in rule["words"])


@cache
def speech_forms() -> frozenset[str]:
    """Forms that show speech right behind a quotation: past tenses, a few presents («says»), «according».

    Most presents are left out: «claims», «notes» and «reports» are as often nouns.
    """
    past = {_PAST.get(word) or _past(word) for word in speech_lemmas()}
    present = {f"{word}s" for rule in _rules() for word in rule.get("present", ())}
    return frozenset(past | present | {"according"})


def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules("cues") if rule.get("speech"))


def _past(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    return f"{word[:-1]}ied" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}ed"
