"""The brief on hand-built readings: what stands where, in what order, and nothing hostile on the terminal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re

import pytest
from rich.console import Console

from backchannel.publish.brief import write_brief
from backchannel.records import Actor, Event, Interval, Mention, Reading, Sentence, Signal, Span, Statement, Story

TEXT = (
    "Ruritania's president met the king of Graustark on Monday. "
    "They will meet again in June, the foreign ministry said. "
    "Graustark denied that it had moved troops. "
    "The hotline rang twice but nobody answered."
)
STORY = Story(
    id="s",
    text=TEXT,
    sha256="0",
    title="Two old rivals meet",
    authors=("Ann Example",),
    contributors=("Bo Sample",),
    agency="Example Wire",
    outlet="Example Herald",
    published=dt.date(2024, 5, 7),
    topics=("World",),
)


def span(words: str, story: Story = STORY) -> Span:
    start = story.text.index(words)
    return Span(story.id, start, start + len(words))


def day(month: int, number: int) -> Interval:
    return Interval(dt.date(2024, month, number), dt.date(2024, month, number))


def make_reading() -> Reading:
    actors = (
        Actor("a1", "President of Ruritania", "person", mentions=(Mention(span("president"), "role", True, "role-1"),)),
        Actor("a2", "King of Graustark", "person"),
        Actor("a3", "Graustark", "country"),
    )
    ends = [0, *(match + 2 for match in range(len(TEXT)) if TEXT[match : match + 2] == ". "), len(TEXT)]
    sentences = tuple(Sentence(Span("s", a, b), 0) for a, b in zip(ends, ends[1:], strict=False))
    june = Interval(dt.date(2024, 6, 1), dt.date(2024, 6, 30))
    both = ("a1",), ("a2",)
    events = (
        Event("e2", "CONSULT", span("meet again"), *both, "meet-2", mode="meet", status="planned", when=june),
        Event("e3", "MOBILIZE", span("moved troops"), ("a3",), (), "troops-1", status="denied"),
        Event("e1", "CONSULT", span("met"), *both, "meet-1", mode="meet", when=day(5, 6)),
    )
    statements = (
        Statement("s1", span("said"), span("the foreign ministry"), span("They will meet again"), None, "institution"),
        Statement("s2", span("denied"), span("Graustark denied"), None, "a3", "institution", quote="no-comment"),
    )
    signals = (Signal("c1", "hotline", ("RUR", "GRA"), "unanswered", span("hotline rang"), "hotline-1"),)
    return Reading(STORY, sentences, statements, (), actors, events, signals)


def brief(reading: Reading, *, width: int = 80, explain: bool = False, colours: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=colours, highlight=False, markup=False, emoji=False)
    write_brief(reading, console, explain=explain)
    return out.getvalue()


def test_the_head_names_everything_known() -> None:
    head = brief(make_reading()).split("WHO SAYS WHAT")[0]
    for words in ("Two old rivals meet", "Example Wire", "Ann Example", "with Bo Sample", "Example Herald", "World"):
        assert words in head
    assert "published 2024-05-07" in head


def test_an_unknown_publication_day_is_said() -> None:
    unknown = dataclasses.replace(make_reading(), story=dataclasses.replace(STORY, published=None, title=None))
    assert "publication day unknown" in brief(unknown)
    assert "(no title)" in brief(unknown)


def test_sections_hold_their_statuses() -> None:
    text = brief(make_reading())
    happened = text.split("WHAT HAPPENED")[1].split("PLANNED")[0]
    planned = text.split("PLANNED")[1].split("DENIED")[0]
    denied = text.split("DENIED, REFUSED, CANCELLED")[1].split("CHANNELS")[0]
    assert "2024-05-06" in happened and "President of Ruritania → King of Graustark" in happened
    assert "2024-06 " in planned and "meet again" in planned
    assert "no date" in denied and "Graustark" in denied
    assert "POSSIBLE" not in text
    assert "1 of 3 events have no date" in text


def test_statements_stand_under_their_source() -> None:
    text = brief(make_reading())
    assert "the foreign ministry · institution\n    They will meet again" in text
    assert "Graustark · institution\n    declined to comment" in text


def test_a_cue_that_tells_something_is_shown() -> None:
    denied = Statement("s3", span("denied"), span("Graustark denied"), span("that it had moved troops"), "a3")
    inner = dataclasses.replace(denied, id="s4", content=span("had moved troops"), inside="s3")
    reading = dataclasses.replace(make_reading(), statements=(denied, inner))
    assert "    denied that it had moved troops\n    and 1 more" in brief(reading)
    assert "denied had moved troops (per Graustark)" in brief(reading, explain=True)
    assert "said They will meet" not in brief(make_reading())


def test_a_source_with_much_to_say_is_cut_short() -> None:
    reading = make_reading()
    many = tuple(dataclasses.replace(reading.statements[0], id=f"m{number}") for number in range(9))
    many += (dataclasses.replace(many[0], id="m9", content=span("meet")),)
    text = brief(dataclasses.replace(reading, statements=many))
    assert text.count("    They will meet again\n") == 3
    assert "and 7 more" in text


def test_many_sources_are_named_in_one_line() -> None:
    reading = make_reading()
    first = reading.statements[0]
    unnamed = dataclasses.replace(first, speaker=None, source=None, source_kind="unknown")
    many = tuple(
        dataclasses.replace(unnamed, id=f"m{number}", source=Span("s", number, number + 9)) for number in range(30)
    )
    text = brief(dataclasses.replace(reading, statements=(first, *many)))
    assert len(re.findall(r" · \w+$", text, re.MULTILINE)) == 20
    assert re.search(r"  and \d+ more: ", text)
    assert not re.search(r"  and \d+ more: ", brief(dataclasses.replace(reading, statements=many), explain=True))


def test_channels_are_grouped_by_pair() -> None:
    text = brief(make_reading()).split("CHANNELS")[1]
    assert "GRA – RUR" in text
    assert "hotline" in text and "unanswered" in text


def test_events_are_in_order_of_time_undated_last() -> None:
    reading = make_reading()
    early = dataclasses.replace(reading.events[2], id="e4", when=day(1, 2), mode="visit")
    undated = dataclasses.replace(reading.events[2], id="e5", when=None, mode="talk")
    happened = brief(dataclasses.replace(reading, events=(undated, *reading.events, early))).split("PLANNED")[0]
    assert happened.index("2024-01-02") < happened.index("2024-05-06") < happened.index("no date")


def test_the_same_event_twice_stands_once_with_a_count() -> None:
    reading = make_reading()
    twice = dataclasses.replace(reading, events=(*reading.events, dataclasses.replace(reading.events[2], id="e9")))
    happened = brief(twice).split("WHAT HAPPENED")[1].split("PLANNED")[0]
    assert happened.count("King of Graustark") == 1
    assert "×2" in happened


def test_explain_names_the_rules() -> None:
    plain, explained = brief(make_reading()), brief(make_reading(), explain=True)
    for rule in ("meet-1", "troops-1", "hotline-1", "role-1"):
        assert rule not in plain
        assert rule in explained


@pytest.mark.parametrize("width", [40, 60, 80, 120, 240])
def test_no_line_is_wider_than_the_console(width: int) -> None:
    assert all(len(line) <= width for line in brief(make_reading(), width=width, explain=True).splitlines())


def test_no_colours_off_a_terminal() -> None:
    assert "\x1b" not in brief(make_reading())
    assert "\x1b" in brief(make_reading(), colours=True)


def test_escape_sequences_in_a_story_do_not_reach_the_terminal() -> None:
    text = "Evil\x1b[2J\x07 \u202eecalp said [bold]it[/bold] \x9b31m will attack."
    title, authors = "T\x1b]0;owned\x07itle", ("A\x1b[31m",)
    story = Story(id="s", text=text, sha256="0", title=title, authors=authors, topics=("\x08",))
    whole = Span("s", 0, len(text))
    reading = Reading(
        story,
        (Sentence(whole, 0),),
        (Statement("s1", None, whole, whole, None, "unknown"),),
        (),
        (Actor("a1", "Evil\x1b[2J", "unknown"),),
        (Event("e1", "ASSAULT", Span("s", len(text) - 7, len(text) - 1), ("a1",), (), "r\x1b1"),),
        (Signal("c1", "letter\x1b", ("A\x1b", "B"), "open", whole, "r"),),
    )
    shown = brief(reading, explain=True)
    assert not [letter for letter in shown if not letter.isprintable() and letter != "\n"]
    assert "[bold]it[/bold]" in shown


def test_an_empty_reading_is_a_head_alone() -> None:
    assert brief(Reading(STORY)).strip().endswith("published 2024-05-07")
