"""The flow: which days an event may carry, and the demo stories read from end to end."""

from __future__ import annotations

import datetime as dt

import pytest

from backchannel import pipeline
from backchannel.demo import STORIES, demo_pages
from backchannel.records import Event, Interval, Page, Reading, Signal, Span, Status, Story

PUBLISHED = dt.date(2025, 10, 18)
STORY = Story(id="s", text="They met.", sha256="0", published=PUBLISHED)
ANCHOR = Span("s", 5, 8)


class StubClock:
    """Answers every question with the same days."""

    def __init__(self, when: Interval | None, passage: dt.date | None = PUBLISHED) -> None:
        self._when, self._passage = when, passage

    def when(self, anchor: Span) -> Interval | None:
        return self._when

    def tense_day(self, position: int) -> dt.date | None:
        return self._passage

    def holds_now(self, anchor: Span) -> None:
        return None

    def order(self, anchor: Span) -> None:
        return None


def interval(first: str, last: str | None = None) -> Interval:
    return Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


def date_event(status: Status, when: Interval | None, *, passage: dt.date | None = PUBLISHED) -> Interval | None:
    event = Event("e1", "CONSULT", ANCHOR, ("a1",), ("a2",), "r", status=status)
    return pipeline._date_event(event, STORY, StubClock(when, passage)).when  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "when", "kept"),
    [
        ("happened", interval("2025-09-01", "2025-09-30"), True),
        ("happened", interval("2025-10-18"), True),
        ("happened", interval("2025-11-01", "2025-11-30"), False),
        ("planned", interval("2025-11-01", "2025-11-30"), True),
        ("planned", interval("2025-10-01", "2025-10-31"), True),
        ("planned", interval("2025-09-01", "2025-09-30"), False),
        ("possible", interval("2025-10-17"), False),
        ("hypothetical", interval("2025-11-01"), True),
        ("cancelled", interval("2025-11-01"), True),
        ("ongoing", interval("2025-11-01"), False),
        ("denied", interval("2025-11-01"), True),
        ("refused", interval("2025-11-01"), True),
    ],
)
def test_days_fit_the_status(status: Status, when: Interval, kept: bool) -> None:
    assert date_event(status, when) == (when if kept else None)


def test_what_has_happened_did_so_by_the_day_of_the_story() -> None:
    assert date_event("happened", interval("2025-10-01", "2025-10-31")) == interval("2025-10-01", "2025-10-18")


def test_a_plan_told_in_a_passage_about_earlier_days_keeps_them() -> None:
    when = interval("2019-06-30")
    assert date_event("possible", when, passage=dt.date(2019, 12, 31)) == when


def test_what_the_text_does_not_date_stays_undated() -> None:
    assert date_event("happened", None) is None


def test_days_found_with_the_event_stand() -> None:
    when = interval("2030-01-01")
    event = Event("e1", "CONSULT", ANCHOR, ("a1",), (), "r", when=when)
    assert pipeline._date_event(event, STORY, StubClock(None)).when == when  # type: ignore[arg-type]


def test_without_a_publication_day_the_clock_is_believed() -> None:
    undated = Story(id="s", text="They met.", sha256="0")
    event = Event("e1", "CONSULT", ANCHOR, ("a1",), (), "r")
    clock = StubClock(interval("2030-01-01"))
    assert pipeline._date_event(event, undated, clock).when == interval("2030-01-01")  # type: ignore[arg-type]


def date_signal(state: str, when: Interval | None, *events: Event) -> Interval | None:
    signal = Signal("c1", "meeting", ("USA", "PRK"), state, Span("s", 0, 9), "r")
    return pipeline._date_signal(signal, STORY, StubClock(when), events).when  # type: ignore[arg-type]


def test_only_what_is_still_to_come_is_dated_after_the_story() -> None:
    past, future = interval("2025-10-01"), interval("2025-11-01")
    assert date_signal("unanswered", past) == past
    assert date_signal("unanswered", future) is None
    assert date_signal("planned", future) == future


