"""A reading as the JSON object of ``backchannel read`` (schema 1), and back without loss.

``docs/`` explains every field to users. Fields are added freely; none is renamed, retyped or dropped.
"""

from __future__ import annotations

from typing import Any, get_args

from backchannel.errors import BadInput
from backchannel.publish.fields import Fields, SpanReader, read_interval, write_interval, write_span
from backchannel.publish.said import read_statement, write_statement
from backchannel.publish.stances import read_order, read_stance, write_order, write_stances
from backchannel.records import (
    SCHEMA,
    Actor,
    ActorKind,
    Event,
    How,
    Mention,
    Note,
    Place,
    PlaceKind,
    Reading,
    Sentence,
    Signal,
    Status,
    Story,
    TimeExpression,
)

NOTE_KINDS = ("correction", "update", "note")
TIME_TYPES = ("DATE", "TIME", "DURATION", "SET")

Json = dict[str, Any]


def reading_to_json(reading: Reading) -> Json:
    """The contract's object for one story. Raises ValueError where a span belongs to another story."""
    story = reading.story
    return {
        "schema": SCHEMA,
        "story": _write_story(story),
        "sentences": [
            {"start": s.span.start, "end": s.span.end, "paragraph": s.paragraph, "heading": s.heading}
            for s in reading.sentences
        ],
        "statements": [write_statement(statement, story) for statement in reading.statements],
        "times": [_write_time(time, story) for time in reading.times],
        "actors": [_write_actor(actor, story) for actor in reading.actors],
        "events": [_write_event(event, story) for event in reading.events],
        "channels": [_write_signal(signal, story) for signal in reading.signals],
        "places": [_write_place(place, story) for place in reading.places],
    }


def reading_from_json(obj: Any) -> Reading:
    """The reading that ``reading_to_json`` wrote. Raises BadInput for another schema, a wrong type or a false span."""
    fields = Fields(obj, "reading")
    if fields.value.get("schema") != SCHEMA:
        raise BadInput(f"reading.schema: {fields.value.get('schema')!r} is not {SCHEMA}, the schema this version reads")
    story = fields.object("story", _read_story)
    span = SpanReader(story.id, story.text)
    return Reading(
        story=story,
        sentences=fields.objects("sentences", lambda f: Sentence(span(f), f.whole("paragraph", 0), f.flag("heading"))),
        statements=fields.objects("statements", lambda f: read_statement(f, span)),
        times=fields.objects("times", lambda f: _read_time(f, span)),
        actors=fields.objects("actors", lambda f: _read_actor(f, span)),
        events=fields.objects("events", lambda f: _read_event(f, span)),
        signals=fields.objects("channels", lambda f: _read_signal(f, span)),
        places=fields.objects("places", lambda f: _read_place(f, span)),
    )


def _write_story(story: Story) -> Json:
    return {
        "id": story.id,
        "url": story.url,
        "title": story.title,
        "authors": list(story.authors),
        "contributors": list(story.contributors),
        "agency": story.agency,
        "outlet": story.outlet,
        "published": None if story.published is None else story.published.isoformat(),
        "dateline": story.dateline,
        "language": story.language,
        "topics": list(story.topics),
        "text": story.text,
        "sha256": story.sha256,
        "headings": [write_span(heading, story) for heading in story.headings],
        "page_map": [list(stretch) for stretch in story.page_map],
        "found": dict(story.found),
        "published_at": story.published_at,
        "updated": story.updated,
        "canonical": story.canonical,
        "notes": [{"kind": note.kind, "text": note.text, "where": note.where} for note in story.notes],
        "partial": story.partial,
    }


def _read_story(fields: Fields) -> Story:
    id, text = fields.text("id"), fields.text("text")
    found = fields.value.get("found") or {}
    if not isinstance(found, dict) or not all(isinstance(part, str) for pair in found.items() for part in pair):
        raise fields.fail("found", "an object of strings")
    return Story(
        id=id,
        text=text,
        sha256=fields.text("sha256"),
        title=fields.maybe_text("title"),
        authors=fields.texts("authors"),
        contributors=fields.texts("contributors"),
        agency=fields.maybe_text("agency"),
        outlet=fields.maybe_text("outlet"),
        url=fields.maybe_text("url"),
        published=fields.maybe_day("published"),
        dateline=fields.maybe_text("dateline"),
        language=fields.maybe_text("language"),
        topics=fields.texts("topics"),
        headings=fields.objects("headings", SpanReader(id, text)),
        page_map=_read_page_map(fields),
        found=dict(found),
        published_at=fields.maybe_text("published_at"),
        updated=fields.maybe_text("updated"),
        canonical=fields.maybe_text("canonical"),
        notes=fields.objects("notes", lambda f: Note(f.one_of("kind", NOTE_KINDS), f.text("text"), f.text("where"))),
        partial=None if fields.value.get("partial") is None else fields.flag("partial"),
    )


