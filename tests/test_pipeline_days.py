"""The days of events in a whole reading: named by words, inferred from the present, or unknown."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from backchannel.pipeline import read_story
from backchannel.publish.jsonl import reading_from_json, reading_to_json
from backchannel.records import Interval, Story

DAY = dt.date(2025, 10, 18)

pytestmark = pytest.mark.integration


def test_an_inferred_day_says_why_and_a_past_deed_gets_none() -> None:
    text = "Russia is shelling the Ukrainian port of Odesa. Poland condemned Russia. Germany invited Ukraine on Friday."
    reading = read_story(Story("s", text, "-", published=DAY))
    days = {event.anchor.of(reading.story).split()[0]: (event.when, event.when_because) for event in reading.events}
    shelling = next(found for words, found in days.items() if words.startswith("shell"))
    assert shelling[0] == Interval(DAY, DAY)
    assert shelling[1] is not None and "present tense" in shelling[1]
    assert days["condemned"] == (None, None)
    assert days["invited"] == (Interval(dt.date(2025, 10, 17), dt.date(2025, 10, 17)), None)
    again = reading_from_json(json.loads(json.dumps(reading_to_json(reading))))
    assert [event.when_because for event in again.events] == [event.when_because for event in reading.events]
