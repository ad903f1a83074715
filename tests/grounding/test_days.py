"""The grammar of time words, values and the calendar: no language model is loaded here."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.errors import BadRule
from backchannel.grounding.times_calendar import days_of, easter, holiday, shift, unit_of, unknown_day, value_of
from backchannel.grounding.times_grammar import _compile, find_places, load_grammar, number_of
from backchannel.grounding.times_moment import Meaning, Moment
from backchannel.grounding.times_resolve import KINDS, resolve
from backchannel.records import Interval
from backchannel.rules import load_rules

STORY_DAY = dt.date(2025, 10, 18)
RULES = load_rules("times")
WORDS = (
    "the a last next this that early late mid end of in on by since two three 48 1999 2019 May March Tuesday Sunday "
    "june 30 first second year years month week weekend quarter fiscal ago later earlier morning night noon midnight "
    "9:30 p.m. GMT yesterday tonight every each half and or to from - – ’94 1990s decade century now soon Christmas "
    "Easter few several hundreds dozen 10/18/2025 0000-00-00 2025-02-30 99999 nineteen ninety-six thousand of \n \n\n"
).split(" ")
some_words = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
some_days = st.one_of(st.none(), st.dates(dt.date(1400, 1, 1), dt.date(2990, 1, 1)))


def meanings(text: str, moment: Moment) -> list[Meaning | None]:
    return [resolve(place, moment) for place in find_places(text)]


@pytest.mark.parametrize("rule", [rule for rule in RULES if "pattern" in rule], ids=lambda rule: rule["id"])
def test_each_example_is_found_by_its_rule(rule: dict[str, str]) -> None:
    places = find_places(rule["example"])
    if rule["kind"] == "none":
        assert places == ()
    else:
        assert [place.rule for place in places].count(rule["id"]) == 1


@pytest.mark.parametrize("rule", [rule for rule in RULES if "words" in rule], ids=lambda rule: rule["id"])
def test_each_word_class_stands_in_an_expression(rule: dict[str, str]) -> None:
    assert len(find_places(rule["example"])) == 1


def test_every_kind_is_known_and_used() -> None:
    kinds = {rule["kind"] for rule in RULES if "pattern" in rule} - {"none"}
    assert kinds == set(KINDS)


def test_a_pattern_that_does_not_compile_is_named() -> None:
    with pytest.raises(BadRule, match="rule broken"):
        _compile({"id": "broken", "kind": "year", "pattern": "(", "example": "x"}, {})
    with pytest.raises(BadRule, match="no class of words"):
        _compile({"id": "broken", "kind": "year", "pattern": "{nothing}", "example": "x"}, {})


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-XX-XX", "2019-01-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-06-30TNI", "2019-06-30", "2019-06-30"),
        ("2019-W01", "2018-12-31", "2019-01-06"),
        ("2019-W26-WE", "2019-06-29", "2019-06-30"),
        ("2019-Q3", "2019-07-01", "2019-09-30"),
        ("2019-H1", "2019-01-01", "2019-06-30"),
        ("2019-FA", "2019-09-01", "2019-11-30"),
        ("201", "2010-01-01", "2019-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_days_of_a_value(value: str, first: str, last: str) -> None:
    assert days_of(value) == Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "value", ["PRESENT_REF", "P3D", "XXXX-06", "2019-13", "2019-02-30", "2019-W60", "2019-Q7", "0999", "", "T12:00"]
)
def test_values_that_name_no_days(value: str) -> None:
    assert days_of(value) is None


def test_calendar_steps() -> None:
    assert shift(dt.date(2025, 1, 31), "MO", 1) == dt.date(2025, 2, 28)
    assert shift(dt.date(2024, 2, 29), "Y", -1) == dt.date(2023, 2, 28)
    assert shift(dt.date(1, 1, 1), "Y", -1) is None
    assert shift(dt.date(9999, 12, 31), "D", 1) is None
    assert value_of(dt.date(2021, 1, 1), "W") == "2020-W53"
    assert unit_of("2019-06-30TNI") == "D"
    assert unit_of("PAST_REF") is None


@pytest.mark.parametrize(("year", "day"), [(1990, "1990-04-15"), (2024, "2024-03-31"), (2025, "2025-04-20")])
def test_easter(year: int, day: str) -> None:
    assert easter(year) == dt.date.fromisoformat(day)


def test_moving_holidays() -> None:
    assert holiday("thanksgiving", 2025) == dt.date(2025, 11, 27)
    assert holiday("election", 2024) == dt.date(2024, 11, 5)
    assert holiday("memorial", 2025) == dt.date(2025, 5, 26)
    assert holiday("labor", 2025) == dt.date(2025, 9, 1)


def test_unknown_days_are_as_wide_as_the_frame() -> None:
    assert unknown_day(None) == "XXXX-XX-XX"
    assert unknown_day(days_of("2019")) == "2019-XX-XX"
    assert unknown_day(days_of("2019-06")) == "2019-06-XX"


@pytest.mark.parametrize(
    ("word", "number"),
    [("a", 1), ("twenty-five", 25), ("2,500", 2500), ("2 1/2", 2.5), ("half a", 0.5), ("several", None), ("x", None)],
)
def test_numbers(word: str, number: float | None) -> None:
    assert number_of(word) == number


def test_without_a_story_day_relative_words_have_no_days() -> None:
    text = "today, yesterday, last month, on Tuesday, two years ago, last night, the weekend, next year"
    found = meanings(text, Moment(None))
    assert len(found) == 8
    assert all(meaning is not None and meaning.days is None for meaning in found)


def test_a_frame_keeps_relative_words_inside() -> None:
    frame = days_of("2019")
    for text in ("the next morning", "later that day", "overnight", "that year", "the same night", "at noon"):
        (meaning,) = meanings(text, Moment(STORY_DAY, frame=frame))
        assert meaning is not None
        assert meaning.days == frame, text


def test_a_word_is_no_time_inside_another() -> None:
    assert find_places("Monterey, summery, hourglass, 12019, $2019, daytime, Marching, Maypole") == ()


@given(some_words, some_days, st.sampled_from(["past", "present", "future", None]))
@settings(max_examples=300, deadline=None)
def test_resolving_is_deterministic_and_never_reversed(text: str, day: dt.date | None, tense: str | None) -> None:
    moment = Moment(day, tense=tense, frame=days_of("2011") if day and day.year > 2020 else None)  # type: ignore[arg-type]
    first = meanings(text, moment)
    assert first == meanings(text, moment)
    for meaning in first:  # Interval itself refuses reversed ends
        assert meaning is None or meaning.value


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    places = find_places(text)
    assert all(left.end <= right.start for left, right in zip(places, places[1:], strict=False))
    assert all(0 <= place.start < place.end <= len(text) for place in places)


@pytest.mark.parametrize(
    "piece",
    ["the ", "Monday ", "a few ", "2019-", "1,000,", "the early part of the ", "9:9:9:", "last next ", "or more or "],
)
def test_cost_grows_linearly(piece: str) -> None:
    load_grammar()

    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        find_places(text)
        return time.process_time() - started

    cost(10_000)
    small, large = min(cost(10_000) for _ in range(3)), min(cost(80_000) for _ in range(2))
    assert large < 24 * small + 0.05
