"""Which side each word of a story stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.who import Who
from backchannel.ontology import load_actors
from backchannel.records import Actor, Span, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Pair = tuple[str, str]

# Sectors that are a side of their own though they have a country: armed groups, opposition, partly recognised states.
_OWN_SIDE = frozenset({"REB", "PRM", "UAF", "PRE", "IMG", "OPP"})
_PAPERS = frozenset("tweet post message letter note article statement communique cable telegram".split())
_NO_SIDE = frozenset({"JRN", "MNC", "BUS", "MED"})


@dataclass(frozen=True, slots=True)
class Sides:
    """Which side each word stands for: a country (ISO alpha-3), or a knowledge-base id for a party that is no state."""

    who: Who
    keys: dict[str, tuple[str, ...]]
    said: tuple[tuple[int, int, str], ...]

    def at(self, token: Token) -> tuple[str, ...]:
        """The sides that the noun phrase headed by this token names, without coordinated nouns."""
        found = self.direct(token)
        if found:
            return found
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for item in child.children:
                    if item.dep_ == "pobj" and (inner := self.all_of(item)):
                        return inner
        return ()

    def direct(self, token: Token) -> tuple[str, ...]:
        """``at`` without a look behind "of" and "from"."""
        return self._keys_of(self.who.actors_in(token))

    def all_of(self, token: Token) -> tuple[str, ...]:
        """``at`` for this token and the nouns coordinated with it."""
        found = list(self.at(token))
        for other in token.conjuncts:
            if other.i > token.i:
                found.extend(self.at(other))
        return tuple(dict.fromkeys(found))

    def named_by(self, token: Token) -> tuple[str, ...]:
        """The sides that a mention headed by just this token names."""
        return self._keys_of(self.who.actors_at(token))

    def side_of(self, id: str | None) -> str | None:
        """The one side that this actor stands for."""
        found = self.keys.get(id or "", ())
        return found[0] if len(found) == 1 else None

    def _keys_of(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side for id in ids for side in self.keys.get(id, ())))

    def is_source(self, token: Token) -> bool:
        """Whether this token stands in the words that name a statement's source."""
        return any(start <= token.idx < end for start, end, _ in self.said)


def _is_paper(doc: Doc, source: Span) -> bool:
    """Whether what speaks is a paper or post of somebody's: «Trump’s tweet»."""
    words = doc.char_span(source.start, source.end, alignment_mode="expand")
    if words is None or not len(words):
        return False
    head = words.root.head if words.root.dep_ == "poss" else words.root
    return head.lemma_.lower() in _PAPERS


def _body_of(actor: Actor) -> str | None:
    """The body that an international officer acts for («Guterres's letter» is the UN's); None for all others."""
    if actor.kind != "person" or actor.ref is None or actor.sector != "IGO":
        return None
    known = load_actors().get(actor.ref)
    bodies = [role for role in known.roles if role.body is not None] if known is not None else []
    held = [role for role in bodies if role.last is None] or bodies
    return held[-1].body if held else None


def find_sides(
    doc: Doc, actors: tuple[Actor, ...], statements: Iterable[Statement], pairs: dict[str, tuple[str, ...]]
) -> Sides:
    """The side of every actor that can be one; ``pairs`` names the sides of actors that are two at once."""
    keys: dict[str, tuple[str, ...]] = {}
    for actor in actors:
        own = actor.sector in _OWN_SIDE and actor.ref is not None
        side = (_body_of(actor) or actor.ref) if own or actor.country is None else actor.country
        if side is not None and actor.sector not in _NO_SIDE:
            keys[actor.id] = pairs.get(side, (side,))
    # The owner of a paper that speaks («hours after Ankara’s letter») may still be the other side.
    said = tuple(
        (item.source.start, item.source.end, item.id)
        for item in statements
        if item.source is not None and item.source_kind != "document" and not _is_paper(doc, item.source)
    )
    return Sides(Who(doc, actors), keys, said)
