"""For a sentence without events: which rule came closest, at which word, and what it lacked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.coding.events.code import Coded, Miss, code_sentence
from backchannel.coding.events.find import anchor_of
from backchannel.coding.events.phrases import make_cast
from backchannel.records import Actor, Sentence, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A word that a rule knows in a sentence without events: the rule's id, and what was missing."""

    sentence: Span
    word: Span
    rule: str
    why: str


def find_near_misses(
    story: Story, doc: Doc, sentences: tuple[Sentence, ...], actors: tuple[Actor, ...]
) -> tuple[NearMiss, ...]:
    """One for each sentence in which a rule knew a word but no event was coded, the nearest to an event chosen."""
    cast = make_cast(doc, actors)
    by_id = {actor.id: actor for actor in actors}
    found = []
    for sentence in sentences:
        tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        tried = [] if sentence.heading or tokens is None else list(code_sentence(tokens, cast, by_id))
        misses = [item for item in tried if isinstance(item, Miss)]
        if misses and not any(isinstance(item, Coded) for item in tried):
            nearest = max(misses, key=lambda miss: miss.nearness)
            word = anchor_of(story, nearest.match)
            found.append(NearMiss(sentence.span, word, nearest.match.sense.id, nearest.why))
    return tuple(found)
