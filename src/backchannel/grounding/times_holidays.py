"""Holidays: a key of ``rules/times.toml`` and a year -> the days.

US days by 5 U.S.C. 6103 and 2 U.S.C. 7; Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms,
1991); the Islamic year by the tabular calendar and the Jewish year by the molad (Reingold and Dershowitz, Calendrical
Calculations, 1997). Islamic months begin with a sighting, so that their days are given a day wider on both sides.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from backchannel.grounding.times_calendar import ONE_DAY
from backchannel.records import Interval
from backchannel.rules import load_rules

_ISLAMIC = {"ramadan": (9, 1, 29), "eid-al-fitr": (10, 1, 2), "eid-al-adha": (12, 10, 3), "ashura": (1, 10, 0)}
_JEWISH = {"rosh-hashana": (0, 1), "yom-kippur": (9, 0), "sukkot": (14, 6)}  # days after the new year, days more
_ISLAMIC_EPOCH, _JEWISH_EPOCH = 227015, -1373427  # ordinals of 1 Muharram 1 and 1 Tishri 1


def holidays_in(key: str, year: int) -> tuple[Interval, ...]:
    """The days of a holiday («12-25», «easter-2», «ramadan») that begin in a year; a table's years may not hold it."""
    if key in _ISLAMIC:
        return tuple(_islamic_in(key, year))
    if key in _JEWISH:
        after, more = _JEWISH[key]
        first = _jewish_new_year(year + 3761) + after * ONE_DAY
        return (Interval(first, first + more * ONE_DAY),)
    if key in ("passover", "hanukkah"):
        first = _passover(year) if key == "passover" else _jewish_new_year(year + 3761) + _days_to_hanukkah(year)
        return (Interval(first, first + 7 * ONE_DAY),)
    if key == "lunar-new-year":
        day = _lunar_new_years().get(year)
        return () if day is None else (Interval(day, day),)
    only = holiday(key, year)
    return (Interval(only, only),)


def first_day(key: str, days: Interval) -> dt.date:
    """The first day of a holiday by the calendar, where its days are given wider."""
    return days.first + ONE_DAY if key in _ISLAMIC else days.first


def easter(year: int) -> dt.date:
    """Easter Sunday of the western churches."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the eastern churches, in the Gregorian calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return dt.date(year, month, day + 1) + (year // 100 - year // 400 - 2) * ONE_DAY


def holiday(key: str, year: int) -> dt.date:
    """The one day of a holiday («12-25», «easter-2», «thanksgiving») in a year."""
    if key.startswith("easter"):
        return easter(year) + int(key[6:]) * ONE_DAY
    if key == "orthodox-easter":
        return orthodox_easter(year)
    if key == "memorial":
        return max(day for day in (_nth_weekday(year, 5, 1, 4), _nth_weekday(year, 5, 1, 5)) if day.month == 5)
    if key in _NTH_WEEKDAYS:
        month, weekday, nth, more = _NTH_WEEKDAYS[key]
        return _nth_weekday(year, month, weekday, nth) + more * ONE_DAY
    month, day = (int(part) for part in key.split("-"))
    return dt.date(year, month, day)


_NTH_WEEKDAYS = {
    "thanksgiving": (11, 4, 4, 0),
    "election": (11, 1, 1, 1),
    "labor": (9, 1, 1, 0),
    "presidents": (2, 1, 3, 0),
    "king": (1, 1, 3, 0),
    "columbus": (10, 1, 2, 0),
}


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + ((weekday - first.isoweekday()) % 7 + 7 * (nth - 1)) * ONE_DAY


def _islamic_in(key: str, year: int) -> list[Interval]:
    month, day, more = _ISLAMIC[key]
    about = (year - 622) * 33 // 32
    found = []
    for lunar in range(about - 1, about + 3):
        first = _islamic(lunar, month, day)
        if first is not None and first.year == year:
            found.append(Interval(first - ONE_DAY, first + (more + 1) * ONE_DAY))
    return found


def _islamic(year: int, month: int, day: int) -> dt.date | None:
    """The day of the tabular Islamic calendar with its leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30."""
    if year < 1:
        return None
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return dt.date.fromordinal(_ISLAMIC_EPOCH + before + day - 1)


def _jewish_elapsed(year: int) -> int:
    """Days from the epoch to the new year, before the last of the postponements."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _jewish_new_year(year: int) -> dt.date:
    last, this, following = (_jewish_elapsed(year + step) for step in (-1, 0, 1))
    delay = 2 if following - this == 356 else 1 if this - last == 382 else 0
    return dt.date.fromordinal(_JEWISH_EPOCH + this + delay)


def _passover(year: int) -> dt.date:
    """15 Nisan: always 163 days before the next new year."""
    return _jewish_new_year(year + 3761) - 163 * ONE_DAY


def _days_to_hanukkah(year: int) -> dt.timedelta:
    """25 Kislev: Cheshvan has 30 days in a «complete» year of 355 or 385 days, else 29."""
    length = (_jewish_new_year(year + 3762) - _jewish_new_year(year + 3761)).days
    return (30 + (30 if length % 10 == 5 else 29) + 24) * ONE_DAY


@cache
def _lunar_new_years() -> dict[int, dt.date]:
    """The table of ``rules/times.toml``."""
    days = (dt.date.fromisoformat(day) for rule in load_rules("times") for day in rule.get("days", ()))
    return {day.year: day for day in days}
