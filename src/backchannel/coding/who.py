"""Who stands at a word: a fast lookup from parsed tokens to the actors that a story mentions there.

Written once per story, read by every later step that starts from a verb and asks for its subject or object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from backchannel.records import Actor, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAME_PARTS = frozenset({"compound", "nmod", "amod"})
_RELATIVE = frozenset({"WP", "WDT"})
_DEEPEST = 6  # steps through appositions, compounds and possessors; real noun phrases stay under four


class Who:
    """Actors by token. All answers are local actor ids, each once, in text order of their mentions."""

    def __init__(self, doc: Doc, actors: Iterable[Actor]) -> None:
        self._heads: dict[int, tuple[str, ...]] = {}
        self._covers: dict[int, tuple[str, ...]] = {}
        self._mentions: dict[tuple[str, int], Mention] = {}
        for actor in actors:
            for mention in actor.mentions:
                self._enter(doc, actor.id, mention)

    def _enter(self, doc: Doc, id: str, mention: Mention) -> None:
        span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None or not len(span):
            return
        head = span.root.i
        self._heads[head] = (*self._heads.get(head, ()), id)
        self._mentions[id, head] = mention
        for index in range(span.start, span.end):
            self._covers[index] = (*self._covers.get(index, ()), id)

    def actors_at(self, token: Token) -> tuple[str, ...]:
        """The actors whose mention has this token as its syntactic head; more than one only for a group mention."""
        return self._heads.get(token.i, ())

    def actors_over(self, token: Token) -> tuple[str, ...]:
        """The actors with a mention that covers this token, its head or not."""
        return self._covers.get(token.i, ())

    def mention_at(self, token: Token, id: str) -> Mention | None:
        """The mention of that actor headed by this token."""
        return self._mentions.get((id, token.i))

    def actors_in(self, token: Token) -> tuple[str, ...]:
        """The actors that the noun phrase headed by this token names.

        The mention at the head if there is one; else, in this order: the antecedent of a relative pronoun, an
        apposition, a name that the head is a title or a compound of ("Lee" of "President Lee", "US" of "US strike"),
        the possessor ("Trump" of "Trump’s tweet").
        """
        return self._within(token, _DEEPEST)

    def actors_of(self, token: Token) -> tuple[str, ...]:
        """``actors_in`` for this token and for each noun coordinated with it ("Kim" and "Trump" met)."""
        found = list(self.actors_in(token))
        for conjunct in token.conjuncts:
            if conjunct.i > token.i:
                found.extend(self.actors_in(conjunct))
        return tuple(dict.fromkeys(found))

    def possessors(self, token: Token) -> tuple[str, ...]:
        """The actors that own what this token heads: a genitive or possessive pronoun."""
        for child in token.lefts:
            if child.dep_ == "poss":
                return self.actors_in(child)
        return ()

    def _within(self, token: Token, depth: int) -> tuple[str, ...]:
        own = self._heads.get(token.i) or self._covers.get(token.i)
        if own or depth == 0:
            return own or ()
        if token.tag_ in _RELATIVE and (clause := _relative_clause(token)) is not None:
            return self._within(clause.head, depth - 1)
        for wanted in (frozenset({"appos"}), _NAME_PARTS, frozenset({"poss"})):
            for child in token.children:
                if child.dep_ in wanted and (found := self._within(child, depth - 1)):
                    return found
        return ()


def _relative_clause(token: Token) -> Token | None:
    """The verb of the relative clause that this pronoun opens, None where it opens a question or a free relative."""
    verb = token.head
    for _ in range(_DEEPEST):
        if verb.dep_ == "relcl":
            return verb
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    return None
