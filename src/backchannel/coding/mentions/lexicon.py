"""The words of ``rules/roles.toml`` as lookups: nouns for offices, agents and bodies, and the small word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from backchannel.coding.speech import speech_lemmas
from backchannel.rules import Rule, load_rules

_LEXICAL = frozenset({"office", "agent", "body", "title", "counterpart", "predecessor", "successor"})
_INVARIANT = frozenset({"police", "people", "media", "press", "intelligence", "military", "opposition", "leadership"})


@dataclass(frozen=True, slots=True)
class Noun:
    """One way of writing a rule's noun."""

    rule: Rule
    plural: bool
    words: tuple[str, ...]
    singular: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The nouns of ``rules/roles.toml`` and ``sides.toml`` by their last word, longest first; word lists by kind."""

    nouns: Mapping[str, tuple[Noun, ...]]
    lists: Mapping[str, frozenset[str]]
    pairs: Mapping[str, str] = field(default_factory=dict)
    prefers: Mapping[str, str] = field(default_factory=dict)
    genders: Mapping[str, str] = field(default_factory=dict)


@cache
def load_lexicon() -> Lexicon:
    """The rules as lookups. Raises BadRule where the file is malformed."""
    nouns: dict[str, list[Noun]] = {}
    lists: dict[str, frozenset[str]] = {}
    pairs: dict[str, str] = {}
    prefers: dict[str, str] = {}
    genders: dict[str, str] = {}
    for rule in (*load_rules("roles"), *(rule for rule in load_rules("sides") if rule["is"] in _LEXICAL)):
        kind = rule["is"]
        if kind in _LEXICAL:
            for word in rule["words"]:
                for plural, forms in written(word):
                    if rule.get("plural") and not plural:
                        continue
                    nouns.setdefault(forms[-1], []).append(Noun(rule, plural, forms, word))
        elif kind == "pair":
            pairs.update(
                {_plural(word): rule["fits"] for word in rule["words"]} | dict.fromkeys(("pair", "duo"), rule["fits"])
            )
        elif kind == "complement":
            prefers.update(dict.fromkeys(rule["words"], rule["prefer"]))
        elif kind == "given-name":
            genders.update(dict.fromkeys(rule["words"], rule["gender"]))
        elif kind == "bystander":
            lists[kind] = frozenset(map(_plural, rule["words"]))
        else:
            lists[kind] = lists.get(kind, frozenset()) | frozenset(rule["words"])
    lists["speech"] = speech_lemmas()
    return Lexicon(longest_first(nouns), lists, pairs, prefers, genders)


def longest_first(nouns: Mapping[str, list[Noun]]) -> dict[str, tuple[Noun, ...]]:
    """Nouns that end in the same word, the longest first."""
    return {last: tuple(sorted(found, key=lambda noun: -len(noun.words))) for last, found in nouns.items()}


def written(word: str) -> list[tuple[bool, tuple[str, ...]]]:
    """The ways a noun is written, in tokens: singular, then plural where that differs; whether each is a plural."""
    parts = word.replace("-", " - ").split()
    forms = [(word in _INVARIANT, tuple(parts))]
    at = parts.index("of") - 1 if "of" in parts else len(parts) - 1
    plural = [*parts[:at], _plural(parts[at]), *parts[at + 1 :]]
    if tuple(plural) != tuple(parts):
        forms.append((True, tuple(plural)))
    return forms


def _plural(word: str) -> str:
    if word in _INVARIANT or word.endswith("."):
        return word
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("child"):
        return word + "ren"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ss", "ch", "sh", "x")) else "s")
