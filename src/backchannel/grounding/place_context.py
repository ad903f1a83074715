"""What a story says around the words that may be a place: the countries and regions that tell namesakes apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backchannel.grounding.place_beside import Neighbours
from backchannel.grounding.place_choice import Surroundings
from backchannel.grounding.place_uses import JOINS, Use, words
from backchannel.ontology.places import KnownPlace, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a place: tokens, the places of that spelling, how they stand, and what stands beside them."""

    first: int
    end: int
    known: tuple[KnownPlace, ...]
    use: Use | None
    sentence: int
    beside: tuple[KnownPlace, ...]


class StoryContext:
    """The countries and regions that the story and each of its sentences name."""

    def __init__(self, counts: Counter[str], beside: Neighbours, doc: Doc, found: list[Candidate]) -> None:
        self.counts = counts.copy()
        self._beside, self._doc = beside, doc
        self._regions: list[tuple[int, tuple[str, str]]] = []
        for one in found:
            wide = [place for place in one.known if place.kind == "region" and place.admin is None]
            sure = one.known[0].listed or len({place.country for place in one.known}) == 1
            if wide and one.known[0].kind == "region" and sure:
                for place in wide[:1] if one.known[0].listed else wide:
                    self._regions.append((one.sentence, (place.country or "", fold(place.name))))

    def learn(self, sure: list[KnownPlace]) -> None:
        """Counts the countries of places that are sure."""
        self.counts.update(place.country for place in sure if place.country is not None)

    def of(self, one: Candidate) -> Surroundings:
        """What stands around the words; what they say themselves ("Tripoli" as a capital) does not count."""
        span = self._doc[one.first : one.end]
        sent, root, own = span.sent, span.root, fold(span.text)
        first, last = sent.start_char, sent.end_char
        near = frozenset(
            land for position, land, name in self._beside.countries if first <= position < last and name != own
        )
        counts, selves = self.counts, [land for _, land, name in self._beside.countries if name == own]
        if selves:
            counts = counts.copy()
            counts.subtract(selves)
            counts = +counts
        called = root.dep_ in JOINS and root.head.lower_ in words("regions")
        beside = frozenset(region for sentence, region in self._regions if sentence == one.sentence)
        everywhere = frozenset(region for _, region in self._regions)
        return Surroundings(near, counts, one.beside, beside, everywhere, called)
