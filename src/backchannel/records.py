"""Every type that flows through Backchannel, in order of flow; standard library only.

Page -> Story -> Sentence -> Statement | Event | Signal -> Entry -> Occurrence -> History (+ Question) -> Forecast

All records are frozen. Offsets count Unicode code points of ``Story.text``; ends are exclusive. ``None`` means that the
text does not say or that we do not know: it is never replaced by a default.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SCHEMA = 1

Status = Literal["happened", "ongoing", "planned", "possible", "hypothetical", "denied", "refused", "cancelled"]
Quote = Literal["direct", "indirect", "mixed", "no-comment"]
SourceKind = Literal["named", "institution", "anonymous", "group", "state-media", "media", "document", "unknown"]
ActorKind = Literal["person", "country", "organisation", "group", "unknown"]
PlaceKind = Literal["town", "region", "site", "water", "country"]
Seniority = Literal["senior", "plain", "junior"]
Nearness = Literal["voice", "inside", "near", "witness", "outside", "unstated"]
Holder = Literal["author", "source", "denier"]
How = Literal["name", "surname", "role", "description", "pronoun", "group"]


@dataclass(frozen=True, slots=True)
class Page:
    """One document as it came in: its name (path or address), its bytes, and what the caller knows of it.

    ``facts`` is what a container (feed, mailbox, archive) says of the document in it: field of ``Story``, values, where
    that stood.
    """

    name: str
    data: bytes
    url: str | None = None
    published: dt.date | None = None
    facts: tuple[tuple[str, tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one story's text. ``parts`` lists the pieces where it is several; the ends then enclose them."""

    story: str
    start: int
    end: int
    parts: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}–{self.end} is reversed or negative")

    def of(self, story: Story) -> str:
        """The words of this span; pieces are joined by « … ». Raises ValueError for another story's span."""
        if story.id != self.story:
            raise ValueError(f"span of story {self.story} asked of story {story.id}")
        if self.end > len(story.text):
            raise ValueError(f"span ends at {self.end}, past the text's {len(story.text)} characters")
        pieces = self.parts or ((self.start, self.end),)
        return " … ".join(story.text[start:end] for start, end in pieces)

    def covers(self, other: Span) -> bool:
        """Whether the other span lies inside this one (same story, ends included)."""
        return self.story == other.story and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Interval:
    """Calendar days, both ends included."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"interval {self.first}–{self.last} is reversed")


@dataclass(frozen=True, slots=True)
class Note:
    """What a publisher says of its own story: a correction, an update, an editor's note; and where that stood."""

    kind: Literal["correction", "update", "note"]
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Story:
    """A document's news text, furniture stripped, and what is known of it. The text never changes again.

    ``headings`` are the section heads inside the text. ``page_map`` holds (story start, page start, length) for each
    stretch that stands unchanged in the page's decoded text, so that a claim can be shown on the original page.
    ``found`` tells for each piece of metadata where it was found ("credit line", "json-ld", …).
    ``published_at`` and ``updated`` are ISO 8601 days or times, with the zone where the page gives one.
    ``canonical`` is the address that the page gives itself. ``partial`` is True where there are signs that the text
    is only a part of the story (paywall, teaser), else None.
    """

    id: str
    text: str
    sha256: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    agency: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None
    dateline: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    headings: tuple[Span, ...] = ()
    page_map: tuple[tuple[int, int, int], ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    published_at: str | None = None
    updated: str | None = None
    canonical: str | None = None
    notes: tuple[Note, ...] = ()
    partial: bool | None = None


@dataclass(frozen=True, slots=True)
class Kinship:
    """How a story stands to an earlier one, ``of``: its copy, a later version of it, or apart from it.

    ``containment`` is the share of the shorter text's words that stand, in place, in the other (background that many
    stories share left out). ``evidence`` are the shared passages in ``story``, ``sources`` the same passages in ``of``;
    ``added`` are words of ``story`` alone, ``withdrawn`` words of ``of`` alone. ``by`` is "machine" or an analyst.
    """

    kind: Literal["copy", "version", "apart"]
    story: str
    of: str
    containment: float
    because: tuple[str, ...]
    evidence: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()
    withdrawn: tuple[Span, ...] = ()
    by: str = "machine"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an analyst laid down on two stories; the latest on a pair holds, "undo" hands it back to the machine."""

    action: Literal["join", "apart", "undo"]
    story: str
    of: str
    by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One story as it was told: the member nearest to its source, and all members (copies), the origin first.

    ``chain`` is the origin of the first version of the same story; ``version`` counts the versions of a chain from 1.
    """

    story: str
    members: tuple[str, ...]
    chain: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span without outer blanks, and the number of its paragraph, counted from 0."""

    span: Span
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression in TIMEX3 terms; ``first`` and ``last`` are None where the value names no calendar days."""

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A known alias standing in the text: the span, and the knowledge-base ids it can mean, best first.

    Written by the grounding stage, read by the mentions stage.
    """

    span: Span
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a story names, and which of the world's it is.

    ``country`` is ISO 3166 alpha-3, None where disputed or shared; ``lat`` and ``lon`` are degrees, None for a country;
    ``admin`` is its first-order region, ``geonames`` its id in GeoNames; ``there`` tells whether the words say that
    something is there ("met in Riga"), not only that the place exists ("the mayor of Riga").
    """

    span: Span
    name: str
    kind: PlaceKind
    because: str
    country: str | None = None
    admin: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    there: bool = True

    @property
    def label(self) -> str:
        """The name with its country: "Panmunjom, KOR"; a country's own name alone."""
        return self.name if self.kind == "country" or self.country is None else f"{self.name}, {self.country}"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a story names an actor, how we know, and whether that is inferred rather than written."""

    span: Span
    how: How
    inferred: bool
    because: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts or speaks in a story. ``id`` is local to the story; ``ref`` is the knowledge base's id.

    ``country`` is ISO 3166 alpha-3, ``sector`` a PLOVER sector code, ``key`` a Wikidata id.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    key: str | None = None
    ref: str | None = None
    mentions: tuple[Mention, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the tables or the story give a name; not so «nine civilians», «the crowd»."""
        return self.ref is not None or any(one.how in ("name", "surname") for one in self.mentions)


@dataclass(frozen=True, slots=True)
class Description:
    """What the words for an unnamed source tell of it.

    ``affiliation`` are the text's words for the country or body it belongs to. ``nearness``: it speaks for the body
    ("voice"), belongs to it or took part ("inside"), knows those who do ("near"), saw it ("witness"), looks on from
    "outside". ``count`` is how many people speak, None where the text gives no number.
    """

    seniority: Seniority = "plain"
    former: bool = False
    affiliation: tuple[str, ...] = ()
    nearness: Nearness = "unstated"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what: source, cue and content spans; the speaker is an actor's local id.

    ``voice`` is shared by all statements of one source, named or not ("the former official" is the one from before);
    ``described`` is what the story tells of a source that it does not name.
    """

    id: str
    cue: Span | None
    source: Span | None = None
    content: Span | None = None
    speaker: str | None = None
    source_kind: SourceKind = "unknown"
    quote: Quote = "indirect"
    inside: str | None = None
    told_to: str | None = None
    voice: str | None = None
    described: Description | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What one holder says of an event's status: the author of the text, a source, or who denies it.

    ``by`` is the holder's local actor id, None for the author and where the text does not tell; ``source`` the words
    that name him, ``statement`` the statement in which he says so.
    """

    holder: Holder
    status: Status
    certainty: int
    by: str | None = None
    source: Span | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """A place in the telling: in one chain a higher step came later; equal steps and other chains say nothing."""

    chain: int
    step: int


@dataclass(frozen=True, slots=True)
class Event:
    """What a text says was, is or may be done by somebody to somebody, in PLOVER terms.

    ``actors`` and ``recipients`` are local ids; ``certainty`` is factuality from −3 (certainly not) to 3 (certainly);
    ``statement`` the statement it stands in; ``because`` the rule or model that found it. ``where`` is the label of
    ``place``. ``stances`` are who holds which status of it, the author first; ``order`` is its place in the telling,
    also where no day is known. ``when_because`` says why where the days are inferred and no words name them.
    """

    id: str
    type: str
    anchor: Span
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    because: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: Status = "happened"
    certainty: int = 3
    when: Interval | None = None
    where: str | None = None
    statement: str | None = None
    confidence: float = 0.5
    place: Place | None = None
    stances: tuple[Stance, ...] = ()
    order: Order | None = None
    when_because: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A channel between two sides and what a text says of it: opened, used, unanswered, refused, …

    ``between`` are countries (ISO alpha-3) or knowledge-base ids, sender first where the text tells; ``order`` is its
    place in the telling, shared with the events'.
    """

    id: str
    medium: str
    between: tuple[str, str]
    state: str
    evidence: Span
    because: str
    when: Interval | None = None
    statement: str | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One story and everything it says."""

    story: Story
    sentences: tuple[Sentence, ...] = ()
    statements: tuple[Statement, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    signals: tuple[Signal, ...] = ()
    places: tuple[Place, ...] = ()

    def actor(self, id: str) -> Actor:
        """The actor of that local id; KeyError where there is none."""
        for actor in self.actors:
            if actor.id == id:
                return actor
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as the ledger knows it, the same across stories: ``ref`` is a knowledge-base id or a folded name."""

    ref: str
    name: str
    country: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the ledger, grounded: who, what, when, and since which day the public could know it.

    ``known`` is the publication day (for imported data: the event's own day); ``story`` and ``anchor`` are None for
    imported rows, whose ``origin`` names file and row instead. ``statement`` is the story's statement that tells of it.
    """

    id: str
    type: str
    status: Status
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    origin: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    when: Interval | None = None
    known: dt.date | None = None
    story: str | None = None
    anchor: Span | None = None
    words: str | None = None
    where: str | None = None
    confidence: float | None = None
    because: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing in the world, with every entry that tells of it and the number of independent origins."""

    id: str
    type: str
    mode: str | None
    status: Status
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: Interval | None
    entries: tuple[Entry, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class ChannelState:
    """The last known state of one channel between two sides, since when, on whose word, and what came before."""

    medium: str
    between: tuple[str, str]
    state: str
    when: Interval | None
    known: dt.date | None
    story: str
    evidence: Span
    words: str
    source: str | None
    history: tuple[ChannelState, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What was known at the end of ``asof``: the occurrences, and the days the record covers."""

    asof: dt.date
    occurrences: tuple[Occurrence, ...]
    covered: Interval | None


@dataclass(frozen=True, slots=True)
class Question:
    """Will ``actor`` do ``type`` (``mode``) to ``recipient`` after ``asof`` and not later than ``by``?

    ``actor`` and ``recipient`` are countries (ISO alpha-3) or knowledge-base ids.
    """

    actor: str
    recipient: str
    type: str
    by: dt.date
    asof: dt.date
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a forecast: a sentence for people, its effect in log-odds (None: context only), its evidence."""

    text: str
    effect: float | None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability with its base rate, the method, its reasons, and what a reader must be told beside it."""

    question: Question
    probability: float
    base_rate: float
    method: str
    reasons: tuple[Reason, ...]
    caveats: tuple[str, ...] = ()
