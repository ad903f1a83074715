"""The grammar of time words, values and the calendar: no language model is loaded here."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backchannel.errors import BadRule
from backchannel.grounding.times_calendar import days_of, shift, unit_of, unknown_day, value_of
from backchannel.grounding.times_grammar import _compile, find_places, load_grammar, number_of
from backchannel.grounding.times_holidays import easter, holiday, holidays_in, orthodox_easter
from backchannel.grounding.times_moment import Meaning, Moment, story_day
from backchannel.grounding.times_resolve import KINDS, resolve
from backchannel.records import Interval, Story
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


@pytest.mark.parametrize("rule", [rule for rule in RULES if "pattern" not in rule], ids=lambda rule: rule["id"])
def test_each_list_of_words_has_an_example(rule: dict[str, str]) -> None:
    assert set(rule) & {"words", "nouns", "done", "ahead", "unplanned", "days", "south"}
    assert rule["example"].endswith(".")


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


@pytest.mark.parametrize(
    ("key", "year", "first", "last"),
    [
        ("yom-kippur", 2019, "2019-10-09", "2019-10-09"),
        ("rosh-hashana", 2024, "2024-10-03", "2024-10-04"),
        ("passover", 2025, "2025-04-13", "2025-04-20"),
        ("hanukkah", 2024, "2024-12-26", "2025-01-02"),
        ("ramadan", 2025, "2025-02-28", "2025-03-31"),
        ("eid-al-fitr", 2024, "2024-04-09", "2024-04-13"),
        ("lunar-new-year", 2020, "2020-01-25", "2020-01-25"),
        ("king", 2025, "2025-01-20", "2025-01-20"),
    ],
)
def test_holidays_of_other_calendars(key: str, year: int, first: str, last: str) -> None:
    assert holidays_in(key, year) == (Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last)),)


def test_a_year_may_hold_a_holiday_twice_or_not_at_all() -> None:
    assert len(holidays_in("ramadan", 2030)) == 2
    assert holidays_in("lunar-new-year", 1950) == ()


def test_every_holiday_of_the_rules_has_days() -> None:
    keys = {str(key) for key in load_grammar().classes["holiday"].values()}
    for key in keys:
        days = [found for year in (2019, 2020, 2024) for found in holidays_in(key, year)]
        assert len(days) >= 3, key


@pytest.mark.parametrize(("year", "day"), [(2019, "2019-04-28"), (2024, "2024-05-05"), (2025, "2025-04-20")])
def test_orthodox_easter(year: int, day: str) -> None:
    assert orthodox_easter(year) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("early 2019", "2019-01-01", "2019-06-30"),
        ("mid-2019", "2019-04-01", "2019-09-30"),
        ("the beginning of 2019", "2019-01-01", "2019-04-30"),
        ("late February 2019", "2019-02-15", "2019-02-28"),
        ("the end of June 2019", "2019-06-21", "2019-06-30"),
        ("the late 1990s", "1995-01-01", "1999-12-31"),
        ("late last week", "2025-10-09", "2025-10-12"),
        ("late Tuesday", "2025-10-14", "2025-10-14"),
    ],
)
def test_an_edge_leaves_a_part(text: str, first: str, last: str) -> None:
    (meaning,) = meanings(text, Moment(STORY_DAY, tense="past"))
    assert meaning is not None
    assert meaning.days == Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


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


ALPHABET = "\x00\t\n\r \u00a0\u2028’'\"“”.,:;-–—/()[]{}|$%#@0123456789aeinorstMTWFSJ\u0301\u0660中🙂"


def test_ten_thousand_hostile_strings() -> None:
    """Seeded, so that a failure can be repeated: words of the grammar, stray signs, and both run together."""
    chance = random.Random(20251018)
    classes = [word for words in load_grammar().classes.values() for word in words]
    moments = [
        Moment(day, frame=frame, tense=tense, last=last, day=day)  # type: ignore[arg-type]
        for day, frame, tense, last in (
            (STORY_DAY, None, "past", "2025-W40"),
            (STORY_DAY, days_of("2011"), "future", "2011-Q3"),
            (None, None, None, None),
            (dt.date(1400, 1, 1), None, "past", None),
            (dt.date(2900, 12, 31), None, "future", "2900-12-31"),
        )
    ]
    for number in range(10_000):
        pieces = chance.choices((*classes, *WORDS), k=chance.randrange(9))
        pieces += ["".join(chance.choices(ALPHABET, k=chance.randrange(6)))]
        chance.shuffle(pieces)
        text = chance.choice((" ", "-", "", "\n")).join(pieces)
        for place in find_places(text):
            meaning = resolve(place, moments[number % len(moments)])
            assert meaning is None or meaning.value


@pytest.mark.parametrize(
    "piece",
    [
        "the ",
        "Monday ",
        "a few ",
        "2019-",
        "1,000,",
        "the early part of the ",
        "9:9:9:",
        "last next ",
        "or more or ",
        "early late mid- ",
        "ended June ",
        "’9",
        "\n \n",
    ],
)
def test_cost_grows_linearly(piece: str) -> None:
    load_grammar()

    def cost(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        find_places(text)
        return time.process_time() - started

    cost(4_000)
    small, large = min(cost(4_000) for _ in range(3)), min(cost(32_000) for _ in range(2))
    assert large < 24 * small + 0.05


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Peace talks open\n\nSeptember 01, 2007\n\nEnvoys met today.", dt.date(2007, 9, 1)),
        ("Saturday, 3 May 2014\nEnvoys met today.", dt.date(2014, 5, 3)),
        ("Envoys met.\n\nFebruary 30, 2014\n", None),
        ("Envoys met on May 3, 2014.\n", None),
        ("", None),
    ],
)
def test_a_date_on_a_line_of_its_own_is_the_story_s_day(text: str, day: dt.date | None) -> None:
    assert story_day(Story("s", text, "-")) == day
    assert story_day(Story("s", text, "-", published=STORY_DAY)) == STORY_DAY
