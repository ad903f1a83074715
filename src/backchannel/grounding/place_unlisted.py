"""Places that no table knows, put where the known place beside them is: «at the Moscone Center in San Francisco».

Only the country is known of those that stand beside a country or a region, or in a row with a town («in Qamenas, Sarmin
and Binnish»). They are no event's place: the known one beside them is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from backchannel.grounding.context import word_list
from backchannel.grounding.place_uses import lead_in, words
from backchannel.records import Place, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LONGEST = 5  # words of a name
_BESIDE = frozenset({"in", "near", "outside", "at", ","})
_ARTICLES = frozenset({"the", "a", "an"})


def find_unlisted(doc: Doc, places: list[Place], taken: Collection[int]) -> Iterator[Place]:
    """The unknown names right before a known place; ``taken`` are offsets of known names and of people."""
    held = {offset for place in places for offset in range(place.span.start, place.span.end)}
    for place in places:
        span = doc.char_span(place.span.start, place.span.end, alignment_mode="expand")
        if span is None:
            continue
        at = span.start - 1
        while at > 0 and doc[at].lower_ in _ARTICLES | words("parts"):
            at -= 1
        if at < 2 or doc[at].lower_ not in _BESIDE or (doc[at].text == "," and at != span.start - 1):
            continue
        first = _name_before(doc, at)
        run = doc[first:at]
        if first == at or run.start_char in taken or not held.isdisjoint(range(run.start_char, run.end_char)):
            continue
        if lead_in(doc, first) in words("in"):
            yield _beside(run.start_char, run.text, place, row=doc[at].text == "," and place.kind == "town")


def _name_before(doc: Doc, end: int) -> int:
    """Where the run of proper nouns that ends before that token begins; ``end`` where it is none of a place."""
    first = end
    while first > 0 and end - first < _LONGEST:
        token = doc[first - 1]
        if token.pos_ != "PROPN" or not token.text[0].isupper() or not token.text[-1].isalpha():
            break
        first -= 1
    barred = word_list("time-words") | words("gatherings")
    if any(token.text in barred or token.lower_ in barred or len(token) < 3 for token in doc[first:end]):
        return end
    return first


def _beside(start: int, name: str, place: Place, *, row: bool) -> Place:
    """``row``: the known place is no larger one around it but the next of a list."""
    span = Span(place.span.story, start, start + len(name))
    near = place.kind in ("town", "site") and not row
    kind = "town" if row or place.kind in ("region", "country") else "site"
    because = f"named: in no table; {place.name} stands beside it"
    point = (place.lat, place.lon) if near else (None, None)
    admin = place.admin if near else None
    return Place(span, name, kind, because, place.country, admin, *point, None, there=False)  # type: ignore[arg-type]
