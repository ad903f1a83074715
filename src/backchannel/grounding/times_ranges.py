"""Values of expressions that count in or from a named day: «March 3-4», «a week from Tuesday», «two Fridays ago»."""

from __future__ import annotations

import datetime as dt

from backchannel.grounding.times_calendar import ONE_DAY, date_or_none, days_of, shift, value_of
from backchannel.grounding.times_dates import full_date, look, month
from backchannel.grounding.times_grammar import Found, number_of
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.grounding.times_relative import deictic, weekday
from backchannel.grounding.times_spans import period
from backchannel.records import Interval


def day_range(found: Found, moment: Moment) -> Meaning | None:
    """«March 3-4», «3 to 9 October 2019»: the value is the first day, the days are all."""
    first = full_date(found, moment)
    last_word = found.words["to"].rstrip("stndrh")
    if first is None or first.days is None:
        return None
    day = first.days.first
    last = date_or_none(day.year, day.month, int(last_word))
    return None if last is None or last <= day else date(first.value, Interval(day, last))


def weekdays_ago(found: Found, moment: Moment) -> Meaning | None:
    """«two Fridays ago»: the last Friday before the story's day is the first."""
    count = number_of(found.words["num"])
    home = moment.published
    if home is None or count is None or count % 1 or not 1 <= count <= 60:
        return None
    back = (home.isoweekday() - int(look("weekday", found.words["weekday"]))) % 7 or 7
    return date((home - dt.timedelta(days=back + 7 * (int(count) - 1))).isoformat())


def from_named(found: Found, moment: Moment) -> Meaning | None:
    """«a week from Tuesday», «two days before yesterday», «three weeks after May 6»."""
    if found.has("weekday"):  # «from» looks ahead, whatever the tense
        ahead = {"weekday": found.words["weekday"], **({"which": "next"} if found.words["how"] == "from" else {})}
        base = weekday(Found(0, 0, "", "", ahead), moment)
    elif found.has("deictic"):
        base = deictic(Found(0, 0, "", "", {"deictic": found.words["deictic"]}), moment)
    else:
        base = full_date(found, moment)
    count, unit = number_of(found.words["num"]), str(look("unit", found.words["unit"]))
    if count is None or count % 1 or count > 3000 or unit in ("H", "M", "S", "L"):
        return Meaning("DURATION", period(count, unit))
    if base is None or base.days is None:
        return Meaning("DURATION", period(count, unit))
    moved = shift(base.days.first, unit, -int(count) if found.words["how"] == "before" else int(count))
    return None if moved is None else date(moved.isoformat())


def day_of_month(found: Found, moment: Moment) -> Meaning | None:
    """«the 12th of this month», «the first of next month»."""
    word = found.words["day"]
    day = int(word.rstrip("stndrh")) if word[0].isdigit() else int(look("ord", word))
    home = moment.published
    moved = None if home is None else shift(home, "MO", {"last": -1, "next": 1}.get(found.words["which"], 0))
    only = None if moved is None else date_or_none(moved.year, moved.month, day)
    return None if only is None else date(only.isoformat())


def week_of_month(found: Found, moment: Moment) -> Meaning | None:
    """«the first week of October», «the last week of June 2019»: seven days from the 1st, 8th …, or the last seven."""
    whole = month(found, moment)
    if whole is None or whole.days is None:
        return whole
    nth = found.words["nth"]
    if nth in ("last", "final"):
        days = Interval(whole.days.last - 6 * ONE_DAY, whole.days.last)
    else:
        start = whole.days.first + 7 * (int(look("ord", nth)) - 1) * ONE_DAY
        days = Interval(start, min(start + 6 * ONE_DAY, whole.days.last))
    return date(value_of(days.first + 3 * ONE_DAY if days.first + 3 * ONE_DAY <= days.last else days.first, "W"), days)


def years_ago_now(found: Found, moment: Moment) -> Meaning | None:
    """«25 years ago this month», «ten years ago today»."""
    count = number_of(found.words["num"])
    if moment.published is None or count is None or count % 1 or count > 3000:
        return None
    day = shift(moment.published, "Y", -int(count))
    unit = {"today": "D", "this day": "D", "this week": "W", "this month": "MO"}[found.words["now"]]
    return None if day is None else date(value_of(day, unit))


def half_ago(found: Found, moment: Moment) -> Meaning | None:
    """«four and a half years ago»: the year of the day so many months back; of smaller units the time between."""
    count, unit = number_of(found.words["num"]), str(look("unit", found.words["unit"]))
    if count is None or unit != "Y" or moment.published is None or count % 1 or count > 3000:
        return Meaning("DURATION", period(None if count is None else count + 0.5, unit))
    day = shift(moment.published, "MO", -12 * int(count) - 6)
    return None if day is None else date(value_of(day, "Y"), days_of(value_of(day, "Y")))


def early_hours(found: Found, moment: Moment) -> Meaning | None:
    """«the early hours of Monday», «the small hours of yesterday»."""
    if found.has("weekday"):
        return weekday(Found(0, 0, "", "", {"weekday": found.words["weekday"], "part": "morning"}), moment)
    return deictic(Found(0, 0, "", "", {"deictic": found.words["deictic"], "part": "morning"}), moment)
