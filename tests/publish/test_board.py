"""Timelines, channel boards and forecasts as tables."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from rich.console import Console

from backchannel.publish.board import write_channels, write_forecast, write_percent, write_timeline
from backchannel.publish.plain import to_plain
from backchannel.records import ChannelState, Entry, Forecast, Interval, Occurrence, Party, Question, Reason, Span

USA, PRK = Party("USA", "United States", "USA"), Party("PRK", "North Korea\x1b[2J", "PRK")
DAY = dt.date(2019, 6, 30)
ENTRY = Entry(
    "e1", "CONSULT", "happened", (USA,), (PRK,), "o", known=dt.date(2019, 7, 1), words="They [met] \x1b[31mhere."
)


def screen(width: int = 80) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=width, highlight=False, markup=False, emoji=False), out


def occurrence(when: Interval | None, *, origins: int = 1) -> Occurrence:
    return Occurrence("o1", "CONSULT", "visit", "happened", (USA,), (PRK,), when, (ENTRY,), origins)


def state(words: str, *, when: Interval | None = None, known: dt.date | None = None) -> ChannelState:
    return ChannelState("hotline", ("USA", "PRK"), words, when, known, "s", Span("s", 0, 4), "It rang.", "an official")


def test_a_timeline_is_in_order_of_time() -> None:
    console, out = screen()
    write_timeline([occurrence(None), occurrence(Interval(DAY, DAY), origins=3)], console)
    text = out.getvalue()
    assert text.index("2019-06-30") < text.index("no date")
    assert "3 independent sources" in text
    assert "1 source, told 2019-07-01" in text
    assert "CONSULT visit" in text and "United States → North Korea�[2J" in text
    assert "They [met] �[31mhere." in text


def test_a_channel_tells_what_came_before() -> None:
    console, out = screen()
    last = state("answered", when=Interval(DAY, DAY))
    history = (state("unanswered", known=DAY), state("used"))
    write_channels([ChannelState(*(getattr(last, name) for name in last.__slots__[:-1]), history)], console)
    text = out.getvalue()
    assert "2019-06-30" in text and "hotline" in text and "answered · an official" in text
    assert "before: unanswered (told 2019-06-30), used (undated)" in text


def test_nothing_on_record_is_said() -> None:
    console, out = screen()
    write_timeline([], console)
    write_channels([], console)
    assert "nothing on record" in out.getvalue() and "no channel on record" in out.getvalue()


@pytest.mark.parametrize("width", [50, 80, 200])
def test_a_forecast_shows_base_rate_reasons_and_caveats(width: int) -> None:
    console, out = screen(width)
    question = Question("USA", "PRK", "CONSULT", dt.date(2019, 9, 30), DAY)
    reasons = (Reason("They met before.", 0.4, (ENTRY,) * 5), Reason("Nothing else.", None))
    write_forecast(Forecast(question, 0.183, 0.2, "shrunk climatology", reasons, ("Little is known.",)), console)
    text = out.getvalue()
    for words in ("18 %", "base rate 20 %", "+0.40", "They met before.", "and 2 more", "Little is known."):
        assert words in text
    assert all(len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.0, "under 0.1 %"),
        (0.0004, "under 0.1 %"),
        (0.0123, "1.2 %"),
        (0.5, "50 %"),
        (0.987, "98.7 %"),
        (1.0, "over 99.9 %"),
    ],
)
def test_percents(probability: float, words: str) -> None:
    assert write_percent(probability) == words


def test_plain_values() -> None:
    span = Span("s", 1, 9, ((1, 3), (7, 9)))
    assert to_plain(span) == {
        "story": "s",
        "start": 1,
        "end": 9,
        "parts": [{"start": 1, "end": 3}, {"start": 7, "end": 9}],
    }
    assert to_plain(Interval(DAY, DAY)) == {"first": "2019-06-30", "last": "2019-06-30"}
    assert to_plain(ENTRY)["actors"] == [{"ref": "USA", "name": "United States", "country": "USA", "sector": None}]
    with pytest.raises(TypeError, match="set"):
        to_plain({1})
