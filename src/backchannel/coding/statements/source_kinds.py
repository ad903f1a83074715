"""What kind of source a noun phrase names: the actor it stands for, its words by ``rules/source_kinds.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from backchannel.coding.statements.source_words import load_given_names
from backchannel.errors import BadRule
from backchannel.ontology import load_actors
from backchannel.records import Actor, SourceKind
from backchannel.rules import Rule, load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

Count = Literal["one", "counted", "many"]
Lead = Literal["definite", "indefinite", "bare"]

_KINDS = frozenset(get_args(SourceKind))
_NO_NAMES = frozenset(
    "official officials source sources aide aides democrat democrats republican republicans spokesman spokeswoman "
    "spokesperson ministry conservative conservatives liberal liberals".split()
)
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|President|Prime Minister|Secretary|Minister)\b")
_NUMBER = re.compile(
    r"^(?:the |at least |about |some |more than |all |both |these |those )?"
    r"(?:\d{1,2}(?![\d,.])|one|two|three|four|five|six|seven|eight|nine|ten|dozen|several|multiple|both|"
    r"a (?:few|couple|pair|number))\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"^(?:the|this|that|these|those|his|her|their|its|my|our|both)\b|^[^,]{1,60}[’']s? ", re.IGNORECASE
)
_INDEFINITE = re.compile(r"^(?:an?|one|another|some|any|no|each|every)\b", re.IGNORECASE)
# The last word of a body's name, or an initialism; whoever else bears a name is a person.
_BODY_NAME = re.compile(
    r"\b(?:Inc|Corp|Corporation|Co|Company|Ltd|LLC|LLP|plc|PLC|AG|SA|GmbH|Group|Holdings?|Partners|Airlines?|Airways|"
    r"Motors|Systems|Technologies|Industries|Bank|Fund|Ministry|Department|Agency|Authority|Administration|Office|"
    r"Bureau|Council|Commission|Committee|Court|Parliament|Congress|Senate|House|Assembly|Government|Union|League|"
    r"Federation|Alliance|Coalition|Party|Front|Army|Navy|Force|Forces|Guard|Corps|Command|Police|University|College|"
    r"Institute|School|Centre|Center|Foundation|Association|Society|Organi[sz]ation|Club|Church|Hospital|Museum|"
    r"Exchange|Treasury|Embassy|Mission|Service|Services|Board|Trust|Network|Watch|International|Nations|States|"
    r"Kingdom|Republic|Palace|Trial|Pentagon|Kremlin|Vatican|Academy|Laborator(?:y|ies)|Brigades?|Movement|Records)\.?$"
)
_BODY_BEGINS = re.compile(
    r"^(?:the )?(?:Air|Deutsche|Royal|University|Bank|Banco|Banque|Ministry|Department|Embassy|Amnesty|Médecins|"
    r"General (?=Motors|Electric)|British (?=Air|Petr|Gas|Tel))\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^(?:[A-Z]{2,6}s?|(?:[A-Z]\.){2,5})$")
_LONGEST = 300  # characters of a phrase that are looked at
_LONGEST_NAME = 90
_CORE = re.compile(r", | (?:of|at|in|for|from) ")
_BACK, _AHEAD = 2_000, 400  # tokens before and behind in which a surname's full name is looked for


@dataclass(frozen=True, slots=True)
class KindRule:
    """One rule: all conditions that it has must hold."""

    id: str
    kind: SourceKind
    heads: frozenset[str]
    phrases: tuple[re.Pattern[str], ...]
    name: bool | None
    counts: frozenset[str]
    leads: frozenset[str]

    def fits(self, words: str, head: Token, named: bool) -> bool:
        """Whether the phrase with that head is of this kind."""
        if self.name is not None and self.name != named:
            return False
        if self.heads and head.lemma_.lower() not in self.heads and head.lower_ not in self.heads:
            return False
        if self.counts and count_of(words, head) not in self.counts:
            return False
        if self.leads and lead_of(words) not in self.leads:
            return False
        return not self.phrases or any(phrase.search(words) for phrase in self.phrases)


@cache
def load_kinds() -> tuple[KindRule, ...]:
    """The rules in the order they are tried. Raises BadRule for an unknown kind or a broken expression."""
    return tuple(_read(rule) for rule in load_rules("source_kinds"))


def _read(rule: Rule) -> KindRule:
    where = f"rules/source_kinds.toml: rule {rule['id']}"
    if rule.get("kind") not in _KINDS:
        raise BadRule(f"{where}: kind is {rule.get('kind')!r}, should be one of {', '.join(sorted(_KINDS))}")
    for key, allowed in (("counts", get_args(Count)), ("leads", get_args(Lead))):
        if not set(rule.get(key, ())) <= set(allowed):
            raise BadRule(f"{where}: {key} is {rule[key]!r}, should be of {', '.join(allowed)}")
    try:
        phrases = tuple(re.compile(phrase, re.IGNORECASE) for phrase in rule.get("phrases", ()))
    except re.error as error:
        raise BadRule(f"{where}: {error}") from error
    counts, leads = frozenset(rule.get("counts", ())), frozenset(rule.get("leads", ()))
    return KindRule(
        rule["id"], rule["kind"], frozenset(rule.get("heads", ())), phrases, rule.get("name"), counts, leads
    )


def count_of(words: str, head: Token) -> Count:
    """How many the phrase says: one, a number of them, or a plural without a number."""
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ in ("people", "others", "some", "many", "few", "most")
    joined = any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") for child in head.children)
    if not plural and not joined:
        return "one"
    return "counted" if _NUMBER.match(words) else "many"


def lead_of(words: str) -> Lead:
    """How the phrase begins: with «the» or a possessor, with «a» or «one», or with neither."""
    if _INDEFINITE.match(words):
        return "indefinite"
    return "definite" if _DEFINITE.match(words) else "bare"


def source_kind(head: Token, words: str, actor: Actor | None) -> SourceKind:
    """The kind of the source that the noun phrase ``words`` with that head names; ``unknown`` where nothing tells."""
    words = words[:_LONGEST].strip(" ,")
    if head.pos_ == "PRON" and head.lower_ not in ("one", "another", "someone", "somebody"):
        return (_of_known(actor) if actor is not None else None) or _of_pronoun(head)
    named = is_name(head) or any(_names(child) for child in head.children if child.dep_ == "appos")
    name = _CORE.split(words, maxsplit=1)[0]
    by_words = _of_outlet(name) or next(
        (rule.kind for rule in load_kinds() if rule.fits(name if rule.name else words, head, named)), None
    )
    if by_words in ("media", "state-media") and (actor is None or actor.ref is None) and not _is_somebody(head):
        return by_words
    if actor is not None and (own := _of_known(actor)) is not None:
        return _of_name(head, words) if own == "named" and actor.ref is None and named else own
    if by_words is not None:
        return by_words
    if actor is not None and actor.kind in ("country", "organisation") and not _is_somebody(head):
        return "institution"
    return _of_name(head, words) if named or _HONORIFIC.match(words) else "unknown"


@cache
def _outlets() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names of state media, and of other media, as the knowledge base has them."""
    state: list[str] = []
    other: list[str] = []
    for actor in load_actors().actors.values():
        if actor.sector == "JRN" and actor.kind != "person":
            names = [re.escape(alias) for alias in (actor.name, *actor.aliases) if len(alias) > 1]
            (state if load_actors().is_state_media(actor.ref) else other).extend(names)
    kinds = r"(?:,? (?:news )?(?:agency|television|TV|radio|newspaper|daily|website|channel))?[’']?s?$"
    begin = r"^(?:.{0,40}[\s’'])?"
    return (
        re.compile(f"{begin}(?:{'|'.join(sorted(state, key=len, reverse=True))}){kinds}"),
        re.compile(f"{begin}(?:{'|'.join(sorted(other, key=len, reverse=True))}){kinds}"),
    )


