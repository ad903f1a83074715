"""Values of expressions that count from another day: the story's («last month»), the passage's («the next morning»)."""

from __future__ import annotations

import datetime as dt

from backchannel.grounding.times_ago import year_step
from backchannel.grounding.times_business import told_quarter
from backchannel.grounding.times_calendar import ONE_DAY, day_or_none, days_of, shift, unit_of, unknown_day, value_of
from backchannel.grounding.times_dates import full_date, last_unit, look, reference_year
from backchannel.grounding.times_grammar import Found
from backchannel.grounding.times_moment import Meaning, Moment, date
from backchannel.grounding.times_spans import period
from backchannel.records import Interval

UNITS = {
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "MO",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}
_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "MO": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX"}
_STEP = {"last": -1, "next": 1, "this coming": 1, "the coming": 1}
_CLOCK = {"noon": "T12:00", "midnight": "T24:00"}


def weekday(found: Found, moment: Moment) -> Meaning | None:
    """«on Tuesday», «last Friday», «Monday night», «Thursday of last week»; «on Sundays» is a set."""
    number = int(look("weekday", found.words["weekday"]))
    word = found.words.get("part") or found.words.get("plural")
    part = "" if word is None else "T" + str(look("part", word))
    if found.words["weekday"].endswith("s") or (word or "").endswith("s"):
        return Meaning("SET", f"XXXX-WXX-{number}{part}")
    home = moment.published
    if home is None:
        return date(f"XXXX-WXX-{number}{part}")
    if moment.frame is not None and moment.settled and not found.has("which", "of"):
        return date(f"{moment.frame.first.year}-WXX-{number}{part}", moment.frame)
    day = _weekday(home, number, found, moment)
    return date(day.isoformat() + part)


def _weekday(home: dt.date, number: int, found: Found, moment: Moment) -> dt.date:
    back = (home.isoweekday() - number) % 7
    ahead = (number - home.isoweekday()) % 7
    of_week = found.words.get("of", "") + found.words.get("which", "")
    if "week" in of_week:
        step = -7 if "last" in of_week else 7 if "next" in of_week else 0
        return home + dt.timedelta(days=number - home.isoweekday() + step)
    which = found.words.get("which", "")
    told = moment.day or (day_or_none(moment.last) if moment.last else None)
    if which in ("the previous", "the following") and told is not None:
        step = (number - told.isoweekday()) % 7 or 7 if which == "the following" else 0
        return told + dt.timedelta(days=step or -((told.isoweekday() - number) % 7 or 7))
    if which in ("last", "the previous", "this past"):
        return home - dt.timedelta(days=back or 7)
    if which in ("next", "this coming", "the following"):
        return home + dt.timedelta(days=ahead or 7)
    if which == "this" or moment.tense == "future" or (moment.tense is None and ahead == 1):
        return home + dt.timedelta(days=ahead)
    return home - dt.timedelta(days=back)


def deictic(found: Found, moment: Moment) -> Meaning | None:
    """«today», «yesterday morning», «the day after tomorrow»."""
    part = "T" + str(look("part", found.words["part"])) if found.has("part") else ""
    if moment.published is None:
        return date("XXXX-XX-XX" + part)
    day = moment.published + int(look("deictic", found.words["deictic"])) * ONE_DAY
    return date(day.isoformat() + part)


def tonight(found: Found, moment: Moment) -> Meaning | None:
    """«tonight», «last night», «this morning», «overnight»."""
    words = found.words["words"]
    part = "T" + (str(look("part", found.words["part"])) if found.has("part") else "NI")
    if words == "overnight" and moment.frame is not None:
        return date(unknown_day(moment.frame) + part, moment.frame)
    if moment.published is None:
        return date("XXXX-XX-XX" + part)
    if words == "overnight":
        days = Interval(moment.published - ONE_DAY, moment.published)
        return date(moment.published.isoformat() + part, days)
    day = moment.published - ONE_DAY if words == "last night" else moment.published
    return date(day.isoformat() + part)


def next_part(found: Found, moment: Moment) -> Meaning | None:
    """«the next morning», «the same night»: from the last day the passage named, else some day of its frame."""
    part = "T" + str(look("part", found.words["part"]))
    which = found.words["which"]
    step = 1 if which in ("the next", "the following") else -1 if which == "the previous" else 0
    return _from_day(moment, step, part)


def _from_day(moment: Moment, step: int, part: str) -> Meaning:
    if moment.day is not None:
        return date((moment.day + step * ONE_DAY).isoformat() + part)
    return date(unknown_day(moment.frame) + part, moment.frame)


def part(found: Found, moment: Moment) -> Meaning | None:
    """«in the morning»: of the last day told, else some morning of the passage's frame."""
    tail = "T" + str(look("part", found.words["part"]))
    if moment.tense == "past":
        return _from_day(moment, 0, tail)
    return date(unknown_day(moment.frame) + tail, moment.frame)


def clock(found: Found, moment: Moment) -> Meaning | None:
    """«9:30 p.m. on Tuesday», «midnight Friday», «noon»; a bare hour names no day."""
    tail = _CLOCK[found.words["word"]] if found.has("word") else _hour(found)
    if tail is None:
        return None
    tail += "Z" if found.words.get("zone") in ("utc", "gmt") else ""
    day: Meaning | None = None
    if found.has("day"):
        day = full_date(found, moment)
    elif found.has("weekday"):
        day = weekday(Found(0, 0, "", "", {"weekday": found.words["weekday"]}), moment)
    elif found.has("deictic"):
        day = deictic(Found(0, 0, "", "", {"deictic": found.words["deictic"]}), moment)
    if day is None:
        return _from_day(moment, 0, tail)
    return Meaning("TIME", day.value + tail, day.days)


