"""The words of ``rules/sides.toml`` for sides that a story does not name, as lookups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from backchannel.coding.mentions.lexicon import Noun, longest_first, written
from backchannel.rules import Rule, load_rules


@dataclass(frozen=True, slots=True)
class SideWords:
    """``unnamed``: for a noun in the singular the rule by which it is an actor without a nation; ``targets``: nouns for
    what is struck, by their last word, longest first; the rest are plain lists of words."""

    unnamed: Mapping[str, Rule]
    targets: Mapping[str, tuple[Noun, ...]]
    measures: frozenset[str]
    idle: frozenset[str]
    suffered: frozenset[str]
    strikes: frozenset[str]
    deeds: frozenset[str]


@cache
def load_side_words() -> SideWords:
    """The rules as lookups. Raises BadRule where the file is malformed."""
    rules = load_rules("sides")
    targets: dict[str, list[Noun]] = {}
    for rule in _of_kind(rules, "target"):
        for word in rule["words"]:
            for plural, forms in written(word):
                targets.setdefault(forms[-1], []).append(Noun(rule, plural, forms, word))
    deeds = {word.split()[-1] for rule in load_rules("events") for word in rule.get("nouns", ())}
    return SideWords(
        {word: rule for rule in _of_kind(rules, "unnamed") for word in rule["words"]},
        longest_first(targets),
        _words(rules, "measure"),
        _words(rules, "idle"),
        _words(rules, "suffered"),
        _words(rules, "strike"),
        _words(rules, "deed") | deeds,
    )


def _of_kind(rules: tuple[Rule, ...], kind: str) -> list[Rule]:
    return [rule for rule in rules if rule["is"] == kind]


def _words(rules: tuple[Rule, ...], kind: str) -> frozenset[str]:
    return frozenset(word for rule in _of_kind(rules, kind) for word in rule["words"])