def test_a_signal_takes_the_days_of_the_one_event_inside_it() -> None:
    met = Event("e1", "CONSULT", ANCHOR, ("a1",), ("a2",), "r", when=interval("2025-10-01"))
    other = Event("e2", "CONSULT", ANCHOR, ("a1",), ("a2",), "r", when=interval("2025-10-02"))
    assert date_signal("used", None, met) == met.when
    assert date_signal("used", None, met, other) is None
    assert date_signal("used", None) is None


def test_the_demo_stories_are_all_listed() -> None:
    pages = demo_pages()
    assert [page.name for page in pages] == list(STORIES)
    assert sorted(STORIES.values()) == list(STORIES.values())
    assert all(len(page.data.split()) > 150 for page in pages)


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {page.name: pipeline.read_document(page) for page in demo_pages()}


@pytest.mark.integration
def test_every_claim_points_at_its_story(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        actors = {actor.id for actor in reading.actors}
        spans = [event.anchor for event in reading.events] + [signal.evidence for signal in reading.signals]
        spans += [mention.span for actor in reading.actors for mention in actor.mentions]
        spans += [span for said in reading.statements for span in (said.source, said.cue, said.content) if span]
        assert all(span.of(reading.story).strip() for span in spans), name
        for event in reading.events:
            assert {*event.actors, *event.recipients} <= actors, name
        assert len({event.id for event in reading.events}) == len(reading.events), name
        assert len({said.id for said in reading.statements}) == len(reading.statements), name


@pytest.mark.integration
def test_every_demo_story_says_something(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        assert reading.story.title, name
        assert reading.story.published == STORIES[name], name
        assert len(reading.statements) >= 3, name
        assert reading.events, name


@pytest.mark.integration
def test_nothing_of_a_pages_furniture_remains(readings: dict[str, Reading]) -> None:
    for name in ("hanoi-2019-02-28.html", "beijing-2023-03-10.html"):
        text = readings[name].story.text
        for words in ("Skip to content", "Most read", "All rights reserved", "Share on", "Subscribe", "respectful"):
            assert words not in text, name


@pytest.mark.integration
@pytest.mark.parametrize(
    ("name", "type", "status", "sides", "first"),
    [
        ("singapore-2018-06-12.txt", "CONSULT", "happened", {"USA", "PRK"}, "2018-06-12"),
        ("hanoi-2019-02-28.html", "CONSULT", "happened", {"USA", "PRK"}, "2019-02-27"),
        ("beijing-2023-03-10.html", "SANCTION", "happened", {"SAU", "IRN"}, "2016-01-01"),
        ("argyle-2023-12-15.txt", "CONSULT", "happened", {"GUY", "VEN"}, None),
        ("pretoria-2022-11-02.txt", "SUPPORT", "happened", {"ETH"}, "2022-11-02"),
        ("odesa-2023-07-20.txt", "ASSAULT", "happened", {"RUS", "UKR"}, "2023-07-19"),
    ],
)
def test_the_main_event_of_a_story_is_found(
    readings: dict[str, Reading], name: str, type: str, status: Status, sides: set[str], first: str | None
) -> None:
    reading = readings[name]
    found = [
        event
        for event in reading.events
        if (event.type, event.status) == (type, status)
        and sides <= {reading.actor(id).country for id in (*event.actors, *event.recipients)}
    ]
    assert found
    assert first is None or dt.date.fromisoformat(first) in {event.when.first for event in found if event.when}


@pytest.mark.integration
def test_no_meeting_of_trump_and_kim_is_told_of_the_trip_in_2025(readings: dict[str, Reading]) -> None:
    reading = readings["asia-trip-2025-10-31.txt"]
    for event in reading.events:
        countries = {reading.actor(id).country for id in (*event.actors, *event.recipients)}
        if event.type == "CONSULT" and countries == {"USA", "PRK"}:
            assert event.status != "happened"


@pytest.mark.integration
def test_reading_twice_gives_the_same() -> None:
    page = demo_pages()[0]
    assert pipeline.read_document(page) == pipeline.read_document(page)


@pytest.mark.integration
def test_verbatim_keeps_every_character() -> None:
    text = "  France and Germany met on Monday.\n\n\nShare this article\n"
    assert pipeline.read_document(Page("x", text.encode()), verbatim=True).story.text == text
