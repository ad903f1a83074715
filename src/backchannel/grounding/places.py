"""Places that a story names as the place of something: found by their spelling, kept where the parse says "there".

A word is a place only in a locative phrase ("in", "at", "near", "to"), as what is attacked or visited, and in names of
meetings ("the Hanoi summit"). Which place of that name is meant is told by what stands beside it ("Tripoli, Lebanon"),
then by the countries named in the sentence and the story; the number of people counts only where one place is far
larger than its namesakes. What stays open is left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backchannel.grounding.place_choice import Surroundings, choose_place
from backchannel.ontology.countries import countries_by_code
from backchannel.ontology.places import KnownPlace, find_spelling, fold
from backchannel.records import Actor, Name, Place, Sentence, Span, Story
from backchannel.rules import load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MOST_WORDS = 5
_LONGEST = 80  # characters of a name
_DEEPEST = 6
_KNOWN_WELL = 200_000  # people: a town that needs no country named beside it
_JOINS = frozenset({"compound", "nmod", "amod"})


@dataclass(frozen=True, slots=True)
class Use:
    """How a place stands in its sentence: "in", "to", "object", "compound" or "where", and the word it hangs on."""

    kind: str
    preposition: str
    governor: Token
    noun: Token


def find_places(
    story: Story, doc: Doc, sentences: tuple[Sentence, ...], names: tuple[Name, ...], actors: tuple[Actor, ...]
) -> tuple[Place, ...]:
    """The places in the story's text, in text order, each one of the world's; those that stay open are left out."""
    finder = _Finder(story, doc, names, actors)
    found: list[Place] = []
    for sentence in sentences:
        tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        if tokens is not None and not sentence.heading:
            found.extend(finder.read(tokens.start, tokens.end))
    return tuple(found)


class _Finder:
    def __init__(self, story: Story, doc: Doc, names: tuple[Name, ...], actors: tuple[Actor, ...]) -> None:
        self.story, self.doc = story, doc
        self.countries = [(name.span.start, land) for name in names if (land := _country_of(name)) is not None]
        self.counts = Counter(land for _, land in self.countries)
        self.counts.update(_dateline_countries(story.dateline))
        self.people = {fold(word) for actor in actors if actor.kind == "person" for word in actor.name.split()}
        self.named = {
            position: name
            for name in names
            for position in range(name.span.start, min(name.span.end, name.span.start + 80))
        }

    def read(self, first: int, last: int) -> list[Place]:
        """The places between two tokens, the longest spelling first."""
        found = []
        at = first
        while at < last:
            span = self._longest(at, last)
            place = None if span is None else self._resolve(*span)
            if place is not None:
                found.append(place)
            at = span[1] if span is not None else at + 1
        return found

    def _longest(self, first: int, last: int) -> tuple[int, int, tuple[KnownPlace, ...]] | None:
        token = self.doc[first]
        if not (token.text[0].isupper() or token.lower_ in words("lower-case")):
            return None
        for end in range(min(first + _MOST_WORDS, last), first, -1):
            text = self.doc[first:end].text
            if not (text[-1].isalnum() or text[-1] == "."):
                continue  # a closing quote that the tokeniser left on
            known = find_spelling(fold(text)) if not text.islower() or " " in text else ()
            if known:
                return (first, end, known) if self._stands_alone(first, end, known[0]) else None
        return None

    def _stands_alone(self, first: int, end: int, best: KnownPlace) -> bool:
        """Whether the words are no part of a known longer name, of a person's or of an unknown one."""
        span = self.doc[first:end]
        for position in (span.start_char, span.end_char - 1):
            name = self.named.get(position)
            if name is None:
                continue
            same = (name.span.start, name.span.end) == (span.start_char, span.end_char)
            inside = name.span.start >= span.start_char and name.span.end <= span.end_char
            if not inside or not (best.listed or _names_country(name)):
                return False
            if same and best.kind == "country" and not _names_country(name):
                return False
        if best.kind == "country" and span.start_char not in self.named:
            return False  # a first name, or part of a longer name: the alias pass left it out
        if end - first == 1 and fold(span.text) in self.people and not best.capital and not best.listed:
            return False
        after = self.doc[end] if end < len(self.doc) else None
        if after is None or after.pos_ != "PROPN" or not after.text[0].isupper() or span.root.dep_ not in _JOINS:
            return True
        return after.lower_ in words("class") | words("meetings")

    def _resolve(self, first: int, end: int, known: tuple[KnownPlace, ...]) -> Place | None:
        root = self.doc[first:end].root
        use = find_use(root)
        around = self._surroundings(first, end)
        if use is None or not self._trusted(root, known[0], use, bool(around.beside)):
            return None
        chosen = choose_place(known, around)
        if chosen is None:
            return None
        place, why = chosen
        if use.kind == "in" and not _fits(use.preposition, place):
            return None
        if place.kind == "country" and use.kind != "in" and use.governor.lemma_.lower() in words("strikes"):
            return None  # who is attacked, not where
        last = self.doc[end - 1]
        span = Span(self.story.id, self.doc[first].idx, last.idx + len(last))
        whole = (place.admin, place.lat, place.lon, place.geonames)
        noun = root.head
        if place.kind == "town" and root.dep_ in _JOINS and noun.lower_ in words("regions"):
            # «the Kherson region» is the region about the town of that name.
            name = f"{place.name} {noun.lower_}"
            return Place(span, name, "region", f"{use.kind}: {why}", place.country, *whole[:3])
        return Place(span, place.name, place.kind, f"{use.kind}: {why}", place.country, *whole)

    def _trusted(self, root: Token, best: KnownPlace, use: Use, beside: bool) -> bool:
        """Whether its fame, a noun such as "city", or the story's countries say that this is a place."""
        if best.listed or best.capital or best.kind == "country" or beside:
            return True
        if use.noun != root and use.noun.lower_ in words("class"):
            return True
        return root.pos_ == "PROPN" and (best.population >= _KNOWN_WELL or bool(self.counts))

    def _surroundings(self, first: int, end: int) -> Surroundings:
        sent = self.doc[first].sent
        near = {land for position, land in self.countries if sent.start_char <= position < sent.end_char}
        return Surroundings(frozenset(near), self.counts, self._beside(end))

    def _beside(self, end: int) -> tuple[KnownPlace, ...]:
        """What stands after a comma: «Tripoli, Lebanon», «Springfield, Illinois»."""
        if end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return ()
        for last in range(min(end + 4, len(self.doc)), end + 1, -1):
            known = find_spelling(fold(self.doc[end + 1 : last].text))
            wide = tuple(place for place in known if place.kind in ("country", "region"))
            if wide:
                acts = self.doc[end + 1 : last].root.dep_ in ("nsubj", "nsubjpass")
                return () if acts else wide  # «in the Strait of Hormuz, Iran said»
        return ()