def _hour(found: Found) -> str | None:
    hour, minute = int(found.words["hour"]), int(found.words.get("minute", "0"))
    half = found.words.get("half", "")[:1]
    if found.has("part") and not half:
        half = "a" if found.words["part"].startswith(("morning", "dawn")) else "p"
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return f"T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def relative(found: Found, moment: Moment) -> Meaning | None:
    """«last month», «earlier this year», «next week», «this weekend»."""
    unit = UNITS[found.words["unit"]]
    which = found.words["which"]
    home = moment.published
    if home is None:
        return date(_UNKNOWN.get(unit, "XXXX"))
    step = -1 if which == "this past" else _STEP.get(which, 0)
    if unit == "Y" and step < 0 and moment.compared and moment.quarter:
        return year_step(moment.quarter, -1, "Q")  # «…, compared with a loss of $3 million last year»
    day = shift(home, unit, step)
    if day is None:
        return None
    value = value_of(day, unit)
    days = days_of(value)
    edge = look("edge", found.words["edge"].replace("-", " ").strip()) if found.has("edge") else None
    if days is not None and step == 0 and edge == "EARLIER":
        days = Interval(days.first, max(days.first, home))
    elif days is not None and step == 0 and edge == "LATER":
        days = Interval(min(home, days.last), days.last)
    return date(value, days)


def relative2(found: Found, moment: Moment) -> Meaning | None:
    """«the week before last», «the year after next»."""
    unit = UNITS.get(found.words["unit"])
    if unit is None or moment.published is None:
        return None
    day = shift(moment.published, unit, -2 if "before last" in found.words["which"] else 2)
    return None if day is None else date(value_of(day, unit))


def definite(found: Found, moment: Moment) -> Meaning | None:
    """«the quarter», «the end of the month», «the year-earlier period»: of the passage, else the story's own."""
    word = found.words["unit"]
    unit = UNITS.get(word, "Q" if last_unit(moment) in ("Q", None) else "Y")
    back = found.words.get("back", "")
    ago = back in ("year-earlier", "year-ago", "last") or found.has("ago") or "year-ago" in back
    if word == "period" and not (back or ago):
        return None
    if word == "period" and moment.stretch is not None:
        return date(back[:4]) if back[:1].isdigit() else Meaning("DURATION", moment.stretch)
    if unit == "D":
        return _from_day(moment, 0, "") if moment.day or moment.frame else None
    if unit == "Y" and found.has("running"):
        return Meaning("DURATION", "P1Y")  # «the year ending tomorrow» is its owner's
    home = _home_of(unit, back, moment)
    if home is None:
        return date(_UNKNOWN.get(unit, "XXXX"))
    if back[:1].isdigit():
        home = home.replace(year=int(back[:4]), day=1)
    moved = shift(home, "Y", -1) if ago else home
    if moved is not None and back in ("prior", "previous"):
        moved = shift(moved, unit, -1)
    return None if moved is None else date(value_of(moved, unit))


def _home_of(unit: str, back: str, moment: Moment) -> dt.date | None:
    """A day inside the unit that «the quarter», «the week» mean here."""
    if unit == "Q":
        return told_quarter(back, moment)
    if unit == "Y" and back in ("full", "whole", "entire") and moment.quarter is not None:
        return _first(moment.quarter)  # «in the fourth quarter of 2019, and for the entire year»
    told = moment.last if back not in ("current", "full") else None  # «the full year» is the one now told of
    days = days_of(told) if told and unit_of(told) == unit else moment.frame
    if unit == "WE" and moment.published is not None and moment.tense != "future" and moment.published.isoweekday() < 6:
        return moment.published - 7 * ONE_DAY
    if days is not None:
        return days.first
    return moment.published


def _first(value: str) -> dt.date | None:
    days = days_of(value)
    return None if days is None else days.first


def that(found: Found, moment: Moment) -> Meaning | None:
    """«that year», «later that day», «the same month»: of the passage, never of the story's own day."""
    unit = UNITS.get(found.words["unit"])
    if unit is None:
        return None
    if unit == "D":
        return _from_day(moment, 0, "")
    if unit == "Y":
        year = reference_year(moment)
        return date("XXXX" if year is None else str(year))
    home = _inside(moment, unit)
    return date(_UNKNOWN.get(unit, "XXXX")) if home is None else date(value_of(home, unit))


def _inside(moment: Moment, unit: str) -> dt.date | None:
    """A day of the last value named, where that value lies within one such unit."""
    days = days_of(moment.last) if moment.last else moment.frame
    if days is None or value_of(days.first, unit) != value_of(days.last, unit):
        return None
    return days.first


def following(found: Found, moment: Moment) -> Meaning | None:
    """«the following day», «the next year», «the previous month», «the day before»: from the passage's last value."""
    which = found.words["which"]
    back = which in ("the previous", "the preceding", "the prior")
    word = found.words["unit"] if found.has("unit") else which.removeprefix("the ")
    if not found.has("unit"):
        back = not found.has("after")
    unit, step = UNITS[word], -1 if back else 1
    if unit == "D":
        return _from_day(moment, step, "")
    if unit in ("E", "C") and which == "the next" and moment.frame is None:
        return Meaning("DURATION", period(1.0, unit))  # «in the next decade» counts from the story's day
    home = _inside(moment, unit)
    moved = None if home is None else shift(home, unit, step)
    return date(_UNKNOWN.get(unit, "XXXX")) if moved is None else date(value_of(moved, unit))


def year_end(found: Found, moment: Moment) -> Meaning | None:
    """«year-end», «the year's end»."""
    home = moment.home
    if home is None:
        return date("XXXX-12-31")
    step = -1 if found.has("since") else _STEP.get(found.words.get("which", ""), 0)
    return date(f"{home.year + step:04}-12-31")
