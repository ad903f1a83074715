"""The country or region right beside a place's name: «Tripoli, Lebanon», «the Venezuelan port of Barcelona»."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backchannel.grounding.place_uses import JOINS, words
from backchannel.ontology.countries import countries_by_code
from backchannel.ontology.places import KnownPlace, find_spelling, fold
from backchannel.records import Name

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BACK = 7  # words looked at before the name
_AHEAD = 6
_LONGEST = 80  # characters of a name


class Neighbours:
    """A parsed story's country names, and what stands beside a place.

    ``countries`` are (offset, country, folded name) of names that mean one country, ``named`` the name at each offset,
    ``country_tokens`` the tokens of such names.
    """

    def __init__(self, text: str, doc: Doc, names: tuple[Name, ...]) -> None:
        self._doc = doc
        lands = [(name, land) for name in names if (land := _country_of(name)) is not None]
        self.countries = [(one.span.start, land, fold(text[one.span.start : one.span.end])) for one, land in lands]
        self.named = {
            position: name
            for name in names
            for position in range(name.span.start, min(name.span.end, name.span.start + _LONGEST))
        }
        self.country_tokens: dict[int, str] = {}
        for name, land in lands:
            span = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
            if span is not None:
                self.country_tokens.update(dict.fromkeys(range(span.start, span.end), land))

    def of(self, first: int, end: int) -> tuple[KnownPlace, ...]:
        """What stands beside the name between those tokens; empty where nothing does."""
        return self._after(end) or self._described(end) or self._before(first)

    def _after(self, end: int) -> tuple[KnownPlace, ...]:
        """«Tripoli, Lebanon», «Springfield (Illinois)», «Mobile, Ala.», «Palmyra in Syria»."""
        doc = self._doc
        if end + 1 >= len(doc) or doc[end].lower_ not in (",", "(", "in"):
            return ()
        start = end + 2 if doc[end + 1].lower_ in ("the", "northern", "southern", "eastern", "western") else end + 1
        for last in range(min(start + 3, len(doc)), start, -1):
            text = doc[start:last].text
            known = find_spelling(fold(_abbreviations().get(text.rstrip("."), text)))
            wide = tuple(place for place in known if place.kind in ("country", "region"))
            if wide:
                root = doc[start:last].root
                part = wide[0].kind == "country" and root.dep_ in JOINS and root.head.i >= last
                acts = root.dep_ in ("nsubj", "nsubjpass") or part  # «in Baghdad, the U.S. Embassy opened»
                joined = doc[end].text == "," and last < len(doc) and doc[last].lower_ == "and"
                return () if acts or joined else wide  # «in the Strait of Hormuz, Iran said»
        return ()

    def _described(self, end: int) -> tuple[KnownPlace, ...]:
        """«Barcelona, the Venezuelan port …», «Alexandria, Egypt's second city»."""
        doc = self._doc
        if end + 2 >= len(doc) or doc[end].text != ",":
            return ()
        land, closed = None, False
        for token in doc[end + 1 : min(end + 1 + _AHEAD, len(doc))]:
            if token.pos_ in ("VERB", "AUX", "PUNCT") and token.text != "-":
                break
            land = land or self.country_tokens.get(token.i)
            closed = land is not None and token.lower_ in words("class")
            if closed:
                break
        return _country(land) if closed else ()

    def _before(self, first: int) -> tuple[KnownPlace, ...]:
        """«the Lebanese port city of Tripoli», «Lebanon's Tripoli», «the second city of Cuba, Santiago»."""
        doc = self._doc
        if first >= 1 and doc[first - 1].text == ",":
            land = self.country_tokens.get(first - 2)
            told = any(token.lower_ in words("class") for token in doc[max(0, first - _BACK) : first - 1])
            of = any(token.lower_ == "of" for token in doc[max(0, first - _BACK) : first - 1])
            return _country(land) if told and of else ()
        noun = False
        for token in reversed(doc[max(0, first - _BACK) : first]):
            land = self.country_tokens.get(token.i)
            if land is not None:
                owns = doc[token.i + 1].text in ("'s", "’s") and token.i + 2 == first
                return _country(land) if noun or owns else ()
            noun = noun or token.lower_ in words("class")
            if token.pos_ in ("VERB", "AUX", "PUNCT", "CCONJ") or token.lower_ in ("in", "from", "to", "at", "near"):
                break
        return ()


def _country(land: str | None) -> tuple[KnownPlace, ...]:
    known = countries_by_code().get(land or "")
    return () if known is None else (KnownPlace(known.name, "country", known.iso3),)


@cache
def _abbreviations() -> dict[str, str]:
    """«Ala» -> Alabama: how news writes American states after a town."""
    return dict(word.split("=", 1) for word in words("states"))


def names_country(name: Name) -> bool:
    """Whether the name can mean a country, by itself or by its capital."""
    return any(ref.upper() in countries_by_code() for ref in name.refs)


def _country_of(name: Name) -> str | None:
    """The one country that the name means."""
    lands = {ref.upper() for ref in name.refs}
    return lands.pop() if len(lands) == 1 and lands <= countries_by_code().keys() else None


def dateline_countries(dateline: str | None) -> list[str]:
    """The country of «SEOUL, South Korea» or «KYIV»."""
    found = []
    for part in (dateline or "").split(",")[:3]:
        known = find_spelling(fold(part.strip()))
        land = next((place for place in known if place.kind == "country" or place.capital), None)
        if land is not None and land.country is not None:
            found.append(land.country)
    return found
