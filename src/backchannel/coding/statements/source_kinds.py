"""What kind of source a noun phrase names: its words by ``rules/source_kinds.toml``, else the actor it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast, get_args

from backchannel.errors import BadRule
from backchannel.records import Actor, SourceKind
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Token

_KINDS = frozenset(get_args(SourceKind))
_OF_ACTOR: dict[str, SourceKind] = {
    "person": "named",
    "country": "institution",
    "organisation": "institution",
    "group": "group",
}
_FIRM = frozenset({"state-media", "anonymous", "document", "media"})
_PEOPLE = frozenset({"they", "we", "them", "us", "their", "our"})
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|President|Prime Minister|Secretary|Minister)\b")
_LONGEST = 300  # characters of a phrase that are looked at


@dataclass(frozen=True, slots=True)
class KindRule:
    """One rule: all conditions that it has must hold."""

    id: str
    kind: SourceKind
    heads: frozenset[str]
    phrases: tuple[re.Pattern[str], ...]
    name: bool | None
    number: str | None

    def fits(self, words: str, head: Token, named: bool) -> bool:
        """Whether the phrase with that head is of this kind."""
        if self.name is not None and self.name != named:
            return False
        if self.heads and head.lemma_.lower() not in self.heads and head.lower_ not in self.heads:
            return False
        if self.number is not None and (head.tag_ in ("NNS", "NNPS")) != (self.number == "plural"):
            return False
        return not self.phrases or any(phrase.search(words) for phrase in self.phrases)


@cache
def load_kinds() -> tuple[KindRule, ...]:
    """The rules in the order they are tried. Raises BadRule for an unknown kind or a broken expression."""
    return tuple(_read(dict(rule)) for rule in load_rules("source_kinds"))


def _read(rule: dict[str, object]) -> KindRule:
    where = f"rules/source_kinds.toml: rule {rule['id']}"
    if rule.get("kind") not in _KINDS:
        raise BadRule(f"{where}: kind is {rule.get('kind')!r}, should be one of {', '.join(sorted(_KINDS))}")
    try:
        phrases = tuple(re.compile(str(phrase), re.IGNORECASE) for phrase in cast("list[str]", rule.get("phrases", [])))
    except re.error as error:
        raise BadRule(f"{where}: {error}") from error
    return KindRule(
        str(rule["id"]),
        cast("SourceKind", rule["kind"]),
        frozenset(cast("list[str]", rule.get("heads", []))),
        phrases,
        cast("bool | None", rule.get("name")),
        cast("str | None", rule.get("number")),
    )


def source_kind(head: Token, words: str, actor: Actor | None) -> SourceKind:
    """The kind of the source that the noun phrase ``words`` with that head names; ``unknown`` where nothing tells."""
    words = words[:_LONGEST]
    named = _names_somebody(head)
    by_words = next((rule.kind for rule in load_kinds() if rule.fits(words, head, named)), None)
    if by_words is not None and (by_words in _FIRM or (by_words == "group" and head.tag_ in ("NNS", "NNPS"))):
        return by_words
    if actor is not None and actor.kind in _OF_ACTOR:
        return "media" if actor.sector == "MED" else _OF_ACTOR[actor.kind]
    if by_words is not None:
        return by_words
    if head.pos_ == "PRON":
        return "group" if head.lower_ in _PEOPLE else "unknown"
    capital = head.text[0].isupper() and head.i > head.sent.start  # a surname taken for a noun («Sanders»)
    return "named" if named or capital or head.pos_ == "PROPN" or _HONORIFIC.match(words) else "unknown"


def _names_somebody(head: Token) -> bool:
    """Whether a person's name stands in the phrase: at its head, in apposition, or after a title."""
    if head.pos_ == "PROPN" and not _is_modified_noun(head):
        return True
    return any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)


def _is_modified_noun(head: Token) -> bool:
    return head.lower_ in ("official", "officials", "source", "sources", "aide", "aides")
