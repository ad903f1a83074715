"""Sentence in, words out: tests/cases/days.toml against the real parse."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.coding.sentences import find_sentences, parse_story
from backchannel.grounding.days import StoryClock, find_times
from backchannel.records import Interval, Span, Story, TimeExpression
from backchannel.rules import load_rules

RULES = load_rules("times")
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "days.toml").read_text(encoding="utf-8"))["case"]

pytestmark = pytest.mark.integration


def read(case: dict[str, Any]) -> tuple[Story, StoryClock, tuple[TimeExpression, ...]]:
    story = Story(id="case", text=case["text"], sha256="", published=case.get("published"))
    doc = parse_story(story)
    sentences = find_sentences(story, doc)
    times = find_times(story, doc, sentences)
    return story, StoryClock(story, doc, sentences, times), times


def test_cases_are_many_and_named_once() -> None:
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(("times" in case) != ("events" in case) for case in CASES)


@pytest.mark.parametrize("case", [case for case in CASES if "times" in case], ids=lambda case: case["id"])
def test_times(case: dict[str, Any]) -> None:
    story, _, times = read(case)
    found = [(time.span.of(story), time.type, time.value, time.first, time.last) for time in times]
    wanted = [
        (want["text"], want["type"], want["value"], want.get("first"), want.get("last")) for want in case["times"]
    ]
    assert found == wanted


@pytest.mark.parametrize("case", [case for case in CASES if "events" in case], ids=lambda case: case["id"])
def test_events(case: dict[str, Any]) -> None:
    story, clock, _ = read(case)
    for want in case["events"]:
        start = story.text.rindex(want["anchor"])
        days = clock.when(Span(story.id, start, start + len(want["anchor"])))
        wanted = Interval(want["first"], want["last"]) if "first" in want else None
        assert days == wanted, want["anchor"]


@pytest.mark.parametrize("rule", [rule for rule in RULES if "events" in rule], ids=lambda rule: rule["id"])
def test_an_event_noun_takes_up_the_event_told_before(rule: dict[str, Any]) -> None:
    text = rule["example"]
    story, clock, times = read({"text": text, "published": dt.date(2025, 10, 18)})
    (time,) = times
    verb = text.rindex(text.split(", ")[-1].split()[1])  # «…, they agreed …»: the verb of the last clause
    days = clock.when(Span(story.id, verb, verb + 3))
    assert days is not None
    assert (days.first, days.last) == (time.first, time.last)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if {"done", "unplanned", "ahead"} & set(rule)], ids=lambda rule: rule["id"]
)
def test_a_listed_word_tells_which_way_a_weekday_looks(rule: dict[str, Any]) -> None:
    published = dt.date(2025, 10, 18)
    _, _, (time,) = read({"text": rule["example"], "published": published})
    assert time.first is not None
    assert (time.first > published) == ("ahead" in rule)


def test_hostile_parses_cost_linear_time() -> None:
    def cost(count: int) -> float:
        text = "He said on Monday that they met until after the vote of March. " * count
        story = Story(id="long", text=text, sha256="", published=dt.date(2025, 10, 18))
        doc = parse_story(story)
        sentences = find_sentences(story, doc)
        started = process_time()
        times = find_times(story, doc, sentences)
        clock = StoryClock(story, doc, sentences, times)
        for sentence in sentences:
            clock.when(Span(story.id, sentence.span.start, sentence.span.start + 2))
        return process_time() - started

    small, large = min(cost(20) for _ in range(3)), cost(160)
    assert large < 24 * small + 0.1


def test_order_keeps_the_sequence_of_undated_events() -> None:
    text = (
        "In 2019, the president met the envoy in Oslo. He had written to her before. Hours later, he flew home. "
        "The next morning, she called and then signed a letter. Critics say it failed."
    )
    story, clock, _ = read({"text": text, "published": dt.date(2025, 10, 18)})

    def order(word: str) -> tuple[int, int] | None:
        return clock.order(Span(story.id, text.index(word), text.index(word) + len(word)))

    told = [order(word) for word in ("met", "flew", "called", "signed")]
    steps = [one for one in told if one is not None]
    assert len(steps) == 4
    assert len({chain for chain, _ in steps}) == 1
    assert steps == sorted(set(steps))
    assert [order(word) for word in ("written", "say", "failed")] == [None, None, None]


def test_order_says_nothing_across_chains_or_without_a_word_of_time() -> None:
    text = (
        "Rebels shelled the town. The army then withdrew. Poland protested, aides said.\n\nOfficials left in a hurry."
    )
    story, clock, _ = read({"text": text, "published": dt.date(2025, 10, 18)})

    def order(word: str) -> tuple[int, int] | None:
        return clock.order(Span(story.id, text.index(word), text.index(word) + len(word)))

    shelled, withdrew, left = order("shelled"), order("withdrew"), order("left")
    assert shelled is not None and withdrew is not None and left is not None
    assert shelled[0] == withdrew[0] != left[0]
    assert shelled[1] < withdrew[1]
    assert order("said") is None


def test_tense_day_follows_the_passage() -> None:
    text = "In 2018, the prince flew to Paris. He met two envoys. The prince now rules."
    story, clock, _ = read({"text": text, "published": dt.date(2025, 10, 18)})
    assert clock.tense_day(text.index("met")) == dt.date(2018, 12, 31)
    assert clock.tense_day(text.index("rules")) == dt.date(2025, 10, 18)
    assert clock.frame(text.index("met")) == Interval(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    assert clock.frame(text.index("rules")) is None


def test_an_anchor_of_another_story_is_refused() -> None:
    _, clock, _ = read({"text": "The envoys met on Tuesday."})
    with pytest.raises(ValueError, match="another"):
        clock.when(Span("another", 0, 3))


def test_a_figure_at_a_heading_or_outside_all_sentences_does_no_harm() -> None:
    for text in ("", "2019", "\n\n2019\n\n", "March", "(AP) — ", "May 2019 -- \n\n Tuesday"):
        read({"text": text, "published": dt.date(2025, 10, 18)})


@given(
    st.lists(
        st.sampled_from(
            "In 2011 he met the envoys on Tuesday during their meeting . She said “ we will go ” next month when since "
            "\n\n until after March that year by the same night last May 30 2020 now has gone had left They then".split(
                " "
            )
        ),
        max_size=40,
    ).map(" ".join),
    st.sampled_from([None, dt.date.min, dt.date(2024, 2, 29), dt.date(2025, 10, 18), dt.date.max]),
)
@settings(max_examples=60, deadline=None)
def test_any_text_and_any_anchor_is_read_twice_alike(text: str, published: dt.date | None) -> None:
    story, clock, times = read({"text": text, "published": published})
    again = read({"text": text, "published": published})
    assert times == again[2]
    for start in range(0, len(text), 7):
        span = Span(story.id, start, min(len(text), start + 3))
        assert clock.when(span) == again[1].when(span)
        clock.tense_day(start)
