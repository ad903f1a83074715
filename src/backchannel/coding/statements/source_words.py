"""What the words of a description say of a source, read from ``rules/source_words.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from backchannel.errors import BadRule
from backchannel.records import Nearness, Seniority
from backchannel.rules import Rule, load_rules

_FAMILIES = frozenset({"seniority", "former", "nearness", "stands-for", "of-kind", "gender"})
_VALUES: Mapping[str, tuple[str, ...]] = {
    "seniority": get_args(Seniority),
    "nearness": get_args(Nearness),
    "gender": ("m", "f"),
}


@dataclass(frozen=True, slots=True)
class Trait:
    """One rule on the words of a description: it fits by its noun or by an expression over all its words."""

    id: str
    value: str
    heads: frozenset[str]
    phrases: tuple[re.Pattern[str], ...]

    def fits(self, noun: str, words: str) -> bool:
        """Whether the description with that noun and those words is of this kind."""
        return noun in self.heads or any(phrase.search(words) for phrase in self.phrases)


@cache
def load_traits(family: str) -> tuple[Trait, ...]:
    """The rules of one family ("seniority", "former", "nearness") in order. Raises BadRule for a broken one."""
    found = []
    for rule in _rules():
        if rule["is"] != family:
            continue
        try:
            phrases = tuple(re.compile(phrase, re.IGNORECASE) for phrase in rule.get("phrases", ()))
        except re.error as error:
            raise BadRule(f"rules/source_words.toml: rule {rule['id']}: {error}") from error
        found.append(Trait(rule["id"], rule.get("value", "yes"), frozenset(rule.get("heads", ())), phrases))
    return tuple(found)


@cache
def load_stand_ins() -> Mapping[str, frozenset[str]]:
    """Noun -> the nouns of earlier descriptions that it can stand for; "*" is every person."""
    found: dict[str, frozenset[str]] = {}
    for rule in _rules():
        if rule["is"] == "stands-for":
            for word in rule["words"]:
                found[word] = found.get(word, frozenset()) | frozenset(rule["heads"])
    return found


@cache
def load_kind_nouns() -> Mapping[str, frozenset[str]]:
    """Noun -> the kinds of source that it can be said again of: "paper" of media and of documents."""
    found: dict[str, frozenset[str]] = {}
    for rule in _rules():
        if rule["is"] == "of-kind":
            for word in rule["words"]:
                found[word] = found.get(word, frozenset()) | frozenset(rule["kinds"])
    return found


@cache
def load_genders() -> Mapping[str, str]:
    """Noun or title -> "m" or "f"."""
    return {word: rule["value"] for rule in _rules() if rule["is"] == "gender" for word in rule["words"]}


@cache
def load_given_names() -> Mapping[str, str]:
    """Given name -> "m" or "f", from the rules on names (``rules/roles.toml``)."""
    names = [rule for rule in load_rules("roles") if rule["is"] == "given-name"]
    return {word: rule["gender"] for rule in names for word in rule["words"]}


@cache
def _rules() -> tuple[Rule, ...]:
    rules = load_rules("source_words")
    for rule in rules:
        where = f"rules/source_words.toml: rule {rule['id']}"
        family = rule.get("is")
        if family not in _FAMILIES:
            raise BadRule(f"{where}: is = {family!r}, should be one of {', '.join(sorted(_FAMILIES))}")
        if family in _VALUES and rule.get("value") not in _VALUES[family]:
            raise BadRule(f"{where}: value is {rule.get('value')!r}, should be one of {', '.join(_VALUES[family])}")
    return rules
