"""Places that a story names, each one of the world's, with what tells that it is meant.

A word is a place where its sentence says "there" ("in", "at", "near", "to", what is attacked or visited, "the Hanoi
summit"), and elsewhere ("the mayor of Riga", "Riga's port") where it is well known or its country is named, unless it
is a person, part of a longer name, or a government ("Washington said"). A country is a place only where things are
there. Which place of that name is meant is weighed in ``place_choice``; what stays open is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backchannel.grounding.context import word_list
from backchannel.grounding.place_beside import Neighbours, dateline_countries, names_country
from backchannel.grounding.place_choice import choose_place
from backchannel.grounding.place_context import Candidate, StoryContext
from backchannel.grounding.place_unlisted import find_unlisted
from backchannel.grounding.place_uses import JOINS, facility_end, find_use, lead_in, words
from backchannel.ontology.places import KnownPlace, find_spelling, fold, opens_spelling
from backchannel.records import Actor, Name, Place, Sentence, Span, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MOST_WORDS = 7
_IN_SENTENCE, _ELSEWHERE = 5_000, 100_000  # people: a town whose country is named, by how it is used
_KNOWN, _WELL_KNOWN = 15_000, 500_000  # people: a town that needs no country named, by how it is used
_ABROAD = 50_000  # people: such a town where only other countries are named, or that stands alone of its name
_LINKED = 200_000  # people: such a town after "of", "from" …
_GOVERNS = "stands for its government"
_ACRONYM = 4  # letters
_OPEN = "open"
_MAKES_SURE = 50_000  # people: a town that tells which country a story is about


def find_places(
    story: Story, doc: Doc, sentences: tuple[Sentence, ...], names: tuple[Name, ...], actors: tuple[Actor, ...]
) -> tuple[Place, ...]:
    """The places in the story's text, in text order, each one of the world's; those that stay open are left out."""
    finder = _Finder(story, doc, names, actors)
    found: list[Candidate] = []
    for number, sentence in enumerate(sentences):
        tokens = doc.char_span(sentence.span.start, sentence.span.end, alignment_mode="expand")
        if tokens is not None and not sentence.heading:
            found.extend(finder.candidates(tokens.start, tokens.end, number))
    placed = finder.resolve(found)
    placed += find_unlisted(doc, list(placed), finder.taken())
    return tuple(sorted(placed, key=lambda place: place.span))


class _Finder:
    def __init__(self, story: Story, doc: Doc, names: tuple[Name, ...], actors: tuple[Actor, ...]) -> None:
        self.story, self.doc = story, doc
        columns = doc.to_array(["IDX", "LENGTH"]).tolist()  # a token object for each would cost far more
        self.words = [story.text[start : start + length] for start, length in columns]
        self.starts = [start for start, _ in columns]
        self.beside = Neighbours(story.text, doc, names)
        self.counts = Counter(land for _, land, _ in self.beside.countries)
        self.counts.update(dateline_countries(story.dateline))
        self.people = {fold(word) for actor in actors if actor.kind == "person" for word in actor.name.split()}
        self.governments = {
            (mention.span.start, mention.span.end)
            for actor in actors
            for mention in actor.mentions
            if mention.because.endswith(_GOVERNS) or actor.kind in ("person", "organisation")
        }

    def taken(self) -> frozenset[int]:
        """The offsets where known names, people and bodies stand."""
        return frozenset(self.beside.named) | {start for start, _ in self.governments}

    def candidates(self, first: int, last: int, sentence: int) -> Iterator[Candidate]:
        """The words between two tokens that are spelt like a place and stand alone, the longest spelling first."""
        at = first
        while at < last:
            span = self._longest(at, last)
            if span is None:
                at += 1
                continue
            start, at, known = at, *span
            use = find_use(self.doc[start:at].root)
            if use is not None and self.doc[start].idx not in self.beside.named:
                # a first name, or «Georgia», which the alias pass left open
                known = tuple(place for place in known if place.kind != "country")
            if known and self._stands_alone(start, at, known[0]):
                yield Candidate(start, at, known, use, sentence, self.beside.of(start, at))

    def _longest(self, first: int, last: int) -> tuple[int, tuple[KnownPlace, ...]] | None:
        word = self.words[first]
        article = word in words("articles") and self.words[first + 1 : first + 2] == ["-"]
        if not (word[0].isupper() or article or word in words("lower-case")):
            return None
        best, spelt = 0, ""
        for end in range(first + 1, min(first + _MOST_WORDS, last) + 1):
            word = self.words[end - 1]
            if not (word[-1].isalnum() or word[-1] == ".") or word.endswith(("'s", "’s")) and len(word) > 2:
                continue  # a hyphen, or a closing quote that the tokeniser left on
            text = self.story.text[self.starts[first] : self.starts[end - 1] + len(word)]
            whole, longer = opens_spelling(fold(text))
            generic = end > first + 1 and word in words("regions")
            if whole and (not text.islower() or " " in text) and not (generic and best == end - 1):
                best, spelt = end, text
            if not longer and not (end < last and self.words[end] in ("'s", "’s")):
                break
        return (best, find_spelling(fold(spelt))) if best and fold(spelt) not in words("no-places") else None

    def _stands_alone(self, first: int, end: int, best: KnownPlace) -> bool:
        """Whether the words are no part of a known longer name, of a person's or of an unknown one."""
        span = self.doc[first:end]
        for position in (span.start_char, span.end_char - 1):
            name = self.beside.named.get(position)
            if name is None:
                continue
            same = (name.span.start, name.span.end) == (span.start_char, span.end_char)
            inside = name.span.start >= span.start_char and name.span.end <= span.end_char
            if not inside or not (best.listed or names_country(name)):
                return False
            if same and best.kind == "country" and not names_country(name):
                return False
        if best.kind == "country" and span.start_char not in self.beside.named:
            return False  # a first name, or part of a longer name: the alias pass left it out
        if end - first == 1 and fold(span.text) in self.people and not best.capital and not best.listed:
            return False
        return not self._goes_on(span.root, first, end)

    def _goes_on(self, root: Token, first: int, end: int) -> bool:
        """Whether the words are part of a longer name that we do not know: «Houston Chronicle», «Paul Houston»."""
        after = self.doc[end] if end < len(self.doc) else None
        if after is not None and after.pos_ == "PROPN" and after.text[0].isupper() and root.dep_ in JOINS:
            return after.lower_ not in words("class") | words("meetings") and facility_end(self.doc, end) is None
        before = self.doc[first - 1] if first else None
        if before is not None and before.text == "-" and first > 1 and not before.whitespace_:
            joined = self.doc[first - 2]
            if not joined.whitespace_ and (len(joined) < 4 or not joined.text[0].isupper()):
                return True  # «al-Numan»
        if before is None:
            return False
        if before.text in word_list("first-names") and before.i not in self.beside.country_tokens:
            return True
        if before.is_sent_start or before.pos_ != "PROPN" or before.head != root:
            return False
        part = before.dep_ in JOINS and before.text[0].isupper() and before.i not in self.beside.country_tokens
        return bool(part) and before.lower_ not in words("class") | words("parts")

    def resolve(self, found: list[Candidate]) -> list[Place]:
        """The place of each, weighed twice: the second time knowing the towns that were sure the first time."""
        around = StoryContext(self.counts, self.beside, self.doc, found)
        around.learn(self._sure(found, around))
        settled: dict[str, KnownPlace] = {}
        chosen: list[tuple[Candidate, tuple[KnownPlace, str]]] = []
        for one in found:
            pair = choose_place(one.known, around.of(one))
            if pair is not None and one.beside:
                settled.setdefault(self._spelt(one), pair[0])
            chosen.append((one, pair or (one.known[0], _OPEN)))
        placed = []
        for one, (place, why) in chosen:
            full = None if one.beside else settled.get(self._spelt(one))
            if full is not None:
                place, why = full, "named in full elsewhere in the story"
            found_place = None if why == _OPEN else self._place(one, (place, why), around.counts)
            placed += [] if found_place is None else [found_place]
        return placed

    def _sure(self, found: list[Candidate], around: StoryContext) -> list[KnownPlace]:
        """The places that tell which countries the story is about."""
        sure = []
        for one in found:
            pair = choose_place(one.known, around.of(one))
            if pair is None or pair[0].country is None or not self._trusted(one, pair[0], around.counts):
                continue
            if pair[0].listed or pair[0].population >= _MAKES_SURE or one.beside:
                sure.append(pair[0])
        return sure

    def _spelt(self, one: Candidate) -> str:
        return fold(self.doc[one.first : one.end].text)

    def _place(self, one: Candidate, chosen: tuple[KnownPlace, str], counts: Counter[str]) -> Place | None:
        place, why = chosen
        if not self._trusted(one, place, counts):
            return None
        there = self._is_there(one, place)
        if place.kind == "country" and not there:
            return None
        root, facility = self.doc[one.first : one.end].root, facility_end(self.doc, one.end)
        if facility is not None and place.kind == "town" and self.doc[facility - 1].text[0].isupper():
            return self._facility(one, place, facility, there)
        last = self.doc[one.end - 1]
        ends = last.idx + len(last) - (last.text.endswith(".") and last.text.count(".") == 1)  # the sentence's own dot
        span = Span(self.story.id, self.doc[one.first].idx, ends)
        name, kind, known = place.name, place.kind, place.geonames
        if root.dep_ in JOINS and root.head.lower_ in words("regions") and kind in ("town", "region"):
            if kind == "town":
                kind, known = "region", None  # «the Bakhmut area» is the area about the town of that name
            if not place.listed or place.kind == "town":
                name = f"{self.doc[one.first : one.end].text} {root.head.lower_}"
        how = one.use.kind if there and one.use is not None else "named"
        return Place(span, name, kind, f"{how}: {why}", place.country, place.admin, place.lat, place.lon, known, there)

    def _facility(self, one: Candidate, town: KnownPlace, end: int, there: bool) -> Place:
        """A site that bears a town's name, put where the town is: «Tabqa Dam»."""
        last = self.doc[end - 1]
        span = Span(self.story.id, self.doc[one.first].idx, last.idx + len(last))
        how = one.use.kind if there and one.use is not None else "named"
        why = f"{how}: a site named after {town.name}"
        name = self.doc[one.first : end].text
        return Place(span, name, "site", why, town.country, town.admin, town.lat, town.lon, None, there)

    def _is_there(self, one: Candidate, place: KnownPlace) -> bool:
        """Whether the words say that something is there, so that it can be an event's place."""
        use = one.use
        if use is None or (use.kind == "in" and not _fits(use.preposition, place)):
            return False
        # who is attacked is not where
        return not (place.kind == "country" and use.kind != "in" and use.governor.lemma_.lower() in words("strikes"))

    def _trusted(self, one: Candidate, place: KnownPlace, counts: Counter[str]) -> bool:
        """Whether its fame, a noun such as "city", or the story's countries say that this is a place."""
        root = self.doc[one.first : one.end].root
        if place.kind == "country" or one.beside:
            return True
        last = self.doc[one.end - 1]
        if one.use is None and (self.doc[one.first].idx, last.idx + len(last)) in self.governments:
            return False
        noun = one.use.noun if one.use is not None else root.head if root.dep_ in JOINS else root
        called = (noun != root and noun.lower_ in words("class")) or self.doc[one.end - 1].lower_ in words("regions")
        called = called or facility_end(self.doc, one.end) is not None
        well = (place.listed or place.capital) and (one.use is not None or place.kind != "town" or root.pos_ == "PROPN")
        if well or called or place.kind == "site":
            seat = place.kind == "site" and place.listed and self.doc[one.first].idx in self.beside.named
            return one.use is not None or not seat  # «the White House said»
        text = self._spelt(one)
        if root.pos_ != "PROPN" or (one.use is None and text in words("brands")):
            return False
        if one.use is None and self.words[one.first].isupper() and len(text) <= _ACRONYM:
            return False  # «the DAX»
        near = place.country in counts
        if place.kind == "region" and place.admin is None and (near or one.use is not None):
            return True
        lead = lead_in(self.doc, one.first)
        inside = one.use is not None or lead in words("in")
        alone = len({known.country for known in one.known}) == 1
        if inside:
            least = _IN_SENTENCE if near else _ABROAD if counts and not alone else _KNOWN
        elif lead:
            least = _IN_SENTENCE if near else _KNOWN if alone else _LINKED
        elif alone:
            least = _KNOWN if near else _ABROAD
        else:
            least = _ELSEWHERE if near else _WELL_KNOWN
        return place.population >= least or (near and inside)


def _fits(preposition: str, place: KnownPlace) -> bool:
    """Whether one can be there: on a hill, a sea or a peninsula, at a town, over a sea."""
    if preposition == "on":
        return place.kind in words("on-kinds") or place.name.endswith(("Peninsula", "Island", "Islands"))
    if preposition in ("over", "above"):
        return place.kind == "water"
    return preposition != "at" or place.kind != "country"  # «lashed out at Turkey»
