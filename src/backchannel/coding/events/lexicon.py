"""The event rules of ``rules/events.toml``, compiled for matching on a parse.

A verb pattern is a lemma with what must stand beside it: ``sit down``, ``shake [hand]``, ``come to [agreement deal]``.
A noun pattern is a lemma, or a compound such as ``phone call``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backchannel.coding.trees import OBJECT, objects
from backchannel.errors import BadRule
from backchannel.rules import Rule, load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
)
_BESIDE = frozenset({"prt", "prep", "advmod", "agent", "dative", "acomp", "dobj", "oprd"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today tomorrow yesterday week month year day weekend morning evening "
    "afternoon night jan. feb. aug. sept. oct. nov. dec.".split()
)
_MISREAD = {"stag": "stage"}  # what the lemmatiser makes of «staged»
SAYING = frozenset("say tell declare insist argue state add stress reiterate maintain warn announce confirm".split())
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
    alone: frozenset[str]
    reciprocal: bool
    swap: bool
    yields: bool
    through: bool
    territory: bool
    direct: bool
    plain: bool
    duty: bool
    persons: bool
    people: bool
    patient: bool
    assembly: bool
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
    duty: Sense | None


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
    duty = None
    for rule in load_rules("events"):
        sense = _sense(rule)
        duty = sense if sense.duty else duty
        for text in rule.get("verbs", ()):
            pattern = parse_pattern(text.strip(), sense)
            verbs.setdefault(pattern.lemma, []).append(pattern)
        for text in rule.get("nouns", ()):
            words = tuple(text.split())
            nouns.setdefault(words[-1], []).append((words[:-1], sense))
    return Lexicon(
        {lemma: tuple(sorted(found, key=lambda p: -p.weight)) for lemma, found in verbs.items()},
        {lemma: tuple(sorted(found, key=lambda p: -len(p[0]))) for lemma, found in nouns.items()},
        duty,
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
        alone=frozenset(rule.get("alone", ())),
        reciprocal=rule.get("reciprocal", False),
        swap=rule.get("swap", False),
        yields=rule.get("yields", False),
        through=rule.get("through", False),
        territory=rule.get("territory", False),
        direct=rule.get("direct", False),
        plain=rule.get("plain", False),
        duty=rule.get("duty", False),
        persons=rule.get("persons", False),
        people=rule.get("people", False),
        patient=rule.get("patient", False),
        assembly=rule.get("assembly", False),
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
        beside, after = (after, None) if beside is None else (beside, after)
    return Pattern(match["lemma"], beside, frozenset((match["nouns"] or "").split()), after, sense)


def match_verb(verb: Token) -> Match | None:
    """The most exact rule that knows this verb as it stands, or None."""
    return next(match_verbs(verb), None)


def match_verbs(verb: Token) -> Iterator[Match]:
    """The rules that know this verb as it stands, the most exact first; each kind of event once."""
    lemma = verb.lemma_.lower()
    for pattern in load_lexicon().verbs.get(_MISREAD.get(lemma, lemma), ()):
        noun, sense = _completes(verb, pattern), pattern.sense
        if noun is None or not sense.unless.isdisjoint(_beside(verb, noun)):
            continue
        if sense.plain and any(child.dep_ in ("oprd", "ccomp", "acomp") for child in verb.children):
            continue
        if sense.intransitive and any(child.dep_ in OBJECT for child in verb.children):
            continue
        if sense.infinitive and not any(is_infinitive(child) for child in verb.children):
            continue
        yield Match(verb, None if noun == verb else noun, sense)
    duty = load_lexicon().duty
    if duty is not None and verb.lemma_.lower() in SAYING and (told := _told_duty(verb)) is not None:
        yield Match(verb, told, duty)


def _told_duty(verb: Token) -> Token | None:
    """«said that Chad must pay»: the verb under «must» in what is said."""
    for child in verb.children:
        if child.dep_ == "ccomp" and any(item.dep_ == "aux" and item.lower_ == "must" for item in child.children):
            return child
    return None


def is_infinitive(word: Token) -> bool:
    """Whether the verb is an infinitive with «to»."""
    return word.tag_ == "VB" and any(child.dep_ == "aux" and child.lower_ == "to" for child in word.children)


def _beside(verb: Token, noun: Token) -> set[str]:
    """The lemmas that stand as object, passive subject or infinitive of the verb, or under its prepositions."""
    found = {noun.lemma_.lower()} if noun != verb else set()
    for child in verb.children:
        if child.dep_ in OBJECT | {"nsubjpass", "xcomp", "advmod", "prt"}:
            found.add(child.lemma_.lower())
        elif child.dep_ == "prep":
            found.update(item.lemma_.lower() for item in child.children if item.dep_ == "pobj")
    return found


def _completes(verb: Token, pattern: Pattern) -> Token | None:
    """The verb itself where a bare pattern fits, the completing noun where one is asked for, or None."""
    if pattern.beside is not None and not pattern.nouns:
        here = _has_beside(verb, pattern.beside) and (pattern.after is None or _follows(verb, pattern.after))
        return verb if here else None
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
    complements = tuple(child for child in verb.children if child.dep_ == "acomp")
    for item in objects(verb) + complements:
        if item.lemma_.lower() in pattern.nouns:
            return item
    return None


def _follows(verb: Token, word: str) -> bool:
    """Whether the word stands close after the verb («pulled their men out of …»)."""
    return any(token.lower_ == word for token in verb.doc[verb.i + 1 : verb.i + 6])


def _has_beside(verb: Token, word: str) -> bool:
    for child in verb.children:
        if child.lower_ == word and child.dep_ in _BESIDE and not _tells_time(child):
            return True
    after = verb.i + 1
    if after >= len(verb.doc) or verb.doc[after].lower_ != word or verb.doc[after].tag_ not in ("RP", "IN", "TO"):
        return False
    return not _tells_time(verb.doc[after])


def _tells_time(preposition: Token) -> bool:
    """«called him on Friday»: the preposition leads to a day, not to somebody."""
    return any(child.dep_ == "pobj" and child.lower_ in _DAYS for child in preposition.children)


def match_nouns(noun: Token) -> Iterator[Match]:
    """The rules that know this event noun, the longest compound first."""
    for before, sense in load_lexicon().nouns.get(noun.lemma_.lower(), ()):
        start = noun.i - len(before)
        if start >= 0 and all(noun.doc[start + k].lemma_.lower() == word for k, word in enumerate(before)):
            yield Match(noun, None, sense)


def known_types(word: Token) -> frozenset[str]:
    """The types of the rules that have this word's lemma in a pattern, whatever else they ask for."""
    lexicon, lemma = load_lexicon(), word.lemma_.lower()
    if word.pos_ == "NOUN":
        return frozenset(sense.type for before, sense in lexicon.nouns.get(lemma, ()) if not before)
    return frozenset(pattern.sense.type for pattern in lexicon.verbs.get(lemma, ()))