@lru_cache(maxsize=2_048)
def _of_outlet(name: str) -> SourceKind | None:
    state, other = _outlets()
    if len(name) > _LONGEST_NAME:
        return None
    if state.match(name):
        return "state-media"
    return "media" if other.match(name) else None


def _of_known(actor: Actor) -> SourceKind | None:
    """The kind of a source of the knowledge base, or of a person that the story names."""
    if actor.ref is not None:
        if load_actors().is_state_media(actor.ref):
            return "state-media"
        if actor.sector == "JRN" and actor.kind != "person":
            return "media"
        return "named" if actor.kind == "person" else "institution"
    by_name = any(mention.how in ("name", "surname") for mention in actor.mentions)
    if by_name and actor.kind in ("person", "country"):
        return "named" if actor.kind == "person" else "institution"
    return None


def _of_pronoun(head: Token) -> SourceKind:
    if head.lower_ in ("nobody", "everyone", "everybody", "none", "all", "many", "most", "others", "some", "few"):
        return "group"
    return "unknown"


def _of_name(head: Token, words: str) -> SourceKind:
    """A person, or a body: by the last word of its name, its initials, «the» before it, a lone name never in full."""
    name = head.doc[head.left_edge.i : head.i + 1].text
    if _INDEFINITE.match(words) and not any(child.dep_ == "appos" for child in head.children):
        return "anonymous"  # «a senior Democrat»
    if _is_somebody(head):
        return "named"
    if _BODY_NAME.search(name) or _BODY_BEGINS.match(name) or _INITIALS.match(head.text):
        return "institution"
    if head.pos_ == "NOUN" and head.lemma_.lower() in _bodies():
        return "institution"  # «the carmaker, Skoda»
    if words[:4].lower() == "the " and not _has_title(head):
        return "institution"
    if _stands_alone(head) and not _in_full(head):
        return "institution"
    return "named"


