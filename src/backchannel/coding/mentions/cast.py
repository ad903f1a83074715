"""The cast of a story while it is being read: figures, where they were mentioned, and how much they stand out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import islice

from backchannel.coding.mentions.text import SUBJECTS, Tokens
from backchannel.records import Actor, ActorKind, How, Mention

MOST_FIGURES = 500
_MOST_IN_SENTENCE = 300  # mentions; a sentence with more is a list, and a hostile one would cost quadratic time
WINDOW = 4  # sentences back in which a figure can still be meant by a pronoun or a bare noun
_FADE = 0.5  # what a mention is worth one sentence later
_QUOTED = 0.4  # what a mention inside a direct quote is worth outside it
_WEIGHTS = {
    "nsubj": 1.0,
    "nsubjpass": 1.0,
    "dobj": 0.6,
    "dative": 0.6,
    "pobj": 0.5,
    "poss": 0.5,
    "agent": 0.6,
    "attr": 0.4,
}
_OTHER = 0.35
_INNER = 0.6  # of a subject in a clause inside another that nobody names: «he said his brother would testify»
_SHARED = 0.5  # of a mention shared by two


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention in the making: tokens first to last (exclusive), its head, and how the figure was known."""

    first: int
    last: int
    head: int
    how: How
    inferred: bool
    because: str


@dataclass(slots=True, eq=False)
class Figure:
    """An actor in the making. ``key`` tells figures apart; ``offices`` are slugs of story or tables.

    ``titles`` are the nouns that stood as titles beside the name ("general", "former president"). A ``hidden`` figure
    is nobody whom the story names («a waiter»): it takes pronouns, and is no actor.
    """

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    ref: str | None = None
    gender: str | None = None
    plural: bool = False
    noun: str | None = None
    surname: str | None = None
    offices: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    hidden: bool = False
    sightings: list[Sighting] = field(default_factory=list)


class Cast:
    """All figures of a story by key, and who is mentioned at which token."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.figures: dict[str, Figure] = {}
        self.at: dict[int, list[Figure]] = {}
        self.covered: dict[int, tuple[int, int]] = {}
        self._by_sentence: dict[int, list[tuple[int, Figure, float]]] = {}

    def enter(self, figure: Figure) -> Figure:
        """The figure of that key, the given one where it is new."""
        return self.figures.setdefault(figure.key, figure)

    def some(self) -> list[Figure]:
        """The figures so far; of a text that names more people than any story does, the first MOST_FIGURES."""
        return list(islice(self.figures.values(), MOST_FIGURES))

    def see(self, figure: Figure, sighting: Sighting) -> None:
        """Records a mention; shorter ones inside it go. One that only laps over another's edge is dropped."""
        if sighting.last - sighting.first > 1:
            self._swallow(sighting)
        stretch = range(sighting.first, sighting.last)
        if any(
            self.covered.get(at, (sighting.first, sighting.last)) != (sighting.first, sighting.last) for at in stretch
        ):
            return
        here = self.at.setdefault(sighting.head, [])
        if figure in here:
            return
        here.append(figure)
        self.covered.update(dict.fromkeys(stretch, (sighting.first, sighting.last)))
        figure.sightings.append(sighting)
        sentence = self.tokens.sent[sighting.head]
        weight = self._weight(sighting, hidden=figure.hidden)
        self._by_sentence.setdefault(sentence, []).append((sighting.head, figure, weight))

    def _swallow(self, sighting: Sighting) -> None:
        for index in range(sighting.first, sighting.last):
            for figure in list(self.at.get(index, ())):
                inside = [one for one in figure.sightings if one.head == index and _shorter(one, sighting)]
                for one in inside:
                    figure.sightings.remove(one)
                    self.at[index].remove(figure)
                    for at in range(one.first, one.last):
                        self.covered.pop(at, None)
                    entries = self._by_sentence[self.tokens.sent[index]]
                    entries[:] = [entry for entry in entries if entry[0] != index or entry[1] is not figure]

    def _weight(self, sighting: Sighting, *, hidden: bool) -> float:
        tokens = self.tokens
        head = tokens.first_conjunct(sighting.head)
        dep = tokens.dep[head]
        weight = _WEIGHTS.get(dep, _OTHER)
        verb = tokens.verb_of(head)
        if dep in SUBJECTS and tokens.dep[verb] in ("relcl", "acl", "pcomp"):
            weight -= 0.2
        if hidden and tokens.dep[verb] in ("ccomp", "advcl", "relcl"):
            weight *= _INNER
        if dep == "poss" and tokens.dep[tokens.head[head]] in SUBJECTS:
            weight = 0.75
        return weight * (_SHARED if sighting.how == "group" else 1.0)

    def before(self, index: int, window: int = WINDOW) -> dict[str, tuple[Figure, float]]:
        """The figures mentioned before that token within the window, with their salience there."""
        tokens = self.tokens
        now = tokens.sent[index]
        quote = tokens.quoted[index]
        found: dict[str, tuple[Figure, float]] = {}
        for sentence in range(max(now - window, 0), now + 1):
            fade = _FADE ** (now - sentence)
            for head, figure, weight in self._by_sentence.get(sentence, ())[:_MOST_IN_SENTENCE]:
                if head >= index:
                    continue
                worth = weight * fade * (_QUOTED if tokens.quoted[head] not in (-1, quote) else 1.0)
                old = found.get(figure.key)
                found[figure.key] = (figure, max(worth, old[1]) + 0.25 * min(worth, old[1]) if old else worth)
        for key, (figure, worth) in found.items():
            found[key] = (figure, worth + 0.08 * math.log1p(len(figure.sightings)))
        return found

    def subjects(self, verb: int) -> list[Figure]:
        """Who is the subject of that verb."""
        subject = self.tokens.subject_of(verb)
        return self.meant(subject) if subject is not None else []

    def meant(self, index: int) -> list[Figure]:
        """Who is mentioned at that token, through a relative pronoun to what it stands for."""
        if self.tokens.tag[index] in ("WP", "WDT"):
            verb = self.tokens.verb_of(index)
            if self.tokens.dep[verb] == "relcl":
                return self.at.get(self.tokens.head[verb], [])
        return self.at.get(index, [])

    def actors(self) -> tuple[Actor, ...]:
        """The figures that have a mention, as actors in order of their first, with all mentions in text order."""
        seen = [figure for figure in self.figures.values() if figure.sightings and not figure.hidden]
        for figure in seen:
            figure.sightings.sort(key=lambda sighting: (sighting.first, sighting.last))
        seen.sort(key=lambda figure: (figure.sightings[0].first, figure.sightings[0].last))
        return tuple(self._actor(number, figure) for number, figure in enumerate(seen, start=1))

    def _actor(self, number: int, figure: Figure) -> Actor:
        mentions = tuple(
            Mention(self.tokens.span(one.first, one.last), one.how, one.inferred, one.because)
            for one in figure.sightings
        )
        return Actor(
            f"a{number}",
            figure.name,
            figure.kind,
            figure.country,
            figure.sector,
            figure.wikidata,
            figure.ref,
            mentions,
        )


def _shorter(one: Sighting, other: Sighting) -> bool:
    return other.first <= one.first and one.last <= other.last and (one.first, one.last) != (other.first, other.last)
