"""The event rules of ``rules/events.toml``, compiled for matching on a parse.

A verb pattern is a lemma with what must stand beside it: ``sit down``, ``shake [hand]``, ``come to [agreement deal]``.
A noun pattern is a lemma, or a compound such as ``phone call``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.trees import OBJECT, is_passive, objects
from backchannel.errors import BadRule
from backchannel.rules import Rule, load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
)
NEEDS = frozenset({"pair", "actor", "recipient"})
_PATTERN = re.compile(r"(?P<lemma>[\w-]+)(?P<beside>(?: [\w-]+)*?)(?: \[(?P<nouns>[^\]]+)\])?(?: (?P<after>[\w-]+))?")


@dataclass(frozen=True, slots=True)
class Sense:
    """One rule of ``rules/events.toml``; the fields are explained in its head."""

    id: str
    type: str
    mode: str | None
    recipient: tuple[str, ...]
    of: str
    needs: str
    reciprocal: bool
    swap: bool
    yields: bool
    through: bool
    persons: bool
    people: bool
    intransitive: bool
    infinitive: bool
    organisations: bool
    sectors: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say it: a lemma, the words beside it, and the nouns its object (or a prepositional object) must be."""

    lemma: str
    beside: str | None
    nouns: frozenset[str]
    after: str | None
    sense: Sense

    @property
    def weight(self) -> int:
        """How exact the pattern is: the more it asks for, the earlier it is tried."""
        return 2 * bool(self.nouns) + bool(self.beside) + bool(self.after)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by lemma, the most exact first; noun patterns likewise, compounds before single words."""

    verbs: dict[str, tuple[Pattern, ...]]
    nouns: dict[str, tuple[tuple[tuple[str, ...], Sense], ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A predicate that a rule knows, with the noun that completes it («held → talks»), if any."""

    predicate: Token
    noun: Token | None
    sense: Sense


@cache
def load_lexicon() -> Lexicon:
    """The shipped event rules. Raises BadRule for an unknown type, need or pattern."""
    verbs: dict[str, list[Pattern]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for rule in load_rules("events"):
        sense = _sense(rule)
        for text in rule.get("verbs", ()):
            pattern = parse_pattern(text.strip(), sense)
            verbs.setdefault(pattern.lemma, []).append(pattern)
        for text in rule.get("nouns", ()):
            words = tuple(text.split())
            nouns.setdefault(words[-1], []).append((words[:-1], sense))
    return Lexicon(
        {lemma: tuple(sorted(found, key=lambda p: -p.weight)) for lemma, found in verbs.items()},
        {lemma: tuple(sorted(found, key=lambda p: -len(p[0]))) for lemma, found in nouns.items()},
    )


def _sense(rule: Rule) -> Sense:
    if rule["type"] not in TYPES or rule.get("needs", "pair") not in NEEDS:
        raise BadRule(f"rules/events.toml: rule {rule['id']}: type or needs is none of those known")
    return Sense(
        id=rule["id"],
        type=rule["type"],
        mode=rule.get("mode"),
        recipient=tuple(rule.get("recipient", ())),
        of=rule.get("of", "recipient"),
        needs=rule.get("needs", "pair"),
        reciprocal=rule.get("reciprocal", False),
        swap=rule.get("swap", False),
        yields=rule.get("yields", False),
        through=rule.get("through", False),
        persons=rule.get("persons", False),
        people=rule.get("people", False),
        intransitive=rule.get("intransitive", False),
        infinitive=rule.get("infinitive", False),
        organisations=rule.get("organisations", False),
        sectors=frozenset(rule.get("sectors", ())),
        unless=frozenset(rule.get("unless", ())),
    )


def parse_pattern(text: str, sense: Sense) -> Pattern:
    """A verb pattern from its text; BadRule where it is none."""
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise BadRule(f"rules/events.toml: rule {sense.id}: {text!r} is no verb pattern")
    beside, after = (match["beside"] or "").strip() or None, match["after"]
    if after is not None and match["nouns"] is None:
        beside, after = after, None
    return Pattern(match["lemma"], beside, frozenset((match["nouns"] or "").split()), after, sense)


def match_verb(verb: Token) -> Match | None:
    """The most exact rule that knows this verb as it stands, or None."""
    for pattern in load_lexicon().verbs.get(verb.lemma_.lower(), ()):
        noun, sense = _completes(verb, pattern), pattern.sense
        if noun is None or not sense.unless.isdisjoint(_beside(verb, noun)):
            continue
        if sense.intransitive and any(child.dep_ in OBJECT for child in verb.children):
            continue
        if sense.infinitive and not any(_is_infinitive(child) for child in verb.children):
            continue
        return Match(verb, None if noun == verb else noun, sense)
    return None


def _is_infinitive(word: Token) -> bool:
    return word.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in word.children)


def _beside(verb: Token, noun: Token) -> set[str]:
    """The lemmas that stand as object, passive subject or infinitive of the verb, or under its prepositions."""
    found = {noun.lemma_.lower()} if noun != verb else set()
    for child in verb.children:
        if child.dep_ in OBJECT | {"nsubjpass", "xcomp"}:
            found.add(child.lemma_.lower())
        elif child.dep_ == "prep":
            found.update(item.lemma_.lower() for item in child.children if item.dep_ == "pobj")
    return found


def _completes(verb: Token, pattern: Pattern) -> Token | None:
    """The verb itself where a bare pattern fits, the completing noun where one is asked for, or None."""
    if pattern.beside is not None and not pattern.nouns:
        return verb if _has_beside(verb, pattern.beside) else None
    if not pattern.nouns:
        return verb
    if pattern.after is not None and not _has_beside(verb, pattern.after):
        return None
    if pattern.beside is not None:
        for child in verb.children:
            if child.dep_ in ("prep", "prt") and child.lower_ == pattern.beside:
                for item in child.children:
                    if item.dep_ == "pobj" and item.lemma_.lower() in pattern.nouns:
                        return item
        if not _has_beside(verb, pattern.beside):
            return None
    candidates = objects(verb) if is_passive(verb) else tuple(objects(verb))
    for item in candidates:
        if item.lemma_.lower() in pattern.nouns:
            return item
    return None


def _has_beside(verb: Token, word: str) -> bool:
    for child in verb.children:
        if child.lower_ == word and child.dep_ in ("prt", "prep", "advmod", "agent", "dative", "acomp", "dobj", "oprd"):
            return True
    after = verb.i + 1
    return after < len(verb.doc) and verb.doc[after].lower_ == word and verb.doc[after].tag_ in ("RP", "IN", "TO")


def match_noun(noun: Token) -> Match | None:
    """The most exact rule that knows this event noun, or None."""
    for before, sense in load_lexicon().nouns.get(noun.lemma_.lower(), ()):
        start = noun.i - len(before)
        if start >= 0 and all(noun.doc[start + k].lemma_.lower() == word for k, word in enumerate(before)):
            return Match(noun, None, sense)
    return None