def _read_page_map(fields: Fields) -> tuple[tuple[int, int, int], ...]:
    stretches = []
    for item in fields.items("page_map"):
        if not isinstance(item, list) or len(item) != 3 or not all(type(number) is int for number in item):
            raise fields.fail("page_map", "a list of [story start, page start, length]")
        stretches.append((item[0], item[1], item[2]))
    return tuple(stretches)


def _write_time(time: TimeExpression, story: Story) -> Json:
    return {
        **write_span(time.span, story),
        "type": time.type,
        "value": time.value,
        "first": None if time.first is None else time.first.isoformat(),
        "last": None if time.last is None else time.last.isoformat(),
    }


def _read_time(fields: Fields, span: SpanReader) -> TimeExpression:
    return TimeExpression(
        span=span(fields),
        type=fields.one_of("type", TIME_TYPES),
        value=fields.text("value"),
        first=fields.maybe_day("first"),
        last=fields.maybe_day("last"),
    )


def _write_actor(actor: Actor, story: Story) -> Json:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sector": actor.sector,
        "key": actor.key,
        "ref": actor.ref,
        "mentions": [
            {**write_span(m.span, story), "how": m.how, "inferred": m.inferred, "because": m.because}
            for m in actor.mentions
        ],
    }


def _read_actor(fields: Fields, span: SpanReader) -> Actor:
    return Actor(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=fields.one_of("kind", get_args(ActorKind)),
        country=fields.maybe_text("country"),
        sector=fields.maybe_text("sector"),
        key=fields.maybe_text("key"),
        ref=fields.maybe_text("ref"),
        mentions=fields.objects(
            "mentions",
            lambda f: Mention(span(f), f.one_of("how", get_args(How)), f.flag("inferred"), f.text("because")),
        ),
    )


def _write_place(place: Place, story: Story) -> Json:
    return {
        **write_span(place.span, story),
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin": place.admin,
        "lat": place.lat,
        "lon": place.lon,
        "geonames": place.geonames,
        "there": place.there,
        "because": place.because,
    }


def _read_place(fields: Fields, span: SpanReader) -> Place:
    return Place(
        span=span(fields),
        name=fields.text("name"),
        kind=fields.one_of("kind", get_args(PlaceKind)),
        because=fields.text("because"),
        country=fields.maybe_text("country"),
        admin=fields.maybe_text("admin"),
        lat=fields.maybe_number("lat"),
        lon=fields.maybe_number("lon"),
        geonames=fields.maybe_whole("geonames"),
        there=fields.flag("there", default=True),
    )


def _write_event(event: Event, story: Story) -> Json:
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "anchor": write_span(event.anchor, story),
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "status": event.status,
        "certainty": event.certainty,
        "when": write_interval(event.when),
        "when_because": event.when_because,
        "where": event.where,
        "place": None if event.place is None else _write_place(event.place, story),
        "statement": event.statement,
        "confidence": event.confidence,
        "because": event.because,
        "stances": write_stances(event, story),
        "order": write_order(event.order),
    }


def _read_event(fields: Fields, span: SpanReader) -> Event:
    return Event(
        id=fields.text("id"),
        type=fields.text("type"),
        anchor=fields.object("anchor", span),
        actors=fields.texts("actors"),
        recipients=fields.texts("recipients"),
        because=fields.text("because"),
        mode=fields.maybe_text("mode"),
        contexts=fields.texts("contexts"),
        status=fields.one_of("status", get_args(Status)),
        certainty=fields.whole("certainty", 3),
        when=fields.maybe_object("when", read_interval),
        when_because=fields.maybe_text("when_because"),
        where=fields.maybe_text("where"),
        place=fields.maybe_object("place", lambda f: _read_place(f, span)),
        statement=fields.maybe_text("statement"),
        confidence=fields.number("confidence", 0.5),
        stances=fields.objects("stances", lambda f: read_stance(f, span)),
        order=fields.maybe_object("order", read_order),
    )


def _write_signal(signal: Signal, story: Story) -> Json:
    return {
        "medium": signal.medium,
        "between": list(signal.between),
        "state": signal.state,
        "when": write_interval(signal.when),
        "evidence": write_span(signal.evidence, story),
        "id": signal.id,
        "because": signal.because,
        "statement": signal.statement,
        "order": write_order(signal.order),
    }


def _read_signal(fields: Fields, span: SpanReader) -> Signal:
    return Signal(
        id=fields.text("id"),
        medium=fields.text("medium"),
        between=fields.pair("between"),
        state=fields.text("state"),
        evidence=fields.object("evidence", span),
        because=fields.text("because"),
        when=fields.maybe_object("when", read_interval),
        statement=fields.maybe_text("statement"),
        order=fields.maybe_object("order", read_order),
    )