def _stands_alone(head: Token) -> bool:
    """A single capital word, without title, description or given name."""
    if any(child.pos_ in ("PROPN", "NOUN", "ADJ") for child in head.children):
        return False
    return head.text not in load_given_names() and head.pos_ == "PROPN"


def _in_full(head: Token) -> bool:
    """Whether the story has the name behind another one somewhere, as a surname behind a given name."""
    doc = head.doc
    return any(
        token.text == head.text and token.i > 0 and doc[token.i - 1].pos_ == "PROPN" and doc[token.i - 1].text.istitle()
        for token in doc[max(0, head.i - _BACK) : head.i + _AHEAD]
    )


def _is_somebody(head: Token) -> bool:
    """Whether a clause with «who» or a given name shows that it is a person."""
    given = load_given_names()
    if any(child.pos_ == "PROPN" and child.text in given for child in head.lefts):
        return not _BODY_NAME.search(head.text)
    return any(token.tag_ == "WP" for child in head.children if child.dep_ == "relcl" for token in child.lefts)


def _has_title(head: Token) -> bool:
    """Whether a person's description stands by the name: «the envoy Marta Holub», not «the carmaker Skoda»."""
    before = [child for child in head.lefts if child.pos_ == "NOUN"]
    if any(child.lemma_.lower() in _bodies() for child in before):
        return False
    return bool(before) or any(child.dep_ == "appos" for child in head.children)


def _names(apposition: Token) -> bool:
    """Whether an apposition is a name; «a Greek» is none."""
    articles = any(child.lower_ in ("a", "an") for child in apposition.lefts)
    return is_name(apposition) and not articles


def is_name(head: Token) -> bool:
    """Whether the word is a proper name, also where the tagger takes it for a noun at a sentence's start."""
    if not head.text[:1].isupper() or head.lower_ in _NO_NAMES or head.pos_ not in ("PROPN", "NOUN"):
        return False
    if head.i > head.sent.start:
        return head.pos_ == "PROPN" or head.tag_ != "NNS"
    if head.pos_ == "PROPN":
        return head.lemma_.lower() not in _nouns() and head.lower_ not in _nouns()
    return any(token.text == head.text and token.pos_ == "PROPN" for token in head.doc[max(0, head.i - _BACK) : head.i])


@cache
def _bodies() -> frozenset[str]:
    return next(rule.heads for rule in load_kinds() if rule.id == "institution-noun")


@cache
def _nouns() -> frozenset[str]:
    return frozenset(word for rule in load_kinds() for word in rule.heads)
