"""Words and days fit for a terminal."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backchannel.publish.typeset import clean, shorten, window, write_days
from backchannel.records import Interval


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2019-06-30", "2019-06-30", "2019-06-30"),
        ("2019-02-27", "2019-02-28", "2019-02-27–28"),
        ("2019-02-01", "2019-02-28", "2019-02"),
        ("2020-02-01", "2020-02-28", "2020-02-01–28"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2019-06-01", "2019-08-31", "2019-06–08"),
        ("2019-01-01", "2019-12-31", "2019"),
        ("2017-01-01", "2021-12-31", "2017–2021"),
        ("2019-06-28", "2019-07-02", "2019-06-28 – 2019-07-02"),
        ("2019-12-01", "2020-01-31", "2019-12-01 – 2020-01-31"),
    ],
)
def test_days_are_said_as_short_as_can_be(first: str, last: str, words: str) -> None:
    assert write_days(Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last))) == words


def test_no_days() -> None:
    assert write_days(None) == "no date"


def test_shorten_cuts_between_words() -> None:
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two, three", 12) == "one two…"
    assert shorten("abcdefghij", 5) == "abcd…"


def test_window_keeps_the_middle() -> None:
    text = "The president of the one country met the king of the other country on Monday"
    start = text.index("met")
    shown, first, last = window(text, start, start + 3, 40)
    assert shown[first:last] == "met"
    assert shown.startswith("…") and shown.endswith("…")
    assert len(shown) <= 40


def test_window_whose_place_ends_in_signs_that_are_cut_off() -> None:
    shown, first, last = window("a" * 18 + ",,aa", 2, 20, 20)
    assert (shown[first], last <= len(shown)) == ("a", True)


@given(st.text(max_size=60), st.integers(5, 40))
def test_shorten_is_never_too_wide(text: str, width: int) -> None:
    assert len(shorten(text, width)) <= width


@given(st.text(alphabet="ab ,", min_size=1, max_size=120), st.data(), st.integers(20, 60))
def test_window_is_never_too_wide_and_holds_the_place(text: str, data: st.DataObject, width: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown, first, last = window(text, start, end, width)
    assert len(shown) <= width
    assert 0 <= first <= last <= len(shown)
    assert text[start:end].startswith(shown[first:last].rstrip("…"))


@given(st.text())
def test_clean_text_is_printable_and_one_line(text: str) -> None:
    assert clean(text).isprintable()


def test_clean_shows_controls_and_drops_what_cannot_be_seen() -> None:
    assert clean("a\x1b[2J\u200bb\n\n c\u202e") == "a�[2Jb c"
