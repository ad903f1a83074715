"""The words of ``rules/people.toml`` as lookups."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from backchannel.rules import Rule, load_rules


@cache
def person_nouns() -> Mapping[str, Rule]:
    """Plain words for one person with the rule each stands in. Raises BadRule where the file is malformed."""
    return {word: rule for rule in load_rules("people") if rule["is"] != "neutral" for word in rule["words"]}


@cache
def trades() -> frozenset[str]:
    """Words for what people without an office do."""
    return frozenset(word for word, rule in person_nouns().items() if rule["is"] == "trade")


@cache
def neutral_words() -> frozenset[str]:
    """Adjectives that do not tell one holder of an office from another: «the visiting president»."""
    return frozenset(word for rule in load_rules("people") if rule["is"] == "neutral" for word in rule["words"])