def _fits(preposition: str, place: KnownPlace) -> bool:
    """Whether one can be there: on a hill, a sea or a peninsula, at a town, over a sea."""
    if preposition == "on":
        return place.kind in words("on-kinds") or place.name.endswith(("Peninsula", "Island", "Islands"))
    if preposition in ("over", "above"):
        return place.kind == "water"
    return preposition != "at" or place.kind != "country"  # «lashed out at Turkey»


def find_use(root: Token) -> Use | None:
    """How the place headed by that token is used; None where it does not tell where something is."""
    noun = _climb(root)
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ in ("prep", "agent", "dative", "pcomp", "advmod", "conj"):
        return _prepositional(noun, head)
    if noun.dep_ in ("dobj", "nsubjpass", "npadvmod"):
        fits = words("visits") | (words("strikes") if noun.dep_ != "npadvmod" else frozenset())
        return Use("object", "", head, noun) if head.lemma_.lower() in fits else None
    if noun.dep_ in ("compound", "nmod") and head.lemma_.lower() in words("meetings"):
        return Use("compound", "", head, noun)
    return None


def _prepositional(noun: Token, preposition: Token) -> Use | None:
    word, above = preposition.lower_, _above(preposition)
    if above.lemma_.lower() in words("abstract"):
        return None
    struck = above.lemma_.lower() in words("strikes") or any(
        child.dep_ == "dobj" and child.lemma_ in words("strikes") for child in above.children
    )
    if word in ("on", "against") and struck:
        return Use("to", word, above, noun)  # «carried out a strike on Homs»
    if word in words("in"):
        return Use("in", word, above, noun)
    gone = word != "against" and above.lemma_.lower() in words("goes")
    return Use("to", word, above, noun) if word in words("to") and gone else None


def _climb(root: Token) -> Token:
    """The noun that names the place: «city» of «the port city of Odesa», «region» of «the Kherson region»."""
    noun = root
    for _ in range(_DEEPEST):
        head = noun.head
        if noun.dep_ in _JOINS and head.lower_ in words("class"):
            noun = head
        elif noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in words("class"):
            noun = head.head
        elif noun.dep_ == "appos" and (head.lower_ in words("class") or head.lower_ == "place"):
            noun = head
        elif noun.dep_ == "conj" and noun.pos_ == "PROPN" and head.pos_ == "PROPN":
            noun = head  # «in Iraq and Oman»
        else:
            break
    return noun


def _above(preposition: Token) -> Token:
    """The word that a locative phrase hangs on, past the building it stands in: «met at a hotel in Riyadh»."""
    at = preposition
    for _ in range(_DEEPEST):
        above = at.head
        if at.dep_ == "conj" and above.pos_ == "ADP":
            at = above  # «in Oslo and in Riga»
        elif above.dep_ == "prep" and above.lower_ in words("in") | words("to"):
            at = above  # «outside of», «in and around»
        elif above.dep_ == "pobj" and above.head.lower_ in words("in") and above.lower_ in words("buildings"):
            at = above.head
        elif above.dep_ == "pobj" and above.pos_ == "PROPN" and above.head.lower_ in words("in"):
            at = above.head  # «at Argyle in Saint Vincent»
        else:
            return above
    return at.head


def _names_country(name: Name) -> bool:
    """Whether the name can mean a country, by itself or by its capital."""
    return any(ref.upper() in countries_by_code() for ref in name.refs)


def _country_of(name: Name) -> str | None:
    """The one country that the name means."""
    lands = {ref.upper() for ref in name.refs}
    return lands.pop() if len(lands) == 1 and lands <= countries_by_code().keys() else None


def _dateline_countries(dateline: str | None) -> list[str]:
    """The country of «SEOUL, South Korea» or «KYIV»."""
    found = []
    for part in (dateline or "").split(",")[:3]:
        known = find_spelling(fold(part.strip()))
        if known and known[0].country is not None and (known[0].kind == "country" or known[0].capital):
            found.append(known[0].country)
    return found


@cache
def words(id: str) -> frozenset[str]:
    """The words of that rule of ``rules/places.toml``."""
    return next(frozenset(rule["words"]) for rule in load_rules("places") if rule["id"] == id)
